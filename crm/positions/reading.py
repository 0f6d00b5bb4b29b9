"""Which entries of the ledger answer a question: the one place where the two times and the walls meet."""

from __future__ import annotations

from typing import Any, Final, cast

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from crm.coalition.visibility import Viewer, visible
from crm.positions.as_of import AsOf
from crm.positions.models import Position, Ruling

# Made once: an alias copies every column, and every read of the ledger needs them.
_LATER: Any = aliased(Position)
_UPHELD: Any = aliased(Position)

ASKED: Final = AsOf(said=cast(Any, bindparam("said")), known=cast(Any, bindparam("known")))
"""The two times as parameters, for statements that are made once and filled in when they run."""


def may_see(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which the viewer may see an entry."""
    return visible(Position, viewer)


def may_see_ruling(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which a ruling is one to a viewer who sees the overruled entry: they see the upheld one."""
    return Ruling.upheld_id.in_(select(_UPHELD.id).where(visible(_UPHELD, viewer)))


def known(as_of: AsOf) -> ColumnElement[bool]:
    """The entry had been recorded by the instant asked about."""
    return Position.recorded_at <= as_of.known


def counts(viewer: Viewer, as_of: AsOf) -> ColumnElement[bool]:
    """The entry answers as of ``as_of``: seen, known, certainly said, neither corrected nor overruled by then.

    What the viewer may not see changes no answer: neither a correction behind another wall, nor a ruling that upholds
    an entry behind one.
    """
    return and_(
        may_see(viewer),
        known(as_of),
        Position.is_retraction.is_(False),
        Position.said_latest <= as_of.said,
        ~exists().where(_LATER.corrects_id == Position.id, _LATER.recorded_at <= as_of.known, visible(_LATER, viewer)),
        ~exists().where(Ruling.overruled_id == Position.id, Ruling.recorded_at <= as_of.known, may_see_ruling(viewer)),
    )
