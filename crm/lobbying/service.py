"""Verbs of a lobby day and its teams: plan one, change it, call it off; who goes with whom, and who leads."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Membership, Visibility
from crm.coalition.queries import works_on
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotFound
from crm.lobbying.models import LobbyDay, LobbyMember, LobbySlot, LobbyTeam
from crm.lobbying.rights import planned_day, planned_team
from crm.outreach.checks import walls_of

LONGEST: Final = 200
MOST_TEAMS: Final = 60
MOST_MEMBERS: Final = 40


def add_day(
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    name: str,
    held_on: date,
    *,
    place: str = "",
    notes: str = "",
    organization_id: int | None = None,
    visibility: Visibility | None = None,
) -> LobbyDay:
    """A new lobby day of a campaign; the coalition sees it unless it is said to be private.

    Raises InvalidInput without a name and for a plan that everybody would see, and the rest as logging a contact does.
    """
    organization_id, visibility = walls_of(session, viewer, organization_id, campaign_id, visibility)
    if visibility is Visibility.PUBLIC:
        raise InvalidInput("A plan is nothing for everybody.", hint="Share it with the coalition.", field="visibility")
    found = LobbyDay(
        campaign_id=campaign_id,
        organization_id=organization_id,
        visibility=visibility,
        name=_name(name, "What is the day called?", "“Kitchens Lobby Day”."),
        held_on=held_on,
        place=_line(place, "place"),
        notes=notes.strip(),
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
    )
    session.add(found)
    session.flush()
    return found


def change_day(
    session: Session, viewer: Viewer, lobby_day_id: int, *, name: str, held_on: date, place: str = "", notes: str = ""
) -> LobbyDay:
    """Change what a day is called, when and where it is. Raises Conflict for another day once a meeting was held."""
    found = planned_day(session, viewer, lobby_day_id)
    debriefed = select(LobbySlot.id).where(LobbySlot.lobby_day_id == found.id, LobbySlot.action_id.is_not(None))
    if held_on != found.held_on and session.scalar(debriefed.limit(1)) is not None:
        raise Conflict("Meetings of this day have their debriefs.", hint="Plan another day.", field="held_on")
    found.name = _name(name, "What is the day called?", "“Kitchens Lobby Day”.")
    found.held_on, found.place, found.notes = held_on, _line(place, "place"), notes.strip()
    session.flush()
    return found


def cancel_day(session: Session, viewer: Viewer, lobby_day_id: int, *, cancelled: bool = True) -> LobbyDay:
    """Call a day off, or let it take place after all; its plan stays. Raises NotFound, NotAllowed."""
    found = planned_day(session, viewer, lobby_day_id, cancelled=True)
    found.cancelled_at = (found.cancelled_at or clock.now()) if cancelled else None
    session.flush()
    return found


def add_team(session: Session, viewer: Viewer, lobby_day_id: int, name: str) -> LobbyTeam:
    """A new team. Raises InvalidInput without a name, Conflict for one that is taken, and as ``planned_day`` does."""
    day = planned_day(session, viewer, lobby_day_id)
    words = _name(name, "What is the team called?", "“Team 1”, or where its people are from.")
    names = session.scalars(select(LobbyTeam.name).where(LobbyTeam.lobby_day_id == day.id)).all()
    if words in names:
        raise Conflict(f"There is a team “{words}” already.", hint="Choose another name.", field="team")
    if len(names) >= MOST_TEAMS:
        raise Conflict(f"A day has {MOST_TEAMS} teams at most.", hint="Plan another day beside it.", field="team")
    found = LobbyTeam(lobby_day_id=day.id, name=words)
    session.add(found)
    session.flush()
    return found


def remove_team(session: Session, viewer: Viewer, team_id: int) -> LobbyTeam:
    """Dissolve a team; its meetings wait for another. Raises Conflict for one whose meetings were held."""
    team = planned_team(session, viewer, team_id)
    held = select(LobbySlot.id).where(LobbySlot.lobby_team_id == team.id, LobbySlot.action_id.is_not(None))
    if session.scalar(held.limit(1)) is not None:
        raise Conflict("This team has held meetings.", hint="It stays, as what it did does.")
    for slot in session.scalars(select(LobbySlot).where(LobbySlot.lobby_team_id == team.id)):
        slot.lobby_team_id = None
    for member in session.scalars(select(LobbyMember).where(LobbyMember.lobby_team_id == team.id)):
        session.delete(member)
    session.flush()
    session.delete(team)
    session.flush()
    return team


def add_member(
    session: Session,
    viewer: Viewer,
    team_id: int,
    *,
    user_id: int | None = None,
    printed_name: str = "",
    leads: bool = False,
) -> LobbyMember:
    """Somebody goes with a team: a user who may see the day, or a name of somebody who does not sign in here.

    The first one leads until somebody else is named. Raises InvalidInput for nobody, NotFound for a user who stands
    outside of the day's walls, Conflict for somebody who is in the team.
    """
    team = planned_team(session, viewer, team_id)
    day = session.get_one(LobbyDay, team.lobby_day_id)
    there = session.scalars(select(LobbyMember).where(LobbyMember.lobby_team_id == team.id)).all()
    if len(there) >= MOST_MEMBERS:
        raise Conflict(f"A team has {MOST_MEMBERS} people at most.", hint="Make another team.", field="printed_name")
    if user_id is not None:
        name = session.scalar(select(User.name).where(User.id == user_id, User.is_active, User.id.in_(who_may_go(day))))
        if name is None:
            raise NotFound("They may not see this day.", hint="Choose somebody of the list.", field="user")
    else:
        name = _name(printed_name, "Who goes with the team?", "Choose a colleague, or write a name.", "printed_name")
    if any(each.user_id == user_id if user_id is not None else each.printed_name == name for each in there):
        raise Conflict(f"{name} is in the team already.", hint="Choose somebody else.", field="printed_name")
    if leads:
        _nobody_leads(session, team.id)
    found = LobbyMember(lobby_team_id=team.id, user_id=user_id, printed_name=name, leads=leads or not there)
    session.add(found)
    session.flush()
    return found


def let_lead(session: Session, viewer: Viewer, member_id: int) -> LobbyMember:
    """Let somebody lead their team; a team has one who does. Raises NotFound, NotAllowed, Conflict as above."""
    found = _member(session, viewer, member_id)
    _nobody_leads(session, found.lobby_team_id)
    found.leads = True
    session.flush()
    return found


def remove_member(session: Session, viewer: Viewer, member_id: int) -> LobbyMember:
    """Somebody does not go with their team after all. Raises NotFound, NotAllowed, Conflict as above."""
    found = _member(session, viewer, member_id)
    session.delete(found)
    session.flush()
    return found


def who_may_go(day: LobbyDay) -> Select[Any]:
    """The ids of the users who stand behind the walls of a day, as a query: its organization, or the coalition."""
    today = clock.today()
    inside = Membership.organization_id == day.organization_id
    if day.visibility is Visibility.COALITION:
        partners = select(CampaignOrganization.organization_id).where(
            CampaignOrganization.campaign_id == day.campaign_id, takes_part_on(today)
        )
        inside = or_(inside, Membership.organization_id.in_(partners))
    return select(Membership.user_id).where(inside, works_on(today))


def _member(session: Session, viewer: Viewer, member_id: int) -> LobbyMember:
    found = session.get(LobbyMember, member_id)
    if found is None:
        raise NotFound("They are in no team.", hint="Open the lobby day again.")
    planned_team(session, viewer, found.lobby_team_id)
    return found


def _nobody_leads(session: Session, team_id: int) -> None:
    for each in session.scalars(select(LobbyMember).where(LobbyMember.lobby_team_id == team_id, LobbyMember.leads)):
        each.leads = False


def _name(text: str, question: str, hint: str, field: str = "name") -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidInput(question, hint=hint, field=field)
    if len(words) > LONGEST:
        raise InvalidInput("That is long for a name.", hint=f"Use {LONGEST} letters at most.", field=field)
    return words


def _line(text: str, field: str) -> str | None:
    return _name(text, "", "", field) if text.strip() else None
