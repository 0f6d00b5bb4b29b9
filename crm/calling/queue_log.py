"""What becomes of a call that a caller of a list has made, or has not: logged by its outcome's rule, or given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import holds
from crm.calling.models import CallTarget, Claim, OfficeHold, Skip, TargetState
from crm.calling.rules import Rule, rule_of
from crm.calling.service import set_aside, target_of
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput
from crm.outreach.models import Outcome, OutreachAction
from crm.outreach.service import NewContact, log_contact


@dataclass(frozen=True, slots=True)
class Logged:
    """A call as it was written. ``late``: the lease had run out before; ``handed_on``: somebody else has them by now.

    ``is_closed``: the list was closed in the meantime, so no further call comes from it.
    """

    action_id: int
    rule: Rule
    late: bool
    handed_on: bool
    is_closed: bool


def log_call(session: Session, viewer: Viewer, target_id: int, new: NewContact) -> Logged:
    """Log a call to an official of a list, do to the list what its outcome's rule says, and end the caller's lease.

    Logged all the same when the lease has run out, the list was closed, or somebody else has the office by now: what
    was heard is never lost. The same ``client_key`` again changes nothing. Raises what ``log_contact`` does, NotFound
    and NotAllowed outside of what the viewer may work on, InvalidInput for a contact with somebody else or a call-back
    without a time ahead, Conflict for an entry that was taken back.
    """
    target, call_list = target_of(session, viewer, target_id)
    if target.person_id not in {official.person_id for official in new.officials}:
        raise InvalidInput("This is the card of another official.", hint="Open the list again.", field="person_id")
    _check_promise(new)
    again = _is_logged(session, new.client_key)
    on_time = viewer.user_id is not None and holds.has(session, viewer.user_id, target.person_id) is not None
    action = log_contact(session, viewer, new)
    if action.retracted_at is not None:
        raise Conflict("That entry was taken back.", hint="Take the call again to log another.")
    if not again:
        settle(target, action)
    if viewer.user_id is not None:
        holds.release(session, viewer.user_id, target.person_id)
    session.flush()
    return Logged(
        action_id=action.id,
        rule=rule_of(action.outcome),
        late=not on_time and not again,
        handed_on=not again and _somebody_has(session, target.person_id),
        is_closed=call_list.closed_at is not None,
    )


def settle(target: CallTarget, action: OutreachAction | None) -> None:
    """Let a target follow its latest call: done, to be called back by whoever promised it, or waiting."""
    outcome = action.outcome if action else None
    promised = action is not None and outcome is Outcome.CALL_BACK
    target.action_id = action.id if action else None
    target.state = TargetState.DONE if action is not None and rule_of(outcome).done else TargetState.WAITING
    target.call_back_at = action.call_back_at if action is not None and promised else None
    target.call_back_to_id = action.recorded_by_id if action is not None and promised else None


def skip(session: Session, viewer: Viewer, target_id: int, kind: Skip, reason: str = "") -> CallTarget:
    """Give an official back without a call, and say why: not now, somebody else should, nobody should.

    The last sets them aside for all, and needs a reason. Raises NotFound and NotAllowed as ``take`` does.
    """
    target, _ = target_of(session, viewer, target_id)
    if kind is Skip.NOBODY and not reason.strip():
        raise InvalidInput("Why should nobody call them?", hint="Say it in a few words.", field="reason")
    if viewer.user_id is None:
        return target
    if kind is Skip.NOBODY:
        set_aside(session, viewer, target_id, reason=reason)
        return target
    if holds.release(session, viewer.user_id, target.person_id, skipped=kind, reason=reason) is None:
        _note_late(session, viewer.user_id, target_id, kind, reason)
    session.flush()
    return target


def _note_late(session: Session, user_id: int, target_id: int, kind: Skip, reason: str) -> None:
    """The lease was somebody else's by then; why this caller let go is noted at the last one they had."""
    latest = session.scalar(
        select(Claim)
        .where(Claim.call_target_id == target_id, Claim.user_id == user_id)
        .order_by(Claim.id.desc())
        .limit(1)
    )
    if latest is not None:
        latest.skipped, latest.reason = kind, reason.strip() or None


def _check_promise(new: NewContact) -> None:
    if new.outcome is not Outcome.CALL_BACK:
        return
    if new.call_back_at is None:
        raise InvalidInput("When shall we call back?", hint="Choose the day and the time.", field="call_back")
    if new.call_back_at <= clock.now():
        raise InvalidInput("That time is past.", hint="Choose one ahead.", field="call_back")


def _is_logged(session: Session, client_key: str | None) -> bool:
    if not client_key:
        return False
    return bool(session.scalar(select(exists().where(OutreachAction.client_key == client_key))))


def _somebody_has(session: Session, person_id: int) -> bool:
    now: datetime = clock.now()
    held = exists().where(OfficeHold.person_id == person_id, OfficeHold.expires_at > now)
    return bool(session.scalar(select(held)))
