"""How days, instants, phones and numbers of things are written on a page."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from crm import clock

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT: Final = tuple(month[:3] for month in MONTHS)
_PLAIN: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
_SEASONS: Final = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def day(value: date | None) -> str:
    """June 12, 2025; nothing for no date."""
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}" if value else ""


def shortday(value: date | None) -> str:
    """Jun 12; with the year where it is not this year's."""
    if value is None:
        return ""
    short = f"{_SHORT[value.month - 1]} {value.day}"
    return short if value.year == clock.today().year else f"{short}, {value.year}"


def instant(value: datetime | None) -> str:
    """June 12, 2025, 3:04 PM on this server's wall clock."""
    if value is None:
        return ""
    local = clock.local(value)
    return f"{day(local.date())}, {time_of_day(value)}"


def time_of_day(value: datetime | None) -> str:
    """3:04 PM on this server's wall clock."""
    if value is None:
        return ""
    local = clock.local(value)
    return f"{local.hour % 12 or 12}:{local.minute:02} {'PM' if local.hour >= 12 else 'AM'}"


def ago(value: date | datetime | None) -> str:
    """How far a day is from today in words: today, yesterday, 3 days ago, in 6 days, 5 weeks ago."""
    if value is None:
        return ""
    then = clock.local(value).date() if isinstance(value, datetime) else value
    days = (clock.today() - then).days
    if days in (-1, 0, 1):
        return {-1: "tomorrow", 0: "today", 1: "yesterday"}[days]
    amount = _amount(abs(days))
    return f"{amount} ago" if days > 0 else f"in {amount}"


def _amount(days: int) -> str:
    if days < 28:
        return f"{days} days"
    if days < 120:
        return f"{days // 7} weeks"
    if days < 730:
        return f"{days // 30} months"
    return f"{days // 365} years"


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


def phone(value: str | None) -> str:
    """(518) 455-2800 for a ten-digit number of the United States; anything else as it was written."""
    digits, extension = _digits(value)
    if len(digits) != 10:
        return value or ""
    written = f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    return f"{written}, ext. {extension}" if extension else written


def tel(value: str | None) -> str:
    """The link that dials: tel:+15184552800; an extension after a pause."""
    digits, extension = _digits(value)
    if not digits:
        return ""
    number = f"+1{digits}" if len(digits) == 10 else f"+{digits}"
    return f"tel:{number}" + (f",{extension}" if extension else "")


def _digits(value: str | None) -> tuple[str, str]:
    main, _, rest = re.sub(r"(?i)\s*(?:ext\.?|extension|x)\s*(?=\d)", "\x00", value or "", count=1).partition("\x00")
    digits = re.sub(r"\D", "", main)
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    return digits, re.sub(r"\D", "", rest)


def count(number: int, one: str, many: str | None = None) -> str:
    """1 action, 3 actions, 1,240 actions."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


FILTERS: Final = {
    "day": day,
    "shortday": shortday,
    "instant": instant,
    "timeofday": time_of_day,
    "ago": ago,
    "vague": vague,
    "phone": phone,
    "tel": tel,
    "count": count,
}
