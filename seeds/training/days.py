"""The days of the invented state. They are counted from the day of loading, so that its last week is always next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from crm import clock
from seeds.training.facts import Row

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RECENT: Final = -14
"""In the last two weeks of a session offices answer on Saturdays, too."""


@dataclass(frozen=True, slots=True)
class Days:
    """``today`` is day 0; earlier days are negative."""

    today: date

    def day(self, number: int) -> date:
        """The calendar day of a number."""
        return self.today + timedelta(days=number)

    def of(self, row: Row) -> date:
        """The day a row names: by its number, or as a weekday of next week."""
        if "day" in row:
            return self.day(row["day"])
        monday = self.today + timedelta(days=7 - self.today.weekday() - 7 * row.get("weeks_earlier", 0))
        return monday + timedelta(days=WEEKDAYS.index(row["next_week"]))

    def at(self, number: int, minute: int = 12 * 60) -> datetime:
        """An instant of a day, so many minutes after midnight."""
        return datetime.combine(self.day(number), time(minute // 60, minute % 60), tzinfo=clock.zone())

    def office_day(self, number: int) -> int:
        """The day itself where offices answer on it, or the Friday before its weekend."""
        weekday = self.day(number).weekday()
        return number - max(0, weekday - 4) if number < RECENT else number

    def office_hours(self, number: int, random: Random) -> datetime:
        """Some minute of a day at which offices answer."""
        return self.at(number, random.randrange(9 * 60, 17 * 60))

    def vague(self, day: date, how: str | None) -> str:
        """The day as vaguely as its source tells it (EDTF)."""
        if how == "month":
            return f"{day:%Y-%m}"
        if how == "by_month":
            return f"../{day:%Y-%m}"
        if how == "season":
            # Winter (24) is named after the year in which it begins.
            year = day.year - 1 if day.month < 3 else day.year
            return f"{year}-{24 if day.month in (12, 1, 2) else 20 + day.month // 3}"
        return day.isoformat()
