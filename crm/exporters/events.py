"""Days and hours as iCalendar (RFC 5545): events that keep their identity however often they move."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from crm import clock

PRODUCT: Final = "-//Whipcount//Calendar//EN"
_REFRESH: Final = timedelta(hours=1)


class Certainty(enum.StrEnum):
    """Whether a day may still move."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something that falls on a day. ``uid`` stays when it moves, ``moved`` counts how often, and never goes down.

    ``changed_at`` is when it was last set: the same event, asked for twice, is the same to the last letter. With
    ``begins`` and ``ends`` it takes that time of its day, and whoever goes is busy; ``place`` is where.
    """

    uid: str
    day: date
    title: str
    changed_at: datetime
    moved: int = 0
    about: str = ""
    certainty: Certainty = Certainty.CONFIRMED
    category: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    place: str = ""


def calendar_bytes(name: str, events: Iterable[DayEvent]) -> bytes:
    """The events as a calendar, soonest first. Nothing in it depends on when it is asked for."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", str(clock.zone()))
    found.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for each in sorted(events, key=lambda event: (event.day, event.uid)):
        found.add_component(_event(each))
    written: bytes = found.to_ical()
    return written


def tag_of(content: bytes) -> str:
    """The ETag of what is sent: the same for the same content."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _event(each: DayEvent) -> Event:
    event = Event()
    # Without a METHOD the stamp says when the event was last revised (RFC 5545, 3.8.7.2).
    changed = each.changed_at.replace(microsecond=0)
    event.add("uid", each.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", each.moved)
    if each.begins is not None and each.ends is not None:
        # In UTC, so that no program has to know our zone's rules.
        event.add("dtstart", each.begins.astimezone(UTC))
        event.add("dtend", each.ends.astimezone(UTC))
    else:
        event.add("dtstart", each.day)
        # The end is the first day that is no longer part of it.
        event.add("dtend", each.day + timedelta(days=1))
    event.add("summary", " ".join(each.title.split()))
    if each.about:
        event.add("description", each.about)
    event.add("status", each.certainty.value)
    if each.category:
        event.add("categories", [each.category])
    if each.place:
        event.add("location", each.place)
    # Nobody is busy because a session ends.
    event.add("transp", "OPAQUE" if each.begins is not None else "TRANSPARENT")
    return event
