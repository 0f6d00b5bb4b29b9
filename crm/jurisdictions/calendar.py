"""Which deadlines are in force, as known at an instant, and from which days they slipped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.errors import Conflict, NotFound
from crm.jurisdictions.models import Certainty, Chamber, Deadline, DeadlineKind, Jurisdiction


@dataclass(frozen=True, slots=True)
class FormerDay:
    """A day a deadline was set to before it slipped, with the source of that day and when we learned of it.

    ``reason`` says why it had moved to this day, where it had.
    """

    falls_on: date
    source: str
    source_url: str | None
    recorded_at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CurrentDeadline:
    """A deadline in force. ``slipped_from`` holds its former days, oldest first; ``reason`` says why it moved last."""

    id: int
    jurisdiction_id: int
    jurisdiction: str
    chamber_id: int | None
    chamber: str | None
    session_id: int | None
    kind: DeadlineKind
    name: str
    falls_on: date
    certainty: Certainty
    source: str
    source_url: str | None
    reason: str | None
    recorded_at: datetime
    slipped_from: tuple[FormerDay, ...]


def current_deadlines(
    session: Session,
    as_of: datetime,
    *,
    jurisdiction_id: int | None = None,
    chamber_ids: Collection[int] | None = None,
) -> tuple[CurrentDeadline, ...]:
    """The deadlines in force as known at ``as_of``, soonest first (one query).

    With ``chamber_ids``: those of these chambers, and those that bind their whole jurisdiction.
    """
    query = (
        select(*Deadline.__table__.columns, Jurisdiction.name.label("jurisdiction"), Chamber.name.label("chamber"))
        .join(Jurisdiction, Deadline.jurisdiction_id == Jurisdiction.id)
        .outerjoin(Chamber, Deadline.chamber_id == Chamber.id)
        .where(Deadline.recorded_at <= as_of)
    )
    if jurisdiction_id is not None:
        query = query.where(Deadline.jurisdiction_id == jurisdiction_id)
    if chamber_ids is not None:
        wanted = sorted(set(chamber_ids))
        theirs = select(Chamber.jurisdiction_id).where(Chamber.id.in_(wanted))
        query = query.where(
            or_(Deadline.chamber_id.in_(wanted), Deadline.chamber_id.is_(None) & Deadline.jurisdiction_id.in_(theirs))
        )
    return _in_force(session.execute(query).all())


def deadline_in_force(session: Session, deadline_id: int) -> CurrentDeadline:
    """The deadline as known now (two queries). Raises NotFound for none, Conflict for one that was moved since."""
    jurisdiction_id = session.scalar(select(Deadline.jurisdiction_id).where(Deadline.id == deadline_id))
    if jurisdiction_id is None:
        raise NotFound("That deadline is not on file.", hint="Look it up on the calendar.")
    for deadline in current_deadlines(session, clock.now(), jurisdiction_id=jurisdiction_id):
        if deadline.id == deadline_id:
            return deadline
    raise Conflict(
        "That deadline has been moved already.", hint="Open the calendar and move the entry that replaced it."
    )


def adjourned_chambers(session: Session, chamber_ids: Collection[int], day: date, as_of: datetime) -> frozenset[int]:
    """Which of the chambers have gone home by ``day``, as known at ``as_of`` (two queries).

    A chamber has gone home when the last opening or adjournment before ``day`` was an adjournment; on the day of its
    adjournment it still sits. The opening of a special or of the next session calls it back.
    """
    rows = session.execute(select(Chamber.id, Chamber.jurisdiction_id).where(Chamber.id.in_(sorted(set(chamber_ids)))))
    home = {row.id: row.jurisdiction_id for row in rows}
    return gone_home(current_deadlines(session, as_of, chamber_ids=chamber_ids), home, day)


def gone_home(deadlines: Iterable[CurrentDeadline], chambers: Mapping[int, int], day: date) -> frozenset[int]:
    """Which chambers (id -> id of their jurisdiction) have gone home by ``day``; ``deadlines`` come soonest first."""
    by_jurisdiction: dict[int, list[int]] = defaultdict(list)
    for chamber_id, jurisdiction_id in chambers.items():
        by_jurisdiction[jurisdiction_id].append(chamber_id)
    gone: dict[int, bool] = {}
    for deadline in deadlines:
        ends = deadline.kind is DeadlineKind.ADJOURNMENT and deadline.falls_on < day
        opens = deadline.kind is DeadlineKind.OPENING and deadline.falls_on <= day
        if ends or opens:
            bound = by_jurisdiction[deadline.jurisdiction_id] if deadline.chamber_id is None else [deadline.chamber_id]
            gone |= dict.fromkeys((chamber_id for chamber_id in bound if chamber_id in chambers), ends)
    return frozenset(chamber_id for chamber_id, is_gone in gone.items() if is_gone)


def has_adjourned(session: Session, chamber_id: int, day: date, as_of: datetime) -> bool:
    """Whether the chamber has gone home by ``day``, as known at ``as_of``."""
    return chamber_id in adjourned_chambers(session, (chamber_id,), day, as_of)


def _in_force(rows: Iterable[Any]) -> tuple[CurrentDeadline, ...]:
    by_id = {row.id: row for row in rows}
    replaced = {row.replaces_id for row in by_id.values()}
    current = [
        CurrentDeadline(
            row.id,
            row.jurisdiction_id,
            row.jurisdiction,
            row.chamber_id,
            row.chamber,
            row.session_id,
            row.kind,
            row.name,
            row.falls_on,
            row.certainty,
            row.source,
            row.source_url,
            row.reason,
            row.recorded_at,
            _trail(row, by_id),
        )
        for row in by_id.values()
        if row.id not in replaced
    ]
    return tuple(sorted(current, key=lambda deadline: (deadline.falls_on, deadline.id)))


def _trail(row: Any, by_id: dict[int, Any]) -> tuple[FormerDay, ...]:
    trail = []
    while row.replaces_id is not None:
        row = by_id[row.replaces_id]
        trail.append(FormerDay(row.falls_on, row.source, row.source_url, row.recorded_at, row.reason))
    return tuple(reversed(trail))
