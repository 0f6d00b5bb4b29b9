"""The seats of chambers, read from the database: a constant number of queries however many chambers or days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from crm.errors import NotFound
from crm.jurisdictions.models import Chamber, District
from crm.people.models import Office, Person, Tenure
from crm.people.seats import Seat, SeatDistrict, SeatHolder, fill_seats, seated_on
from crm.people.terms import in_force


@dataclass(frozen=True, slots=True)
class ChamberRoster:
    """All that is on file about who sat in a chamber: answers for any day without asking the database again."""

    chamber_id: int
    seats: int
    roster_as_of: date | None
    districts: tuple[SeatDistrict, ...]
    tenures: tuple[SeatHolder, ...]

    def seats_on(self, day: date) -> tuple[Seat, ...]:
        """Exactly ``seats`` seats as they stood on ``day``."""
        return fill_seats(self.seats, self.districts, self.tenures, day, self.roster_as_of)


def seats_of_chamber(session: Session, chamber_id: int, day: date) -> tuple[Seat, ...]:
    """Exactly the chamber's number of seats on ``day``. Raises NotFound for a chamber that is not on file."""
    return seats_of_chambers(session, (chamber_id,), day)[chamber_id]


def seats_of_chambers(session: Session, chamber_ids: Collection[int], day: date) -> dict[int, tuple[Seat, ...]]:
    """The seats of each chamber on ``day`` (three queries, or four). Raises NotFound as ``seats_of_chamber`` does."""
    rosters = _rosters(session, chamber_ids, day)
    gaps = [roster.chamber_id for roster in rosters.values() if _has_gaps(roster, day)]
    if gaps:
        rosters |= _rosters(session, gaps, None)
    return {chamber_id: rosters[chamber_id].seats_on(day) for chamber_id in chamber_ids}


def rosters_of_chambers(session: Session, chamber_ids: Collection[int]) -> dict[int, ChamberRoster]:
    """The whole history of each chamber's seats (three queries), for questions about many days."""
    return _rosters(session, chamber_ids, None)


def _has_gaps(roster: ChamberRoster, day: date) -> bool:
    """Whether former holders decide between vacant and unknown: only where the roster of the day is not whole."""
    if roster.roster_as_of is not None and roster.roster_as_of <= day:
        return False
    return len(seated_on(roster.districts, roster.tenures, day)) < roster.seats


def _rosters(session: Session, chamber_ids: Collection[int], day: date | None) -> dict[int, ChamberRoster]:
    wanted = sorted(set(chamber_ids))
    chambers = session.execute(_CHAMBERS, {"ids": wanted}).all()
    if len(chambers) < len(wanted):
        raise NotFound("That chamber is not on file.", hint="Import its roster first: crm import openstates PATH")
    districts: dict[int, list[SeatDistrict]] = defaultdict(list)
    for district in session.execute(_DISTRICTS, {"ids": wanted}):
        districts[district[0]].append(SeatDistrict(*district[1:]))
    tenures: dict[int, list[SeatHolder]] = defaultdict(list)
    for tenure in _tenures(session, wanted, day):
        tenures[tenure[0]].append(SeatHolder(*tenure[1:]))
    return {
        row.id: ChamberRoster(row.id, row.seats, row.roster_as_of, tuple(districts[row.id]), tuple(tenures[row.id]))
        for row in chambers
    }


def _tenures(session: Session, chamber_ids: list[int], day: date | None) -> Sequence[Any]:
    if day is None:
        return session.execute(_TENURES, {"ids": chamber_ids}).all()
    return session.execute(_TENURES_ON, {"ids": chamber_ids, "day": day}).all()


# Made once: to build a statement takes longer than to run it.
_IDS: Any = bindparam("ids", expanding=True)
_DAY: Any = bindparam("day")
_CHAMBERS = select(Chamber.id, Chamber.seats, Chamber.roster_as_of).where(Chamber.id.in_(_IDS))
_DISTRICTS = select(District.chamber_id, District.id, District.name, District.seats, District.on_map).where(
    District.chamber_id.in_(_IDS)
)
_TENURES = (
    select(
        Office.chamber_id,
        Tenure.id,
        Tenure.person_id,
        Office.district_id,
        Tenure.started_on,
        Tenure.ended_on,
        Tenure.party,
        Person.slug,
        Person.name,
    )
    .join(Office, Tenure.office_id == Office.id)
    .join(Person, Tenure.person_id == Person.id)
    .where(Office.chamber_id.in_(_IDS), Office.district_id.is_not(None))
)
_TENURES_ON = _TENURES.where(in_force(_DAY))
