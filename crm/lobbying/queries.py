"""Reads of lobby days: which there are, one whole, one's own meetings, and what still waits for its debrief."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.campaigns.models import Campaign
from crm.coalition.models import Organization, Visibility
from crm.coalition.visibility import Viewer, visible
from crm.errors import NotFound
from crm.lobbying.clashes import Clash, Planned, clashes
from crm.lobbying.lines import Meeting, meetings
from crm.lobbying.models import LobbyDay, LobbyMember, LobbySlot, LobbyTeam, SlotState
from crm.lobbying.rights import may_plan
from crm.lobbying.service import who_may_go

LOOK_BACK: Final = timedelta(days=30)
"""A debrief later than that is remembered by nobody."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """A lobby day in a list, with how many of its meetings are how far."""

    id: int
    name: str
    held_on: date
    place: str | None
    notes: str
    campaign_id: int
    campaign: str
    campaign_slug: str
    measure_id: int
    organization_id: int | None
    organization: str | None
    visibility: Visibility
    cancelled_at: datetime | None
    teams: int
    states: dict[SlotState, int]

    @property
    def meetings(self) -> int:
        """All of them, also those that fell through."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody in a team."""

    id: int
    user_id: int | None
    name: str
    leads: bool


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with its people, its lead first."""

    id: int
    name: str
    members: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class WholeDay:
    """One lobby day. ``may_plan``: the viewer changes the plan; ``my_teams``: those the viewer goes with."""

    line: DayLine
    teams: tuple[TeamLine, ...]
    meetings: tuple[Meeting, ...]
    clashes: tuple[Clash, ...]
    may_plan: bool
    my_teams: frozenset[int]

    @property
    def waiting(self) -> tuple[Meeting, ...]:
        """The meetings that are over and have no debrief."""
        return tuple(each for each in self.meetings if each.waits)


def lobby_days(session: Session, viewer: Viewer, *, campaign_id: int | None = None) -> tuple[DayLine, ...]:
    """Every lobby day the viewer may see, the latest first (two queries)."""
    conditions = [visible(LobbyDay, viewer)]
    if campaign_id is not None:
        conditions.append(LobbyDay.campaign_id == campaign_id)
    return _lines(session, and_(*conditions))


def lobby_day(session: Session, viewer: Viewer, lobby_day_id: int) -> WholeDay:
    """One day whole. Raises NotFound outside of what the viewer may see. Seven queries."""
    lines = _lines(session, and_(LobbyDay.id == lobby_day_id, visible(LobbyDay, viewer)))
    if not lines:
        raise NotFound("That lobby day is not on file.", hint="It may be behind another organization's wall.")
    teams = _teams(session, lobby_day_id)
    shown = meetings(session, viewer, LobbySlot.lobby_day_id == lobby_day_id)
    return WholeDay(
        line=lines[0],
        teams=teams,
        meetings=shown,
        clashes=() if lines[0].cancelled_at else _clashes(shown, teams),
        may_plan=may_plan(viewer, lines[0].organization_id),
        my_teams=frozenset(
            team.id
            for team in teams
            if viewer.user_id is not None and any(each.user_id == viewer.user_id for each in team.members)
        ),
    )


def meeting(session: Session, viewer: Viewer, slot_id: int) -> tuple[Meeting, WholeDay]:
    """One meeting with its day. Raises NotFound outside of what the viewer may see. Eight queries."""
    day_id = session.scalar(select(LobbySlot.lobby_day_id).where(LobbySlot.id == slot_id))
    if day_id is None:
        raise NotFound("That meeting is not on file.", hint="It may be behind another organization's wall.")
    day = lobby_day(session, viewer, day_id)
    return next(each for each in day.meetings if each.id == slot_id), day


def my_meetings(session: Session, viewer: Viewer, day: date, *, until: date | None = None) -> tuple[Meeting, ...]:
    """The meetings to which the viewer goes on a day (or from it ``until`` another), by time (three queries)."""
    if viewer.user_id is None:
        return ()
    return meetings(
        session,
        viewer,
        and_(
            LobbyDay.cancelled_at.is_(None),
            LobbyDay.held_on >= day,
            LobbyDay.held_on <= (until or day),
            LobbySlot.state != SlotState.FELL_THROUGH,
            _goes(viewer.user_id),
        ),
    )


def without_debrief(session: Session, viewer: Viewer) -> tuple[Meeting, ...]:
    """Meetings of the last month that are over and of which nobody told what came: the viewer's own teams', and those
    of the days that the viewer's organizations plan and the viewer leads; oldest first (three queries)."""
    today = clock.today()
    concerned: list[ColumnElement[bool]] = [LobbyDay.organization_id.in_(sorted(viewer.lead_organization_ids))]
    if viewer.user_id is not None:
        concerned += [_goes(viewer.user_id), LobbyDay.recorded_by_id == viewer.user_id]
    found = meetings(
        session,
        viewer,
        and_(
            LobbyDay.held_on <= today,
            LobbyDay.held_on >= today - LOOK_BACK,
            LobbySlot.state != SlotState.FELL_THROUGH,
            or_(*concerned),
        ),
    )
    return tuple(each for each in found if each.waits)


