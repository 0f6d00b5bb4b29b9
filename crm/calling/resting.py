"""Who is left in peace for now: an office that was just called, or that named another time. A pure rule.

The queue of a list and a sheet of the day ask the same two questions here: when do its calls let an office be rung
again (each outcome by its own rule), and is there a promised call-back that still holds. The queue goes by the minute;
a sheet is for a day, so whoever may be rung again later that day is on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from crm import clock
from crm.calling.calls import Call
from crm.calling.rules import LONGEST, free_at
from crm.datewords import away, day_near, time_of_day
from crm.outreach.models import Outcome
from crm.outreach.outcomes import LABELS, NEVER_HAPPENED
from crm.outreach.queries import LastContact

FORGOTTEN: Final = timedelta(days=30)
"""After so many days nobody in an office remembers having asked for a call."""
RESTS_WITHIN: Final = LONGEST + timedelta(days=1)
"""Calls of so many days bind a sheet; an older one only by a call-back that is still ahead."""


def promise_of(calls: Iterable[Call], now: datetime) -> Call | None:
    """The call that ended with a time to call back, unless somebody has rung since or that time is long gone.

    Who dialed a wrong number did not ring there.
    """
    last = next((call for call in calls if call.outcome not in NEVER_HAPPENED), None)
    if last is None or last.outcome is not Outcome.CALL_BACK or last.call_back_at is None:
        return None
    return last if now - last.call_back_at <= FORGOTTEN else None


def free_from(calls: Sequence[Call]) -> datetime | None:
    """From when on all of the calls let the office be rung again; nothing where nobody rang. Promises are apart."""
    return max((free_at(call.outcome, call.at) for call in calls), default=None)


def call_back_day(calls: Sequence[Call], today: date) -> date | None:
    """The day of the call-back that was promised and still holds."""
    promise = promise_of(calls, clock.start_of_day(today))
    return clock.local(promise.call_back_at).date() if promise and promise.call_back_at else None


def why_it_rests(calls: Sequence[Call], today: date, *, by_an_ally: bool) -> str | None:
    """Why an office is not called at any hour of ``today``; nothing where it may be.

    What an ally did is told without who, when or what: it stands behind their wall, and so does its outcome. It counts
    as if somebody had been reached.
    """
    day = call_back_day(calls, today)
    if day is not None:
        return f"Asked to be called back on {day_near(day, today)}." if day > today else None
    binds = _binding(calls)
    if binds is not None and (free := _free_day(binds)) > today:
        return f"{_told(binds, today)}; rests until {day_near(free, today)}."
    if by_an_ally:
        return "A partner in the campaign reached out to this office within the last three days."
    return None


def why_later(calls: Sequence[Call], now: datetime) -> str | None:
    """What to know of an office that may be rung again later today, but not yet; nothing for others."""
    today, promise = clock.local(now).date(), promise_of(calls, now)
    if promise is not None and promise.call_back_at is not None:
        at = clock.local(promise.call_back_at)
        return f"Not before {time_of_day(at)}: that is when they asked to be called back." if at > now else None
    binds = _binding(calls)
    if binds is None or (free := free_at(binds.outcome, binds.at)) <= now or clock.local(free).date() != today:
        return None
    return f"{_told(binds, today)}; not again before {time_of_day(clock.local(free))}."


def recent(calls: Sequence[Call], last: LastContact | None) -> Sequence[Call]:
    """The calls of late; where there are none, the one that asked long ago to be called back, if nothing came since."""
    if calls or last is None or last.outcome is not Outcome.CALL_BACK or last.call_back_at is None:
        return calls
    at = clock.end_of_day(last.day)
    return (Call(last.action_id, last.outcome, at, last.contact_point_id, last.call_back_at, None, mine=False),)


def _binding(calls: Sequence[Call]) -> Call | None:
    """The call after which the office rests longest, the newest of several."""
    return max(calls, key=lambda call: free_at(call.outcome, call.at), default=None)


def _free_day(call: Call) -> date:
    return clock.local(free_at(call.outcome, call.at)).date()


def _told(call: Call, today: date) -> str:
    by = f" by {call.organization}" if call.organization else ""
    how = f": {LABELS[call.outcome]}" if call.outcome else ""
    return f"Called {away(clock.local(call.at).date(), today)}{by}{how}"
