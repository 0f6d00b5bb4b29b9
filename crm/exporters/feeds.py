"""The calendar that one person subscribes to: what they owe, and the days of their campaigns, as they may see today."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.exporters.days import deadline_events, deadlines_of_campaigns, gate_events, meeting_events, owed_events
from crm.exporters.events import calendar_bytes

NAME = "Whipcount"


def feed(session: Session, viewer: Viewer) -> bytes:
    """The viewer's own follow-ups and meetings, and the deadlines and gates of the campaigns they take part in.

    Thirteen queries at most.
    """
    deadlines = deadlines_of_campaigns(session, viewer.campaign_ids)
    events = [
        *owed_events(session, viewer),
        *meeting_events(session, viewer),
        *deadline_events(session, deadlines),
        *gate_events(session, viewer.campaign_ids),
    ]
    return calendar_bytes(NAME, events)
