"""Narrowing down a list of contacts: by what is in its URL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, or_

from crm.names import fold
from crm.outreach.models import (
    ActionOfficial,
    ActionOrganization,
    ActionStaff,
    ActionTopic,
    ActionUser,
    Channel,
    Outcome,
    OutreachAction,
)
from crm.people.models import PersonName


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list; nothing given lists all. ``text`` is looked for in titles, notes, answers and officials' names.

    ``person_id`` is an official (a contact with their staff is one with them), ``user_id`` somebody on our side.
    """

    campaign_id: int | None = None
    organization_id: int | None = None
    measure_id: int | None = None
    person_id: int | None = None
    user_id: int | None = None
    channel: Channel | None = None
    outcome: Outcome | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


def matching(filters: Filters | None) -> list[ColumnElement[bool]]:
    """The conditions under which a contact is listed."""
    if filters is None:
        return []
    found: list[ColumnElement[bool]] = []
    equal: list[tuple[Any, Any]] = [
        (OutreachAction.campaign_id, filters.campaign_id),
        (OutreachAction.channel, filters.channel),
        (OutreachAction.outcome, filters.outcome),
    ]
    found += [column == value for column, value in equal if value is not None]
    if filters.organization_id is not None:
        found.append(
            exists().where(
                ActionOrganization.action_id == OutreachAction.id,
                ActionOrganization.organization_id == filters.organization_id,
            )
        )
    if filters.measure_id is not None:
        found.append(
            exists().where(ActionTopic.action_id == OutreachAction.id, ActionTopic.measure_id == filters.measure_id)
        )
    if filters.person_id is not None:
        found.append(_with(filters.person_id))
    if filters.user_id is not None:
        found.append(exists().where(ActionUser.action_id == OutreachAction.id, ActionUser.user_id == filters.user_id))
    if filters.since is not None:
        found.append(OutreachAction.happened_latest >= filters.since)
    if filters.until is not None:
        found.append(OutreachAction.happened_latest <= filters.until)
    if filters.text.strip():
        found.append(_holds(filters.text.strip()))
    return found


def _with(person_id: int) -> ColumnElement[bool]:
    return or_(
        exists().where(ActionOfficial.action_id == OutreachAction.id, ActionOfficial.person_id == person_id),
        exists().where(
            ActionStaff.action_id == OutreachAction.id,
            or_(ActionStaff.boss_id == person_id, ActionStaff.staff_id == person_id),
        ),
    )


def _holds(text: str) -> ColumnElement[bool]:
    named = (
        exists()
        .where(ActionOfficial.action_id == OutreachAction.id)
        .where(PersonName.person_id == ActionOfficial.person_id)
        .where(PersonName.folded.contains(fold(text) or text, autoescape=True))
    )
    answered = exists().where(
        ActionTopic.action_id == OutreachAction.id, ActionTopic.answer.icontains(text, autoescape=True)
    )
    return or_(
        OutreachAction.title.icontains(text, autoescape=True),
        OutreachAction.notes.icontains(text, autoescape=True),
        named,
        answered,
    )
