"""A page of the list of measures: each with where it is carried, how far it has come, and whose campaign it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.bills.listed import ListedMeasure, MeasureFilters, MeasureList, measure_list
from crm.campaigns.about import MeasureCampaign, campaigns_about, measures_of
from crm.coalition.visibility import Viewer
from crm.positions.queries import CountLine, counts_of_measures
from web.as_of import AskedAsOf
from web.pages.measures_filters import Wanted
from web.pages.wording_measures import Way, way


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list. ``counted``: the newest number without names on each of its bills, by bill id."""

    measure: ListedMeasure
    way: Way
    campaigns: tuple[MeasureCampaign, ...]
    counted: Mapping[int, CountLine]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list shows, and the campaigns its filter offers: (slug, name)."""

    page: MeasureList
    lines: tuple[Line, ...]
    campaigns: list[tuple[str, str]]


def listed(session: Session, viewer: Viewer, asked: Wanted, times: AskedAsOf) -> Listed:
    """The page that is asked for (nine queries, however many measures). Raises NotFound for an unknown campaign."""
    about = campaigns_about(session)
    offered = {each.slug: each.name for lines in about.values() for each in lines}
    filters = MeasureFilters(
        asked.given["q"], asked.given["place"] or None, measures_of(asked.given["campaign"], about)
    )
    found = measure_list(
        session,
        viewer,
        filters,
        times.as_of,
        order=asked.order,
        descending=asked.descending,
        page=asked.page,
    )
    counts = counts_of_measures(session, viewer, [row.id for row in found.rows], times.as_of)
    lines = tuple(
        Line(row, way(row.progress, row.jurisdiction_kind), about.get(row.id, ()), _counted(counts.get(row.id, ())))
        for row in found.rows
    )
    return Listed(found, lines, sorted(offered.items(), key=lambda each: each[1]))


def _counted(counts: tuple[CountLine, ...]) -> dict[int, CountLine]:
    """They come newest first, so the first of a bill stays."""
    found: dict[int, CountLine] = {}
    for line in counts:
        if line.bill_id is not None:
            found.setdefault(line.bill_id, line)
    return found
