"""The pile of what is owed, by oneself or by one's organization: what is late, what this week brings, what is done."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, false, func, select
from sqlalchemy.orm import Session, aliased

from crm.accounts.models import User
from crm.coalition.models import Membership, Visibility
from crm.coalition.queries import works_on
from crm.coalition.visibility import Viewer, visible
from crm.errors import NotFound
from crm.outreach.by_when import WEEK
from crm.outreach.lines import OwedLine, owed_lines
from crm.outreach.models import FollowUp, FollowUpChange
from crm.people.models import Person

PAGE: Final = 50


class Whose(enum.StrEnum):
    """Whose follow-ups: the viewer's own, or all of the organizations they work for."""

    MINE = "mine"
    OURS = "ours"


class Which(enum.StrEnum):
    """Which of them: all that is open, what is late, what is due within a week (late ones included), what is done."""

    OPEN = "open"
    OVERDUE = "overdue"
    WEEK = "week"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Pile:
    """A page of what is owed, and how much there is of each kind. Pages count from 1."""

    rows: tuple[OwedLine, ...]
    counts: dict[Which, int]
    page: int
    last: int


@dataclass(frozen=True, slots=True)
class Change:
    """It was moved, or handed over: from what to what, by whom, why. Names of users."""

    at: datetime
    by: str | None
    former_due_on: date | None
    due_on: date | None
    former_owed_by: str | None
    owed_by: str | None
    reason: str

    @property
    def is_handing(self) -> bool:
        """Whether it changed hands, and kept its day."""
        return self.former_owed_by != self.owed_by


@dataclass(frozen=True, slots=True)
class Owed:
    """One follow-up whole. ``heirs``: (user id, name) of the colleagues it can be handed to."""

    line: OwedLine
    visibility: Visibility
    result: str | None
    done_by: str | None
    recorded_at: datetime
    changes: tuple[Change, ...]
    heirs: tuple[tuple[int, str], ...]
    may_change: bool


def pile(
    session: Session,
    viewer: Viewer,
    whose: Whose,
    which: Which,
    today: date,
    *,
    campaign_id: int | None = None,
    page: int = 1,
) -> Pile:
    """What is owed, soonest due first and undated last; what is done newest first. Two queries.

    A page that does not exist is the nearest one that does.
    """
    of = [visible(FollowUp, viewer), _of(viewer, whose)]
    if campaign_id is not None:
        of.append(FollowUp.campaign_id == campaign_id)
    kinds = {each: _is(each, today) for each in Which}
    row = session.execute(
        select(*(func.coalesce(func.sum(case((kind, 1), else_=0)), 0) for kind in kinds.values())).where(*of)
    ).one()
    counts = dict(zip(kinds, map(int, row), strict=True))
    last = max(1, -(-counts[which] // PAGE))
    page = min(max(1, page), last)
    order: Sequence[Any] = (FollowUp.done_at.desc(),)
    if which is not Which.DONE:
        order = (FollowUp.due_on.is_(None), FollowUp.due_on)
    ids = select(FollowUp.id).where(*of, kinds[which]).order_by(*order, FollowUp.id).limit(PAGE)
    rows = owed_lines(session, FollowUp.id.in_(ids.offset((page - 1) * PAGE)), *order)
    return Pile(rows, counts, page, last)


def owed(session: Session, viewer: Viewer, follow_up_id: int, today: date) -> Owed:
    """One follow-up with what became of it. Raises NotFound outside of what the viewer may see. Five queries."""
    row = session.execute(
        select(FollowUp, User.name)
        .outerjoin(User, User.id == FollowUp.done_by_id)
        .where(FollowUp.id == follow_up_id, visible(FollowUp, viewer))
    ).one_or_none()
    if row is None:
        raise NotFound("That follow-up is not on file.", hint="It may be behind another organization's wall.")
    found, done_by = row
    (line,) = owed_lines(session, FollowUp.id == follow_up_id)
    may_change = viewer.sees_all or found.organization_id in viewer.organization_ids
    return Owed(
        line=line,
        visibility=found.visibility,
        result=found.result,
        done_by=done_by,
        recorded_at=found.recorded_at,
        changes=_changes(session, follow_up_id),
        heirs=_heirs(session, found, today) if may_change and found.done_at is None else (),
        may_change=may_change,
    )


def _of(viewer: Viewer, whose: Whose) -> ColumnElement[bool]:
    if whose is Whose.OURS:
        return FollowUp.organization_id.in_(sorted(viewer.organization_ids))
    return FollowUp.owed_by_id == viewer.user_id if viewer.user_id is not None else false()


def _is(which: Which, today: date) -> ColumnElement[bool]:
    if which is Which.DONE:
        return FollowUp.done_at.is_not(None)
    is_open = FollowUp.done_at.is_(None)
    if which is Which.OVERDUE:
        return and_(is_open, FollowUp.due_on < today)
    if which is Which.WEEK:
        return and_(is_open, FollowUp.due_on <= today + WEEK)
    return is_open


def _changes(session: Session, follow_up_id: int) -> tuple[Change, ...]:
    by, former, now = aliased(User), aliased(User), aliased(User)
    rows = session.execute(
        select(FollowUpChange, by.name, former.name, now.name)
        .outerjoin(by, by.id == FollowUpChange.recorded_by_id)
        .outerjoin(former, former.id == FollowUpChange.former_owed_by_id)
        .outerjoin(now, now.id == FollowUpChange.owed_by_id)
        .where(FollowUpChange.follow_up_id == follow_up_id)
        .order_by(FollowUpChange.recorded_at, FollowUpChange.id)
    )
    return tuple(
        Change(row.recorded_at, who, row.former_due_on, row.due_on, before, after, row.reason)
        for row, who, before, after in rows
    )


def _heirs(session: Session, found: FollowUp, today: date) -> tuple[tuple[int, str], ...]:
    rows = session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organization_id == found.organization_id,
            User.is_active,
            User.id != (found.owed_by_id or 0),
            works_on(today),
        )
        .distinct()
        .order_by(User.name, User.id)
    )
    return tuple((row.id, row.name) for row in rows)


def due_by(session: Session, viewer: Viewer, day: date) -> tuple[tuple[FollowUp, str | None], ...]:
    """The viewer's own open follow-ups that are due by the day, soonest first, each with the official's name (one
    query)."""
    rows = session.execute(
        select(FollowUp, Person.name)
        .outerjoin(Person, Person.id == FollowUp.person_id)
        .where(visible(FollowUp, viewer), _of(viewer, Whose.MINE), FollowUp.done_at.is_(None), FollowUp.due_on <= day)
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return tuple((row, name) for row, name in rows)
