"""What is known of the Council beforehand: its government, its sessions, and how its system writes things."""

from __future__ import annotations

from datetime import date
from typing import Final

from crm.importers.bills.records import SessionRecord
from crm.jurisdictions.places import place_ocd_id, read_ocd_id

KIND: Final = "nyc-council"
SOURCE_NAME: Final = "New York City Council, Legistar"
SCHEME: Final = "nyc-council"
CITY: Final = read_ocd_id(place_ocd_id("New York", "ny"))
COUNCIL_BODY: Final = "1"
"""The id of the Council itself among its bodies."""

# The Council is elected for four years, but twice for two after each census, so that new lines serve at once (New York
# City Charter, section 25): the sessions of twenty years begin in these, counted from 2002.
_BEGINNINGS: Final = (0, 2, 4, 8, 12, 16)
_CYCLE: Final = 20
_FIRST: Final = 2002


def session_of(year: int) -> SessionRecord:
    """The session of the Council in which the year lies: 2025 is of 2024-2025, 2026 of 2026-2029."""
    into = (year - _FIRST) % _CYCLE
    begin = max(each for each in _BEGINNINGS if each <= into)
    start = year - into + begin
    end = start + next((each for each in (*_BEGINNINGS, _CYCLE) if each > begin), _CYCLE) - begin - 1
    slug = f"{start}-{end}"
    return SessionRecord(CITY, slug, f"Council of {slug}", date(start, 1, 1), date(end, 12, 31))


def day_of(value: object) -> date | None:
    """The day of a time stamp. The first day of all years stands for none; the hour is local, whatever its "Z"."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
    return day if day.year > 1 else None
