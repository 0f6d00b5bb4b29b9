"""The filters of the list of officials, read from its address; an address somebody kept stays readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from crm import dates
from crm.errors import InvalidInput, NotFound
from crm.jurisdictions.models import ChamberKind
from crm.outreach.desk import Desk, DeskMeasure
from crm.outreach.roll import AskedRoll, OfficialOrder
from crm.people.queries import OfficialFilters
from crm.positions.stance import Stance, read_stance
from web.as_of import AskedAsOf
from web.pages.official_measure import chosen_measure

_NAMES: Final = ("q", "place", "chamber", "party", "measure", "stance", "quiet_since")
SORTS: Final = {"name": "Name", "office": "Office", "stance": "Stance", "contact": "Last contact"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: as it was typed (``given``), and as the services understand it.

    ``measure`` is the one whose stances are shown: the one asked for, else the reader's own campaign's.
    ``quiet_since`` leaves out whoever was contacted on that day or later. ``descending`` turns the sort round.
    """

    given: dict[str, str]
    filters: OfficialFilters
    measure: DeskMeasure | None
    stance: Stance | None
    quiet_since: date | None
    sort: str
    descending: bool
    page: int
    times: str

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list (a measure alone does not)."""
        return any(value for name, value in self.given.items() if name != "measure")

    @property
    def roll(self) -> AskedRoll:
        """What is asked of the services."""
        return AskedRoll(
            self.filters,
            self.measure.id if self.measure else None,
            self.stance,
            self.quiet_since,
            OfficialOrder(self.sort),
            self.descending,
        )

    def href(self, **changes: str | int) -> str:
        """The address of this list with other values; "" takes one away. Without a page it is the first."""
        order = f"{'-' if self.descending else ''}{self.sort}"
        values = {**self.given, "sort": "" if order == "name" else order}
        values |= {name: str(value) for name, value in changes.items()}
        parts = [urlencode({name: value for name, value in values.items() if value}), self.times]
        query = "&".join(part for part in parts if part)
        return "/officials" + (f"?{query}" if query else "")

    def sorted_href(self, sort: str) -> str:
        """The address that sorts by a column; the column that sorts now turns round."""
        return self.href(sort=f"-{sort}" if sort == self.sort and not self.descending else sort)

    def aria_sort(self, sort: str) -> str | None:
        """How a column is sorted, for the ``aria-sort`` of its head."""
        if sort != self.sort:
            return None
        return "descending" if self.descending else "ascending"


def wanted(session: Session, query: QueryParams, desk: Desk, asked: AskedAsOf) -> Wanted:
    """What the address asks for. Raises InvalidInput for no day or no word of ours, NotFound for unknown slugs.

    ``campaign`` (as a board's counts write it) stands for its measure and the government the measure is put to.
    """
    given = {name: query.get(name, "").strip() for name in _NAMES}
    campaign = query.get("campaign", "").strip()
    if campaign:
        found = next((each for each in desk.campaigns if each.slug == campaign), None)
        if found is None:
            raise NotFound("That campaign is not on file.", hint="Choose one under Board.")
        given["measure"] = given["measure"] or found.measure.slug
        given["place"] = given["place"] or found.measure.jurisdiction
    measure = chosen_measure(session, desk, given["measure"], ())
    stance = read_stance(given["stance"]) if given["stance"] else None
    if stance and measure is None:
        raise InvalidInput("On which measure?", hint="Choose the measure as well.", field="stance")
    order = query.get("sort", "").strip()
    number = query.get("page", "1")
    return Wanted(
        given,
        OfficialFilters(
            text=given["q"],
            jurisdiction=given["place"] or None,
            chamber=_chamber(given["chamber"]),
            party=given["party"] or None,
        ),
        measure,
        stance,
        dates.parse_day(given["quiet_since"], field="quiet_since") if given["quiet_since"] else None,
        order.removeprefix("-") if order.removeprefix("-") in SORTS else "name",
        order.startswith("-") and order.removeprefix("-") in SORTS,
        max(1, int(number[:6])) if number.isascii() and number.isdecimal() else 1,
        asked.query,
    )


def _chamber(text: str) -> ChamberKind | None:
    try:
        return ChamberKind(text) if text else None
    except ValueError:
        raise InvalidInput(
            f"“{text}” is no chamber.", hint="Use upper, lower or unicameral.", field="chamber"
        ) from None
