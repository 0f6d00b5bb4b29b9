"""Events of Open States: hearings and meetings, with the bills on their agenda."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from crm import clock
from crm.bills.models import EventKind
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, CalendarRecord, EventRecord
from crm.importers.openleg.finds import Reading, fingerprint
from crm.importers.openleg.parts import day, items, part, text
from crm.importers.openstates_bills.bills import SOURCE
from crm.importers.openstates_bills.words import place_of, plain_number, sitting_of

_OFF = frozenset({"cancelled", "canceled", "postponed"})


def is_event(raw: dict[str, Any]) -> bool:
    """Whether the object is an event."""
    return "start_date" in raw and "name" in raw and "motion_text" not in raw


def read_event(
    raw: dict[str, Any], where: str, folder: str, changed: date, reading: Reading
) -> Iterator[BillRecord | CalendarRecord]:
    """The day for the calendar; once it has come, a step of every bill on the agenda.

    Raises InvalidInput for an event without a day.
    """
    place = place_of(raw, folder)
    name = text(raw.get("name")) or "Event"
    on = local_day(raw.get("start_date"))
    if on is None:
        raise InvalidInput(f"“{name[:60]}” is on no day.", hint="Ask for it again.")
    if text(raw.get("status")) in _OFF or raw.get("deleted") is True:
        reading.leave_out(where, "events that were called off")
        return
    numbers: dict[str, str | None] = {}
    for entry in items(raw, "agenda"):
        for each in items(entry, "related_entities"):
            bill = part(each, "bill")
            if text(each.get("entity_type")) == "bill" or bill:
                identifier = text(bill.get("identifier")) or text(each.get("name")) or ""
                numbers[plain_number(place, identifier)] = text(bill.get("session"))
    for named, session in numbers.items() if on <= reading.today else ():
        yield BillRecord(
            where=f"{where} ({named})",
            source=SOURCE,
            session=sitting_of(place, session or str(on.year), [on]),
            number=named,
            seen_on=min(day(raw.get("updated_at")) or changed, reading.today),
            sha256=fingerprint(f"{named} {json.dumps(raw, sort_keys=True)}".encode()),
            whole_sponsors=False,
            whole_links=False,
            events=(EventRecord(EventKind.OTHER, f"On the agenda: {name}", on),),
        )
    location = text(part(raw, "location").get("name"))
    links = [url for each in (*items(raw, "links"), *items(raw, "sources")) if (url := text(each.get("url")))]
    sessions = {session for session in numbers.values() if session}
    yield CalendarRecord(
        where=where,
        place=place,
        chamber=None,
        kind=text(raw.get("classification")) or "event",
        name=name,
        on=on,
        bill_numbers=tuple(numbers),
        session_slug=sessions.pop() if len(sessions) == 1 else None,
        url=links[0] if links else None,
        note=location,
    )


def local_day(value: object) -> date | None:
    """The day of "2026-03-04T15:00:00+00:00" where this server's people are; a bare day is itself."""
    said = text(value)
    if said is None or len(said) <= 10:
        return day(said)
    try:
        instant = datetime.fromisoformat(said)
    except ValueError:
        return day(said)
    return clock.local(instant).date() if instant.tzinfo else instant.date()
