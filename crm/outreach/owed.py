"""What is owed after a contact, or without one: who does what by when."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer, visible
from crm.errors import Conflict, InvalidInput, NotFound
from crm.outreach import checks
from crm.outreach.contact import Owed
from crm.outreach.models import FollowUp, OutreachAction
from crm.people.models import Person


def add_follow_up(
    session: Session,
    viewer: Viewer,
    owed: Owed,
    *,
    action_id: int | None = None,
    organization_id: int | None = None,
    campaign_id: int | None = None,
    visibility: Visibility | None = None,
) -> FollowUp:
    """Note something owed and return it. After a contact (``action_id``) it stands behind the contact's walls.

    Raises InvalidInput for nothing owed, NotFound for a contact the viewer cannot see, NotAllowed for another
    organization's.
    """
    if not owed.what.strip():
        raise InvalidInput("What is owed?", hint="Say it in a few words: “send the fact sheet”.", field="what")
    if action_id is not None:
        action = session.scalar(
            select(OutreachAction).where(OutreachAction.id == action_id, visible(OutreachAction, viewer))
        )
        if action is None:
            raise NotFound("That contact is not on file.", hint="It may be behind another organization's wall.")
        organization_id, campaign_id, visibility = action.organization_id, action.campaign_id, action.visibility
    organization_id, visibility = checks.walls_of(session, viewer, organization_id, campaign_id, visibility)
    if owed.person_id is not None:
        checks.require(session, Person, (owed.person_id,), "That person is not on file.")
    if owed.owed_by_id is not None:
        checks.require(session, User, (owed.owed_by_id,), "That user is not on file.")
    follow_up = FollowUp(
        action_id=action_id,
        organization_id=organization_id,
        visibility=visibility,
        campaign_id=campaign_id,
        person_id=owed.person_id,
        owed_by_id=owed.owed_by_id or viewer.user_id,
        what=owed.what.strip(),
        due_on=owed.due_on,
        recorded_at=clock.now(),
    )
    session.add(follow_up)
    session.flush()
    return follow_up


def complete_follow_up(session: Session, viewer: Viewer, follow_up_id: int, result: str = "") -> FollowUp:
    """Note that something owed is done, now and by the viewer, and what came of it; return it.

    Raises NotFound for one the viewer cannot see, NotAllowed for another organization's, Conflict for one that is done.
    """
    follow_up = own_follow_up(session, viewer, follow_up_id)
    if follow_up.done_at is not None:
        raise Conflict("That is done already.")
    follow_up.done_at = clock.now()
    follow_up.done_by_id = viewer.user_id
    follow_up.result = result.strip() or None
    session.flush()
    return follow_up


def own_follow_up(session: Session, viewer: Viewer, follow_up_id: int) -> FollowUp:
    """A follow-up that the viewer's organization owes, held until the transaction ends.

    Raises NotFound for one the viewer cannot see, NotAllowed for another organization's.
    """
    follow_up = session.scalar(
        select(FollowUp)
        .where(FollowUp.id == follow_up_id, visible(FollowUp, viewer))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if follow_up is None:
        raise NotFound("That follow-up is not on file.", hint="It may be behind another organization's wall.")
    viewer.may_write_for(follow_up.organization_id)
    return follow_up
