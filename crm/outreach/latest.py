"""The latest contact with each of many officials, quickly however long the log is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer, visible
from crm.outreach.models import ActionOfficial, Channel, Outcome, OutreachAction
from crm.outreach.outcomes import NEVER_HAPPENED, TAKES_TIME

RECENT: Final = timedelta(days=14)
"""Where to look first: of a million contacts two weeks hold some thousands, and most officials who are worked on."""
NEWEST_FIRST: Final = (
    OutreachAction.happened_latest.desc(),
    OutreachAction.recorded_at.desc(),
    OutreachAction.id.desc(),
)


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
    language: str | None = None


def last_contacts(
    session: Session,
    viewer: Viewer,
    person_ids: Collection[int],
    *,
    until: date | None = None,
    known: datetime | None = None,
) -> dict[int, LastContact]:
    """The latest contact with each official, by person id, that happened by ``until`` and was recorded by ``known``.

    Wrong numbers and cancelled meetings are no contact. Two queries: what is recent answers for most officials, and
    only for the rest (or where nobody of late took their office's time) is all of the log read.
    """
    wanted = set(person_ids)
    times = {name: value for name, value in (("until", until), ("known", known)) if value is not None}
    asked = frozenset(times)
    since = (until or clock.today()) - RECENT
    found = _read(session, _statement(viewer, asked | {"since"}), wanted, {**times, "since": since})
    older = wanted - {key for key, last in found.items() if last.last_called is not None}
    return found | _read(session, _statement(viewer, asked), older, times) if older else found


def counting(until: Any = None, known: Any = None) -> list[ColumnElement[bool]]:
    """What makes a contact count: not taken back, took place, happened by ``until`` and was recorded by ``known``."""
    counts: list[ColumnElement[bool]] = [
        OutreachAction.retracted_at.is_(None),
        or_(OutreachAction.outcome.is_(None), OutreachAction.outcome.not_in(sorted(NEVER_HAPPENED))),
    ]
    if until is not None:
        counts.append(OutreachAction.happened_latest <= until)
    if known is not None:
        counts.append(OutreachAction.recorded_at <= known)
    return counts


def _read(session: Session, statement: Any, person_ids: set[int], times: dict[str, Any]) -> dict[int, LastContact]:
    rows = session.execute(statement, {"person_ids": sorted(person_ids), **times})
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
            language=row.language,
        )
        for row in rows
    }


@lru_cache(maxsize=256)
def _statement(viewer: Viewer, asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """The statement, made once for a viewer: to build it takes longer than to run it."""
    # A call, a visit: what an office is left in peace after.
    called = func.max(OutreachAction.happened_latest).filter(OutreachAction.channel.in_(sorted(TAKES_TIME)))
    place = func.row_number().over(partition_by=ActionOfficial.person_id, order_by=NEWEST_FIRST)
    people: Any = bindparam("person_ids", expanding=True)
    whom, when = ActionOfficial.person_id.in_(people), []
    if "since" in asked:
        # The sum keeps the database from going through all that was ever done with each of them: it is to begin at the
        # index over days (ix_outreach_actions_happened_latest).
        whom = (ActionOfficial.person_id + 0).in_(people)
        when = [OutreachAction.happened_latest >= bindparam("since")]
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
            OutreachAction.language,
            called.over(partition_by=ActionOfficial.person_id).label("last_called"),
            place.label("place"),
        )
        .join(OutreachAction, OutreachAction.id == ActionOfficial.action_id)
        .where(
            whom,
            *when,
            visible(OutreachAction, viewer),
            *counting(*(cast(Any, bindparam(name)) if name in asked else None for name in ("until", "known"))),
        )
    ).subquery()
    return (
        select(query, Organization.name.label("organization"))
        .outerjoin(Organization, Organization.id == query.c.organization_id)
        .where(query.c.place == 1)
    )
