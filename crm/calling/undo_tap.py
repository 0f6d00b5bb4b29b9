"""Undo for the last tap: the contact and what came of it are taken back, and the official is the caller's again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import holds
from crm.calling.models import CallList, CallTarget
from crm.calling.queue import held_in
from crm.calling.queue_log import settle
from crm.calling.service import target_of
from crm.coalition.visibility import Viewer, visible
from crm.errors import Conflict, NotFound
from crm.outreach.models import ActionOfficial, Channel, Outcome, OutreachAction
from crm.outreach.service import retract_contact
from crm.people.models import Person

UNDO: Final = timedelta(minutes=10)
"""So long a tap can be undone on the spot; after that the contact's own page takes it back, with a reason."""
REASON: Final = "Undone by the caller at once."


@dataclass(frozen=True, slots=True)
class Tap:
    """The last call somebody logged from a list."""

    action_id: int
    target_id: int
    name: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back. ``is_theirs``: the caller has the official on the line again; else somebody else has."""

    action_id: int
    target_id: int
    call_list_id: int
    is_theirs: bool


def last_tap(session: Session, viewer: Viewer, call_list_id: int) -> Tap | None:
    """What the viewer can still undo in a list: their last call there, within ten minutes (one query)."""
    row = session.execute(
        select(OutreachAction.id, CallTarget.id, Person.name, OutreachAction.outcome, OutreachAction.retracted_at)
        .join(CallTarget, CallTarget.action_id == OutreachAction.id)
        .join(Person, Person.id == CallTarget.person_id)
        .where(
            CallTarget.call_list_id == call_list_id,
            OutreachAction.recorded_by_id == (viewer.user_id or 0),
            OutreachAction.recorded_at > clock.now() - UNDO,
            visible(OutreachAction, viewer),
        )
        .order_by(OutreachAction.recorded_at.desc(), OutreachAction.id.desc())
        .limit(1)
    ).one_or_none()
    return Tap(*row[:4]) if row is not None and row[4] is None else None


def undo(session: Session, viewer: Viewer, action_id: int) -> Undone:
    """Take the caller's own last tap back, with the positions that came of it, and give them the official again.

    Whom they have on the line by now is given back. Raises NotFound for no tap of theirs, Conflict when it is too late
    or undone already, and what ``retract_contact`` raises.
    """
    mine = OutreachAction.recorded_by_id == (viewer.user_id or 0)
    action = session.scalar(
        select(OutreachAction).where(OutreachAction.id == action_id, mine, visible(OutreachAction, viewer))
    )
    if action is None:
        raise _nothing()
    if action.retracted_at is not None:
        raise Conflict("That call is undone already.")
    if action.recorded_at <= clock.now() - UNDO:
        raise Conflict(
            "That was more than ten minutes ago.", hint="Open the contact in Outreach and take it back with a reason."
        )
    target_id = session.scalar(select(func.min(CallTarget.id)).where(CallTarget.action_id == action_id))
    if target_id is None:
        raise _nothing()
    target, _ = target_of(session, viewer, target_id)
    retract_contact(session, viewer, action_id, REASON)
    settle(target, _before(session, viewer, target))
    session.flush()
    return Undone(action_id, target.id, target.call_list_id, _given_back(session, viewer, target))


def _given_back(session: Session, viewer: Viewer, target: CallTarget) -> bool:
    if viewer.user_id is None:
        return False
    claim = holds.hold(session, viewer.user_id, target.id, target.person_id)
    if claim is None:
        return False
    other = held_in(session, viewer.user_id, target.call_list_id, apart_from=claim.id)
    if other is not None and other.person_id is not None:
        holds.release(session, viewer.user_id, other.person_id)
    return True


def _before(session: Session, viewer: Viewer, target: CallTarget) -> OutreachAction | None:
    """The call before the one that was undone, since the list was drawn up."""
    return session.scalar(
        select(OutreachAction)
        .join(ActionOfficial, ActionOfficial.action_id == OutreachAction.id)
        .join(CallList, CallList.id == target.call_list_id)
        .where(
            ActionOfficial.person_id == target.person_id,
            OutreachAction.channel == Channel.CALL,
            OutreachAction.retracted_at.is_(None),
            OutreachAction.recorded_at >= CallList.built_at,
            visible(OutreachAction, viewer),
        )
        .order_by(OutreachAction.recorded_at.desc(), OutreachAction.id.desc())
        .limit(1)
    )


def _nothing() -> NotFound:
    return NotFound("There is no call of yours to undo.", hint="Look it up in Outreach to take it back.")
