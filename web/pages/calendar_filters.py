"""What the address of the calendar asks for: whose calendar, as known when, looked at from which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from crm import clock
from crm.campaigns.queries import CampaignLine
from crm.errors import InvalidInput, NotFound
from crm.jurisdictions.models import ChamberKind
from crm.outreach.agenda import AgendaFilters
from web.as_of import AskedAsOf

_NAMES: Final = ("place", "campaign", "chamber")
CHAMBERS: Final = {
    ChamberKind.UPPER: "Upper house",
    ChamberKind.LOWER: "Lower house",
    ChamberKind.UNICAMERAL: "One-house",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The address, read. ``day``: from which the days are counted; ``known`` is nothing for "now"."""

    given: dict[str, str]
    filters: AgendaFilters
    day: date
    known: date | None

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the calendar."""
        return any(self.given.values())

    @property
    def past(self) -> bool:
        """Whether it is the calendar of an earlier knowledge, which nobody changes any more."""
        return self.known is not None and self.known < clock.today()

    def href(self, **changes: str) -> str:
        """The same calendar with other values; "" takes one away."""
        values = {**self.given, "known": self.known.isoformat() if self.known else "", **changes}
        query = urlencode({name: value for name, value in values.items() if value})
        return "/calendar" + (f"?{query}" if query else "")


def wanted(
    query: QueryParams,
    asked: AskedAsOf,
    campaigns: Sequence[CampaignLine],
    governments: Sequence[tuple[int, str, str]],
) -> Wanted:
    """What the address asks for. Raises NotFound for a government or campaign not on file, InvalidInput for no chamber.

    Days are counted from ``said``; without it from the day of the knowledge: the calendar of June 1 says "in 11 days".
    """
    given = {name: query.get(name, "").strip() for name in _NAMES}
    places = {slug: id_ for id_, slug, _name in governments}
    if given["place"] and given["place"] not in places:
        raise NotFound(f"No government “{given['place']}” is on file.", hint="Choose one of the list.")
    campaign = next((each for each in campaigns if each.slug == given["campaign"]), None)
    if given["campaign"] and campaign is None:
        raise NotFound("That campaign is not on file.", hint="Choose one of the list.")
    today = clock.today()
    day = asked.said if query.get("said", "").strip() else min(asked.known or today, today)
    filters = AgendaFilters(places.get(given["place"]), campaign, _chamber(given["chamber"]))
    return Wanted(given, filters, day, asked.known)


def _chamber(text: str) -> ChamberKind | None:
    try:
        return ChamberKind(text) if text else None
    except ValueError:
        raise InvalidInput(
            f"“{text}” is no chamber.", hint="Use upper, lower or unicameral.", field="chamber"
        ) from None
