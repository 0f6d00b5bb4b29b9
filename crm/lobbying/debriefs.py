"""What came of a meeting: one contact with all who were there, and the meeting that knows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput
from crm.lobbying.models import LobbyDay, SlotState
from crm.lobbying.rights import own_meeting
from crm.outreach.models import Channel, Outcome, OutreachAction
from crm.outreach.service import NewContact, log_contact


def debrief(session: Session, viewer: Viewer, slot_id: int, told: NewContact) -> OutreachAction:
    """Log what came of a meeting as a lobby visit of the day's campaign, and mark the meeting as held.

    The same ``client_key`` again returns the contact that is there. Raises Conflict where somebody else has written the
    debrief, InvalidInput for one before the day and for a meeting that was cancelled, and the rest as ``log_contact``
    and ``own_meeting`` do.
    """
    slot, day = own_meeting(session, viewer, slot_id)
    former = session.get(OutreachAction, slot.action_id) if slot.action_id is not None else None
    if former is not None and former.retracted_at is None:
        if told.client_key and former.client_key == told.client_key:
            return former
        raise Conflict(
            "This meeting has its debrief already.",
            hint="What is missing in it goes into a contact of its own: log one.",
        )
    if told.outcome is Outcome.CANCELLED:
        raise InvalidInput("It did not take place?", hint="Let it fall through, and say why.", field="outcome")
    if day.held_on > clock.today():
        raise InvalidInput("That has not happened yet.", hint="Write the debrief on the day.", field="happened")
    action = log_contact(session, viewer, _as_visit(viewer, day, slot.starts_at, told))
    slot.action_id, slot.state, slot.reason = action.id, SlotState.HELD, None
    session.flush()
    return action


def starts(held_on: date, starts_at: time) -> datetime:
    """The instant at which a meeting begins, on this server's clock."""
    return datetime.combine(held_on, starts_at, tzinfo=clock.zone())


def _as_visit(viewer: Viewer, day: LobbyDay, starts_at: time, told: NewContact) -> NewContact:
    """The contact as a lobby visit of the day: at the planned time where that is past, and behind its walls."""
    planned = starts(day.held_on, starts_at)
    on_time = (
        told.happened_at is None and told.happened in (None, "", day.held_on.isoformat()) and planned <= clock.now()
    )
    own = day.organization_id if day.organization_id in viewer.organization_ids else None
    return replace(
        told,
        channel=Channel.LOBBY_VISIT,
        campaign_id=day.campaign_id,
        organization_id=told.organization_id if told.organization_id is not None else own,
        visibility=told.visibility or Visibility(day.visibility),
        happened=None if on_time else told.happened or day.held_on.isoformat(),
        happened_at=planned if on_time else told.happened_at,
    )
