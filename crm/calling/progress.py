"""How far a list is: whose office was tried since it was drawn up, and who was reached. One rule for all that show it.

A call that nobody answered is a try; it reaches nobody, and the queue brings the office back (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_

from crm.calling.calls import Call
from crm.calling.rules import REACHES
from crm.coalition.visibility import Viewer, visible
from crm.outreach.models import OutreachAction
from crm.outreach.outcomes import NEVER_HAPPENED, TAKES_TIME


def tried_since(viewer: Viewer, since: Any) -> tuple[ColumnElement[bool], ...]:
    """A call or a visit, logged since then, which took place: derived each time, so it cannot disagree with the log."""
    return (
        OutreachAction.recorded_at >= since,
        OutreachAction.channel.in_(sorted(TAKES_TIME)),
        OutreachAction.retracted_at.is_(None),
        func.coalesce(OutreachAction.outcome, "").not_in(sorted(NEVER_HAPPENED)),
        visible(OutreachAction, viewer),
    )


def reached_by() -> ColumnElement[bool]:
    """The contact reached somebody: as its outcome says, or because it took place."""
    return or_(OutreachAction.outcome.is_(None), OutreachAction.outcome.in_(sorted(REACHES)))


def logged_since(calls: Iterable[Call], since: datetime) -> list[Call]:
    """Those of the calls that were logged since then, as ``tried_since`` finds them."""
    return [call for call in calls if (call.recorded_at or call.at) >= since]


def words(total: int, tried: int, reached: int) -> str:
    """12 of 24 tried, 7 reached."""
    return f"{tried:,} of {total:,} tried, {reached:,} reached"
