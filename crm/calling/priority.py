"""How much one call is worth, and why, in words. A pure rule; every point stands behind one of the reasons.

Effort goes where it moves somebody: from undecided to leaning, from leaning to yes, from said to sure; little on those
who lean against, nothing on a settled no or on a yes that is certain (field.md 3.1, H2 and H8).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from crm.datewords import away, day_near, vague
from crm.positions.stance import Stance

SETTLING_DAYS: Final = 21
"""After so many days a contact has lost 63 % of its freshness: stances move within weeks, not within days."""
TIES: Final = {
    1: "has met them",
    2: "knows them a little",
    3: "knows them",
    4: "knows them well",
    5: "can call them any time",
}


@dataclass(frozen=True, slots=True)
class Case:
    """All that the worth of one call depends on. ``said`` is EDTF text; ``tie`` is (organization, strength, kind).

    ``softening``: an opponent is only asked not to work against it.
    """

    today: date
    days_left: int
    stance: Stance = Stance.UNKNOWN
    hard: bool = False
    said: str = ""
    condition: str | None = None
    due: bool = False
    contested: bool = False
    named: bool = False
    why: str | None = None
    softening: bool = False
    chairs: str | None = None
    sits_in: str | None = None
    last_contact: date | None = None
    last_outcome: str | None = None
    last_by: str | None = None
    call_back: date | None = None
    owed: tuple[str, date] | None = None
    tie: tuple[str, int, str] | None = None
    has_phone: bool = True


@dataclass(frozen=True, slots=True)
class Worth:
    """Points and the reasons for them. ``sunk``: comes after everybody else."""

    points: int
    sunk: bool
    reasons: tuple[str, ...]


def worth(case: Case) -> Worth:
    """What a call is worth: the sum of its reasons' points. Why them and where they stand is told first."""
    first = [(10 if case.softening else 50, case.why or "Asked by name.")] if case.named else []
    first.append(_stance(case))
    more = sorted(_more(case), key=lambda part: -abs(part[0]))
    parts = [*first, *more]
    return Worth(sum(points for points, _ in parts), is_sunk(case), tuple(text for _, text in parts if text))


def is_sunk(case: Case) -> bool:
    """A hard yes and a settled no sink, unless they are due for a new ask, contested, or asked for more than a vote."""
    settled = case.stance is Stance.NO or (case.stance is Stance.YES and case.hard)
    return settled and not (case.due or case.contested or (case.named and not case.softening))


def _more(case: Case) -> Iterator[tuple[int, str]]:
    # The nearer the end, the more a call is worth; the sheet's head says so for all.
    yield round(10 / max(1, case.days_left)), ""
    if case.chairs:
        yield 20, f"Chairs {case.chairs}, where the bill is."
    elif case.sits_in and not case.named:
        yield 10, f"Sits in {case.sits_in}, where the bill is."
    if case.call_back:
        yield 25, f"Asked to be called back on {day_near(case.call_back, case.today)}."
    if case.owed:
        what, since = case.owed
        yield 15, f"We owe them since {day_near(since, case.today)}: {what.rstrip('.')}."
    if case.due and case.stance not in (Stance.YES, Stance.NO):
        yield 8, "What they said is old, or was about an earlier print: ask anew."
    if case.contested:
        yield 12, "Reports about them disagree: hear it again."
    yield _contact(case)
    if case.tie:
        organization, strength, kind = case.tie
        yield 2 * strength, f"{organization} {TIES[strength]} ({kind})."
    if not case.has_phone:
        yield -10, "No phone is on file: find one first."


def _stance(case: Case) -> tuple[int, str]:
    said = f" ({vague(case.said)})" if case.said else ""
    match case.stance:
        case Stance.UNDECIDED:
            return 60, f"Undecided{said}: a call can decide it."
        case Stance.LEANING_YES:
            return 50, f"Leaning yes{said}: ask for a plain yes."
        case Stance.UNKNOWN:
            return 45, "Nobody knows where they stand."
        case Stance.YES if case.condition:
            return 44, f"Yes, on a condition{said}: ask for a plain yes."
        case Stance.YES if not case.hard:
            return 40, f"A soft yes{said}: get it in public, in writing, or before a second witness."
        case Stance.YES if case.due:
            return 30, f"Their yes is due for a new ask{said}."
        case Stance.YES:
            return 5, f"A hard yes{said}: only to thank."
        case Stance.LEANING_NO:
            return 25, f"Leaning no{said}: hear what stands in the way."
        case Stance.NO if case.due:
            return 12, f"Said no long ago{said}: ask whether it still holds."
        case _:
            return 2, f"A settled no{said}: only to soften."


def _contact(case: Case) -> tuple[int, str]:
    if case.last_contact is None:
        return 12, "Never contacted."
    days = max(0, (case.today - case.last_contact).days)
    how = f": {case.last_outcome}" if case.last_outcome else ""
    points = round(12 * (1 - math.exp(-days / SETTLING_DAYS)))
    by = f" by {case.last_by}" if case.last_by else ""
    return points, f"Last contact {away(case.last_contact, case.today)}{by}{how}."
