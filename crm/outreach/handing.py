"""What is owed changes hands, or its day: each time with the reason, and what stood before stays on file."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.coalition.models import Membership
from crm.coalition.queries import works_on
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotFound
from crm.outreach.models import FollowUp, FollowUpChange
from crm.outreach.owed import own_follow_up

LONGEST: Final = 500
"""A reason is a sentence."""


def move_follow_up(session: Session, viewer: Viewer, follow_up_id: int, due_on: date | None, reason: str) -> FollowUp:
    """Let something be due on another day (nothing: on none in particular), and keep the reason; return it.

    Raises InvalidInput without a reason or where the day stays, Conflict for one that is done, and the rest as
    ``complete_follow_up`` does.
    """
    found = _open(session, viewer, follow_up_id)
    if due_on == found.due_on:
        raise InvalidInput("That is the day it has now.", hint="Choose another one.", field="due")
    _note(session, viewer, found, reason, due_on, found.owed_by_id)
    found.due_on = due_on
    session.flush()
    return found


def hand_over(session: Session, viewer: Viewer, follow_up_id: int, user_id: int, reason: str = "") -> FollowUp:
    """Let a colleague owe it from now on; return it. The reason may be left out: that it was handed over says enough.

    Raises NotFound for somebody who does not work for the organization that owes it, InvalidInput for who owes it
    already, Conflict for one that is done, and the rest as ``complete_follow_up`` does.
    """
    found = _open(session, viewer, follow_up_id)
    if user_id == found.owed_by_id:
        raise InvalidInput("They owe it already.", hint="Choose a colleague.", field="to")
    works_there = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.id == user_id,
            User.is_active,
            Membership.organization_id == found.organization_id,
            works_on(clock.today()),
        )
    )
    if session.scalar(works_there.limit(1)) is None:
        raise NotFound(
            "They do not work for the organization that owes this.", hint="Choose one of its people.", field="to"
        )
    _note(session, viewer, found, reason.strip() or "Handed over.", found.due_on, user_id, field="why")
    found.owed_by_id = user_id
    session.flush()
    return found


def _open(session: Session, viewer: Viewer, follow_up_id: int) -> FollowUp:
    found = own_follow_up(session, viewer, follow_up_id)
    if found.done_at is not None:
        raise Conflict("That is done already.", hint="What is left to do is a new follow-up.")
    return found


def _note(
    session: Session,
    viewer: Viewer,
    found: FollowUp,
    reason: str,
    due_on: date | None,
    owed_by_id: int | None,
    *,
    field: str = "reason",
) -> None:
    words = " ".join(reason.split())
    if not words:
        raise InvalidInput("Why does it move?", hint="Say it in a few words: “she is away until Monday”.", field=field)
    if len(words) > LONGEST:
        raise InvalidInput("That is long for a reason.", hint=f"Use {LONGEST} letters at most.", field=field)
    session.add(
        FollowUpChange(
            follow_up_id=found.id,
            recorded_at=clock.now(),
            recorded_by_id=viewer.user_id,
            former_due_on=found.due_on,
            due_on=due_on,
            former_owed_by_id=found.owed_by_id,
            owed_by_id=owed_by_id,
            reason=words,
        )
    )
