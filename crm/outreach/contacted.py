"""Who has been contacted since a day, for lists of those who have not."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer, visible
from crm.outreach.models import ActionOfficial, OutreachAction
from crm.outreach.outcomes import NEVER_HAPPENED


def contacted_since(session: Session, viewer: Viewer, day: date) -> frozenset[int]:
    """The officials whom the viewer knows to have been contacted on ``day`` or later (one query).

    Wrong numbers, cancelled meetings and contacts that were taken back are none.
    """
    return frozenset(
        session.scalars(
            select(ActionOfficial.person_id)
            .join(OutreachAction, OutreachAction.id == ActionOfficial.action_id)
            .where(
                OutreachAction.happened_latest >= day,
                OutreachAction.retracted_at.is_(None),
                or_(OutreachAction.outcome.is_(None), OutreachAction.outcome.not_in(sorted(NEVER_HAPPENED))),
                visible(OutreachAction, viewer),
            )
            .distinct()
        )
    )
