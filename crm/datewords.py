"""Days and vague dates as people say them in English."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PLAIN: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
_SEASONS: Final = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def day(value: date | None) -> str:
    """June 12, 2025; nothing for no date."""
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}" if value else ""


def day_near(value: date, today: date) -> str:
    """June 12 in this year's June; June 12, 2025 in another year."""
    return day(value) if value.year != today.year else f"{MONTHS[value.month - 1]} {value.day}"


def time_of_day(local: datetime) -> str:
    """3:04 PM: the time of an instant that is on the wall clock already."""
    return f"{local.hour % 12 or 12}:{local.minute:02} {'PM' if local.hour >= 12 else 'AM'}"


def amount(days: int) -> str:
    """A number of days as people say it: 6 days, 5 weeks, 7 months, 2 years."""
    if days < 28:
        return f"{days} days"
    if days < 120:
        return f"{days // 7} weeks"
    if days < 730:
        return f"{days // 30} months"
    return f"{days // 365} years"


def away(value: date, today: date) -> str:
    """How far a day is: today, yesterday, tomorrow, 3 days ago, in 5 weeks."""
    days = (today - value).days
    if days in (-1, 0, 1):
        return {-1: "tomorrow", 0: "today", 1: "yesterday"}[days]
    return f"{amount(days)} ago" if days > 0 else f"in {amount(-days)}"


def vague(text: str | None) -> str:
    """An EDTF date as people say it: "June 2025", "by June 2025", "between …"; unusual forms stay as they are."""
    if not text:
        return ""
    start, slash, end = text.partition("/")
    if not slash:
        return _vague_part(text)
    if start in ("", ".."):
        return f"by {_vague_part(end)}"
    if end in ("", ".."):
        return f"since {_vague_part(start)}"
    return f"between {_vague_part(start)} and {_vague_part(end)}"


def _vague_part(text: str) -> str:
    found = _PLAIN.fullmatch(text)
    if not found:
        return text
    year, month, number = found[1], int(found[2] or 0), int(found[3] or 0)
    about = {"?": "perhaps ", "~": "about ", "%": "perhaps about "}.get(found[4], "")
    if month in _SEASONS:
        return f"{about}{_SEASONS[month]} {year}"
    if not 1 <= month <= 12:
        return about + year
    return about + (f"{MONTHS[month - 1]} {number}, {year}" if number else f"{MONTHS[month - 1]} {year}")
