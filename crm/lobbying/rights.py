"""Who plans a lobby day, and who may say what came of a meeting."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer, visible
from crm.errors import Conflict, NotAllowed, NotFound
from crm.lobbying.models import LobbyDay, LobbyMember, LobbySlot, LobbyTeam


def may_plan(viewer: Viewer, organization_id: int | None) -> bool:
    """Whether the viewer plans the days of this organization: whoever works for it does."""
    return viewer.sees_all or (organization_id is not None and organization_id in viewer.organization_ids)


def planned_day(session: Session, viewer: Viewer, lobby_day_id: int, *, cancelled: bool = False) -> LobbyDay:
    """A day that the viewer may plan. Raises NotFound, NotAllowed, and Conflict for one that is called off."""
    found = session.scalar(select(LobbyDay).where(LobbyDay.id == lobby_day_id, visible(LobbyDay, viewer)))
    if found is None:
        raise NotFound("That lobby day is not on file.", hint="It may be behind another organization's wall.")
    if not may_plan(viewer, found.organization_id):
        raise NotAllowed("Another organization plans this day.", hint="Ask its people to change the plan.")
    if found.cancelled_at is not None and not cancelled:
        raise Conflict("This lobby day is cancelled.", hint="Let it take place again first.")
    return found


def planned_team(session: Session, viewer: Viewer, team_id: int) -> LobbyTeam:
    """A team of a day that the viewer may plan. Raises as ``planned_day`` does."""
    found = session.get(LobbyTeam, team_id)
    if found is None:
        raise NotFound("That team is not on file.", hint="Open the lobby day again.")
    planned_day(session, viewer, found.lobby_day_id)
    return found


def own_meeting(session: Session, viewer: Viewer, slot_id: int) -> tuple[LobbySlot, LobbyDay]:
    """A meeting that the viewer plans, or goes to in its team; held until the transaction ends, with its day.

    Raises NotFound outside of what the viewer may see, NotAllowed for who only looks on, Conflict for a cancelled day.
    """
    slot = session.scalar(
        select(LobbySlot)
        .join(LobbyDay, LobbyDay.id == LobbySlot.lobby_day_id)
        .where(LobbySlot.id == slot_id, visible(LobbyDay, viewer))
        .with_for_update(of=LobbySlot)
        .execution_options(populate_existing=True)
    )
    if slot is None:
        raise NotFound("That meeting is not on file.", hint="It may be behind another organization's wall.")
    day = session.get_one(LobbyDay, slot.lobby_day_id)
    if not may_plan(viewer, day.organization_id) and not _is_in(session, viewer, slot.lobby_team_id):
        raise NotAllowed("You are not in the team of this meeting.", hint="Ask who plans the day to add you.")
    if day.cancelled_at is not None:
        raise Conflict("This lobby day is cancelled.", hint="Let it take place again first.")
    return slot, day


def _is_in(session: Session, viewer: Viewer, team_id: int | None) -> bool:
    if team_id is None or viewer.user_id is None:
        return False
    there = select(LobbyMember.id).where(LobbyMember.lobby_team_id == team_id, LobbyMember.user_id == viewer.user_id)
    return session.scalar(there.limit(1)) is not None
