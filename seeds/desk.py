"""The desk from which a newcomer looks at the examples: an invented organization, and its administrator."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.accounts.service import active_user, add_user
from crm.campaigns.models import Campaign
from crm.campaigns.queries import campaigns
from crm.campaigns.service import add_organization as takes_part
from crm.coalition.models import OrganizationKind, Role
from crm.coalition.service import add_member, add_organization
from crm.coalition.visibility import OPERATOR
from crm.errors import Conflict
from crm.sessions import Database
from seeds import desk_work, training

EMAIL: Final = "desk@whipcount.example"
NAME: Final = "Demo administrator"
ORGANIZATION: Final = "Demo desk (invented)"
SEATED: Final = timedelta(days=30)
"""So long ago the desk began, so that it has a past to look back on."""


def require_example(session: Session) -> None:
    """Raise Conflict where people work already: invented positions must never stand among their own."""
    if active_user(session, EMAIL) is None and session.scalar(select(User.id).where(User.is_invented.is_(False))):
        raise Conflict(
            "This database has users of its own, and examples do not belong among real entries.",
            hint="Choose another one: crm --database sqlite:///example.db demo",
        )


def load(database: Database) -> None:
    """Seat the desk: it leads nothing, takes part in every campaign, and its administrator signs in by link alone.

    Where the invented state is on file, it has worked there, and owes something. Loading again changes nothing.
    """
    with database.write(reason="the demo desk") as session:
        if active_user(session, EMAIL) is not None:
            return
        with clock.held_at(clock.today() - SEATED):
            organization_id, user_id = _seat(session)
        practice = session.scalar(select(Campaign).where(Campaign.slug == training.CAMPAIGN))
        if practice is not None:
            desk_work.load(session, practice, organization_id, user_id)


def _seat(session: Session) -> tuple[int, int]:
    desk = add_organization(
        session,
        OPERATOR,
        ORGANIZATION,
        OrganizationKind.INFORMAL,
        about="Whoever opens the examples sits here.",
        source="Invented for practice",
        is_invented=True,
    )
    user = add_user(session, EMAIL, NAME, is_admin=True, is_invented=True)
    add_member(session, OPERATOR, desk.id, user.id, Role.LEAD)
    for campaign in campaigns(session, OPERATOR):
        takes_part(session, OPERATOR, campaign.id, desk.id)
    return desk.id, user.id
