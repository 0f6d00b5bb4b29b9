"""Verbs of the forecast: an administrator sets a number, or puts back what was stated."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotAllowed
from crm.forecast.assumptions import check
from crm.forecast.models import ForecastNumber


def set_number(session: Session, viewer: Viewer, name: str, value: float, reason: str) -> ForecastNumber:
    """Set a number of the forecast, with the reason, from now on.

    Raises NotAllowed for who is no administrator, InvalidInput for an unknown name, a number that cannot be, and where
    the reason is missing: a forecast is only worth what its assumptions are.
    """
    _may_set(viewer)
    check(name, value)
    if not reason.strip():
        raise InvalidInput("Why this number?", hint="Say what it rests on.", field="reason")
    there = session.scalar(select(ForecastNumber).where(ForecastNumber.name == name))
    if there is None:
        there = ForecastNumber(name=name)
        session.add(there)
    there.value, there.reason = value, reason.strip()
    there.changed_at, there.changed_by_id = clock.now(), viewer.user_id
    session.flush()
    return there


def put_back(session: Session, viewer: Viewer, name: str) -> None:
    """Let the stated number count again. Raises NotAllowed for who is no administrator."""
    _may_set(viewer)
    there = session.scalar(select(ForecastNumber).where(ForecastNumber.name == name))
    if there is not None:
        session.delete(there)
        session.flush()


def _may_set(viewer: Viewer) -> None:
    if not (viewer.is_admin or viewer.sees_all):
        raise NotAllowed("Only an administrator sets the numbers of the forecast.", hint="Ask one, with your reason.")
