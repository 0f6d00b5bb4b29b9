"""The meetings of lobby days, as a table."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_
from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.queries import campaigns
from crm.coalition.visibility import Viewer
from crm.exporters.asked import Asked, Filter
from crm.exporters.tables import Table, columns
from crm.lobbying.lines import meetings
from crm.lobbying.models import LobbyDay

FILTERS: Final = (
    Filter("day", "Only the lobby day of this number."),
    Filter("campaign", "Only this campaign, by short name."),
)
_COLUMNS: Final = columns(
    *("id: Meeting", "lobby_day: Lobby day", "held_on: Day", "starts_at: From", "ends_at: Until", "team: Team"),
    *("officials: Officials", "people: Short names", "offices: Offices", "with_staff: With staff"),
    *("building: Building", "room: Room", "ask: Ask", "state: How far", "reason: Why it fell through"),
    *("contact: The contact it came to", "visibility: Seen by", "notes: Notes"),
    numbers="id contact",
    dates="held_on",
)


def meetings_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The meetings that the viewer may see, by day and time. Raises InvalidInput and NotFound for odd filters."""
    conditions = [LobbyDay.id > 0]
    number = asked.number("day")
    if number is not None:
        conditions.append(LobbyDay.id == number)
    known = ((each.slug, each.id) for each in campaigns(session, viewer))
    campaign_id = asked.one_of(known, "campaign")
    if campaign_id is not None:
        conditions.append(LobbyDay.campaign_id == campaign_id)
    rows = [
        (
            each.id,
            each.day,
            each.held_on,
            f"{each.starts_at:%H:%M}",
            f"{each.ends_at:%H:%M}" if each.ends_at else None,
            each.team,
            tuple(target.name for target in each.targets),
            tuple(target.slug for target in each.targets),
            tuple(target.office for target in each.targets),
            each.with_staff,
            each.building,
            each.room,
            each.ask,
            each.state.value,
            each.reason,
            each.action_id,
            each.visibility.value,
            each.notes,
        )
        for each in meetings(session, viewer, and_(*conditions))
    ]
    return Table("lobby-days", "Lobby days", clock.today(), _COLUMNS, rows, asked.given)
