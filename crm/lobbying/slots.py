"""Verbs of the meetings of a lobby day: plan one, agree on it, let it fall through, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm.campaigns.models import Ask
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotFound
from crm.lobbying.models import LobbyDay, LobbySlot, LobbyTarget, LobbyTeam, SlotState
from crm.lobbying.rights import own_meeting, planned_day
from crm.outreach.checks import require
from crm.outreach.models import OutreachAction
from crm.people.models import Person

MOST_MEETINGS: Final = 400
MOST_OFFICIALS: Final = 20
LONGEST: Final = 500
_PLANS: Final = frozenset({SlotState.ASKED, SlotState.AGREED})


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting as it is planned. ``with_staff``: with whom of the staff, where not with the officials themselves."""

    starts_at: time
    person_ids: tuple[int, ...]
    ends_at: time | None = None
    team_id: int | None = None
    building: str = ""
    room: str = ""
    ask_id: int | None = None
    with_staff: str = ""
    notes: str = ""
    state: SlotState = SlotState.ASKED


def add_meeting(session: Session, viewer: Viewer, lobby_day_id: int, new: NewMeeting) -> LobbySlot:
    """Put a meeting on the plan; that it clashes with others forbids nothing, and stands on the plan.

    Raises InvalidInput for nobody to meet, an end before the beginning and the like, NotFound for what is not on file,
    and as ``planned_day`` does.
    """
    day = planned_day(session, viewer, lobby_day_id)
    many = session.scalar(select(func.count()).where(LobbySlot.lobby_day_id == day.id))
    if (many or 0) >= MOST_MEETINGS:
        raise Conflict(f"A day has {MOST_MEETINGS} meetings at most.", hint="Plan another day beside it.")
    slot = LobbySlot(lobby_day_id=day.id, state=SlotState.ASKED, starts_at=new.starts_at, notes="")
    _write(session, day, slot, new)
    session.add(slot)
    session.flush()
    session.add_all(LobbyTarget(lobby_slot_id=slot.id, person_id=each) for each in new.person_ids)
    session.flush()
    return slot


def change_meeting(session: Session, viewer: Viewer, slot_id: int, new: NewMeeting) -> LobbySlot:
    """Change a meeting that is still to be. Raises Conflict for one that has its debrief, the rest as above."""
    slot, day = own_meeting(session, viewer, slot_id)
    planned_day(session, viewer, day.id)
    _still_ahead(session, slot)
    _write(session, day, slot, new)
    there = {each.person_id: each for each in session.scalars(_targets(slot.id))}
    for person_id in there.keys() - set(new.person_ids):
        session.delete(there[person_id])
    wanted = [each for each in new.person_ids if each not in there]
    session.add_all(LobbyTarget(lobby_slot_id=slot.id, person_id=each) for each in wanted)
    session.flush()
    return slot


def set_state(session: Session, viewer: Viewer, slot_id: int, state: SlotState) -> LobbySlot:
    """An office agreed, or is asked again. Raises Conflict for a meeting that has its debrief."""
    slot, _ = own_meeting(session, viewer, slot_id)
    _still_ahead(session, slot)
    if state not in _PLANS:
        raise InvalidInput("That comes of a debrief.", hint="Write what came of the meeting.", field="state")
    slot.state, slot.reason = state, None
    session.flush()
    return slot


def fall_through(session: Session, viewer: Viewer, slot_id: int, reason: str) -> LobbySlot:
    """A meeting did not take place, and why. Raises InvalidInput without a reason, Conflict for one that was held."""
    slot, _ = own_meeting(session, viewer, slot_id)
    _still_ahead(session, slot)
    words = " ".join(reason.split())
    if not words:
        raise InvalidInput("Why did it fall through?", hint="“Session ran late”, “nobody there”.", field="reason")
    if len(words) > LONGEST:
        raise InvalidInput("That is long for a reason.", hint=f"Use {LONGEST} letters at most.", field="reason")
    slot.state, slot.reason = SlotState.FELL_THROUGH, words
    session.flush()
    return slot


def remove_meeting(session: Session, viewer: Viewer, slot_id: int) -> LobbyDay:
    """Take a meeting off the plan, and return its day. Raises Conflict for one that has its debrief."""
    slot, day = own_meeting(session, viewer, slot_id)
    planned_day(session, viewer, day.id)
    _still_ahead(session, slot)
    for target in session.scalars(_targets(slot.id)):
        session.delete(target)
    session.flush()
    session.delete(slot)
    session.flush()
    return day


def _targets(slot_id: int) -> Select[LobbyTarget]:
    return select(LobbyTarget).where(LobbyTarget.lobby_slot_id == slot_id)


def _still_ahead(session: Session, slot: LobbySlot) -> None:
    told = select(OutreachAction.id).where(OutreachAction.id == slot.action_id, OutreachAction.retracted_at.is_(None))
    if slot.action_id is not None and session.scalar(told) is not None:
        raise Conflict("This meeting has its debrief.", hint="Take the contact back first, if that was wrong.")


def _write(session: Session, day: LobbyDay, slot: LobbySlot, new: NewMeeting) -> None:
    if not new.person_ids:
        raise InvalidInput("Whom does the team meet?", hint="Choose an official.", field="person_id")
    if len(new.person_ids) > MOST_OFFICIALS or len(new.person_ids) != len(set(new.person_ids)):
        raise InvalidInput(
            "Name each official once.", hint=f"A meeting has {MOST_OFFICIALS} at most.", field="person_id"
        )
    if new.ends_at is not None and new.ends_at <= new.starts_at:
        raise InvalidInput("It ends before it begins.", hint="Leave the end away if it is not known.", field="ends_at")
    require(session, Person, new.person_ids, "That person is not on file.")
    if new.team_id is not None:
        team = session.get(LobbyTeam, new.team_id)
        if team is None or team.lobby_day_id != day.id:
            raise NotFound("That team is not of this day.", hint="Choose one of the list.")
    if new.ask_id is not None:
        asked = session.scalar(select(Ask.campaign_id).where(Ask.id == new.ask_id))
        if asked != day.campaign_id:
            raise NotFound("That ask is not of this campaign.", hint="Choose one of the list.")
    if new.state not in _PLANS:
        raise InvalidInput("That comes of a debrief.", hint="Choose asked or agreed.", field="state")
    slot.starts_at, slot.ends_at, slot.lobby_team_id = new.starts_at, new.ends_at, new.team_id
    slot.building, slot.room = _short(new.building, "building"), _short(new.room, "room")
    slot.with_staff, slot.notes = _short(new.with_staff, "with_staff"), new.notes.strip()
    slot.ask_id, slot.state, slot.reason = new.ask_id, new.state, None


def _short(text: str, field: str) -> str | None:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise InvalidInput("That is too long.", hint=f"Use {LONGEST} letters at most.", field=field)
    return words or None
