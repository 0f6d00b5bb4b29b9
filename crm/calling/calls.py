"""The calls an office remembers, newest first: what the queue of a list and a sheet of the day both go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer, visible
from crm.outreach.models import ActionOfficial, ActionUser, Outcome, OutreachAction
from crm.outreach.outcomes import TAKES_TIME

LOOK_BACK: Final = timedelta(days=60)
"""Older calls bind nobody: the longest rest is two weeks, and a refusal of two months ago is forgotten."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call or a visit that counts. ``mine``: the viewer took part. ``caller_id``: who logged it, for whom."""

    action_id: int
    outcome: Outcome | None
    at: datetime
    contact_point_id: int | None
    call_back_at: datetime | None
    caller_id: int | None
    mine: bool
    organization: str | None = None
    recorded_at: datetime | None = None


def calls_to(
    session: Session,
    viewer: Viewer,
    person_ids: Collection[int],
    since: date,
    *,
    until: date | None = None,
    known: datetime | None = None,
    of_the_list: Collection[int] = (),
) -> dict[int, tuple[Call, ...]]:
    """The calls to each official since a day, newest first, by person id (one query).

    Those the viewer may see, and those made from a list itself: that somebody of it has called, and until when the
    office therefore rests, is known to all who work on it. What happened after ``until`` or was recorded after
    ``known`` is left out.
    """
    took_part = exists().where(ActionUser.action_id == OutreachAction.id, ActionUser.user_id == (viewer.user_id or 0))
    times: list[Any] = [OutreachAction.happened_latest >= since]
    if until is not None:
        times.append(OutreachAction.happened_latest <= until)
    if known is not None:
        times.append(OutreachAction.recorded_at <= known)
    rows = session.execute(
        select(
            ActionOfficial.person_id,
            OutreachAction.id,
            OutreachAction.outcome,
            OutreachAction.happened_at,
            OutreachAction.happened_latest,
            OutreachAction.recorded_at,
            OutreachAction.contact_point_id,
            OutreachAction.call_back_at,
            OutreachAction.recorded_by_id,
            Organization.name.label("organization"),
            took_part.label("mine"),
        )
        .join(OutreachAction, OutreachAction.id == ActionOfficial.action_id)
        .outerjoin(Organization, Organization.id == OutreachAction.organization_id)
        .where(
            # The sum lets a long log be read from its days, and not from all that was ever done with each of them.
            (ActionOfficial.person_id + 0).in_(sorted(set(person_ids))),
            *times,
            OutreachAction.retracted_at.is_(None),
            OutreachAction.channel.in_(sorted(TAKES_TIME)),
            or_(OutreachAction.outcome.is_(None), OutreachAction.outcome != Outcome.CANCELLED),
            or_(visible(OutreachAction, viewer), OutreachAction.id.in_(sorted(of_the_list))),
        )
    )
    found: dict[int, list[Call]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(
            Call(
                action_id=row.id,
                outcome=row.outcome,
                at=_ended(row.happened_at, row.happened_latest, row.recorded_at),
                contact_point_id=row.contact_point_id,
                call_back_at=row.call_back_at,
                caller_id=row.recorded_by_id,
                mine=bool(row.mine),
                organization=row.organization,
                recorded_at=row.recorded_at,
            )
        )
    return {
        person_id: tuple(sorted(calls, key=lambda call: (call.at, call.action_id), reverse=True))
        for person_id, calls in found.items()
    }


def _ended(happened_at: datetime | None, day: date, recorded_at: datetime) -> datetime:
    """When a call ended, as well as it is known: never later than it was written down."""
    return min(happened_at or clock.end_of_day(day), recorded_at)
