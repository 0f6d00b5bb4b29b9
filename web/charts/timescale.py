"""Days as places along an axis, in percent, and the months worth a label."""

from dataclasses import dataclass
from datetime import date
from typing import Final

STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tick:
    """A month's first day on the axis; a major one keeps its label on a phone."""

    at: float
    label: str
    major: bool


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From the first day (0 percent) to the last (100 percent); a single day stands in the middle."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Return the place of a day in percent, held inside the axis."""
        span = (self.last - self.first).days
        return 50.0 if span <= 0 else max(0.0, min(100.0, 100 * (day - self.first).days / span))

    def ticks(self, most: int = 12) -> list[Tick]:
        """Return at most `most` evenly stepped months; the first one of a year carries its year."""
        begin, end = self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month - 1
        step = next((step for step in STEPS if (end - begin) // step < most), 240)
        months = [month for month in range(begin, end + 1) if month % step == 0]
        days = [date(month // 12, month % 12 + 1, 1) for month in months]
        shown = [day for day in days if self.first <= day <= self.last]
        if not shown:
            return [Tick(self.at(self.first), f"{MONTHS[self.first.month - 1]} {self.first.year}", True)]
        thin = max(1, -(-len(shown) // 4))
        opening = [place == 0 or day.year != shown[place - 1].year for place, day in enumerate(shown)]
        return [
            Tick(self.at(day), self._label(day, step, opening[place]), place % thin == 0)
            for place, day in enumerate(shown)
        ]

    def _label(self, day: date, step: int, opening: bool) -> str:
        """Return the month, with its year where a year begins on the axis."""
        if step >= 12:
            return str(day.year)
        return f"{MONTHS[day.month - 1]} {day.year}" if opening else MONTHS[day.month - 1]


def day_words(day: date) -> str:
    """Return a day as people write it, without a leading zero: Jun 9, 2025."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
