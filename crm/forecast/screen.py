"""The forecast of one campaign whole: all that its page and its command show."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.campaigns.queries import CampaignLine, campaign_line, campaigns
from crm.coalition.visibility import Viewer
from crm.forecast.queries import Forecast, NumberLine, forecast, numbers
from crm.jurisdictions.models import ChamberKind
from crm.positions.as_of import AsOf
from crm.whip.queries import board


@dataclass(frozen=True, slots=True)
class Screen:
    """A campaign's forecast, and every number behind it. ``may_set``: the viewer may change these."""

    campaign: CampaignLine
    forecast: Forecast
    numbers: tuple[NumberLine, ...]
    may_set: bool


def screen(session: Session, viewer: Viewer, slug: str, as_of: AsOf, chamber: ChamberKind | None = None) -> Screen:
    """The forecast of the campaign ``slug`` as of ``as_of``; only ``chamber`` where one is named.

    Raises NotFound for an unknown campaign. 13 queries at most.
    """
    campaign = campaign_line(session, campaigns(session, viewer), slug)
    boards = board(session, viewer, campaign.measure_id, as_of, chamber, campaign_id=campaign.id)
    found = forecast(session, viewer, boards, as_of)
    return Screen(campaign, found, numbers(session, found.basis), viewer.is_admin or viewer.sees_all)
