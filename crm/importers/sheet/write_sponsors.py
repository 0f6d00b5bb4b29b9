"""Sponsors of a sheet onto their bills. A name nobody is sure of stays as printed, and gets its person later."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from crm.bills.models import Sponsorship
from crm.bills.service import add_sponsorship, withdraw
from crm.errors import WhipcountError
from crm.importers.bills.anew import feed_bills
from crm.importers.sheet.items import Reading, SponsorLine, Who
from crm.importers.sheet.writing import Writing


def write_sponsors(writing: Writing, readings: Sequence[Reading]) -> None:
    """Note the sponsors, and tell the ledger of those who are matched."""
    lines = [
        (reading, reading.who, item)
        for reading in readings
        for item in reading.items
        if isinstance(item, SponsorLine) and reading.who is not None
    ]
    before = _on_file(writing, {item.bill_id for _, _, item in lines})
    changed: set[int] = set()
    for reading, who, item in lines:
        try:
            there = _write(writing, who, item)
        except WhipcountError as wrong:
            writing.problem(reading, wrong.message, wrong.hint)
            continue
        now = (there.person_id, there.joined, there.withdrawn)
        if there.id not in before:
            writing.report.created += 1
        elif before[there.id] != now:
            writing.report.updated += 1
        else:
            writing.report.same += 1
        if before.get(there.id) != now:
            changed.add(item.bill_id)
        before[there.id] = now
    writing.session.flush()
    feed_bills(writing.session, changed)


def _on_file(writing: Writing, bill_ids: set[int]) -> dict[int, tuple[int | None, str | None, str | None]]:
    """What is known of the sponsors of these bills, by the sponsorship."""
    rows = writing.session.execute(
        select(Sponsorship.id, Sponsorship.person_id, Sponsorship.joined, Sponsorship.withdrawn).where(
            Sponsorship.bill_id.in_(sorted(bill_ids))
        )
    )
    return {id_: (person_id, joined, withdrawn) for id_, person_id, joined, withdrawn in rows}


def _write(writing: Writing, who: Who, item: SponsorLine) -> Sponsorship:
    there = add_sponsorship(
        writing.session,
        writing.viewer,
        item.bill_id,
        " ".join(who.printed.name.split()),
        item.kind,
        f"{writing.source.title}: {item.source}" if item.source else writing.source.title,
        person_id=who.person_id,
        joined=item.joined,
    )
    if item.withdrawn:
        withdraw(writing.session, writing.viewer, there.id, item.withdrawn)
    return there
