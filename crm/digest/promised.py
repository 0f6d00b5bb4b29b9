"""Call-backs that one promised: an office said when to call again, and nobody has spoken with it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from crm.calling.models import CallList, CallTarget, TargetState
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer, visible
from crm.outreach.models import ActionOfficial, ActionUser, Outcome, OutreachAction
from crm.people.models import Person

FORGOTTEN: Final = timedelta(days=14)
"""A call-back that was not made for so long nobody waits for any more."""


@dataclass(frozen=True, slots=True)
class CallBack:
    """When to call whom again, and behind which walls it was promised."""

    person_id: int
    slug: str
    name: str
    at: datetime
    visibility: Visibility


def call_backs(session: Session, viewer: Viewer, until: datetime) -> tuple[CallBack, ...]:
    """The viewer's own call-backs until an instant, soonest first, each official once (two queries)."""
    if viewer.user_id is None:
        return ()
    since = until - FORGOTTEN
    found: dict[int, CallBack] = {}
    for each in (*_logged(session, viewer, since, until), *_of_lists(session, viewer, since, until)):
        there = found.get(each.person_id)
        if there is None or each.at < there.at:
            found[each.person_id] = each
    return tuple(sorted(found.values(), key=lambda each: (each.at, each.name)))


def _logged(session: Session, viewer: Viewer, since: datetime, until: datetime) -> list[CallBack]:
    later, again = aliased(OutreachAction), aliased(ActionOfficial)
    mine = exists().where(ActionUser.action_id == OutreachAction.id, ActionUser.user_id == viewer.user_id)
    spoken_since = exists().where(
        again.person_id == ActionOfficial.person_id,
        again.action_id == later.id,
        later.recorded_at > OutreachAction.recorded_at,
        later.retracted_at.is_(None),
        visible(later, viewer),
    )
    rows = session.execute(
        select(Person.id, Person.slug, Person.name, OutreachAction.call_back_at, OutreachAction.visibility)
        .join(ActionOfficial, ActionOfficial.action_id == OutreachAction.id)
        .join(Person, Person.id == ActionOfficial.person_id)
        .where(
            OutreachAction.outcome == Outcome.CALL_BACK,
            OutreachAction.call_back_at > since,
            OutreachAction.call_back_at <= until,
            OutreachAction.retracted_at.is_(None),
            or_(OutreachAction.recorded_by_id == viewer.user_id, mine),
            visible(OutreachAction, viewer),
            ~spoken_since,
        )
    )
    return [CallBack(id_, slug, name, at, walls) for id_, slug, name, at, walls in rows if at is not None]


def _of_lists(session: Session, viewer: Viewer, since: datetime, until: datetime) -> list[CallBack]:
    rows = session.execute(
        select(Person.id, Person.slug, Person.name, CallTarget.call_back_at, CallList.visibility)
        .join(CallTarget, CallTarget.person_id == Person.id)
        .join(CallList, CallList.id == CallTarget.call_list_id)
        .where(
            CallTarget.call_back_to_id == viewer.user_id,
            CallTarget.state == TargetState.WAITING,
            CallTarget.call_back_at > since,
            CallTarget.call_back_at <= until,
            CallList.closed_at.is_(None),
            visible(CallList, viewer),
        )
    )
    return [CallBack(id_, slug, name, at, walls) for id_, slug, name, at, walls in rows if at is not None]
