"""Organizations and their campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from crm.bills.models import Measure
from crm.campaigns.models import Ask, AskKind, Campaign, CampaignOrganization
from crm.coalition.models import Organization, OrganizationKind
from crm.jurisdictions.models import Chamber
from crm.names import slugify


def organization(session: Session, name: str, kind: OrganizationKind = OrganizationKind.INFORMAL) -> Organization:
    """An organization."""
    found = Organization(slug=slugify(name), name=name, kind=kind, is_invented=True)
    session.add(found)
    session.flush()
    return found


def campaign(
    session: Session,
    measure: Measure,
    organizations: Sequence[Organization] = (),
    *,
    name: str | None = None,
    joined_on: date = date(2020, 1, 1),
) -> Campaign:
    """A campaign for the measure, named as it is; the first organization leads, all have been in it since a while."""
    found = Campaign(
        slug=slugify(name or measure.name),
        name=name or measure.name,
        measure_id=measure.id,
        lead_organization_id=organizations[0].id if organizations else None,
        goal="Pass it.",
        is_invented=True,
        started_on=joined_on,
    )
    session.add(found)
    session.flush()
    session.add_all(
        CampaignOrganization(campaign_id=found.id, organization_id=each.id, joined_on=joined_on)
        for each in organizations
    )
    session.flush()
    return found


def ask(
    session: Session, campaign: Campaign, kind: AskKind = AskKind.VOTE_YES, *, chamber: Chamber | None = None
) -> Ask:
    """Something the campaign asks, of the members of a chamber where one is given."""
    found = Ask(
        campaign_id=campaign.id,
        measure_id=campaign.measure_id,
        kind=kind,
        words=kind.value.replace("_", " ").capitalize(),
        chamber_id=chamber.id if chamber else None,
    )
    session.add(found)
    session.flush()
    return found
