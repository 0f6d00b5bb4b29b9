"""From a user to what they may see: today's memberships, and the campaigns those organizations take part in."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Membership, Role, Visibility
from crm.coalition.visibility import PUBLIC, Viewer


def viewer_of(session: Session, user_id: int, *, is_admin: bool, today: date) -> Viewer:
    """The viewer a user is on ``today``, in one query. Being an administrator opens no wall."""
    rows = session.execute(_MEMBERSHIPS, {"user_id": user_id, "today": today}).all()
    return Viewer(
        user_id=user_id,
        organization_ids=frozenset(row.organization_id for row in rows),
        campaign_ids=frozenset(row.campaign_id for row in rows if row.campaign_id is not None),
        lead_organization_ids=frozenset(row.organization_id for row in rows if row.role is Role.LEAD),
        is_admin=is_admin,
    )


def audience(
    session: Session, visibility: Visibility, organization_id: int | None, campaign_id: int, today: date
) -> Viewer:
    """Everybody who may see an entry with these walls, as one viewer who sees what all of them see (one query at most).

    What is kept for others as text is written on behalf of this viewer, so that nothing in it passes a wall.
    """
    if visibility is Visibility.COALITION:
        return Viewer(campaign_ids=frozenset({campaign_id}))
    if visibility is Visibility.PUBLIC or organization_id is None:
        return PUBLIC
    joined = select(CampaignOrganization.campaign_id).where(
        CampaignOrganization.organization_id == organization_id, takes_part_on(today)
    )
    return Viewer(organization_ids=frozenset({organization_id}), campaign_ids=frozenset(session.scalars(joined)))


# Made once, since every page asks it: to build a statement takes longer than to run it.
_TODAY: Any = bindparam("today")
_MEMBERSHIPS = (
    select(Membership.organization_id, Membership.role, CampaignOrganization.campaign_id)
    .outerjoin(
        CampaignOrganization,
        (CampaignOrganization.organization_id == Membership.organization_id)
        & (CampaignOrganization.joined_on <= _TODAY)
        & or_(CampaignOrganization.left_on.is_(None), CampaignOrganization.left_on >= _TODAY),
    )
    .where(
        Membership.user_id == bindparam("user_id"),
        Membership.started_on <= _TODAY,
        or_(Membership.ended_on.is_(None), Membership.ended_on >= _TODAY),
    )
)
