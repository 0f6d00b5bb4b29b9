"""Reads of outreach. All but ``touched_by_allies`` show only what the viewer may see."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import CampaignOrganization
from crm.coalition.visibility import Viewer, visible
from crm.outreach.latest import NEWEST_FIRST, LastContact, counting, last_contacts
from crm.outreach.lines import ContactLine, OfficialLine, OwedLine, TopicLine, dressed, owed_lines
from crm.outreach.models import (
    ActionOfficial,
    ActionStaff,
    FollowUp,
    OutreachAction,
)
from crm.outreach.outcomes import TAKES_TIME
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
    return dressed(session, session.scalars(query.order_by(*NEWEST_FIRST).limit(limit)).all())


def recent(session: Session, viewer: Viewer, filters: Filters | None = None, page: int = 1, *, size: int = 50) -> Page:
    """A page of contacts, newest first. Nine queries, however many contacts. A page after the last one is empty."""
    conditions = [OutreachAction.retracted_at.is_(None), visible(OutreachAction, viewer), *matching(filters)]
    total = session.scalar(select(func.count()).select_from(OutreachAction).where(*conditions)) or 0
    page = max(1, page)
    actions = session.scalars(
        select(OutreachAction).where(*conditions).order_by(*NEWEST_FIRST).limit(size).offset((page - 1) * size)
    ).all()
    return Page(dressed(session, actions), page, size, total)


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
                *counting(until, known),
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


def _by_a_partner() -> ColumnElement[bool]:
    """The contact's organization took part in the campaign it names, on the day of the contact."""
    on_the_day: Any = OutreachAction.happened_latest
    return exists().where(
        CampaignOrganization.campaign_id == OutreachAction.campaign_id,
        CampaignOrganization.organization_id == OutreachAction.organization_id,
        takes_part_on(on_the_day),
    )
