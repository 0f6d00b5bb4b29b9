"""Days as people write them into cells, as EDTF text: no more precise than what is written. Pure."""

from __future__ import annotations

import re
from datetime import date

from crm import dates
from crm.datewords import MONTHS
from crm.errors import InvalidInput

_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4}|[0-9]{2})\Z")
_STAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.+Z-]+\Z")
_WORDED = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\.? )?([a-z]{3,9})\.?(?: ([0-9]{1,2})(?:st|nd|rd|th)?)?,? ([0-9]{4})\Z"
)
_BY_NAME = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}


def read_day(text: str) -> str | None:
    """The cell as EDTF text ("6/14/2025" is 2025-06-14, "June 2025" is 2025-06); None where it is no date.

    Of two numbers that may both be the month the first is it, as in the United States.
    """
    text = text.strip()
    found = _slashed(text) or _worded(text.lower()) or (match[1] if (match := _STAMP.match(text)) else text)
    try:
        return dates.parse(found).text
    except InvalidInput:
        return None


def last_day(said: str | None, usual: date) -> date:
    """The last day a vague date can mean, no later than ``usual``; ``usual`` where nothing is said."""
    latest = dates.parse(said).latest if said else None
    return min(latest, usual) if latest else usual


def _slashed(text: str) -> str | None:
    match = _SLASHED.match(text)
    if not match:
        return None
    month, day, year = int(match[1]), int(match[2]), int(match[3])
    if month > 12 >= day:
        month, day = day, month
    if year < 100:
        year += 2000 if year < 70 else 1900
    return f"{year:04}-{month:02}-{day:02}"


def _worded(text: str) -> str | None:
    match = _WORDED.match(text)
    if not match or match[2][:3] not in _BY_NAME or not MONTHS[_BY_NAME[match[2][:3]] - 1].lower().startswith(match[2]):
        return None
    day = match[1] or match[3]
    month = f"{match[4]}-{_BY_NAME[match[2][:3]]:02}"
    return f"{month}-{int(day):02}" if day else month
