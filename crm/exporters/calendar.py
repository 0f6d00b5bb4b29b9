"""The calendar: the deadlines in force with the days they slipped from, as a table or as iCalendar."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.queries import campaigns
from crm.coalition.visibility import Viewer
from crm.errors import NotFound
from crm.exporters.asked import TIMES, Asked, Filter
from crm.exporters.days import deadline_events, gate_events, owed_events
from crm.exporters.events import calendar_bytes
from crm.exporters.outreach import owed
from crm.exporters.tables import Table, columns
from crm.jurisdictions.calendar import CurrentDeadline
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.queries import governments_on_file
from crm.outreach.agenda import Agenda, AgendaFilters, agenda

FILTERS: Final = (
    Filter("place", "Only this government, by short name."),
    Filter("campaign", "Only the government of this campaign, by short name."),
    Filter("chamber", "Only one kind of chamber: upper, lower or unicameral."),
    *TIMES,
)
_COLUMNS: Final = columns(
    *("id: Number", "falls_on: Day", "name: Deadline", "kind: Kind", "government: Government", "chamber: Chamber"),
    *("certainty: How sure", "former_days: Moved from", "reason: Why it moved", "source: Source"),
    *("source_url: Address of the source", "recorded_at: Recorded"),
    numbers="id",
    dates="falls_on",
    instants="recorded_at",
)


def calendar_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """Every deadline the page lists, what is over among them, by day. Raises NotFound and InvalidInput as it does."""
    found = _agenda(session, viewer, asked)
    rows = [
        (
            each.id,
            each.falls_on,
            each.name,
            each.kind.value,
            each.jurisdiction,
            each.chamber,
            each.certainty.value,
            tuple(former.falls_on.isoformat() for former in each.slipped_from),
            each.reason,
            each.source,
            each.source_url,
            each.recorded_at,
        )
        for each in _deadlines(found)
    ]
    return Table("calendar", "Calendar", found.day, _COLUMNS, rows, asked.given)


def calendar_ics(session: Session, viewer: Viewer, asked: Asked) -> bytes:
    """The same deadlines as iCalendar, with the gates of the campaign where one is named."""
    found = _agenda(session, viewer, asked)
    named = {each.id for each in campaigns(session, viewer) if each.slug == asked.text("campaign")}
    events = deadline_events(session, _deadlines(found))
    return calendar_bytes("Whipcount: deadlines", events + (gate_events(session, named) if named else []))


def follow_ups_ics(session: Session, viewer: Viewer, asked: Asked) -> bytes:
    """The follow-ups of the table that are open and have a day, without their words: calendars are read elsewhere."""
    among = {line.id for line in owed(session, viewer, asked)}
    return calendar_bytes("Whipcount: follow-ups", owed_events(session, viewer, among=among))


def _agenda(session: Session, viewer: Viewer, asked: Asked) -> Agenda:
    known = campaigns(session, viewer)
    campaign = next((each for each in known if each.slug == asked.text("campaign")), None)
    if asked.text("campaign") and campaign is None:
        raise NotFound("That campaign is not on file.", hint="Choose one of the list.")
    places = ((slug, id_) for id_, slug, _name in governments_on_file(session))
    filters = AgendaFilters(asked.one_of(places, "place"), campaign, asked.word(ChamberKind, "chamber"))
    today = clock.today()
    day = asked.day("said") or min(asked.day("known") or today, today)
    return agenda(session, viewer, filters, day, asked.as_of.known)


def _deadlines(found: Agenda) -> tuple[CurrentDeadline, ...]:
    return (*reversed(found.past), *found.ahead)
