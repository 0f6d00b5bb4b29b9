"""How days, instants, phones and numbers of things are written on a page."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from crm import clock, datewords
from crm.datewords import MONTHS, away, day, vague


def shortday(value: date | None) -> str:
    """Jun 12; with the year where it is not this year's."""
    if value is None:
        return ""
    short = f"{MONTHS[value.month - 1][:3]} {value.day}"
    return short if value.year == clock.today().year else f"{short}, {value.year}"


def instant(value: datetime | None) -> str:
    """June 12, 2025, 3:04 PM on this server's wall clock."""
    if value is None:
        return ""
    local = clock.local(value)
    return f"{day(local.date())}, {time_of_day(value)}"


def day_of(value: datetime | None) -> str:
    """June 12, 2025: the day an instant falls on, on this server's wall clock."""
    return day(clock.local(value).date()) if value else ""


def time_of_day(value: datetime | None) -> str:
    """3:04 PM on this server's wall clock."""
    if value is None:
        return ""
    return datewords.time_of_day(clock.local(value))


def ago(value: date | datetime | None) -> str:
    """How far a day is from today in words: today, yesterday, 3 days ago, in 6 days, 5 weeks ago."""
    if value is None:
        return ""
    then = clock.local(value).date() if isinstance(value, datetime) else value
    return away(then, clock.today())


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


def weblink(address: str | None) -> str:
    """The address if it is one of the web; nothing for any other, which a page must not lead to (javascript:)."""
    return address if address and address.startswith(("https://", "http://")) else ""


def count(number: int, one: str, many: str | None = None) -> str:
    """1 action, 3 actions, 1,240 actions."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


FILTERS: Final = {
    "day": day,
    "shortday": shortday,
    "instant": instant,
    "dayof": day_of,
    "timeofday": time_of_day,
    "ago": ago,
    "vague": vague,
    "phone": phone,
    "tel": tel,
    "weblink": weblink,
    "count": count,
}
