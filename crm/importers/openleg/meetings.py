"""Calendars and committee agendas of the API: days on which a chamber or a committee takes bills up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from crm.bills.models import EventKind
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, CalendarRecord, EventRecord, RollCallRecord
from crm.importers.openleg.bills import read_votes
from crm.importers.openleg.finds import API, Reading, fingerprint
from crm.importers.openleg.newyork import PLACE, chamber_named, chamber_of, read_number, session_of
from crm.importers.openleg.parts import day, items, keyed, number, part, text
from crm.jurisdictions.models import ChamberKind

MEETING: Final = "meeting"
CALENDAR: Final = "calendar"
ACTIVE_LIST: Final = "active list"


@dataclass(frozen=True, slots=True)
class Taken:
    """A bill that is taken up: its number with the letter, the year of its session, how ("Third reading, Cal. 144")."""

    printed: str
    year: int
    how: str = ""
    title: str | None = None
    roll_calls: tuple[RollCallRecord, ...] = ()


@dataclass(slots=True)
class Sitting:
    """One day's list: what it is called, in which house and committee, and the bills on it."""

    kind: str
    name: str
    on: date
    chamber: ChamberKind | None = ChamberKind.UPPER
    note: str | None = None
    bills: list[Taken] = field(default_factory=list)

    @property
    def step(self) -> str:
        """What it means for a bill: "Before the Senate committee on Labor", "On Senate calendar 9 of 2017"."""
        return f"Before the {self.name}" if self.kind == MEETING else f"On {self.name}"


def records_of(sitting: Sitting, where: str, seen_on: date, reading: Reading) -> Iterator[BillRecord | CalendarRecord]:
    """The day for the calendar, and for every bill on the list what it says of it.

    A bill is named on the list as a step only once the day has come: before it may still be laid aside.
    """
    numbers, sessions = [], set()
    about = f"{sitting.name} {sitting.on} {sitting.on <= reading.today}"
    for taken in sitting.bills:
        try:
            named, _letter = read_number(taken.printed)
            session = session_of(taken.year)
        except InvalidInput as wrong:
            reading.tell(where, wrong.message, "It was left out of the list.")
            continue
        numbers.append(named)
        sessions.add(session.slug)
        words = f"{sitting.step}{f' ({taken.how})' if taken.how else ''}"
        yield BillRecord(
            where=f"{where} ({named})",
            source=API,
            session=session,
            number=named,
            seen_on=seen_on,
            sha256=fingerprint(f"{about} {taken}".encode()),
            chamber=chamber_of(named),
            title=taken.title,
            whole_sponsors=False,
            whole_links=False,
            events=_steps(words, sitting, reading),
            roll_calls=taken.roll_calls,
        )
    yield CalendarRecord(
        where=where,
        place=PLACE,
        chamber=sitting.chamber,
        kind=sitting.kind,
        name=sitting.name,
        on=sitting.on,
        bill_numbers=tuple(dict.fromkeys(numbers)),
        session_slug=sessions.pop() if len(sessions) == 1 else None,
        note=sitting.note,
    )


def _steps(words: str, sitting: Sitting, reading: Reading) -> tuple[EventRecord, ...]:
    if sitting.on > reading.today:
        return ()
    return (EventRecord(EventKind.OTHER, words, sitting.on, sitting.chamber),)


def is_calendar(raw: dict[str, Any]) -> bool:
    """Whether the object is a floor calendar, a supplement to one, or an active list."""
    return "calendarNumber" in raw and ("calDate" in raw or "floorCalendar" in raw)


def is_agenda(raw: dict[str, Any]) -> bool:
    """Whether the object is a week's agenda, a committee's part of it, or one meeting."""
    return "committeeAgendas" in raw or ("committeeId" in raw and ("addenda" in raw or "meeting" in raw))


def read_calendar(raw: dict[str, Any]) -> Iterator[Sitting]:
    """The lists of a calendar: the floor's, its supplements, the active lists."""
    parts = [
        part(raw, "floorCalendar"),
        *keyed(raw, "supplementalCalendars").values(),
        *keyed(raw, "activeLists").values(),
    ]
    for each in [each for each in parts if each] or [raw]:
        on = day(each.get("calDate")) or day(raw.get("calDate"))
        if on is None:
            continue
        label = f"{number(each.get('calendarNumber')) or number(raw.get('calendarNumber'))} of {on.year}"
        sequence = number(each.get("sequenceNumber"))
        version = text(each.get("version")) or ""
        if sequence is not None:
            sitting = Sitting(ACTIVE_LIST, f"Senate active list of calendar {label}", on)
        else:
            supplement = f", supplement {version}" if version not in ("", "floor") else ""
            sitting = Sitting(CALENDAR, f"Senate calendar {label}{supplement}", on)
        sitting.note = text(each.get("notes"))
        sitting.bills += [_on_calendar(entry, "") for entry in items(each, "entries")]
        for section, listed in keyed(each, "entriesBySection").items():
            order = section.replace("_", " ").capitalize()
            sitting.bills += [_on_calendar(entry, order) for entry in items({"of": listed}, "of")]
        yield sitting


def read_agenda(raw: dict[str, Any], where: str, reading: Reading) -> Iterator[Sitting]:
    """The meetings of an agenda: one for each committee and addendum, with the votes taken there."""
    committees = items(raw, "committeeAgendas") or [raw]
    for each in committees:
        committee = part(each, "committeeId")
        name = text(committee.get("name")) or "(no name)"
        chamber = chamber_named(committee.get("chamber")) or ChamberKind.UPPER
        for addendum in items(each, "addenda") or [each]:
            meeting = part(addendum, "meeting")
            votes = items(part(addendum, "voteInfo"), "votesList")
            on = day(meeting.get("meetingDateTime")) or next(
                (found for vote in votes if (found := day(part(vote, "vote").get("voteDate")))), None
            )
            if on is None:
                reading.tell(where, f"A meeting of {name} has no day.", "It was left out.")
                continue
            house = "Senate" if chamber is ChamberKind.UPPER else "Assembly"
            note = text(meeting.get("notes"))
            sitting = Sitting(MEETING, f"{house} committee on {name}", on, chamber, note)
            voted = {text(part(vote, "bill").get("printNo")): vote for vote in votes}
            listed = {text(part(item, "billId").get("printNo")): item for item in items(addendum, "bills")}
            for printed in dict.fromkeys([*listed, *voted]):
                if printed is None:
                    continue
                item, vote = listed.get(printed, {}), voted.get(printed, {})
                year = number((part(item, "billId") or part(vote, "bill")).get("session")) or on.year
                ballot = {"committee": committee, "voteType": "COMMITTEE", **part(vote, "vote")}
                ballot["committee"] = part(ballot, "committee") or committee
                calls = tuple(read_votes([ballot], where, reading)) if vote else ()
                title = text(part(item, "billInfo").get("title"))
                sitting.bills.append(Taken(printed, year, _action(vote), title, calls))
            yield sitting


def _on_calendar(raw: dict[str, Any], order: str) -> Taken:
    called = number(raw.get("billCalNo"))
    how = ", ".join(filter(None, (order, f"Cal. {called}" if called else "")))
    bill = part(raw, "billId") or raw
    printed = text(bill.get("printNo")) or text(bill.get("basePrintNo")) or ""
    return Taken(printed, number(bill.get("session")) or 0, how, text(raw.get("title")))


def _action(vote: dict[str, Any]) -> str:
    words = (text(vote.get("action")) or "").replace("_", " ").capitalize()
    to = text(part(vote, "referCommittee").get("name"))
    return f"{words}: {to}" if words and to else words
