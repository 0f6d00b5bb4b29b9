"""How a count came about: the river of counts over time. Folded from one ordered read of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm.people.rosters import ChamberRoster
from crm.people.seats import seated_on
from crm.positions.shifts import Step
from crm.positions.stance import SCALE, Stance

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """The seats of a chamber by stance from ``day`` on (until the next point); what is missing is unknown or vacant."""

    day: date
    counts: dict[str, int]


def series(roster: ChamberRoster, steps: Sequence[Step], start: date, end: date) -> tuple[SeriesPoint, ...]:
    """The chamber's counts at ``start`` and on every later day, up to ``end``, on which a stance or a holder changed.

    Every point equals the whip count of its day as known when ``steps`` were read (a test holds it to that).
    """
    stances: dict[int, Stance] = {}
    days = sorted(_days(roster, steps, start, end))
    changes = _changes_of_holders(roster, start, end)
    points: list[SeriesPoint] = []
    seated: frozenset[int] = frozenset()
    # Kept step by step: to count a whole chamber anew on every day is the most expensive part of a board.
    tally: Counter[Stance] = Counter()
    upcoming = iter(steps)
    step = next(upcoming, None)
    for day in days:
        while step is not None and step.said_latest <= day:
            if step.person_id in seated:
                tally[stances.get(step.person_id, Stance.UNKNOWN)] -= 1
                tally[step.stance] += 1
            stances[step.person_id] = step.stance
            step = next(upcoming, None)
        if day in changes or not points:
            seated = frozenset(
                holder.person_id for holder in seated_on(roster.districts, roster.tenures, day)[: roster.seats]
            )
            tally = Counter(stances.get(person, Stance.UNKNOWN) for person in seated)
        counts = {stance.value: tally[stance] for stance in SCALE}
        if not points or points[-1].counts != counts:
            points.append(SeriesPoint(day, counts))
    if points and points[-1].day != end:
        points.append(SeriesPoint(end, points[-1].counts))
    return tuple(points)


def _days(roster: ChamberRoster, steps: Iterable[Step], start: date, end: date) -> set[date]:
    said = {step.said_latest for step in steps if start < step.said_latest <= end}
    return {start} | said | _changes_of_holders(roster, start, end)


def _changes_of_holders(roster: ChamberRoster, start: date, end: date) -> set[date]:
    """The days in (start, end] on which somebody takes a seat or is no longer in it."""
    firsts = {tenure.started_on for tenure in roster.tenures if tenure.started_on}
    afters = {tenure.ended_on + ONE_DAY for tenure in roster.tenures if tenure.ended_on and tenure.ended_on < end}
    return {day for day in firsts | afters if start < day <= end}
