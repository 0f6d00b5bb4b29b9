"""Reads of outreach. All but ``touched_by_allies`` show only what the viewer may see."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import Session

from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer, visible
from crm.outreach.lines import ContactLine, OfficialLine, OwedLine, TopicLine, dressed, owed_lines
from crm.outreach.models import (
    ActionOfficial,
    ActionStaff,
    Channel,
    FollowUp,
    Outcome,
    OutreachAction,
)
from crm.outreach.outcomes import NEVER_HAPPENED, TAKES_TIME
from crm.outreach.searching import Filters, matching
from crm.outreach.ties import Tie, ties

__all__ = [
    "ContactLine",
    "Due",
    "Filters",
    "LastContact",
    "OfficialLine",
    "OwedLine",
    "Page",
    "Tie",
    "TopicLine",
    "contact",
    "follow_ups",
    "history",
    "last_contacts",
    "recent",
    "ties",
    "touched_by_allies",
]

_NEWEST_FIRST = (
    OutreachAction.happened_latest.desc(),
    OutreachAction.recorded_at.desc(),
    OutreachAction.id.desc(),
)


class Due(enum.StrEnum):
    """Which follow-ups."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of contacts. ``number`` counts from 1; ``total`` is of all pages."""

    rows: tuple[ContactLine, ...]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 where there is nothing."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class LastContact:
    """The latest contact with an official that counts, the day an office's time was last taken, and a promised time."""

    person_id: int
    action_id: int
    channel: Channel
    outcome: Outcome | None
    day: date
    contact_point_id: int | None
    organization_id: int | None
    organization: str | None
    last_called: date | None
    call_back_at: datetime | None


def contact(session: Session, viewer: Viewer, action_id: int) -> ContactLine | None:
    """One contact, if the viewer may see it. Eight queries."""
    actions = session.scalars(
        select(OutreachAction).where(OutreachAction.id == action_id, visible(OutreachAction, viewer))
    ).all()
    return next(iter(dressed(session, actions)), None)


def history(
    session: Session, viewer: Viewer, person_id: int, limit: int | None = 50, *, retracted: bool = False
) -> tuple[ContactLine, ...]:
    """Contacts with an official or with their staff, newest first; taken-back ones only if asked for. Eight queries."""
    official = select(ActionOfficial.action_id).where(ActionOfficial.person_id == person_id)
    staff = select(ActionStaff.action_id).where(
        or_(ActionStaff.boss_id == person_id, ActionStaff.staff_id == person_id)
    )
    query = select(OutreachAction).where(OutreachAction.id.in_(official.union(staff)), visible(OutreachAction, viewer))
    if not retracted:
        query = query.where(OutreachAction.retracted_at.is_(None))
    return dressed(session, session.scalars(query.order_by(*_NEWEST_FIRST).limit(limit)).all())


def recent(session: Session, viewer: Viewer, filters: Filters | None = None, page: int = 1, *, size: int = 50) -> Page:
    """A page of contacts, newest first. Nine queries, however many contacts. A page after the last one is empty."""
    conditions = [OutreachAction.retracted_at.is_(None), visible(OutreachAction, viewer), *matching(filters)]
    total = session.scalar(select(func.count()).select_from(OutreachAction).where(*conditions)) or 0
    page = max(1, page)
    actions = session.scalars(
        select(OutreachAction).where(*conditions).order_by(*_NEWEST_FIRST).limit(size).offset((page - 1) * size)
    ).all()
    return Page(dressed(session, actions), page, size, total)


def last_contacts(
    session: Session,
    viewer: Viewer,
    person_ids: Collection[int],
    *,
    until: date | None = None,
    known: datetime | None = None,
) -> dict[int, LastContact]:
    """The latest contact with each official, by person id, that happened by ``until`` and was recorded by ``known``.

    Wrong numbers and cancelled meetings are no contact. One query.
    """
    asked: dict[str, Any] = {"person_ids": sorted(set(person_ids))}
    asked |= {name: value for name, value in (("until", until), ("known", known)) if value is not None}
    rows = session.execute(_last_contacts(viewer, until is not None, known is not None), asked)
    return {
        row.person_id: LastContact(
            person_id=row.person_id,
            action_id=row.action_id,
            channel=row.channel,
            outcome=row.outcome,
            day=row.happened_latest,
            contact_point_id=row.contact_point_id,
            organization_id=row.organization_id,
            organization=row.organization,
            last_called=row.last_called,
            call_back_at=row.call_back_at,
        )
        for row in rows
    }


