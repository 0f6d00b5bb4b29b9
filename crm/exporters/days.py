"""Which days go into a calendar: deadlines, gates that were reached, and what somebody owes.

A calendar is read by programs of others, on their servers. Deadlines and gates are public record. Of what is owed only
the day and whom it is about go out, of meetings the door as well; of a private entry only the day and the hour. What
was said and noted stays here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Measure
from crm.campaigns.models import Campaign, Gate, GateState
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer, visible
from crm.datewords import day as in_words
from crm.exporters.events import Certainty, DayEvent
from crm.exporters.revised import NEVER, Revised, meetings_revised, revised
from crm.jurisdictions.calendar import CurrentDeadline, current_deadlines
from crm.jurisdictions.models import Certainty as HowSure
from crm.jurisdictions.models import Deadline
from crm.lobbying.clashes import LENGTH
from crm.lobbying.debriefs import starts
from crm.lobbying.lines import Meeting
from crm.lobbying.models import SlotState
from crm.lobbying.queries import my_meetings
from crm.outreach.models import FollowUp
from crm.people.models import Person

KEPT: Final = timedelta(days=400)
"""How long what is over stays in a calendar."""
_GATES: Final = {GateState.AT: "Reached", GateState.PASSED: "Through", GateState.BLOCKED: "Blocked"}


def deadline_events(session: Session, deadlines: Sequence[CurrentDeadline]) -> list[DayEvent]:
    """The deadlines, each under the identity it had when it was first set (one query)."""
    roots = _roots(session, {each.jurisdiction_id for each in deadlines})
    return [_deadline(each, roots[each.id]) for each in deadlines]


def deadlines_of_campaigns(session: Session, campaign_ids: Collection[int]) -> tuple[CurrentDeadline, ...]:
    """The deadlines in force of the governments these campaigns work on, and not long over (two queries)."""
    places = _places(session, campaign_ids)
    since = clock.today() - KEPT
    return tuple(
        each
        for each in current_deadlines(session, clock.now())
        if each.jurisdiction_id in places and each.falls_on >= since
    )


def gate_events(session: Session, campaign_ids: Collection[int]) -> list[DayEvent]:
    """The gates of these campaigns to which the bill has come, on the day it did (two queries)."""
    rows = session.execute(
        select(Gate, Campaign.name)
        .join(Campaign, Campaign.id == Gate.campaign_id)
        .where(
            Gate.campaign_id.in_(sorted(campaign_ids)),
            Gate.state != GateState.AHEAD,
            Gate.state_since >= clock.today() - KEPT,
        )
        .order_by(Gate.id)
    ).all()
    changes = revised(session, "gates", [gate.id for gate, _ in rows])
    return [
        DayEvent(
            uid=_uid("gate", gate.id, campaign),
            day=gate.state_since,
            title=f"{_GATES[gate.state]}: {gate.name} ({campaign})",
            changed_at=changes.get(gate.id, NEVER).last(clock.start_of_day(gate.state_since)),
            moved=changes.get(gate.id, NEVER).times,
            category="Gate",
        )
        for gate, campaign in rows
        if gate.state_since is not None
    ]


def owed_events(session: Session, viewer: Viewer, *, among: Collection[int] | None = None) -> list[DayEvent]:
    """The open follow-ups with a day that the viewer owes, or those ``among`` all they may see (two queries)."""
    whose = FollowUp.owed_by_id == viewer.user_id if among is None else FollowUp.id.in_(sorted(among))
    rows = session.execute(
        select(FollowUp.id, FollowUp.due_on, FollowUp.recorded_at, FollowUp.visibility, Person.name)
        .outerjoin(Person, Person.id == FollowUp.person_id)
        .where(visible(FollowUp, viewer), FollowUp.done_at.is_(None), FollowUp.due_on.is_not(None), whose)
        .order_by(FollowUp.id)
    ).all()
    changes = revised(session, "follow_ups", [row[0] for row in rows])
    return [
        _owed(id_, due, at, seen_by, name, changes.get(id_, NEVER))
        for id_, due, at, seen_by, name in rows
        if due is not None
    ]


def meeting_events(session: Session, viewer: Viewer) -> list[DayEvent]:
    """The meetings of lobby days to which the viewer goes, or went of late (five queries)."""
    today = clock.today()
    found = my_meetings(session, viewer, today - KEPT, until=today + KEPT)
    changes = meetings_revised(session, {each.id: each.day_id for each in found})
    return [_meeting(each, changes.get(each.id, NEVER)) for each in found]


def _meeting(each: Meeting, changes: Revised) -> DayEvent:
    told = each.visibility is not Visibility.PRIVATE
    begins = each.begins
    ends = begins + timedelta(minutes=LENGTH) if each.ends_at is None else starts(each.held_on, each.ends_at)
    return DayEvent(
        uid=_uid("meeting", each.id, each.recorded_at.isoformat()),
        day=each.held_on,
        title=f"Lobby meeting: {each.who}" if told else "Lobby meeting",
        changed_at=changes.last(each.recorded_at),
        moved=changes.times,
        certainty=Certainty.TENTATIVE if each.state is SlotState.ASKED else Certainty.CONFIRMED,
        category="Lobby day",
        begins=begins,
        ends=ends,
        place=each.where[:1].upper() + each.where[1:] if told else "",
    )


def _owed(
    id_: int, due_on: date, recorded_at: datetime, visibility: Visibility, name: str | None, changes: Revised
) -> DayEvent:
    told = name is not None and visibility is not Visibility.PRIVATE
    return DayEvent(
        uid=_uid("follow-up", id_, recorded_at.isoformat()),
        day=due_on,
        title=f"Follow up: {name}" if told else "Follow-up due",
        changed_at=changes.last(recorded_at),
        moved=changes.times,
        category="Follow-up",
    )


def _deadline(each: CurrentDeadline, root: int) -> DayEvent:
    first = each.slipped_from[0] if each.slipped_from else each
    told = [
        f"Moved from {in_words(former.falls_on)}." for former in each.slipped_from if former.falls_on != each.falls_on
    ]
    if each.certainty is HowSure.PREDICTED:
        told.insert(0, "Predicted from the rules: leaders may move it.")
    return DayEvent(
        uid=_uid("deadline", root, first.recorded_at.isoformat()),
        day=each.falls_on,
        title=f"{each.name} ({', '.join(filter(None, (each.jurisdiction, each.chamber)))})",
        changed_at=each.recorded_at,
        moved=len(each.slipped_from),
        about="\n".join([*told, f"Source: {each.source}"]),
        certainty=Certainty.TENTATIVE if each.certainty is HowSure.PREDICTED else Certainty.CONFIRMED,
        category="Deadline",
    )


def _uid(kind: str, id_: int, since: str) -> str:
    """An identity that stays on this server, and that no other server gives to something else."""
    return f"{kind}-{id_}-{hashlib.sha256(since.encode()).hexdigest()[:12]}@whipcount"


def _roots(session: Session, places: Iterable[int]) -> dict[int, int]:
    """Deadline id -> id of the row with which it began, however often it was set anew."""
    replaced = {
        row.id: row.replaces_id
        for row in session.execute(
            select(Deadline.id, Deadline.replaces_id).where(Deadline.jurisdiction_id.in_(sorted(places)))
        )
    }
    roots = {}
    for each in replaced:
        root = each
        while (before := replaced.get(root)) is not None:
            root = before
        roots[each] = root
    return roots


def _places(session: Session, campaign_ids: Collection[int]) -> frozenset[int]:
    return frozenset(
        session.scalars(
            select(Measure.jurisdiction_id)
            .join(Campaign, Campaign.measure_id == Measure.id)
            .where(Campaign.id.in_(sorted(campaign_ids)))
        )
    )
