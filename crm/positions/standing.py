"""Where people stand: the answer of the ledger to one question, for many people at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.positions.as_of import AsOf
from crm.positions.hardness import is_hard
from crm.positions.models import Capacity, Evidence, EvidenceKind, Position
from crm.positions.reading import ASKED, counts
from crm.positions.stance import Stance

CONTESTED_WITHIN = timedelta(days=14)
"""Reports of two organizations this close together that disagree make a person contested until someone rules."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's stance on one measure, with the entry it comes from."""

    person_id: int
    measure_id: int
    position_id: int
    stance: Stance
    hard: bool
    contested: bool
    condition: str | None
    words: str
    said: str
    said_latest: date
    recorded_at: datetime
    organization_id: int | None
    ask_id: int | None
    bill_id: int | None
    print_letter: str | None
    kinds: tuple[EvidenceKind, ...]
    capacity: Capacity = Capacity.OFFICEHOLDER


def standing(
    session: Session,
    viewer: Viewer,
    measure_id: int,
    as_of: AsOf,
    person_ids: Collection[int] | None = None,
) -> dict[int, Standing]:
    """Where everybody (or each of ``person_ids``) stands on a measure, by person id; who is absent is unknown.

    One query. The entry with the greatest (said_latest, recorded_at, id) answers (design.md section 3).
    """
    asked: dict[str, Any] = {"measure_id": measure_id}
    if person_ids is not None:
        asked["person_ids"] = sorted(person_ids)
    answered = _answers(session, viewer, as_of, asked)
    return {answer.person_id: answer for answer in answered}


def standing_of_person(session: Session, viewer: Viewer, person_id: int, as_of: AsOf) -> dict[int, Standing]:
    """Where one person stands on every measure on record, by measure id. One query."""
    answered = _answers(session, viewer, as_of, {"person_id": person_id})
    return {answer.measure_id: answer for answer in answered}


@dataclass(slots=True)
class _Report:
    """The latest entry of one organization (or of the public record) on one person and measure."""

    row: Any
    firm: list[bool] = field(default_factory=list)
    kinds: list[EvidenceKind] = field(default_factory=list)

    @property
    def order(self) -> tuple[date, datetime, int]:
        return self.row.said_latest, self.row.recorded_at, self.row.id


def _answers(session: Session, viewer: Viewer, as_of: AsOf, asked: dict[str, Any]) -> list[Standing]:
    statement = _statement(viewer, frozenset(asked))
    rows = session.execute(statement, asked | {"said": as_of.said, "known": as_of.known})
    reports: dict[int, _Report] = {}
    for row in rows:
        report = reports.get(row.id)
        if report is None:
            report = reports[row.id] = _Report(row)
        if row.kind is not None:
            report.kinds.append(row.kind)
            report.firm.append(row.is_firm)
    grouped: dict[tuple[int, int], list[_Report]] = {}
    for report in reports.values():
        grouped.setdefault((report.row.person_id, report.row.measure_id), []).append(report)
    return [_answer(group) for group in grouped.values()]


_ONLY: dict[str, ColumnElement[bool]] = {
    "measure_id": Position.measure_id == bindparam("measure_id"),
    "person_id": Position.person_id == bindparam("person_id"),
    "person_ids": Position.person_id.in_(bindparam("person_ids", expanding=True)),
}


@lru_cache(maxsize=256)
def _statement(viewer: Viewer, asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """The statement, made once for a viewer: to build it takes longer than to run it."""
    latest = (
        select(
            Position.id,
            func.row_number()
            .over(
                partition_by=(Position.person_id, Position.measure_id, Position.organization_id),
                order_by=(Position.said_latest.desc(), Position.recorded_at.desc(), Position.id.desc()),
            )
            .label("place"),
        )
        .where(*(_ONLY[name] for name in sorted(asked)), counts(viewer, ASKED))
        .subquery()
    )
    return (
        select(
            Position.id,
            Position.person_id,
            Position.measure_id,
            Position.stance,
            Position.condition,
            Position.words,
            Position.said,
            Position.said_latest,
            Position.recorded_at,
            Position.organization_id,
            Position.ask_id,
            Position.bill_id,
            Position.print_letter,
            Position.capacity,
            Evidence.kind,
            Evidence.is_firm,
        )
        .join(latest, latest.c.id == Position.id)
        .outerjoin(Evidence, and_(Evidence.position_id == Position.id, Evidence.recorded_at <= ASKED.known))
        .where(latest.c.place == 1)
        .order_by(Position.id)
    )


def _answer(reports: list[_Report]) -> Standing:
    newest = max(reports, key=lambda report: report.order)
    row = newest.row
    return Standing(
        person_id=row.person_id,
        measure_id=row.measure_id,
        position_id=row.id,
        stance=row.stance,
        hard=is_hard(row.stance, row.condition, newest.firm),
        contested=_contested(newest, reports),
        condition=row.condition,
        words=row.words,
        said=row.said,
        said_latest=row.said_latest,
        recorded_at=row.recorded_at,
        organization_id=row.organization_id,
        ask_id=row.ask_id,
        bill_id=row.bill_id,
        print_letter=row.print_letter,
        kinds=tuple(newest.kinds),
        capacity=row.capacity,
    )


def _contested(newest: _Report, reports: Iterable[_Report]) -> bool:
    """Another organization reported something else shortly before. Public records contest nobody."""
    row = newest.row
    if row.organization_id is None:
        return False
    return any(
        other.row.organization_id not in (None, row.organization_id)
        and other.row.stance is not row.stance
        and row.said_latest - other.row.said_latest <= CONTESTED_WITHIN
        for other in reports
    )
