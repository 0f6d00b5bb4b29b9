"""Which entries of the ledger answer a question: the one place where the two times and the walls meet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from crm.coalition.visibility import Viewer, visible
from crm.positions.as_of import AsOf
from crm.positions.models import Position, Ruling

_LATER: Any = aliased(Position)
"""Made once: an alias copies every column, and every read of the ledger needs it."""


def may_see(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which the viewer may see an entry."""
    return visible(Position, viewer)


def known(as_of: AsOf) -> ColumnElement[bool]:
    """The entry had been recorded by the instant asked about."""
    return Position.recorded_at <= as_of.known


def counts(viewer: Viewer, as_of: AsOf) -> ColumnElement[bool]:
    """The entry answers as of ``as_of``: seen, known, certainly said, neither corrected nor overruled by then.

    A correction stands behind the same walls as what it corrects (positions.service), so a viewer who sees an entry
    sees whether it was corrected.
    """
    return and_(
        may_see(viewer),
        known(as_of),
        Position.is_retraction.is_(False),
        Position.said_latest <= as_of.said,
        ~exists().where(_LATER.corrects_id == Position.id, _LATER.recorded_at <= as_of.known),
        ~exists().where(Ruling.overruled_id == Position.id, Ruling.recorded_at <= as_of.known),
    )
