"""Who takes part where: the campaigns of each organization on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.models import Campaign, CampaignOrganization
from crm.coalition.visibility import Viewer


@dataclass(frozen=True, slots=True)
class Joined:
    """A campaign an organization takes part in. ``leads``: the campaign is led by it."""

    campaign_id: int
    slug: str
    name: str
    joined_on: date
    leads: bool
    ended_on: date | None


def campaigns_joined(
    session: Session, day: date, organization_ids: Collection[int] | None = None
) -> dict[int, tuple[Joined, ...]]:
    """The campaigns each organization takes part in on the day, by organization id, by name (one query)."""
    query = (
        select(CampaignOrganization.organization_id, CampaignOrganization.joined_on, Campaign)
        .join(Campaign, Campaign.id == CampaignOrganization.campaign_id)
        .where(takes_part_on(day))
        .order_by(Campaign.name, Campaign.id)
    )
    if organization_ids is not None:
        query = query.where(CampaignOrganization.organization_id.in_(sorted(set(organization_ids))))
    found: dict[int, dict[int, Joined]] = defaultdict(dict)
    for organization_id, joined_on, campaign in session.execute(query):
        found[organization_id][campaign.id] = Joined(
            campaign.id,
            campaign.slug,
            campaign.name,
            joined_on,
            campaign.lead_organization_id == organization_id,
            campaign.ended_on,
        )
    return {organization_id: tuple(campaigns.values()) for organization_id, campaigns in found.items()}


def campaigns_led(session: Session, viewer: Viewer) -> tuple[Campaign, ...]:
    """The running campaigns the viewer may change (see ``rights.may_lead``), by name (one query)."""
    runs = or_(Campaign.ended_on.is_(None), Campaign.ended_on >= clock.today())
    query = select(Campaign).where(runs).order_by(Campaign.name, Campaign.id)
    if not (viewer.sees_all or viewer.is_admin):
        query = query.where(Campaign.lead_organization_id.in_(sorted(viewer.lead_organization_ids)))
    return tuple(session.scalars(query))


def takes_part_on(day: date) -> ColumnElement[bool]:
    """The organization takes part in the campaign on the day (both ends included)."""
    return and_(
        CampaignOrganization.joined_on <= day,
        or_(CampaignOrganization.left_on.is_(None), CampaignOrganization.left_on >= day),
    )
