"""The desk from which a newcomer looks at the examples: an invented organization, and its administrator."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.accounts.models import User
from crm.accounts.service import active_user, add_user
from crm.campaigns.queries import campaigns
from crm.campaigns.service import add_organization as takes_part
from crm.coalition.models import OrganizationKind, Role
from crm.coalition.service import add_member, add_organization
from crm.coalition.visibility import OPERATOR
from crm.errors import Conflict
from crm.sessions import Database

EMAIL: Final = "desk@whipcount.example"
NAME: Final = "Demo administrator"
ORGANIZATION: Final = "Demo desk (invented)"


def require_example(session: Session) -> None:
    """Raise Conflict where people work already: invented positions must never stand among their own."""
    if active_user(session, EMAIL) is None and session.scalar(select(User.id).where(User.is_invented.is_(False))):
        raise Conflict(
            "This database has users of its own, and examples do not belong among real entries.",
            hint="Choose another one: crm --database sqlite:///example.db demo",
        )


def load(database: Database) -> None:
    """Seat the desk: it leads nothing, takes part in every campaign, and its administrator signs in by link alone."""
    with database.write(reason="the demo desk") as session:
        if active_user(session, EMAIL) is not None:
            return
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
