"""A count from sponsors alone, in two ways: the names the bill prints, and the seats that their bearers hold.

Records are late: a name stays printed for weeks after its bearer left the seat. Neither number is fudged; each name
that makes the difference is told, with what became of the seat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.carriers import carriers
from crm.bills.lines import SponsorLine
from crm.bills.models import BillSnapshot
from crm.bills.records import sponsors_of
from crm.jurisdictions.majority import needed_to_pass
from crm.jurisdictions.models import Chamber, ChamberKind, Jurisdiction
from crm.names import fold
from crm.people.rosters import ChamberRoster, rosters_of_chambers
from crm.positions.as_of import AsOf
from crm.whip.unseated import Difference, Why, difference


@dataclass(frozen=True, slots=True)
class ChamberSponsors:
    """The sponsors in one chamber. ``printed`` are the names on its bills, each once; ``nameless`` are entries on the
    lists that name nobody. ``seats_held`` of them hold a seat on the day; ``differences`` tells of the others, and
    ``changed_hands`` of those whose names left the list after the seat."""

    jurisdiction: str
    chamber: ChamberKind
    name: str
    seats: int
    needed: int
    bills: tuple[str, ...]
    printed: tuple[SponsorLine, ...]
    nameless: int
    seats_held: int
    differences: tuple[Difference, ...]
    changed_hands: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ListedBill:
    """A bill with all names that are, or were, on it; ``printed`` is its number with the letter of its print."""

    id: int
    printed: str
    chamber_id: int | None
    names: tuple[SponsorLine, ...]


def sponsor_counts(
    session: Session, measure_id: int, as_of: AsOf, kind: ChamberKind | None = None
) -> tuple[ChamberSponsors, ...]:
    """The sponsors of the bills that carry the measure in its newest session, by chamber (eight queries at most)."""
    bills = carriers(session, measure_id, as_of)
    names = sponsors_of(session, [bill.id for bill in bills], as_of) if bills else {}
    listed = [ListedBill(bill.id, bill.printed, bill.chamber_id, tuple(names.get(bill.id, ()))) for bill in bills]
    return count_listed(session, listed, as_of, kind)


def count_listed(
    session: Session, bills: Sequence[ListedBill], as_of: AsOf, kind: ChamberKind | None = None
) -> tuple[ChamberSponsors, ...]:
    """The same for bills whose names are at hand, upper chamber first (five queries)."""
    ids = sorted({bill.chamber_id for bill in bills if bill.chamber_id is not None})
    if not ids:
        return ()
    nameless = _nameless(session, [bill.id for bill in bills], as_of.said)
    rosters = rosters_of_chambers(session, ids)
    rows = session.execute(
        select(Chamber, Jurisdiction.slug)
        .join(Jurisdiction, Jurisdiction.id == Chamber.jurisdiction_id)
        .where(Chamber.id.in_(ids))
        .order_by(Chamber.kind.desc(), Chamber.id)
    )
    found = []
    for chamber, place in rows:
        if kind in (None, chamber.kind):
            own = [bill for bill in bills if bill.chamber_id == chamber.id]
            unnamed = sum(nameless.get(bill.id, 0) for bill in own)
            found.append(_count(chamber, place, own, unnamed, rosters[chamber.id], as_of.said))
    return tuple(found)


def _count(
    chamber: Chamber, place: str, bills: Sequence[ListedBill], nameless: int, roster: ChamberRoster, day: date
) -> ChamberSponsors:
    printed: dict[Any, SponsorLine] = {}
    gone: dict[Any, SponsorLine] = {}
    for line in (line for bill in bills for line in bill.names):
        (printed if line.withdrawn is None else gone).setdefault(line.person_id or fold(line.name), line)
    listed = {line.person_id for line in printed.values() if line.person_id is not None}
    seats = roster.seats_on(day)
    holders = {seat.person_id for seat in seats if seat.person_id is not None}

    def told(lines: Iterable[SponsorLine]) -> tuple[Difference, ...]:
        apart = [line for line in lines if line.person_id not in holders]
        return tuple(difference(line, roster, seats, listed, day, chamber.name) for line in apart)

    differences = told(printed.values())
    left = told(line for line in gone.values() if line.person_id not in listed)
    return ChamberSponsors(
        jurisdiction=place,
        chamber=chamber.kind,
        name=chamber.name,
        seats=chamber.seats,
        needed=needed_to_pass(chamber),
        bills=tuple(bill.printed for bill in bills),
        printed=tuple(printed.values()),
        nameless=nameless,
        seats_held=len(printed) - len(differences),
        differences=differences,
        changed_hands=tuple(each for each in left if each.why is Why.LEFT),
    )


def _nameless(session: Session, bill_ids: Sequence[int], day: date) -> dict[int, int]:
    """How many entries of each bill's list name nobody, by the newest look until the day that tells of any."""
    rows = session.execute(
        select(BillSnapshot.bill_id, BillSnapshot.sponsors)
        .where(BillSnapshot.bill_id.in_(list(bill_ids)), BillSnapshot.first_seen_on <= day)
        .order_by(BillSnapshot.first_seen_on)
    )
    return {bill_id: sum(not entry[0] for entry in entries) for bill_id, entries in rows if entries is not None}
