"""How often what a calendar shows was revised, and when last, by the audit trail.

A program that subscribed takes an event anew where its number went up (RFC 5545, 3.8.7.4): the number never goes down,
whatever was changed and changed back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from crm.audit.models import AuditEntry, Change
from crm.lobbying.models import LobbyTarget

_AT_ONCE: Final = timedelta(seconds=1)
"""A meeting and those it is with are put down one after the other: that is no revision."""


@dataclass(frozen=True, slots=True)
class Revised:
    """How often, and when last; ``at`` is nothing where the trail knows nothing."""

    times: int = 0
    at: datetime | None = None

    def last(self, otherwise: datetime) -> datetime:
        """When it was last set; ``otherwise`` where it never was since."""
        return otherwise if self.at is None else max(otherwise, self.at)


NEVER: Final = Revised()


def revised(session: Session, table: str, ids: Collection[int]) -> dict[int, Revised]:
    """The rows of a table that were changed since they were made (one query, none for no rows)."""
    if not ids:
        return {}
    rows = session.execute(
        select(AuditEntry.row_id, func.count(), func.max(AuditEntry.at))
        .where(AuditEntry.table_name == table, AuditEntry.row_id.in_(sorted(ids)), AuditEntry.change == Change.UPDATED)
        .group_by(AuditEntry.row_id)
    )
    return {id_: Revised(times, at) for id_, times, at in rows}


def meetings_revised(session: Session, days: Mapping[int, int]) -> dict[int, Revised]:
    """Meetings by number, each with the lobby day it is of: changed themselves, or with their day, or in whom they are
    with (two queries, none for no meetings)."""
    if not days:
        return {}
    made, changed = _of_themselves(session, days)
    for slot_id, change, at in _of_targets(session, days):
        if change is Change.CREATED and slot_id in made and at - made[slot_id] < _AT_ONCE:
            continue
        # Of whom it is no longer with, the trail counted the coming, which is not found any more, and the going.
        changed[slot_id] += [at, at] if change is Change.DELETED else [at]
    return {
        id_: Revised(len(changed[id_]), max(changed[id_], default=made.get(id_)))
        for id_ in days
        if id_ in made or changed[id_]
    }


def _of_themselves(session: Session, days: Mapping[int, int]) -> tuple[dict[int, datetime], dict[int, list[datetime]]]:
    """When each meeting was made, and when it or its day was changed since."""
    entries = session.execute(
        select(AuditEntry.table_name, AuditEntry.row_id, AuditEntry.change, AuditEntry.at)
        .where(
            or_(
                and_(AuditEntry.table_name == "lobby_slots", AuditEntry.row_id.in_(sorted(days))),
                and_(AuditEntry.table_name == "lobby_days", AuditEntry.row_id.in_(sorted(set(days.values())))),
            )
        )
        .order_by(AuditEntry.id)
    ).all()
    made = {id_: at for table, id_, change, at in entries if table == "lobby_slots" and change is Change.CREATED}
    changed: dict[int, list[datetime]] = defaultdict(list)
    for table, id_, change, at in entries:
        if change is not Change.UPDATED:
            continue
        concerned = [id_] if table == "lobby_slots" else [slot for slot, day in days.items() if day == id_]
        for slot_id in concerned:
            if slot_id not in made or at > made[slot_id]:
                changed[slot_id].append(at)
    return made, changed


def _of_targets(session: Session, slots: Collection[int]) -> list[tuple[int, Change, datetime]]:
    """What happened to those whom these meetings are with, or were: (meeting, what, when)."""
    meeting = func.coalesce(LobbyTarget.lobby_slot_id, AuditEntry.before["lobby_slot_id"].as_integer())
    rows = session.execute(
        select(meeting, AuditEntry.change, AuditEntry.at)
        .outerjoin(LobbyTarget, LobbyTarget.id == AuditEntry.row_id)
        .where(AuditEntry.table_name == "lobby_targets", meeting.in_(sorted(slots)))
        .order_by(AuditEntry.id)
    )
    return [(slot_id, change, at) for slot_id, change, at in rows]
