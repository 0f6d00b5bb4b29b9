"""Who is left in peace for now: an office that was just called, or that named another day. A pure rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from crm import clock
from crm.datewords import away, day_near
from crm.outreach.models import Outcome
from crm.outreach.queries import LastContact

REST: Final = timedelta(days=3)
"""An office called within so many days waits: three calls in a row from one coalition cost more than they win."""


FORGOTTEN: Final = timedelta(days=30)
"""After so many days nobody in an office remembers having asked for a call."""


def call_back_day(last: LastContact | None, today: date) -> date | None:
    """The day on which the office asked to be called back, unless somebody has called since or it is long gone."""
    if last is None or last.outcome is not Outcome.CALL_BACK or last.call_back_at is None:
        return None
    day = clock.local(last.call_back_at).date()
    return day if today - day <= FORGOTTEN else None


def why_it_rests(last: LastContact | None, today: date, *, by_an_ally: bool) -> str | None:
    """Why an office is not called on ``today``; nothing where it may be.

    What an ally did is told without who, when or what: it stands behind their wall.
    """
    promised = call_back_day(last, today)
    if promised is not None:
        return f"Asked to be called back on {day_near(promised, today)}." if promised > today else None
    if last is not None and last.last_called is not None and today - last.last_called <= REST:
        by = f" by {last.organization}" if last.organization and last.last_called == last.day else ""
        until = day_near(last.last_called + REST + timedelta(days=1), today)
        return f"Called {away(last.last_called, today)}{by}; rests until {until}."
    if by_an_ally:
        return "A partner in the campaign reached out to this office within the last three days."
    return None
