"""What moved: shifts, each with the seat it moved in. A shift of somebody without a vote moves no count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from crm import clock
from crm.people.rosters import ChamberRoster
from crm.people.seats import SeatHolder
from crm.positions.shifts import Reason, Shift, Step
from crm.positions.stance import Stance, direction
from crm.whip.queries import ChamberBoard


@dataclass(frozen=True, slots=True)
class Move:
    """A shift with the day it counts from, and the chamber and district in which the person had a vote on that day."""

    shift: Shift
    day: date
    chamber_id: int | None
    chamber: str | None
    seat: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of one seat's stance, as short as the river of counts needs it."""

    day: date
    slug: str
    name: str
    before: Stance
    after: Stance

    @property
    def direction(self) -> int:
        """+1 for a step toward us, -1 for a step away, 0 for neither."""
        return direction(self.before, self.after)

    @property
    def width(self) -> int:
        """How many steps of the scale it crossed; 0 where nothing was known before or after."""
        known = self.before.number is not None and self.after.number is not None
        return abs((self.before.number or 0) - (self.after.number or 0)) if known else 0


def widest(turns: Iterable[Turn], most: int) -> list[Turn]:
    """The turns that crossed most of the scale, at most so many, oldest first; of equals the latest."""
    return sorted(sorted(turns, key=lambda turn: (turn.width, turn.day))[-most:], key=lambda turn: turn.day)


def day_of(shift: Shift) -> date:
    """The day a shift counts from: the day it had been said by; a mended entry counts from its recording."""
    mended = shift.reason in (Reason.CORRECTED, Reason.RETRACTED)
    return clock.local(shift.recorded_at).date() if mended else shift.said_latest


def moves(shifts: Iterable[Shift], chambers: Sequence[ChamberBoard]) -> tuple[Move, ...]:
    """The shifts with their seats, newest first."""
    found = [_move(shift, chambers) for shift in shifts]
    return tuple(
        sorted(found, key=lambda move: (move.day, move.shift.recorded_at, move.shift.position_id), reverse=True)
    )


def turns(roster: ChamberRoster, steps: Iterable[Step], last: date) -> list[Turn]:
    """Every change of stance of somebody who sat in the chamber on its day, up to ``last``, oldest first."""
    stances: dict[int, Stance] = {}
    found = []
    tenures = _by_person(roster.tenures)
    for step in steps:
        before = stances.get(step.person_id, Stance.UNKNOWN)
        stances[step.person_id] = step.stance
        if before is step.stance or step.said_latest > last:
            continue
        holder = _holder(tenures.get(step.person_id, ()), step.said_latest)
        if holder is not None:
            found.append(Turn(step.said_latest, holder.slug, holder.name, before, step.stance))
    return found


def _move(shift: Shift, chambers: Sequence[ChamberBoard]) -> Move:
    day = day_of(shift)
    for board in chambers:
        theirs = [tenure for tenure in board.roster.tenures if tenure.person_id == shift.person_id]
        holder = _holder(theirs, day)
        if holder is not None:
            names = {district.id: district.name for district in board.roster.districts}
            seat = f"{board.member_abbreviation} · {names.get(holder.district_id, '')}".rstrip("· ")
            return Move(shift, day, board.chamber_id, board.name, seat)
    return Move(shift, day, None, None, None)


def _by_person(tenures: Iterable[SeatHolder]) -> dict[int, list[SeatHolder]]:
    found: dict[int, list[SeatHolder]] = {}
    for tenure in tenures:
        found.setdefault(tenure.person_id, []).append(tenure)
    return found


def _holder(tenures: Iterable[SeatHolder], day: date) -> SeatHolder | None:
    return next((tenure for tenure in tenures if tenure.holds_on(day)), None)
