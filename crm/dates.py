"""Dates as vague as their source: EDTF (ISO 8601-2) text with the bounds it allows.

``2025-06`` is not June 1, 2025. The text is kept as given; comparisons use the bounds.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import struct_time

from crm.errors import InvalidInput

_HOW = "Write a day (2026-01-08), a month (2025-06), a year (2025), or 'by June 2025' as ../2025-06."
_SIMPLE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Farther out a typing error is likelier than politics, and days before and after could not be reckoned.
_YEARS = range(1000, 9000)
_OPEN = ("..", "")


@dataclass(frozen=True, slots=True)
class VagueDate:
    """An EDTF text with the first and the last day it can mean; ``None`` where the text leaves an end open."""

    text: str
    earliest: date | None
    latest: date | None

    def capped(self, last_possible: date | None) -> VagueDate:
        """The same date, known not to be later than ``last_possible`` (a statement precedes its publication)."""
        if last_possible is None or (self.latest is not None and self.latest <= last_possible):
            return self
        return VagueDate(self.text, self.earliest, last_possible)


@lru_cache(maxsize=4096)
def parse(text: str, *, field: str | None = None) -> VagueDate:
    """The vague date that ``text`` means.

    Raises InvalidInput for anything that is not EDTF level 0 to 2, for days no calendar has (2025-13, 2025-02-30), for
    years before 1000 or after 8999, and for intervals that end before they begin.
    """
    text = text.strip()
    if not text:
        raise InvalidInput("A date is missing.", hint=_HOW, field=field)
    start, slash, end = text.partition("/")
    earliest: date | None
    latest: date | None
    if not slash:
        earliest, latest = _bounds(text, text, field)
    else:
        if start in _OPEN and end in _OPEN:
            raise _not_a_date(text, field)
        earliest = None if start in _OPEN else _bounds(start, text, field)[0]
        latest = None if end in _OPEN else _bounds(end, text, field)[1]
    if any(bound.year not in _YEARS for bound in (earliest, latest) if bound):
        raise _not_a_date(text, field)
    if earliest and latest and earliest > latest:
        raise InvalidInput(f"“{text}” ends before it begins.", hint="Put the earlier date first.", field=field)
    return VagueDate(text, earliest, latest)


def of_day(day: date) -> VagueDate:
    """The vague date that means exactly ``day``."""
    return VagueDate(day.isoformat(), day, day)


def parse_day(text: str, *, field: str | None = None) -> date:
    """The calendar day ``text`` (YYYY-MM-DD) names. Raises InvalidInput for anything else."""
    try:
        day = date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise InvalidInput(f"“{text}” is not a day.", hint="Write it as 2026-01-08.", field=field)
    return day


def _bounds(part: str, whole: str, field: str | None) -> tuple[date, date]:
    simple = _SIMPLE.fullmatch(part)
    if simple:
        return _simple_bounds(simple, whole, field)
    # The library's grammar takes a fifth of a second to build, so only uncommon forms pay for it.
    from edtf import parse_edtf  # noqa: PLC0415
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed = parse_edtf(part)
        return _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError, IndexError):
        raise _not_a_date(whole, field) from None


def _simple_bounds(found: re.Match[str], whole: str, field: str | None) -> tuple[date, date]:
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None and not 1 <= month <= 12:
            return _season(whole, field)
        last = day or calendar.monthrange(year, month)[1]
        return date(year, month, day or 1), date(year, month, last)
    except (ValueError, calendar.IllegalMonthError):
        raise _not_a_date(whole, field) from None


def _season(whole: str, field: str | None) -> tuple[date, date]:
    """EDTF writes seasons as months 21 to 24: 2025-21 is spring 2025."""
    year, month = int(whole[:4]), int(whole[5:7])
    if not 21 <= month <= 24 or len(whole) != 7:
        raise _not_a_date(whole, field)
    first = 3 * (month - 20)
    if month == 24:
        return date(year, 12, 1), date(year + 1, 2, calendar.monthrange(year + 1, 2)[1])
    return date(year, first, 1), date(year, first + 2, calendar.monthrange(year, first + 2)[1])


def _day(moment: struct_time) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


def _not_a_date(text: str, field: str | None) -> InvalidInput:
    return InvalidInput(f"“{text}” is not a date.", hint=_HOW, field=field)
