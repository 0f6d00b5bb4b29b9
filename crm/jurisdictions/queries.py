"""Reads about governments and their chambers; the calendar's are in ``calendar.py`` and named here too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.errors import NotFound
from crm.jurisdictions.calendar import (
    CurrentDeadline,
    FormerDay,
    adjourned_chambers,
    current_deadlines,
    deadline_in_force,
    has_adjourned,
)
from crm.jurisdictions.majority import needed_to_override, needed_to_pass
from crm.jurisdictions.models import Chamber, ChamberKind, Jurisdiction, LegislativeSession

__all__ = [
    "ChamberRow",
    "CurrentDeadline",
    "FormerDay",
    "SessionRow",
    "adjourned_chambers",
    "all_chambers",
    "chambers_of",
    "current_deadlines",
    "deadline_in_force",
    "governments_on_file",
    "has_adjourned",
    "jurisdiction",
    "legislative_sessions",
]

_ORDER = {ChamberKind.UPPER: 0, ChamberKind.UNICAMERAL: 0, ChamberKind.LOWER: 1}


@dataclass(frozen=True, slots=True)
class ChamberRow:
    """A chamber with what its rules ask for."""

    id: int
    jurisdiction_id: int
    jurisdiction: str
    jurisdiction_slug: str
    kind: ChamberKind
    name: str
    seats: int
    member_title: str
    member_abbreviation: str
    needed_to_pass: int
    needed_to_override: int
    roster_as_of: date | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session of a legislature, with its days where they are known."""

    id: int
    jurisdiction_id: int
    jurisdiction: str
    name: str
    is_special: bool
    started_on: date | None
    ended_on: date | None


def jurisdiction(session: Session, slug: str) -> Jurisdiction:
    """The government of this slug. Raises NotFound."""
    found = session.scalar(select(Jurisdiction).where(Jurisdiction.slug == slug))
    if found is None:
        raise NotFound(f"No government “{slug}” is on file.", hint="Import its roster: crm import openstates PATH")
    return found


def governments_on_file(session: Session) -> tuple[tuple[int, str, str], ...]:
    """(id, slug, name) of every government on file, by name (one query)."""
    rows = session.execute(
        select(Jurisdiction.id, Jurisdiction.slug, Jurisdiction.name).order_by(Jurisdiction.name, Jurisdiction.slug)
    )
    return tuple((row.id, row.slug, row.name) for row in rows)


def legislative_sessions(session: Session, jurisdiction_ids: Collection[int]) -> tuple[SessionRow, ...]:
    """The sessions of these governments, by government, the newest first (one query)."""
    rows = session.execute(
        select(
            LegislativeSession.id,
            LegislativeSession.jurisdiction_id,
            Jurisdiction.name.label("jurisdiction"),
            LegislativeSession.name,
            LegislativeSession.is_special,
            LegislativeSession.started_on,
            LegislativeSession.ended_on,
        )
        .join(Jurisdiction, LegislativeSession.jurisdiction_id == Jurisdiction.id)
        .where(LegislativeSession.jurisdiction_id.in_(sorted(set(jurisdiction_ids))))
        .order_by(Jurisdiction.name, LegislativeSession.slug.desc(), LegislativeSession.id)
    )
    return tuple(
        SessionRow(
            row.id,
            row.jurisdiction_id,
            row.jurisdiction,
            row.name,
            row.is_special,
            row.started_on,
            row.ended_on,
        )
        for row in rows
    )


def chambers_of(session: Session, jurisdiction_id: int) -> tuple[ChamberRow, ...]:
    """The chambers of a government, the upper one first."""
    return _chambers(session, jurisdiction_id)


def all_chambers(session: Session) -> tuple[ChamberRow, ...]:
    """Every chamber on file, by government, the upper one first."""
    return _chambers(session, None)


def _chambers(session: Session, jurisdiction_id: int | None) -> tuple[ChamberRow, ...]:
    query = select(Chamber, Jurisdiction.name, Jurisdiction.slug).join(
        Jurisdiction, Chamber.jurisdiction_id == Jurisdiction.id
    )
    if jurisdiction_id is not None:
        query = query.where(Chamber.jurisdiction_id == jurisdiction_id)
    rows = [
        ChamberRow(
            chamber.id,
            chamber.jurisdiction_id,
            name,
            slug,
            chamber.kind,
            chamber.name,
            chamber.seats,
            chamber.member_title,
            chamber.member_abbreviation,
            needed_to_pass(chamber),
            needed_to_override(chamber),
            chamber.roster_as_of,
        )
        for chamber, name, slug in session.execute(query)
    ]
    return tuple(sorted(rows, key=lambda row: (row.jurisdiction, _ORDER[row.kind], row.name)))
