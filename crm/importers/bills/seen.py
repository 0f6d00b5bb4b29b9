"""What a source showed on which day, kept as snapshots: the same record again is known at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, BillLinkKind, BillSnapshot, SponsorKind
from crm.bills.snapshots import Shown, ShownName, with_shown
from crm.importers.bills.book import Book, Entry
from crm.importers.bills.naming import printed_id
from crm.importers.bills.records import BillRecord, LinkRecord, SponsorRecord

Runs = dict[str, tuple[Shown, ...]]
"""The runs of a bill, by source."""


def known_again(book: Book, records: Sequence[BillRecord]) -> list[BillRecord]:
    """Those of the records that are not on file just as they come; the others are counted as the same."""
    by_session: dict[int, list[BillRecord]] = defaultdict(list)
    for record in records:
        by_session[book.ground.sitting(record.session).id].append(record)
    known = set()
    for session_id, looks in by_session.items():
        rows = book.session.execute(
            select(
                Bill.number,
                BillSnapshot.source,
                BillSnapshot.sha256,
                BillSnapshot.first_seen_on,
                BillSnapshot.last_seen_on,
            )
            .join(Bill, Bill.id == BillSnapshot.bill_id)
            .where(Bill.session_id == session_id, Bill.number.in_({record.number.strip() for record in looks}))
        )
        runs = defaultdict(list)
        for number, source, sha256, first, last in rows:
            runs[number, source, sha256].append((first, last))
        known |= {
            id(record)
            for record in looks
            if any(
                first <= record.seen_on <= last
                for first, last in runs[record.number.strip(), record.source, record.sha256]
            )
        }
    book.report.same += len(known)
    return [record for record in records if id(record) not in known]


def put_snapshots(book: Book, entries: Sequence[Entry]) -> dict[int, Runs]:
    """Keep what the records showed, and return all runs of the bills whose runs changed."""
    telling = [entry for entry in entries if entry.record.whole_sponsors or entry.record.whole_links]
    old = runs_of(book.session, {entry.bill_id for entry in telling if not entry.fresh})
    changed: dict[int, Runs] = {}
    for entry in telling:
        runs = changed.get(entry.bill_id) or dict(old.get(entry.bill_id, {}))
        source = entry.record.source
        before = runs.get(source, ())
        runs[source] = with_shown(before, _shown(entry.record))
        if runs[source] != before:
            changed[entry.bill_id] = runs
    _write(book, changed, old)
    return changed


def runs_of(session: Session, bill_ids: Iterable[int]) -> dict[int, Runs]:
    """The runs of each bill, by source (one query)."""
    ids = sorted(set(bill_ids))
    found: dict[int, Runs] = defaultdict(dict)
    if ids:
        for row in session.scalars(
            select(BillSnapshot).where(BillSnapshot.bill_id.in_(ids)).order_by(BillSnapshot.first_seen_on)
        ):
            runs = found[row.bill_id]
            runs[row.source] = (*runs.get(row.source, ()), _read(row))
    return found


def _shown(record: BillRecord) -> Shown:
    names = None
    if record.whole_sponsors:
        names = tuple(_name(sponsor) for sponsor in record.sponsors)
        names += (ShownName("", SponsorKind.CO),) * record.nameless_sponsors
    same_as = None
    if record.whole_links:
        linked = [link for link in record.links if link.kind is BillLinkKind.SAME_AS]
        same_as = tuple(sorted({printed_number(record, link) for link in linked}))
    return Shown(record.seen_on, record.seen_on, record.sha256, names, same_as)


def printed_number(record: BillRecord, link: LinkRecord) -> str:
    """The number of another bill with its session: "A3506 2025-2026"."""
    return f"{link.number.strip()} {link.session_slug or record.session.slug}"


def _name(sponsor: SponsorRecord) -> ShownName:
    return ShownName(sponsor.who.name, sponsor.kind, printed_id(sponsor.who), sponsor.joined, sponsor.withdrawn)


def _write(book: Book, changed: dict[int, Runs], old: dict[int, Runs]) -> None:
    """Bring the rows up to the runs. A row is changed rather than removed, so that each keeps who brought it."""
    rows: list[dict[str, Any]] = []
    on_file = defaultdict(list)
    stale = sorted(set(changed) & set(old))
    if stale:
        for row in book.session.scalars(select(BillSnapshot).where(BillSnapshot.bill_id.in_(stale))):
            on_file[row.bill_id, row.source].append(row)
    for bill_id, runs in changed.items():
        for source, shown in runs.items():
            there = {row.first_seen_on: row for row in on_file[bill_id, source]}
            for run in shown:
                if run.first in there:
                    _set(there.pop(run.first), run)
                else:
                    rows.append(_row(bill_id, source, run))
            for gone in there.values():
                book.session.delete(gone)
    book.session.flush()
    book.add(BillSnapshot, rows)


def _set(row: BillSnapshot, run: Shown) -> None:
    if _read(row) != run:
        row.last_seen_on, row.sha256 = run.last, run.sha256
        row.sponsors, row.same_as = _names_json(run), cast(list[str], _links_json(run))


def _row(bill_id: int, source: str, run: Shown) -> dict[str, Any]:
    return {
        "bill_id": bill_id,
        "source": source,
        "first_seen_on": run.first,
        "last_seen_on": run.last,
        "sha256": run.sha256,
        "sponsors": _names_json(run),
        "same_as": _links_json(run),
        "recorded_at": clock.now(),
    }


def _names_json(run: Shown) -> Any:
    if run.names is None:
        return None
    dated = [[name.joined, name.withdrawn] if name.joined or name.withdrawn else [] for name in run.names]
    return [[name.name, name.kind.value, name.printed_id, *days] for name, days in zip(run.names, dated, strict=True)]


def _links_json(run: Shown) -> Any:
    return None if run.same_as is None else list(run.same_as)


def _read(row: BillSnapshot) -> Shown:
    names: Any = row.sponsors
    if names is not None:
        names = tuple(ShownName(name, SponsorKind(kind), *rest) for name, kind, *rest in names)
    same_as: Any = row.same_as
    return Shown(row.first_seen_on, row.last_seen_on, row.sha256, names, None if same_as is None else tuple(same_as))
