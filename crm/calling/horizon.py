"""Before which day the calls are made, and whose day it is. A pure rule over the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm.datewords import day_near
from crm.errors import InvalidInput
from crm.jurisdictions.calendar import CurrentDeadline
from crm.jurisdictions.models import DeadlineKind
from crm.whip.sittings import sittings


@dataclass(frozen=True, slots=True)
class Horizon:
    """The day worked towards. ``deadlines`` are those of the calendar on it; none where the day was named freely.

    ``last_days`` is the last day on which a call to a chamber still helps; ``shut`` says why others are not called.
    """

    today: date
    day: date
    deadlines: tuple[CurrentDeadline, ...]
    last_days: Mapping[int, date]
    shut: Mapping[int, str]

    @property
    def of_one_chamber(self) -> str | None:
        """The name of the chamber whose deadline alone it is; nothing where it binds everybody."""
        names = {deadline.chamber for deadline in self.deadlines}
        return names.pop() if len(names) == 1 else None

    @property
    def days_left(self) -> int:
        """Days until the deadline; 0 on the day itself."""
        return (self.day - self.today).days


def horizon(
    deadlines: Sequence[CurrentDeadline],
    chambers: Mapping[int, str],
    jurisdiction_id: int,
    today: date,
    day: date | None = None,
) -> Horizon:
    """The horizon of calls made on ``today``; ``deadlines`` come soonest first, ``chambers`` are id -> name.

    Without a ``day`` it is the next adjournment of one of the chambers, else the next deadline of any kind. Raises
    InvalidInput for a day that is past, and where no day is given and the calendar has none.
    """
    ahead = [each for each in deadlines if each.falls_on >= today and each.kind is not DeadlineKind.OPENING]
    if day is None:
        day = _next(ahead, chambers)
    elif day < today:
        raise InvalidInput(
            f"{day.isoformat()} is past.", hint=f"Name a day from {today.isoformat()} on.", field="deadline"
        )
    due = tuple(each for each in ahead if each.falls_on == day and each.chamber_id in (None, *chambers))
    bound = frozenset(each.chamber_id for each in due)
    sits = sittings(deadlines, list(chambers), jurisdiction_id, today)
    shut: dict[int, str] = {}
    last_days: dict[int, date] = {}
    for chamber_id, name in chambers.items():
        ended = sits[chamber_id].ended
        if ended is not None:
            shut[chamber_id] = f"The {name} went home on {day_near(ended.falls_on, today)}."
        elif bound and None not in bound and chamber_id not in bound:
            whose = " and ".join(f"the {each.chamber}" for each in due)
            shut[chamber_id] = f"The deadline of {day_near(day, today)} is that of {whose}."
        else:
            last_days[chamber_id] = _last_day(ahead, chamber_id, day)
    return Horizon(today, day, due, last_days, shut)


def _next(ahead: Sequence[CurrentDeadline], chambers: Mapping[int, str]) -> date:
    binding = [each for each in ahead if each.chamber_id in (None, *chambers)]
    binding.sort(key=lambda each: (each.kind is not DeadlineKind.ADJOURNMENT, each.falls_on))
    if not binding:
        raise InvalidInput(
            "The calendar has no deadline ahead for this campaign.",
            hint="Name the day to work towards, or add the deadline to the calendar.",
            field="deadline",
        )
    return binding[0].falls_on


def _last_day(ahead: Sequence[CurrentDeadline], chamber_id: int, day: date) -> date:
    """A chamber that goes home before the deadline must be called before it goes."""
    ends = [
        each.falls_on
        for each in ahead
        if each.kind is DeadlineKind.ADJOURNMENT and each.chamber_id in (None, chamber_id) and each.falls_on <= day
    ]
    return min(ends, default=day)
