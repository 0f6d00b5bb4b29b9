"""Which measure a page about officials speaks of, and which campaign a contact about it belongs to."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from crm.bills.find import find_measure
from crm.coalition.visibility import PUBLIC
from crm.outreach.desk import Desk, DeskCampaign, DeskMeasure, desk


def chosen_measure(
    session: Session,
    offered: Desk,
    slug: str,
    jurisdictions: Collection[str],
    on_record: Collection[int] = (),
) -> DeskMeasure | None:
    """The measure of that slug; else the one of the reader's first campaign in these governments.

    Without a slug a measure that somebody is ``on_record`` for comes first. Nothing where no measure is on file.
    Raises NotFound for a slug that names none.
    """
    if slug:
        for measure in offered.measures.values():
            if measure.slug == slug:
                return measure
        found = find_measure(session, slug)
        return desk(session, PUBLIC, (found.id,)).measures[found.id]
    for campaign in offered.campaigns:
        if campaign.measure.id in on_record:
            return campaign.measure
    first = offered.campaign(None, jurisdictions)
    return first.measure if first else None


def campaign_about(offered: Desk, measure: DeskMeasure | None) -> DeskCampaign | None:
    """The campaign of the reader's that is about the measure, its own before one it watches; nothing where none is."""
    own = [each for each in offered.campaigns if each.takes_part and not each.ended] if measure else []
    for campaign in own:
        if measure == campaign.measure:
            return campaign
    return next((each for each in own if measure in each.watched), None)
