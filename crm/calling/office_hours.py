"""When offices answer, and how much of that is left before a day. A pure rule, with its hours in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

OPENS: Final = 9
CLOSES: Final = 17
MIDNIGHT: Final = 24
WORDS: Final = (
    "Offices answer from 9 to 5 on weekdays, and on the last day until midnight, whatever day of the week it is."
)


def working_days(first: date, last: date) -> tuple[date, ...]:
    """The days from ``first`` to ``last`` on which offices answer: weekdays, and the last one in any case.

    A chamber that goes home on a Sunday sits on that Sunday.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(day for day in days if day.weekday() < 5 or day == last)


def hours_left(first: date, last: date, now: datetime | None = None) -> float:
    """The hours in which offices answer from ``first`` to ``last``; ``now`` is the time of day on the first of them.

    Without it all of the first day is ahead, as on a day that is looked at from a later one.
    """
    hours = 0.0
    for day in working_days(first, last):
        begins, ends = float(OPENS), float(MIDNIGHT if day == last else CLOSES)
        if now is not None and day == first:
            begins = max(begins, now.hour + now.minute / 60)
        hours += max(0.0, ends - begins)
    return hours