@lru_cache(maxsize=256)
def _last_contacts(viewer: Viewer, until: bool, known: bool) -> Select[*tuple[Any, ...]]:
    """The statement, made once for a viewer: to build it takes longer than to run it."""
    # A call, a visit: what an office is left in peace after.
    called = func.max(OutreachAction.happened_latest).filter(OutreachAction.channel.in_(sorted(TAKES_TIME)))
    place = func.row_number().over(partition_by=ActionOfficial.person_id, order_by=_NEWEST_FIRST)
    query = (
        select(
            ActionOfficial.person_id,
            OutreachAction.id.label("action_id"),
            OutreachAction.channel,
            OutreachAction.outcome,
            OutreachAction.happened_latest,
            OutreachAction.contact_point_id,
            OutreachAction.organization_id,
            OutreachAction.call_back_at,
            called.over(partition_by=ActionOfficial.person_id).label("last_called"),
            place.label("place"),
        )
        .join(OutreachAction, OutreachAction.id == ActionOfficial.action_id)
        .where(
            ActionOfficial.person_id.in_(bindparam("person_ids", expanding=True)),
            visible(OutreachAction, viewer),
            *_counting(
                cast(Any, bindparam("until")) if until else None,
                cast(Any, bindparam("known")) if known else None,
            ),
        )
    ).subquery()
    return (
        select(query, Organization.name.label("organization"))
        .outerjoin(Organization, Organization.id == query.c.organization_id)
        .where(query.c.place == 1)
    )


def touched_by_allies(
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    person_ids: Collection[int],
    since: date,
    *,
    until: date | None = None,
    known: datetime | None = None,
) -> frozenset[int]:
    """Which officials an ally in the campaign called or visited since a day, where the viewer may not see the contact.

    The one answer that reaches behind the walls: yes or no, never who, when or about what, so that no office is called
    twice in a row (field.md 4.8). Only for the campaign's own organizations. One query.
    """
    if not viewer.sees_all and campaign_id not in viewer.campaign_ids:
        return frozenset()
    return frozenset(
        session.scalars(
            select(ActionOfficial.person_id)
            .join(OutreachAction, OutreachAction.id == ActionOfficial.action_id)
            .where(
                ActionOfficial.person_id.in_(sorted(set(person_ids))),
                OutreachAction.campaign_id == campaign_id,
                _by_a_partner(),
                OutreachAction.channel.in_(sorted(TAKES_TIME)),
                OutreachAction.happened_latest >= since,
                ~visible(OutreachAction, viewer) if not viewer.sees_all else false(),
                *_counting(until, known),
            )
            .distinct()
        )
    )


def follow_ups(
    session: Session,
    viewer: Viewer,
    *,
    mine: bool = False,
    due: Due = Due.OPEN,
    today: date | None = None,
    within: timedelta | None = None,
    campaign_id: int | None = None,
    person_id: int | None = None,
) -> tuple[OwedLine, ...]:
    """What is owed, soonest due first, undated last: the viewer's own (``mine``) or all they may see. One query.

    ``today`` is needed for overdue ones and for ``within`` (due by then, overdue ones included).
    """
    conditions: list[ColumnElement[bool]] = [visible(FollowUp, viewer)]
    conditions.append(FollowUp.done_at.is_not(None) if due is Due.DONE else FollowUp.done_at.is_(None))
    if mine:
        conditions.append(FollowUp.owed_by_id == viewer.user_id if viewer.user_id is not None else false())
    if due is Due.OVERDUE and today is not None:
        conditions.append(FollowUp.due_on < today)
    if within is not None and today is not None:
        conditions.append(FollowUp.due_on <= today + within)
    if campaign_id is not None:
        conditions.append(FollowUp.campaign_id == campaign_id)
    if person_id is not None:
        conditions.append(FollowUp.person_id == person_id)
    return owed_lines(session, and_(*conditions), FollowUp.due_on.is_(None), FollowUp.due_on)


def _counting(until: date | None, known: datetime | None) -> list[ColumnElement[bool]]:
    counts: list[ColumnElement[bool]] = [
        OutreachAction.retracted_at.is_(None),
        or_(OutreachAction.outcome.is_(None), OutreachAction.outcome.not_in(sorted(NEVER_HAPPENED))),
    ]
    if until is not None:
        counts.append(OutreachAction.happened_latest <= until)
    if known is not None:
        counts.append(OutreachAction.recorded_at <= known)
    return counts


def _by_a_partner() -> ColumnElement[bool]:
    """The contact's organization took part in the campaign it names, on the day of the contact."""
    on_the_day: Any = OutreachAction.happened_latest
    return exists().where(
        CampaignOrganization.campaign_id == OutreachAction.campaign_id,
        CampaignOrganization.organization_id == OutreachAction.organization_id,
        takes_part_on(on_the_day),
    )
