"""The whip count: the stances of a chamber's seats, counted. A pure rule."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm.people.seats import Seat, SeatState
from crm.positions.stance import FOR, Stance
from crm.positions.standing import Standing


class SeatStance(enum.StrEnum):
    """What a seat shows: its holder's stance, or that nobody holds it."""

    YES = "yes"
    LEANING_YES = "leaning_yes"
    UNDECIDED = "undecided"
    LEANING_NO = "leaning_no"
    NO = "no"
    UNKNOWN = "unknown"
    VACANT = "vacant"


@dataclass(frozen=True, slots=True)
class CountedSeat:
    """A seat with what it counts as. ``due``: the position is old, or was given on an earlier print."""

    seat: Seat
    stance: SeatStance
    hard: bool
    due: bool
    contested: bool
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Count:
    """A chamber's count. ``hard``: seats with a hard yes; ``soft``: all with yes or leaning yes, the hard among them.

    ``short`` is how many seats ``soft`` lacks of ``needed``; ``counts`` adds up to ``seats``.
    """

    seats: int
    needed: int
    hard: int
    soft: int
    counts: Mapping[SeatStance, int]
    hard_due: int
    contested: int

    @property
    def short(self) -> int:
        """Seats still missing when every yes and leaning yes holds; never below 0."""
        return max(0, self.needed - self.soft)

    @property
    def short_hard(self) -> int:
        """Seats still missing when only hard yeses hold; never below 0."""
        return max(0, self.needed - self.hard)


def count_seat(seat: Seat, standing: Standing | None, *, due: bool = False) -> CountedSeat:
    """What one seat counts as. A vacant seat is vacant; a holder without a position, or not on file, is unknown."""
    if seat.state is SeatState.VACANT:
        return CountedSeat(seat, SeatStance.VACANT, False, False, False, None)
    if seat.person_id is None or standing is None:
        return CountedSeat(seat, SeatStance.UNKNOWN, False, False, False, standing)
    on_record = standing.stance is not Stance.UNKNOWN
    return CountedSeat(
        seat, SeatStance(standing.stance.value), standing.hard, due and on_record, standing.contested, standing
    )


def count(counted: Iterable[CountedSeat], needed: int) -> Count:
    """Add up a chamber's seats against the number needed."""
    all_seats = list(counted)
    tally = Counter(seat.stance for seat in all_seats)
    hard = [seat for seat in all_seats if seat.hard]
    return Count(
        seats=len(all_seats),
        needed=needed,
        hard=len(hard),
        soft=sum(tally[SeatStance(stance.value)] for stance in FOR),
        counts={stance: tally[stance] for stance in SeatStance},
        hard_due=sum(seat.due for seat in hard),
        contested=sum(seat.contested for seat in all_seats),
    )
