"""A newcomer's own way through the corridors: meetings yesterday, of which one waits for its debrief, and today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.models import Campaign
from crm.coalition.visibility import Viewer
from crm.lobbying.models import SlotState
from crm.lobbying.service import add_day, add_member, add_team
from crm.lobbying.slots import NewMeeting, add_meeting, fall_through
from crm.people.models import ContactKind, ContactPoint
from crm.people.rooms import read_room

PLANNED: Final = timedelta(days=3)
BESIDE: Final = "Perdita Holm (parent)"


@dataclass(frozen=True, slots=True)
class Visit:
    """A meeting so many days from today, from an hour on; ``fell``: why it fell through."""

    days: int
    hour: int
    fell: str | None = None
    staff: str = ""


NAMES: Final = {-1: "Doors of the undecided, first day", 0: "Doors of the undecided, second day"}
VISITS: Final = (
    Visit(-1, 10),
    Visit(-1, 11, fell="Called to the floor before we were through the door"),
    Visit(0, 10),
    Visit(0, 14, staff="the scheduler"),
)


def load(session: Session, viewer: Viewer, campaign: Campaign, organization_id: int, people: Sequence[int]) -> None:
    """Plan both days for the desk's user, one official a visit, as far as there are any."""
    today, doors = clock.today(), dict(zip(VISITS, people, strict=False))
    rooms = _rooms(session, people[: len(VISITS)])
    with clock.held_at(datetime.combine(today - PLANNED, time(16), tzinfo=clock.zone())):
        for days, name in NAMES.items():
            day = add_day(
                session,
                viewer,
                campaign.id,
                name,
                today + timedelta(days=days),
                place="Rotunda of the Capitol, Wexmoor",
                notes="Goal: know where each of them stands, in their own words.",
                organization_id=organization_id,
            )
            team = add_team(session, viewer, day.id, "The desk")
            add_member(session, viewer, team.id, user_id=viewer.user_id)
            add_member(session, viewer, team.id, printed_name=BESIDE)
            for visit, person_id in doors.items():
                if visit.days == days:
                    _visit(session, viewer, day.id, team.id, visit, person_id, rooms.get(person_id, ""))


def _visit(
    session: Session, viewer: Viewer, day_id: int, team_id: int, visit: Visit, person_id: int, room: str
) -> None:
    new = NewMeeting(
        starts_at=time(visit.hour),
        ends_at=time(visit.hour, 20),
        person_ids=(person_id,),
        team_id=team_id,
        building="State Capitol",
        room=room,
        with_staff=visit.staff,
        state=SlotState.AGREED,
    )
    slot = add_meeting(session, viewer, day_id, new)
    if visit.fell:
        fall_through(session, viewer, slot.id, visit.fell)


def _rooms(session: Session, people: Sequence[int]) -> dict[int, str]:
    """The numbers on their doors, as the directory prints them."""
    rows = session.execute(
        select(ContactPoint.person_id, ContactPoint.address).where(
            ContactPoint.person_id.in_(people), ContactPoint.kind == ContactKind.CAPITOL
        )
    )
    found = {person_id: read_room(address) for person_id, address in rows}
    return {person_id: room.number for person_id, room in found.items() if room}
