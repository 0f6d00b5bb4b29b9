"""The calendar whole: what ends when, who sits, and what the viewer owes by which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.queries import CampaignLine
from crm.coalition.visibility import Viewer
from crm.jurisdictions.calendar import CurrentDeadline, current_deadlines
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.queries import ChamberRow, SessionRow, all_chambers, legislative_sessions
from crm.jurisdictions.sitting import ChamberDays, SittingState, chamber_days
from crm.outreach.lines import OwedLine
from crm.outreach.queries import follow_ups


@dataclass(frozen=True, slots=True)
class AgendaFilters:
    """What narrows the calendar. A chamber keeps what binds its whole government, too.

    ``campaign`` stands for the government its measure is put to, and for what is owed in it.
    """

    jurisdiction_id: int | None = None
    campaign: CampaignLine | None = None
    chamber: ChamberKind | None = None


@dataclass(frozen=True, slots=True)
class SittingChamber:
    """A chamber with its days; ``deadlines`` are those that bind it alone."""

    chamber: ChamberRow
    days: ChamberDays
    deadlines: tuple[CurrentDeadline, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The calendar as known at an instant, looked at from ``day``.

    ``ahead`` from that day on, soonest first; ``past`` newest first; ``whole`` binds a government as such. ``owed`` are
    the viewer's own open follow-ups with a day, soonest first: those of today, so there are none in a calendar of
    earlier knowledge. ``on_file``: whether any deadline is, whatever the filters.
    """

    day: date
    ahead: tuple[CurrentDeadline, ...]
    past: tuple[CurrentDeadline, ...]
    chambers: tuple[SittingChamber, ...]
    whole: tuple[CurrentDeadline, ...]
    sessions: tuple[SessionRow, ...]
    owed: tuple[OwedLine, ...]
    on_file: bool


def agenda(session: Session, viewer: Viewer, filters: AgendaFilters, day: date, known: datetime) -> Agenda:
    """The calendar as of ``known``, looked at from ``day``, in four queries at most."""
    everything = current_deadlines(session, known)
    places = _places(filters)
    deadlines = [each for each in everything if places is None or each.jurisdiction_id in places]
    chambers = [row for row in all_chambers(session) if places is None or row.jurisdiction_id in places]
    if filters.chamber is not None:
        chambers = [row for row in chambers if row.kind is filters.chamber]
        wanted = {None, *(row.id for row in chambers)}
        here = {row.jurisdiction_id for row in chambers}
        deadlines = [each for each in deadlines if each.chamber_id in wanted and each.jurisdiction_id in here]
    sitting = [_sitting(row, deadlines, day) for row in chambers]
    named = places if places is not None else {each.jurisdiction_id for each in deadlines}
    return Agenda(
        day=day,
        ahead=tuple(each for each in deadlines if each.falls_on >= day),
        past=tuple(each for each in reversed(deadlines) if each.falls_on < day),
        # A chamber of which no calendar is on file is worth a line to whoever asks for its government alone.
        chambers=tuple(each for each in sitting if places is not None or each.days.state is not SittingState.UNKNOWN),
        whole=tuple(each for each in deadlines if each.chamber_id is None),
        sessions=legislative_sessions(session, named) if named else (),
        owed=_owed(session, viewer, filters, known),
        on_file=bool(everything),
    )


def _places(filters: AgendaFilters) -> set[int] | None:
    wanted = [filters.jurisdiction_id] if filters.jurisdiction_id is not None else []
    if filters.campaign is not None:
        wanted.append(filters.campaign.jurisdiction_id)
    if not wanted:
        return None
    return {wanted[0]} if len(set(wanted)) == 1 else set()


def _sitting(row: ChamberRow, deadlines: list[CurrentDeadline], day: date) -> SittingChamber:
    own = tuple(each for each in deadlines if each.chamber_id == row.id)
    return SittingChamber(row, chamber_days(deadlines, row.id, row.jurisdiction_id, day), own)


def _owed(session: Session, viewer: Viewer, filters: AgendaFilters, known: datetime) -> tuple[OwedLine, ...]:
    """Follow-ups belong to a campaign, to no government and no chamber."""
    elsewhere = filters.chamber is not None or (filters.jurisdiction_id is not None and filters.campaign is None)
    if elsewhere or clock.local(known).date() < clock.today():
        return ()
    campaign_id = filters.campaign.id if filters.campaign else None
    lines = follow_ups(session, viewer, mine=True, campaign_id=campaign_id)
    return tuple(line for line in lines if line.due_on is not None)
