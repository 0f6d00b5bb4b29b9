"""Measures as campaigns see them: who works for one, who watches it, and what is watched beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select, union
from sqlalchemy.orm import Session, aliased

from crm.bills.models import Measure
from crm.campaigns.models import Campaign, CampaignMeasure
from crm.errors import NotFound
from crm.jurisdictions.models import Jurisdiction

ANY: Final = "any"
"""In place of a campaign: any that has the measure as its own."""


@dataclass(frozen=True, slots=True)
class MeasureCampaign:
    """A campaign that is about a measure. ``watches``: the measure is not its own, but a neighbour it watches."""

    id: int
    slug: str
    name: str
    watches: bool
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A measure that a campaign names together with the one asked about; ``campaigns`` are their names."""

    id: int
    slug: str
    name: str
    jurisdiction: str
    campaigns: tuple[str, ...]


def campaigns_about(
    session: Session, measure_ids: Collection[int] | None = None
) -> dict[int, tuple[MeasureCampaign, ...]]:
    """The campaigns about each measure, by measure id: its own before those that watch it, then by name (two queries).

    Without ``measure_ids`` of every measure that has any.
    """
    own = select(Campaign.measure_id, Campaign)
    watching = select(CampaignMeasure.measure_id, Campaign).join(Campaign, CampaignMeasure.campaign_id == Campaign.id)
    if measure_ids is not None:
        wanted = sorted(set(measure_ids))
        own = own.where(Campaign.measure_id.in_(wanted))
        watching = watching.where(CampaignMeasure.measure_id.in_(wanted))
    found: dict[int, dict[int, MeasureCampaign]] = defaultdict(dict)
    for watches, query in ((False, own), (True, watching)):
        for measure_id, campaign in session.execute(query.order_by(Campaign.name, Campaign.id)):
            line = MeasureCampaign(campaign.id, campaign.slug, campaign.name, watches, campaign.ended_on)
            found[measure_id].setdefault(campaign.id, line)
    return {measure_id: tuple(lines.values()) for measure_id, lines in found.items()}


def measures_of(campaign: str, about: Mapping[int, tuple[MeasureCampaign, ...]]) -> frozenset[int] | None:
    """The ids of the measures of a campaign (slug), its own and those it watches; with ``ANY`` of all that are some
    campaign's own; nothing where none is named. ``about`` is what ``campaigns_about`` answers. Raises NotFound.
    """
    if not campaign:
        return None
    if campaign == ANY:
        return frozenset(id_ for id_, lines in about.items() if any(not line.watches for line in lines))
    found = frozenset(id_ for id_, lines in about.items() if any(line.slug == campaign for line in lines))
    if not found:
        raise NotFound("That campaign is not on file.", hint="Choose one of the list.")
    return found


def neighbours(session: Session, measure_id: int) -> tuple[Neighbour, ...]:
    """The other measures that campaigns name together with this one, their own or watched, by name (one query)."""
    named = union(
        select(Campaign.id.label("campaign_id"), Campaign.measure_id),
        select(CampaignMeasure.campaign_id, CampaignMeasure.measure_id),
    ).subquery()
    other = aliased(named)
    rows = session.execute(
        select(Measure.id, Measure.slug, Measure.name, Jurisdiction.name, Campaign.name)
        .join(other, other.c.measure_id == Measure.id)
        .join(named, named.c.campaign_id == other.c.campaign_id)
        .join(Campaign, Campaign.id == other.c.campaign_id)
        .join(Jurisdiction, Jurisdiction.id == Measure.jurisdiction_id)
        .where(named.c.measure_id == measure_id, Measure.id != measure_id)
        .order_by(Measure.name, Measure.id, Campaign.name)
    )
    campaigns: dict[tuple[int, str, str, str], list[str]] = defaultdict(list)
    for id_, slug, name, jurisdiction, campaign in rows:
        campaigns[id_, slug, name, jurisdiction].append(campaign)
    return tuple(Neighbour(*about, tuple(dict.fromkeys(names))) for about, names in campaigns.items())
