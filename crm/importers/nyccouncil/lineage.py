"""Former selves of the Council's bills. Its record names none; one brought again has its name and first sponsor."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, BillLink, BillLinkKind, SponsorKind, Sponsorship
from crm.importers.bulk import insert_rows
from crm.importers.nyccouncil.council import CITY, SCHEME
from crm.jurisdictions.models import Jurisdiction, LegislativeSession
from crm.names import fold

SOURCE: Final = "The same name and first sponsor in an earlier session (New York City Council, Legistar)"
_SHORTEST: Final = 30
"""Letters of a name that can tell a bill; "Technical corrections" tells none."""


def link_former_bills(session: Session, batch_id: int) -> int:
    """Link every bill of the Council to the one of the latest session before that bears its name and first sponsor.

    Returns how many links are new (four queries, whatever the number of bills).
    """
    place = session.scalar(select(Jurisdiction.id).where(Jurisdiction.ocd_id == CITY.ocd_id))
    if place is None:
        return 0
    primes: dict[int, str] = {
        bill_id: printed_id
        for bill_id, printed_id in session.execute(
            select(Sponsorship.bill_id, Sponsorship.printed_id).where(
                Sponsorship.kind == SponsorKind.PRIME, Sponsorship.printed_id.startswith(f"{SCHEME}:")
            )
        )
        if printed_id
    }
    alike: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        select(Bill.id, Bill.title, LegislativeSession.started_on)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .where(LegislativeSession.jurisdiction_id == place, Bill.title.is_not(None))
        .order_by(Bill.id)
    )
    for bill_id, title, started_on in session.execute(rows):
        if bill_id in primes and started_on is not None and title and len(title) >= _SHORTEST:
            alike[fold(title), primes[bill_id]][started_on.year].append(bill_id)
    wanted = {pair for by_year in alike.values() for pair in _pairs(by_year)}
    there = set()
    for link in session.scalars(select(BillLink).where(BillLink.kind == BillLinkKind.PREVIOUS_VERSION)):
        if link.source == SOURCE and (link.bill_id, link.other_id) not in wanted:
            # A session in between has come in since.
            session.delete(link)
        there.add((link.bill_id, link.other_id))
    new = [
        {"bill_id": later, "other_id": former, "printed_number": None, "kind": BillLinkKind.PREVIOUS_VERSION,
         "started_on": None, "ended_on": None, "source": SOURCE, "recorded_at": clock.now()}
        for later, former in sorted(wanted - there)
    ]  # fmt: skip
    insert_rows(session, batch_id, BillLink, new)
    return len(new)


def _pairs(by_year: dict[int, list[int]]) -> list[tuple[int, int]]:
    """Each bill with that of the session before; where a session has two of one name nobody can tell which it was."""
    alone = [ids[0] for _, ids in sorted(by_year.items()) if len(ids) == 1]
    return list(zip(alone[1:], alone, strict=False))
