"""The list of measures: narrowed by what stands in the address, a page at a time, each with how far it has come."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.asked import Asked
from crm.bills.carriers import CarrierBill, carriers_of
from crm.bills.lines import EventLine
from crm.bills.models import Bill, Carries, Measure, MeasureBill
from crm.bills.progress import Progress, progress
from crm.bills.queries import events_of
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Jurisdiction, JurisdictionKind
from crm.names import fold

PAGE = 50


class MeasureOrder(enum.StrEnum):
    """What the list is sorted by. ``step``: the newest step first."""

    NAME = "name"
    GOVERNMENT = "government"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class MeasureFilters:
    """What narrows the list: words of the name, the summary or a bill's number; a government's slug.

    ``among`` keeps these measures alone: the answer of a feature above, such as "with a campaign".
    """

    text: str = ""
    jurisdiction: str | None = None
    among: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class ListedMeasure:
    """A measure in the list, with the bills that carry it now and how far it has come."""

    id: int
    slug: str
    name: str
    summary: str
    jurisdiction: str
    jurisdiction_slug: str
    jurisdiction_kind: JurisdictionKind
    is_invented: bool
    bills: tuple[CarrierBill, ...]
    progress: Progress


@dataclass(frozen=True, slots=True)
class MeasureList:
    """One page of the list: ``total`` measures fit the filters, ``on_file`` there are; pages count from 1."""

    rows: tuple[ListedMeasure, ...]
    total: int
    on_file: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The place of the page's first row, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of the page's last row."""
        return self.first + len(self.rows) - 1


def measure_list(
    session: Session,
    viewer: Viewer,
    filters: MeasureFilters,
    as_of: Asked,
    *,
    order: MeasureOrder = MeasureOrder.NAME,
    descending: bool = False,
    page: int = 1,
    size: int | None = PAGE,
) -> MeasureList:
    """A page of the measures on file by ``as_of.known``, as they stood then (five queries, however many there are).

    A page beyond the last is the last. Without a ``size`` all are on the first.
    """
    on_file = session.execute(
        select(
            Measure.id,
            Measure.slug,
            Measure.name,
            Measure.summary,
            Jurisdiction.name.label("jurisdiction"),
            Jurisdiction.slug.label("jurisdiction_slug"),
            Jurisdiction.kind.label("jurisdiction_kind"),
            Measure.is_invented,
        )
        .join(Jurisdiction, Measure.jurisdiction_id == Jurisdiction.id)
        .where(Measure.recorded_at <= as_of.known)
    ).all()
    fitting = _fitting(session, on_file, filters, as_of)
    steps = events_of(session, [row.id for row in fitting], as_of) if order is MeasureOrder.STEP else {}
    fitting = _sorted(fitting, order, steps, descending=descending)
    size = size or max(1, len(fitting))
    pages = max(1, -(-len(fitting) // size))
    page = min(max(1, page), pages)
    shown = fitting[(page - 1) * size : page * size]
    ids = [row.id for row in shown]
    if order is not MeasureOrder.STEP:
        steps = events_of(session, ids, as_of)
    bills = carriers_of(session, ids, as_of)
    rows = tuple(_listed(row, bills.get(row.id, ()), steps.get(row.id, ())) for row in shown)
    return MeasureList(rows, len(fitting), len(on_file), page, pages)


def governments_with_measures(session: Session) -> tuple[tuple[str, str], ...]:
    """(slug, name) of every government that a measure on file is put to, by name, for a filter's choices."""
    rows = session.execute(
        select(Jurisdiction.slug, Jurisdiction.name)
        .where(Jurisdiction.id.in_(select(Measure.jurisdiction_id)))
        .order_by(Jurisdiction.name, Jurisdiction.slug)
    )
    return tuple((row.slug, row.name) for row in rows)


def _listed(row: Any, bills: tuple[CarrierBill, ...], events: Sequence[EventLine]) -> ListedMeasure:
    return ListedMeasure(
        row.id,
        row.slug,
        row.name,
        row.summary,
        row.jurisdiction,
        row.jurisdiction_slug,
        row.jurisdiction_kind,
        row.is_invented,
        bills,
        progress(events, bills),
    )


def _fitting(session: Session, rows: Sequence[Any], filters: MeasureFilters, as_of: Asked) -> list[Any]:
    words = fold(filters.text).split()
    numbers = _numbers(session, as_of) if words else {}
    return [
        row
        for row in rows
        if (filters.jurisdiction is None or row.jurisdiction_slug == filters.jurisdiction)
        and (filters.among is None or row.id in filters.among)
        and _has_words(row, numbers.get(row.id, ()), words)
    ]


def _has_words(row: Any, numbers: Collection[str], words: Sequence[str]) -> bool:
    text = fold(" ".join((row.name, row.summary, row.jurisdiction, *numbers)))
    return all(word in text for word in words)


def _numbers(session: Session, as_of: Asked) -> dict[int, list[str]]:
    """The numbers of all bills that carry (part of) each measure, of every session: people remember old ones."""
    rows = session.execute(
        select(MeasureBill.measure_id, Bill.number)
        .join(Bill, MeasureBill.bill_id == Bill.id)
        .where(MeasureBill.recorded_at <= as_of.known, MeasureBill.carries != Carries.RIVAL)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for measure_id, number in rows:
        found[measure_id].append(number)
    return found


def _sorted(rows: list[Any], order: MeasureOrder, steps: dict[int, list[EventLine]], *, descending: bool) -> list[Any]:
    """In the order asked for; equals by name. A measure without any step comes last, whichever way round."""
    rows = sorted(rows, key=lambda row: (fold(row.name), row.id))
    if order is MeasureOrder.NAME:
        return rows[::-1] if descending else rows
    if order is MeasureOrder.GOVERNMENT:
        return sorted(rows, key=lambda row: fold(row.jurisdiction), reverse=descending)
    last: dict[int, date] = {id_: events[-1].happened_latest for id_, events in steps.items() if events}
    moving = sorted((row for row in rows if row.id in last), key=lambda row: last[row.id], reverse=not descending)
    return moving + [row for row in rows if row.id not in last]
