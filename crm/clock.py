"""The only source of "now". Knowledge time (``recorded_at``) comes from here, never from a form or a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from crm.config import get_settings

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The present instant, aware and in UTC (or the instant the clock is held at)."""
    return _held.get() or datetime.now(UTC)


def zone() -> tzinfo:
    """The time zone in which this server's people count their days (setting ``CRM_TIME_ZONE``)."""
    return ZoneInfo(get_settings().time_zone)


def today() -> date:
    """The calendar day it is now for this server's people."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The same instant on the wall clock of this server's people."""
    return instant.astimezone(zone())


def start_of_day(day: date) -> datetime:
    """The first instant (UTC) of ``day`` as this server's people count days."""
    return datetime.combine(day, time.min, tzinfo=zone()).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last microsecond (UTC) of ``day``: "as known on June 14" counts everything recorded on June 14."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)


@contextmanager
def held_at(instant: datetime | date) -> Iterator[None]:
    """Hold the clock, so that what is recorded inside is known from ``instant`` on.

    A date means noon of that day. Only seeds and tests use it: they replay the days on which things became known.
    """
    if not isinstance(instant, datetime):
        instant = datetime.combine(instant, time(12), tzinfo=zone())
    token = _held.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
