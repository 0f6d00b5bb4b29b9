"""Steps of the phone bank, as tests take them: a list is kept, a caller takes a card, logs it, looks who is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import service
from crm.calling.models import CallList, CallTarget, Claim
from crm.calling.queue import queue, take_next
from crm.calling.queue_log import log_call
from crm.calling.sheet import call_sheet
from crm.coalition.visibility import Viewer
from crm.outreach.models import Channel, Outcome
from crm.outreach.service import NewContact, Official
from crm.positions.as_of import AsOf
from tests.builders import users
from tests.crm.calling.conftest import ENDS, TODAY, Calls

NOW = clock.start_of_day(TODAY) + timedelta(hours=10)


def caller(session: Session, calls: Calls, name: str, *, partner: bool = False) -> Viewer:
    user, organization = users.user(session, name), calls.clinic if partner else calls.neighbors
    users.member(session, user, organization)
    return users.viewer_of(organization, campaigns=(calls.campaign,), user=user)


def listed(session: Session, calls: Calls, viewer: Viewer, **how: Any) -> CallList:
    with clock.held_at(NOW):
        sheet = call_sheet(session, viewer, calls.campaign.slug, AsOf.of(), deadline=ENDS)
        return service.keep(session, viewer, sheet, "Tonight", **how)


def take(session: Session, viewer: Viewer, kept: CallList, minutes: float = 0) -> Claim | None:
    with clock.held_at(NOW + timedelta(minutes=minutes)):
        return take_next(session, viewer, queue(session, viewer, kept.id))


def log(session: Session, viewer: Viewer, claim: Claim, outcome: Outcome, minutes: float = 1, **columns: Any) -> int:
    with clock.held_at(NOW + timedelta(minutes=minutes)):
        new = contact(session, claim, outcome, **columns)
        return log_call(session, viewer, claim.call_target_id, new).action_id


def contact(session: Session, claim: Claim, outcome: Outcome, **columns: Any) -> NewContact:
    campaign_id = session.scalar(
        select(CallList.campaign_id).join(CallTarget, CallTarget.call_list_id == CallList.id).where(
            CallTarget.id == claim.call_target_id
        )
    )  # fmt: skip
    about = {"campaign_id": campaign_id, "happened_at": clock.now(), **columns}
    return NewContact(Channel.CALL, outcome, (Official(claim.person_id or 0),), **about)


def places(session: Session, viewer: Viewer, kept: CallList, minutes: float = 0) -> list[str]:
    """Where each of the list is, in its order."""
    with clock.held_at(NOW + timedelta(minutes=minutes)):
        return [place.where.value for place in queue(session, viewer, kept.id).places]
