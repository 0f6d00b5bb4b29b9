"""Lists whose time is over: the campaign has ended, the measure is law, the day worked towards is past.

They are not taken out of anybody's hands: an entry in the records may be wrong, and a call to say thank you is a call.
But whoever is about to ring an office is told first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.carriers import carriers_of
from crm.bills.models import EventKind, Measure
from crm.bills.progress import Reached, progress
from crm.bills.queries import events_of
from crm.calling.models import CallList
from crm.campaigns.models import Campaign
from crm.coalition.visibility import Viewer, visible
from crm.datewords import day_near
from crm.positions.as_of import AsOf

_MAKES_LAW: Final = frozenset({EventKind.SIGNED, EventKind.LAPSED_INTO_LAW})


@dataclass(frozen=True, slots=True)
class Over:
    """Why nothing is left to win by a call, and what to do instead."""

    words: str
    hint: str


def over(session: Session, viewer: Viewer, call_list_id: int, *, moved_ahead: bool = False) -> Over | None:
    """Why the time of a list is over; nothing while it is not, or outside of what the viewer may see. Four queries.

    A day that is past does not end a list whose deadline has ``moved_ahead``.
    """
    row = session.execute(
        select(CallList.deadline_on, Campaign.ended_on, Campaign.measure_id, Measure.name)
        .join(Campaign, Campaign.id == CallList.campaign_id)
        .join(Measure, Measure.id == Campaign.measure_id)
        .where(CallList.id == call_list_id, visible(CallList, viewer))
    ).one_or_none()
    if row is None:
        return None
    today = clock.today()
    if row.ended_on is not None and row.ended_on < today:
        return Over(ended(row.ended_on, today), "Nothing is asked of these offices any more: close the list.")
    made_law = since_law(session, row.measure_id, row.name, AsOf.of())
    if made_law is not None:
        return made_law
    if row.deadline_on < today and not moved_ahead:
        return Over(
            f"This list was for the days before {day_near(row.deadline_on, today)}, and that day is past.",
            "Draw up a new one: where they stand and who still sits has changed since.",
        )
    return None


def ended(on: date, today: date) -> str:
    """That a campaign has ended, in a sentence."""
    return f"The campaign ended on {day_near(on, today)}."


def since_law(session: Session, measure_id: int, name: str, as_of: AsOf) -> Over | None:
    """That the measure has become law by then; nothing where it has not (three queries)."""
    bills = carriers_of(session, (measure_id,), as_of).get(measure_id, ())
    events = events_of(session, (measure_id,), as_of).get(measure_id, [])
    if progress(events, bills).reached is not Reached.LAW:
        return None
    last = max(event.happened_latest for event in events if event.kind in _MAKES_LAW)
    return Over(
        f"{name} became law on {day_near(last, as_of.said)}.",
        "Nothing is left to ask for: close its lists, or call to say thank you.",
    )
