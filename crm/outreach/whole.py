"""The whole log of contacts, however long: read in pieces, each of which is forgotten before the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer, visible
from crm.outreach.lines import ContactLine, dressed
from crm.outreach.models import OutreachAction
from crm.outreach.searching import Filters, matching


def contact_ids(session: Session, viewer: Viewer, filters: Filters | None = None) -> tuple[int, ...]:
    """The ids of all contacts that ``queries.recent`` pages through, newest first (one query)."""
    return tuple(
        session.scalars(
            select(OutreachAction.id)
            .where(OutreachAction.retracted_at.is_(None), visible(OutreachAction, viewer), *matching(filters))
            .order_by(
                OutreachAction.happened_latest.desc(), OutreachAction.recorded_at.desc(), OutreachAction.id.desc()
            )
        )
    )


def contacts_of(session: Session, viewer: Viewer, ids: Sequence[int]) -> Iterator[ContactLine]:
    """Those of the contacts the viewer may see, in this order (eight queries)."""
    found = session.scalars(select(OutreachAction).where(OutreachAction.id.in_(ids), visible(OutreachAction, viewer)))
    order = {id_: place for place, id_ in enumerate(ids)}
    yield from dressed(session, sorted(found, key=lambda action: order[action.id]))
