"""People who sign in, and what they may see."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.campaigns.models import Campaign
from crm.coalition.models import Membership, Organization, Role
from crm.coalition.visibility import Viewer


def user(session: Session, name: str, *, email: str | None = None, is_admin: bool = False) -> User:
    """Somebody who can sign in (by link: there is no password)."""
    address = email or f"{name.split(maxsplit=1)[0].lower()}@example.org"
    found = User(email=address, name=name, is_admin=is_admin, is_invented=True, created_at=clock.now())
    session.add(found)
    session.flush()
    return found


def member(
    session: Session,
    user: User,
    organization: Organization,
    role: Role = Role.ORGANIZER,
    since: date = date(2020, 1, 1),
) -> Membership:
    """The user works for the organization."""
    found = Membership(user_id=user.id, organization_id=organization.id, role=role, started_on=since)
    session.add(found)
    session.flush()
    return found


def viewer_of(
    *organizations: Organization, campaigns: tuple[Campaign, ...] = (), user: User | None = None, leads: bool = False
) -> Viewer:
    """A viewer who works for the organizations, which take part in the campaigns."""
    ids = frozenset(each.id for each in organizations)
    return Viewer(
        user_id=user.id if user else None,
        organization_ids=ids,
        campaign_ids=frozenset(each.id for each in campaigns),
        lead_organization_ids=ids if leads else frozenset(),
    )
