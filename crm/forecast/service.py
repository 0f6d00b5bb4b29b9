"""Verbs of the forecast: an administrator sets a number, or puts back what was stated."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotAllowed
from crm.forecast.assumptions import check, weight_of
from crm.forecast.models import ForecastNumber


def set_number(
    session: Session, viewer: Viewer, name: str, value: float, reason: str, *, weight: float | None = None
) -> ForecastNumber:
    """Set a number of the forecast, and its ``weight`` where one is given, with the reason, from now on.

    Raises NotAllowed for who is no administrator, InvalidInput for an unknown name, a number that cannot be, and where
    the reason is missing: a forecast is only worth what its assumptions are. Then nothing is set.
    """
    _may_set(viewer)
    check(name, value)
    if weight is not None:
        check(weight_of(name), weight)
    if not reason.strip():
        raise InvalidInput("Why this number?", hint="Say what it rests on.", field="reason")
    if weight is not None:
        _set(session, viewer, weight_of(name), weight, reason)
    return _set(session, viewer, name, value, reason)


def _set(session: Session, viewer: Viewer, name: str, value: float, reason: str) -> ForecastNumber:
    there = session.scalar(select(ForecastNumber).where(ForecastNumber.name == name))
    if there is None:
        there = ForecastNumber(name=name)
        session.add(there)
    there.value, there.reason = value, reason.strip()
    there.changed_at, there.changed_by_id = clock.now(), viewer.user_id
    session.flush()
    return there


def put_back(session: Session, viewer: Viewer, name: str) -> None:
    """Let the stated number count again, and its stated weight. Raises NotAllowed for who is no administrator."""
    _may_set(viewer)
    for there in session.scalars(select(ForecastNumber).where(ForecastNumber.name.in_((name, weight_of(name))))):
        session.delete(there)
    session.flush()


def _may_set(viewer: Viewer) -> None:
    if not (viewer.is_admin or viewer.sees_all):
        raise NotAllowed("Only an administrator sets the numbers of the forecast.", hint="Ask one, with your reason.")
