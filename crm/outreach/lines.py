"""Outreach as people read it: frozen values, put together in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.accounts.models import User
from crm.bills.models import Measure
from crm.campaigns.models import Ask
from crm.coalition.models import Organization, Visibility
from crm.outreach.models import (
    ActionOfficial,
    ActionOrganization,
    ActionStaff,
    ActionTopic,
    ActionUser,
    Channel,
    FollowUp,
    Outcome,
    OutreachAction,
    Part,
)
from crm.people.models import Person
from crm.positions.models import Position
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class OfficialLine:
    """An official in a contact."""

    person_id: int
    slug: str
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A measure that came up. ``stance`` is what was entered then; the ledger knows whether it still stands."""

    measure_id: int
    measure_slug: str
    measure: str
    ask: str | None
    answer: str | None
    position_id: int | None
    person_id: int | None
    stance: Stance | None


@dataclass(frozen=True, slots=True)
class OwedLine:
    """Something owed. ``owed_by`` is the user's name."""

    id: int
    what: str
    due_on: date | None
    owed_by_id: int | None
    owed_by: str | None
    done_at: datetime | None
    action_id: int | None
    campaign_id: int | None
    person_id: int | None
    person_slug: str | None
    person: str | None
    organization_id: int | None
    organization: str | None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact with all who took part, what came up and what is owed. ``happened`` is EDTF text."""

    id: int
    channel: Channel
    outcome: Outcome | None
    title: str | None
    notes: str
    place: str | None
    happened: str
    happened_latest: date
    happened_at: datetime | None
    recorded_at: datetime
    recorded_by: str | None
    minutes: int | None
    organization_id: int | None
    organization: str | None
    visibility: Visibility
    campaign_id: int | None
    contact_point_id: int | None
    unnamed_people: str | None
    source: str | None
    retracted_at: datetime | None
    retracted_reason: str | None
    officials: tuple[OfficialLine, ...]
    staff: tuple[str, ...]
    organizations: tuple[str, ...]
    users: tuple[str, ...]
    topics: tuple[TopicLine, ...]
    follow_ups: tuple[OwedLine, ...]


def dressed(session: Session, actions: Sequence[OutreachAction]) -> tuple[ContactLine, ...]:
    """The contacts with all their parts, in the order given (seven queries, none for no contacts).

    Who may see a contact may see its parts: they stand behind the same walls.
    """
    ids = [action.id for action in actions]
    if not ids:
        return ()
    organizations = _grouped(
        session,
        select(ActionOrganization.action_id, Organization.name)
        .join(Organization, Organization.id == ActionOrganization.organization_id)
        .where(ActionOrganization.action_id.in_(ids))
        .order_by(ActionOrganization.id),
    )
    users = _grouped(
        session,
        select(ActionUser.action_id, User.name)
        .join(User, User.id == ActionUser.user_id)
        .where(ActionUser.action_id.in_(ids))
        .order_by(ActionUser.id),
    )
    staff = _grouped(
        session,
        select(ActionStaff.action_id, ActionStaff.printed_name)
        .where(ActionStaff.action_id.in_(ids))
        .order_by(ActionStaff.id),
    )
    officials, topics, owed = _officials(session, ids), _topics(session, ids), _owed(session, ids)
    names = _names(session, actions)
    return tuple(
        ContactLine(
            id=action.id,
            channel=action.channel,
            outcome=action.outcome,
            title=action.title,
            notes=action.notes,
            place=action.place,
            happened=action.happened,
            happened_latest=action.happened_latest,
            happened_at=action.happened_at,
            recorded_at=action.recorded_at,
            recorded_by=names.get(action.id, (None, None))[1],
            minutes=action.minutes,
            organization_id=action.organization_id,
            organization=names.get(action.id, (None, None))[0],
            visibility=action.visibility,
            campaign_id=action.campaign_id,
            contact_point_id=action.contact_point_id,
            unnamed_people=action.unnamed_people,
            source=action.source,
            retracted_at=action.retracted_at,
            retracted_reason=action.retracted_reason,
            officials=tuple(officials[action.id]),
            staff=tuple(staff[action.id]),
            organizations=tuple(organizations[action.id]),
            users=tuple(users[action.id]),
            topics=tuple(topics[action.id]),
            follow_ups=tuple(owed[action.id]),
        )
        for action in actions
    )


def owed_lines(session: Session, condition: Any, *order: Any) -> tuple[OwedLine, ...]:
    """What is owed under a condition, with names (one query)."""
    rows = session.execute(
        select(FollowUp, User.name, Person.slug, Person.name, Organization.name)
        .outerjoin(User, User.id == FollowUp.owed_by_id)
        .outerjoin(Person, Person.id == FollowUp.person_id)
        .outerjoin(Organization, Organization.id == FollowUp.organization_id)
        .where(condition)
        .order_by(*order, FollowUp.id)
    )
    return tuple(
        OwedLine(
            id=row.id,
            what=row.what,
            due_on=row.due_on,
            owed_by_id=row.owed_by_id,
            owed_by=user,
            done_at=row.done_at,
            action_id=row.action_id,
            campaign_id=row.campaign_id,
            person_id=row.person_id,
            person_slug=slug,
            person=person,
            organization_id=row.organization_id,
            organization=organization,
        )
        for row, user, slug, person, organization in rows
    )


def _owed(session: Session, ids: list[int]) -> dict[int, list[OwedLine]]:
    found: dict[int, list[OwedLine]] = defaultdict(list)
    for line in owed_lines(session, FollowUp.action_id.in_(ids)):
        assert line.action_id is not None
        found[line.action_id].append(line)
    return found


def _names(session: Session, actions: Iterable[OutreachAction]) -> dict[int, tuple[str | None, str | None]]:
    """The names of the organization and of the user behind each contact."""
    rows = session.execute(
        select(OutreachAction.id, Organization.name, User.name)
        .outerjoin(Organization, Organization.id == OutreachAction.organization_id)
        .outerjoin(User, User.id == OutreachAction.recorded_by_id)
        .where(OutreachAction.id.in_([action.id for action in actions]))
    )
    return {action_id: (organization, user) for action_id, organization, user in rows}


def _grouped(session: Session, query: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for action_id, text in session.execute(query):
        found[action_id].append(text)
    return found


def _officials(session: Session, ids: list[int]) -> dict[int, list[OfficialLine]]:
    found: dict[int, list[OfficialLine]] = defaultdict(list)
    line: Any
    for action_id, *line in session.execute(
        select(ActionOfficial.action_id, Person.id, Person.slug, Person.name, ActionOfficial.part)
        .join(Person, Person.id == ActionOfficial.person_id)
        .where(ActionOfficial.action_id.in_(ids))
        .order_by(ActionOfficial.id)
    ):
        found[action_id].append(OfficialLine(*line))
    return found


def _topics(session: Session, ids: list[int]) -> dict[int, list[TopicLine]]:
    found: dict[int, list[TopicLine]] = defaultdict(list)
    line: Any
    for action_id, *line in session.execute(
        select(
            ActionTopic.action_id,
            Measure.id,
            Measure.slug,
            Measure.name,
            Ask.words,
            ActionTopic.answer,
            ActionTopic.position_id,
            Position.person_id,
            Position.stance,
        )
        .join(Measure, Measure.id == ActionTopic.measure_id)
        .outerjoin(Ask, Ask.id == ActionTopic.ask_id)
        .outerjoin(Position, Position.id == ActionTopic.position_id)
        .where(ActionTopic.action_id.in_(ids))
        .order_by(ActionTopic.id)
    ):
        found[action_id].append(TopicLine(*line))
    return found
