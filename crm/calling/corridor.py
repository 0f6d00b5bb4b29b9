"""A kept list as one walks it: who, in which room, with all that is worth knowing at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.queries import KeptList, TargetLine, call_list
from crm.calling.rooms import rooms_of
from crm.calling.rules import REST
from crm.campaigns.queries import AskLine, asks_open, campaign_line, campaigns
from crm.coalition.visibility import Viewer
from crm.outreach.desk import DeskMeasure, desk
from crm.outreach.queries import LastContact, last_contacts, touched_by_allies
from crm.people.rooms import Room, room_order


@dataclass(frozen=True, slots=True)
class Door:
    """One official of a list. ``by_an_ally``: a partner was there of late, and no more of it may be known."""

    target: TargetLine
    room: Room | None
    last: LastContact | None
    by_an_ally: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """A list by its rooms, unknown ones last. ``seen_at``: whatever was recorded later, the device does not know."""

    kept: KeptList
    doors: tuple[Door, ...]
    measures: tuple[DeskMeasure, ...]
    asks: tuple[AskLine, ...]
    organizations: tuple[tuple[int, str], ...]
    seen_at: datetime


def walk(session: Session, viewer: Viewer, call_list_id: int) -> Walk:
    """The list as it stands now, as the viewer may know it (at most 20 queries). Raises NotFound as ``call_list``."""
    seen_at = clock.now()
    kept = call_list(session, viewer, call_list_id)
    campaign = campaign_line(session, campaigns(session, viewer), kept.line.campaign_slug)
    ids = [target.person_id for target in kept.targets]
    rooms = rooms_of(session, ids)
    last = last_contacts(session, viewer, ids)
    touched = touched_by_allies(session, viewer, campaign.id, ids, clock.today() - REST)
    doors = [
        Door(target, rooms.get(target.person_id), last.get(target.person_id), target.person_id in touched)
        for target in kept.targets
    ]
    doors.sort(key=lambda door: (door.target.set_aside, room_order(door.room), door.target.rank))
    offered = desk(session, viewer)
    own = offered.campaign(campaign.slug)
    return Walk(
        kept=kept,
        doors=tuple(doors),
        measures=(own.measure, *own.watched) if own is not None and own.slug == campaign.slug else (),
        asks=asks_open(session, viewer, campaign.id, clock.today()),
        organizations=offered.organizations,
        seen_at=seen_at,
    )
