"""Meetings as pages show them: with whom, where, who goes, how far it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.models import Ask
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer, visible
from crm.lobbying.debriefs import starts
from crm.lobbying.models import LobbyDay, LobbySlot, LobbyTarget, LobbyTeam, SlotState
from crm.outreach.models import OutreachAction
from crm.people.directory import offices_held
from crm.people.models import Person


@dataclass(frozen=True, slots=True)
class TargetLine:
    """An official whom a meeting is with, and the office held on the day."""

    person_id: int
    slug: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its day. ``debriefed``: somebody told what came of it; ``action_id`` only where the viewer may see
    that contact. ``waits``: it is over, did not fall through, and nobody did."""

    id: int
    day_id: int
    day: str
    held_on: date
    visibility: Visibility
    organization_id: int | None
    campaign_id: int
    team_id: int | None
    team: str | None
    starts_at: time
    ends_at: time | None
    building: str | None
    room: str | None
    ask_id: int | None
    ask: str | None
    with_staff: str | None
    state: SlotState
    reason: str | None
    notes: str
    debriefed: bool
    action_id: int | None
    waits: bool
    recorded_at: datetime
    targets: tuple[TargetLine, ...]

    @property
    def begins(self) -> datetime:
        """The instant it begins."""
        return starts(self.held_on, self.starts_at)

    @property
    def where(self) -> str:
        """The room and the building, as far as they are known."""
        return ", ".join(filter(None, (f"room {self.room}" if self.room else None, self.building)))

    @property
    def who(self) -> str:
        """The officials by name."""
        return ", ".join(each.name for each in self.targets)


def meetings(session: Session, viewer: Viewer, condition: ColumnElement[bool]) -> tuple[Meeting, ...]:
    """The meetings under a condition that the viewer may see, by day and time (three queries, one for none)."""
    told = exists().where(OutreachAction.id == LobbySlot.action_id, OutreachAction.retracted_at.is_(None))
    may_see = exists().where(OutreachAction.id == LobbySlot.action_id, visible(OutreachAction, viewer))
    rows = session.execute(
        select(LobbySlot, LobbyDay, LobbyTeam.name, Ask.words, told, may_see)
        .join(LobbyDay, LobbyDay.id == LobbySlot.lobby_day_id)
        .outerjoin(LobbyTeam, LobbyTeam.id == LobbySlot.lobby_team_id)
        .outerjoin(Ask, Ask.id == LobbySlot.ask_id)
        .where(visible(LobbyDay, viewer), condition)
        .order_by(LobbyDay.held_on, LobbySlot.starts_at, LobbyTeam.name, LobbySlot.id)
    ).all()
    if not rows:
        return ()
    targets = _targets(session, [row[0].id for row in rows], max(row[1].held_on for row in rows))
    now = clock.now()
    return tuple(
        _line(slot, day, team, ask, told, seen, targets[slot.id], now) for slot, day, team, ask, told, seen in rows
    )


def _line(
    slot: LobbySlot,
    day: LobbyDay,
    team: str | None,
    ask: str | None,
    told: bool,
    seen: bool,
    targets: list[TargetLine],
    now: datetime,
) -> Meeting:
    over = starts(day.held_on, slot.ends_at or slot.starts_at) <= now
    return Meeting(
        id=slot.id,
        day_id=day.id,
        day=day.name,
        held_on=day.held_on,
        visibility=day.visibility,
        organization_id=day.organization_id,
        campaign_id=day.campaign_id,
        team_id=slot.lobby_team_id,
        team=team,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        building=slot.building,
        room=slot.room,
        ask_id=slot.ask_id,
        ask=ask,
        with_staff=slot.with_staff,
        state=slot.state,
        reason=slot.reason,
        notes=slot.notes,
        debriefed=told,
        action_id=slot.action_id if seen else None,
        waits=over and not told and slot.state is not SlotState.FELL_THROUGH and day.cancelled_at is None,
        recorded_at=day.recorded_at,
        targets=tuple(targets),
    )


def _targets(session: Session, slot_ids: list[int], day: date) -> dict[int, list[TargetLine]]:
    rows: Any = session.execute(
        select(LobbyTarget.lobby_slot_id, Person.id, Person.slug, Person.name)
        .join(Person, Person.id == LobbyTarget.person_id)
        .where(LobbyTarget.lobby_slot_id.in_(slot_ids))
        .order_by(LobbyTarget.id)
    ).all()
    held = offices_held(session, sorted({row.id for row in rows}), day)
    found: dict[int, list[TargetLine]] = defaultdict(list)
    for slot_id, person_id, slug, name in rows:
        office = held.get(person_id, ())
        found[slot_id].append(TargetLine(person_id, slug, name, office[0].label if office else ""))
    return found
