"""From a user to what they may see: today's memberships, and the campaigns those organizations take part in."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Membership, Role
from crm.coalition.visibility import Viewer


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
