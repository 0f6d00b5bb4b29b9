"""The screens that are pictured, each with the example that has most to show."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from crm import clock
from crm.accounts.queries import first_administrator
from crm.bills.models import Measure
from crm.calling.models import CallList
from crm.calling.queries import call_lists
from crm.calling.queue import queue, take_next
from crm.campaigns.models import Campaign
from crm.campaigns.viewer import viewer_of
from crm.coalition.models import Organization
from crm.lobbying.models import LobbyDay, LobbySlot
from crm.outreach.models import OutreachAction
from crm.people.models import Person
from crm.positions.models import Position
from crm.sessions import Database


@dataclass(frozen=True)
class Screen:
    """A page. ``opens`` is clicked first; ``looks_at`` is brought into the window, which is then not made longer."""

    name: str
    path: str
    opens: str = ""
    looks_at: str = ""


def screens(database: Database) -> list[Screen]:
    """All of them, about the campaign on whose measure most is on record."""
    with database.read() as session:
        measure = session.execute(
            select(Measure.id, Measure.slug, Campaign.slug.label("campaign"))
            .join(Position, Position.measure_id == Measure.id)
            .join(Campaign, Campaign.measure_id == Measure.id)
            .group_by(Measure.id, Campaign.id)
            .order_by(func.count().desc(), Measure.id)
            .limit(1)
        ).one()
        official = session.scalars(
            select(Person.slug)
            .join(Position, Position.person_id == Person.id)
            .where(Position.measure_id == measure.id)
            .group_by(Person.id)
            .order_by(func.count(Position.stance.distinct()).desc(), func.count().desc(), Person.id)
            .limit(1)
        ).one()
        organization = session.scalars(
            select(Organization.slug)
            .join(OutreachAction, OutreachAction.organization_id == Organization.id, isouter=True)
            .group_by(Organization.id)
            .order_by(func.count(OutreachAction.id).desc(), Organization.id)
            .limit(1)
        ).one()
        call_list = session.scalar(select(func.max(CallList.id)))
        lobby_day = session.scalar(
            select(LobbySlot.lobby_day_id).group_by(LobbySlot.lobby_day_id).order_by(func.count().desc()).limit(1)
        )
        meeting = session.scalar(
            select(LobbySlot.id)
            .join(LobbyDay, LobbyDay.id == LobbySlot.lobby_day_id)
            .order_by(LobbyDay.held_on, LobbySlot.id)
            .limit(1)
        )
    on_the_line = with_a_card(database)
    about = f"?measure={measure.slug}"
    return [
        Screen("today", "/"),
        Screen("board", f"/campaigns/{measure.campaign}"),
        Screen("forecast", f"/campaigns/{measure.campaign}/forecast"),
        Screen("officials", f"/officials{about}"),
        Screen("official", f"/officials/{official}{about}"),
        Screen("log", f"/officials/{official}{about}", opens="#log > summary", looks_at=".log__save"),
        Screen("position", f"/officials/{official}/positions/new{about}"),
        Screen("outreach", "/outreach"),
        Screen("contact", f"/outreach/new?official={official}"),
        Screen("call-lists", "/call-lists"),
        *([Screen("call-list", f"/call-lists/{call_list}")] if call_list else []),
        *([Screen("phone", f"/phone?list={on_the_line}")] if on_the_line else []),
        Screen("follow-ups", "/follow-ups"),
        *([Screen("lobby-day", f"/lobby-days/{lobby_day}")] if lobby_day else []),
        *([Screen("debrief", f"/lobby-days/meetings/{meeting}/debrief")] if meeting else []),
        Screen("organizations", "/organizations"),
        Screen("organization", f"/organizations/{organization}"),
        Screen("measures", "/measures"),
        Screen("measure", f"/measures/{measure.slug}"),
        Screen("calendar", "/calendar"),
        Screen("imports", "/imports"),
    ]


def with_a_card(database: Database) -> int | None:
    """An open list from which the administrator, who looks on, has just taken a call; nothing without one."""
    with database.write(reason="a card to picture") as session:
        user = first_administrator(session)
        if user is None:
            return None
        viewer = viewer_of(session, user.id, is_admin=True, today=clock.today())
        for line in call_lists(session, viewer):
            if line.closed_at is None and line.may_work and take_next(session, viewer, queue(session, viewer, line.id)):
                return line.id
    return None