def _goes(user_id: int) -> ColumnElement[bool]:
    return exists().where(LobbyMember.lobby_team_id == LobbySlot.lobby_team_id, LobbyMember.user_id == user_id)


def _lines(session: Session, condition: ColumnElement[bool]) -> tuple[DayLine, ...]:
    teams = select(func.count()).where(LobbyTeam.lobby_day_id == LobbyDay.id).correlate(LobbyDay).scalar_subquery()
    rows = session.execute(
        select(LobbyDay, Campaign.name, Campaign.slug, Campaign.measure_id, Organization.name, teams)
        .join(Campaign, Campaign.id == LobbyDay.campaign_id)
        .outerjoin(Organization, Organization.id == LobbyDay.organization_id)
        .where(condition)
        .order_by(LobbyDay.held_on.desc(), LobbyDay.id.desc())
    ).all()
    states: dict[int, dict[SlotState, int]] = defaultdict(dict)
    counted = select(LobbySlot.lobby_day_id, LobbySlot.state, func.count()).where(
        LobbySlot.lobby_day_id.in_([row[0].id for row in rows])
    )
    for day_id, state, many in session.execute(counted.group_by(LobbySlot.lobby_day_id, LobbySlot.state)):
        states[day_id][state] = many
    return tuple(
        DayLine(
            id=day.id,
            name=day.name,
            held_on=day.held_on,
            place=day.place,
            notes=day.notes,
            campaign_id=day.campaign_id,
            campaign=campaign,
            campaign_slug=slug,
            measure_id=measure_id,
            organization_id=day.organization_id,
            organization=organization,
            visibility=day.visibility,
            cancelled_at=day.cancelled_at,
            teams=many,
            states=states[day.id],
        )
        for day, campaign, slug, measure_id, organization, many in rows
    )


def _teams(session: Session, lobby_day_id: int) -> tuple[TeamLine, ...]:
    rows = session.execute(
        select(LobbyTeam.id, LobbyTeam.name, LobbyMember)
        .outerjoin(LobbyMember, LobbyMember.lobby_team_id == LobbyTeam.id)
        .where(LobbyTeam.lobby_day_id == lobby_day_id)
        .order_by(LobbyTeam.id, LobbyMember.leads.desc(), LobbyMember.id)
    )
    members: dict[tuple[int, str], list[MemberLine]] = defaultdict(list)
    for id_, name, member in rows:
        there = members[id_, name]
        if member is not None:
            there.append(MemberLine(member.id, member.user_id, member.printed_name, member.leads))
    return tuple(TeamLine(id_, name, tuple(there)) for (id_, name), there in members.items())


def _clashes(shown: Sequence[Meeting], teams: Iterable[TeamLine]) -> tuple[Clash, ...]:
    planned = [
        Planned(
            id=each.id,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            team=None if each.team_id is None else (each.team_id, each.team or ""),
            officials={target.person_id: target.name for target in each.targets},
            building=each.building,
        )
        for each in shown
        if each.state is not SlotState.FELL_THROUGH
    ]
    return clashes(planned, {team.id: [each.name for each in team.members] for team in teams})


def may_go(session: Session, viewer: Viewer, lobby_day_id: int) -> tuple[tuple[int, str], ...]:
    """The users who may go on a day as they stand behind its walls, by name; nobody outside of what the viewer may see.
    Two queries."""
    day = session.scalar(select(LobbyDay).where(LobbyDay.id == lobby_day_id, visible(LobbyDay, viewer)))
    if day is None:
        return ()
    rows = session.execute(
        select(User.id, User.name).where(User.is_active, User.id.in_(who_may_go(day))).order_by(User.name, User.id)
    )
    return tuple((row.id, row.name) for row in rows)
