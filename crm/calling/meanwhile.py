"""What others recorded about an official while somebody worked without network: both entries stay, and it is said.

The answer is the same each time it is asked about one contact, so that an entry sent again is answered as it was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.accounts.models import User
from crm.bills.models import Measure
from crm.coalition.visibility import Viewer, visible
from crm.outreach.models import ActionOfficial, ActionTopic, Channel, Outcome, OutreachAction
from crm.positions.models import Position
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class OtherContact:
    """Somebody else's contact with the same official."""

    action_id: int
    by: str | None
    channel: Channel
    outcome: Outcome | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OtherStance:
    """Somebody else's entry that says another stance than ours, on the same measure."""

    position_id: int
    by: str | None
    measure: str
    stance: Stance
    ours: Stance
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """All of it, the earliest first."""

    contacts: tuple[OtherContact, ...]
    stances: tuple[OtherStance, ...]


def entered(session: Session, viewer: Viewer, client_key: str) -> OutreachAction | None:
    """The contact that the viewer's own entry of this key became, if it came in before (one query).

    It is answered whatever changed since: somebody who may no longer write is told that what they wrote is there.
    """
    return session.scalar(
        select(OutreachAction).where(
            OutreachAction.client_key == client_key,
            OutreachAction.recorded_by_id.is_not(None),
            OutreachAction.recorded_by_id == viewer.user_id,
        )
    )


def meanwhile(session: Session, viewer: Viewer, action: OutreachAction, since: datetime) -> Meanwhile:
    """What others recorded after ``since`` and before the contact, about the officials in it (four queries at most)."""
    people = session.scalars(select(ActionOfficial.person_id).where(ActionOfficial.action_id == action.id)).all()
    return Meanwhile(
        contacts=_contacts(session, viewer, action, people, since),
        stances=_stances(session, viewer, action, since),
    )


def _contacts(
    session: Session, viewer: Viewer, action: OutreachAction, people: Collection[int], since: datetime
) -> tuple[OtherContact, ...]:
    rows = session.execute(
        select(OutreachAction.id, User.name, OutreachAction.channel, OutreachAction.outcome, OutreachAction.recorded_at)
        .outerjoin(User, User.id == OutreachAction.recorded_by_id)
        .where(
            OutreachAction.id.in_(select(ActionOfficial.action_id).where(ActionOfficial.person_id.in_(sorted(people)))),
            OutreachAction.id < action.id,
            OutreachAction.recorded_at > since,
            or_(OutreachAction.recorded_by_id.is_(None), OutreachAction.recorded_by_id != action.recorded_by_id),
            OutreachAction.retracted_at.is_(None),
            visible(OutreachAction, viewer),
        )
        .order_by(OutreachAction.id)
    )
    return tuple(OtherContact(*row) for row in rows)


def _stances(session: Session, viewer: Viewer, action: OutreachAction, since: datetime) -> tuple[OtherStance, ...]:
    ours = session.scalars(
        select(Position)
        .join(ActionTopic, ActionTopic.position_id == Position.id)
        .where(ActionTopic.action_id == action.id)
    ).all()
    said = {(each.person_id, each.measure_id): each for each in ours if each.stance is not None}
    if not said:
        return ()
    mended = select(Position.corrects_id).where(Position.corrects_id.is_not(None))
    rows = session.execute(
        select(Position, User.name, Measure.name)
        .join(Measure, Measure.id == Position.measure_id)
        .outerjoin(User, User.id == Position.recorded_by_id)
        .where(
            Position.person_id.in_({person_id for person_id, _ in said}),
            Position.measure_id.in_({measure_id for _, measure_id in said}),
            Position.id < min(each.id for each in said.values()),
            Position.recorded_at > since,
            or_(Position.recorded_by_id.is_(None), Position.recorded_by_id != action.recorded_by_id),
            Position.stance.is_not(None),
            Position.id.not_in(mended),
            visible(Position, viewer),
        )
        .order_by(Position.id)
    )
    found = []
    for other, by, measure in rows:
        mine = said.get((other.person_id, other.measure_id))
        if mine is None or mine.stance is None or other.stance is None or other.stance is mine.stance:
            continue
        found.append(OtherStance(other.id, by, measure, other.stance, mine.stance, other.recorded_at))
    return tuple(found)
