"""What an organizer's log form offers: the campaigns, their measures, and the organizations one speaks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Measure
from crm.campaigns.models import Campaign, CampaignMeasure
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class DeskMeasure:
    """A measure by its name; ``jurisdiction`` is the slug of the government it is put to."""

    id: int
    slug: str
    name: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class DeskCampaign:
    """A campaign with its own measure and those it watches. ``takes_part``: an organization of the viewer does."""

    id: int
    slug: str
    name: str
    measure: DeskMeasure
    watched: tuple[DeskMeasure, ...]
    takes_part: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the form offers this viewer. ``measures`` are those the campaigns name, and any asked for."""

    campaigns: tuple[DeskCampaign, ...]
    organizations: tuple[tuple[int, str], ...]
    measures: dict[int, DeskMeasure]

    def campaign(self, slug: str | None, jurisdictions: Collection[str] = ()) -> DeskCampaign | None:
        """The campaign of that slug; else the viewer's own for a measure of these governments, else their first.

        Nothing where no campaign is on file. An ended campaign comes after those that go on.
        """
        for campaign in self.campaigns:
            if campaign.slug == slug:
                return campaign
        return min(
            self.campaigns,
            key=lambda each: (each.measure.jurisdiction not in jurisdictions, not each.takes_part, each.ended),
            default=None,
        )


def desk(session: Session, viewer: Viewer, measure_ids: Collection[int] = ()) -> Desk:
    """The desk of this viewer, with the names of ``measure_ids`` besides (four queries)."""
    rows = session.execute(_CAMPAIGNS).all()
    watched: dict[int, list[int]] = {}
    for campaign_id, measure_id in session.execute(_WATCHED):
        watched.setdefault(campaign_id, []).append(measure_id)
    wanted = {row.measure_id for row in rows} | {each for ids in watched.values() for each in ids} | set(measure_ids)
    measures = {row.id: DeskMeasure(*row) for row in session.execute(_MEASURES, {"ids": sorted(wanted)})}
    campaigns = [
        DeskCampaign(
            id=row.id,
            slug=row.slug,
            name=row.name,
            measure=measures[row.measure_id],
            watched=tuple(measures[each] for each in watched.get(row.id, ())),
            takes_part=row.id in viewer.campaign_ids,
            ended=row.ended_on is not None and row.ended_on < clock.today(),
        )
        for row in rows
    ]
    campaigns.sort(key=lambda each: (not each.takes_part, each.ended))
    return Desk(tuple(campaigns), _organizations(session, viewer), measures)


def _organizations(session: Session, viewer: Viewer) -> tuple[tuple[int, str], ...]:
    rows = session.execute(_ORGANIZATIONS, {"ids": sorted(viewer.organization_ids)})
    return tuple((row.id, row.name) for row in rows)


# Made once: to build a statement takes longer than to run it.
_CAMPAIGNS = select(Campaign.id, Campaign.slug, Campaign.name, Campaign.measure_id, Campaign.ended_on).order_by(
    Campaign.name, Campaign.id
)
_WATCHED = select(CampaignMeasure.campaign_id, CampaignMeasure.measure_id).order_by(CampaignMeasure.id)
_MEASURES = (
    select(Measure.id, Measure.slug, Measure.name, Jurisdiction.slug)
    .join(Jurisdiction, Jurisdiction.id == Measure.jurisdiction_id)
    .where(Measure.id.in_(bindparam("ids", expanding=True)))
    .order_by(Measure.name)
)
_ORGANIZATIONS = (
    select(Organization.id, Organization.name)
    .where(Organization.id.in_(bindparam("ids", expanding=True)))
    .order_by(Organization.name)
)
