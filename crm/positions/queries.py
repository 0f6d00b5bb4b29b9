"""Reads of the ledger. They take the session, the viewer and an as-of, and answer with frozen values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer, visible
from crm.positions.as_of import AsOf
from crm.positions.models import NamelessCount
from crm.positions.shifts import Shift, shifts, steps
from crm.positions.standing import Standing, standing, standing_of_person
from crm.positions.timeline import Entry, EvidenceLine, evidence_of, timeline

__all__ = [
    "CountLine",
    "Entry",
    "EvidenceLine",
    "Shift",
    "Standing",
    "counts_of_measures",
    "counts_without_names",
    "evidence_of",
    "shifts",
    "standing",
    "standing_of_person",
    "steps",
    "timeline",
]


@dataclass(frozen=True, slots=True)
class CountLine:
    """A number without names. ``said`` is EDTF text."""

    id: int
    number: int
    of_whom: str
    did_what: str
    said: str
    said_latest: date
    recorded_at: datetime
    chamber_id: int | None
    bill_id: int | None
    source: str
    source_url: str | None


def counts_without_names(session: Session, viewer: Viewer, measure_id: int, as_of: AsOf) -> tuple[CountLine, ...]:
    """The numbers without names on a measure, said and known by then, newest first. One query."""
    return counts_of_measures(session, viewer, (measure_id,), as_of).get(measure_id, ())


def counts_of_measures(
    session: Session, viewer: Viewer, measure_ids: Collection[int], as_of: AsOf
) -> dict[int, tuple[CountLine, ...]]:
    """The same for many measures, by measure id. One query."""
    rows = session.scalars(
        select(NamelessCount)
        .where(
            NamelessCount.measure_id.in_(sorted(set(measure_ids))),
            visible(NamelessCount, viewer),
            NamelessCount.said_latest <= as_of.said,
            NamelessCount.recorded_at <= as_of.known,
        )
        .order_by(NamelessCount.said_latest.desc(), NamelessCount.id.desc())
    )
    found: dict[int, list[CountLine]] = defaultdict(list)
    for row in rows:
        found[row.measure_id].append(_line(row))
    return {measure_id: tuple(lines) for measure_id, lines in found.items()}


def _line(row: NamelessCount) -> CountLine:
    return CountLine(
        id=row.id,
        number=row.number,
        of_whom=row.of_whom,
        did_what=row.did_what,
        said=row.said,
        said_latest=row.said_latest,
        recorded_at=row.recorded_at,
        chamber_id=row.chamber_id,
        bill_id=row.bill_id,
        source=row.source,
        source_url=row.source_url,
    )
