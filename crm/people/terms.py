"""Whether somebody holds an office on a day. A term without a beginning or an end is open on that side."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from crm.people.models import Tenure


def in_force(day: Any) -> ColumnElement[bool]:
    """The condition that a tenure is in force on ``day``, a date or an expression that is one; both its ends count."""
    return and_(
        or_(Tenure.started_on.is_(None), Tenure.started_on <= day),
        or_(Tenure.ended_on.is_(None), Tenure.ended_on >= day),
    )
