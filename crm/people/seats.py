"""Who sits where on a day: a chamber always has exactly its number of seats, held, vacant or not known.

Pure rule; ``crm.people.rosters`` reads what it needs.
"""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


class SeatState(enum.StrEnum):
    """``vacant``: nobody holds it. ``unknown``: held by somebody who is not on file."""

    HELD = "held"
    VACANT = "vacant"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SeatDistrict:
    """A district as the rule needs it. ``on_map`` is false for districts of former maps."""

    id: int
    name: str
    seats: int = 1
    on_map: bool = True


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """One tenure of one person in a district of the chamber (both days included; nothing = unknown, or still)."""

    tenure_id: int
    person_id: int
    district_id: int
    started_on: date | None = None
    ended_on: date | None = None
    party: str | None = None
    slug: str = ""
    name: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the tenure covers ``day``."""
        return (self.started_on is None or self.started_on <= day) and (self.ended_on is None or self.ended_on >= day)


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat on one day. A placeholder (a seat of which not even the district is on file) has no district."""

    state: SeatState
    district_id: int | None = None
    district_name: str | None = None
    holder: SeatHolder | None = None

    @property
    def person_id(self) -> int | None:
        """Who holds it, or nothing."""
        return self.holder.person_id if self.holder else None

    @property
    def party(self) -> str | None:
        """The holder's party, where known."""
        return self.holder.party if self.holder else None


def fill_seats(
    chamber_seats: int,
    districts: Sequence[SeatDistrict],
    tenures: Iterable[SeatHolder],
    day: date,
    roster_as_of: date | None = None,
) -> tuple[Seat, ...]:
    """Exactly ``chamber_seats`` seats on ``day``, in the order of their districts, placeholders last.

    A person sits once (the latest start wins), a district seats no more than it elects (latest starts first). A hole is
    vacant where somebody on file left it and nobody on file followed, or where the whole roster is on file
    (``roster_as_of`` <= day); otherwise its holder is not known. Old maps and new may be on file at once: what is too
    much goes in this order: holes, holders from districts off the map, the oldest starts.
    """
    by_id = {district.id: district for district in districts}
    known = [tenure for tenure in tenures if tenure.district_id in by_id]
    seated = seated_on(districts, known, day)
    missing = chamber_seats - len(seated)
    if missing < 0:
        seated = sorted(seated, key=lambda held: (by_id[held.district_id].on_map, _latest(held)), reverse=True)
        seated, missing = seated[:chamber_seats], 0
    whole = roster_as_of is not None and roster_as_of <= day
    holes = _holes(districts, seated, known, day, whole) if missing else []
    # What somebody is known to have left is surer than a hole we know nothing of.
    holes.sort(key=lambda hole: hole.state is not SeatState.VACANT)
    seats = [_held(by_id[held.district_id], held) for held in seated] + holes[:missing]
    seats.sort(key=lambda seat: (natural(seat.district_name or ""), seat.state))
    empty = Seat(SeatState.VACANT if whole else SeatState.UNKNOWN)
    return tuple(seats) + (empty,) * (chamber_seats - len(seats))


def seated_on(districts: Sequence[SeatDistrict], tenures: Iterable[SeatHolder], day: date) -> list[SeatHolder]:
    """The tenures in force on ``day``, latest start first: a person once, a district no more than it elects."""
    room = {district.id: district.seats for district in districts}
    people: set[int] = set()
    seated = []
    for tenure in sorted((t for t in tenures if t.holds_on(day)), key=_latest, reverse=True):
        if tenure.person_id in people:
            continue
        people.add(tenure.person_id)
        if room.get(tenure.district_id, 0) > 0:
            room[tenure.district_id] -= 1
            seated.append(tenure)
    return seated


@lru_cache(maxsize=4096)
def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts "2" before "10" and "Belknap 2" before "Belknap 10"."""
    parts = re.findall(r"\d+|\D+", name)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def _latest(tenure: SeatHolder) -> tuple[date, int]:
    return (tenure.started_on or date.min, tenure.tenure_id)


def _held(district: SeatDistrict, holder: SeatHolder) -> Seat:
    return Seat(SeatState.HELD, district.id, district.name, holder)


def _holes(
    districts: Sequence[SeatDistrict],
    seated: Sequence[SeatHolder],
    tenures: Sequence[SeatHolder],
    day: date,
    whole: bool,
) -> list[Seat]:
    taken: dict[int, int] = defaultdict(int)
    for held in seated:
        taken[held.district_id] += 1
    history: dict[int, list[SeatHolder]] = defaultdict(list)
    for tenure in tenures:
        history[tenure.district_id].append(tenure)
    holes = []
    for district in districts:
        free = district.seats - taken[district.id]
        if free <= 0 or not district.on_map:
            continue
        vacant = free if whole else min(free, _left(history[district.id], day))
        holes += [Seat(SeatState.VACANT, district.id, district.name)] * vacant
        holes += [Seat(SeatState.UNKNOWN, district.id, district.name)] * (free - vacant)
    return holes


def _left(tenures: Iterable[SeatHolder], day: date) -> int:
    """How many are known to have left the district before ``day`` with nobody on file who followed them."""
    moves = []
    for tenure in tenures:
        if tenure.started_on is not None and tenure.started_on <= day:
            moves.append((tenure.started_on, 1, -1))
        if tenure.ended_on is not None and tenure.ended_on < day:
            moves.append((tenure.ended_on, 0, 1))
    left = 0
    for _day, _order, change in sorted(moves):
        left = max(0, left + change)
    return left
