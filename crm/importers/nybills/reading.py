"""One file of the mirror: a bill as its record showed it on a day.

The mirror (jehiah/ny_legislation) writes one JSON file a bill: the State Senate's Open Legislation API joined with the
Assembly's site. Its traps: 35 records of a session have neither status nor title nor actions; votes may be null; the
Assembly's votes repeat each other (``accumulated``) and carry remarks behind the motion; names may be cut and then
have the id 0; a companion may be missing for days, or be no bill at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Final

from crm import clock
from crm.bills.models import BillLinkKind, SponsorKind
from crm.errors import InvalidInput
from crm.importers.bills.records import (
    BillRecord,
    EventRecord,
    LinkRecord,
    PrintRecord,
    SessionRecord,
    SponsorRecord,
)
from crm.importers.json_files import parse_json
from crm.importers.nybills.looks import Look
from crm.importers.nybills.parts import Tell, day_in, kind_of_step, list_in, named, short, text_in
from crm.importers.nybills.votes import roll_calls
from crm.importers.openleg.newyork import (
    chamber_named,
    chamber_of,
    numbers_in,
    read_number,
    session_of,
)

SOURCE: Final = "ny-bills"
_LINEAGE = re.compile(r"\s*(.+?)-([0-9]{4})\s*")
_PRINT = re.compile(r"\s*PRINT NUMBER\s+[0-9]+([A-Z]*)", re.IGNORECASE)
_BY = re.compile(r"\s*SUBSTITUTED BY\b", re.IGNORECASE)
_LISTED: Final = frozenset({"SameAsPrintNo", "PreviousVersions"})
_NUMBER: Final = "It should be a bill's file of the mirror, such as S2235.json."

Known = Callable[[str, date], bool]
"""Whether a record of this sum is on file as it was on this day."""


def read_bill(look: Look, tell: Tell, is_known: Known = lambda _sha256, _day: False) -> BillRecord | None:
    """The record in a file; nothing for the mirror's list of all bills, which is no bill.

    Of a record that ``is_known`` to be on file just so, no more is read than what names it. What cannot be used is told
    and left out. Raises InvalidInput, with what to do, for a file that is no bill at all.
    """
    told = _parsed(look)
    if "PrintNo" not in told:
        if all(isinstance(each, dict) and set(each) <= _LISTED for each in told.values()):
            return None
        raise InvalidInput("This is JSON, but no bill: it has no PrintNo.", hint=_NUMBER)
    number, _ = read_number(str(told["PrintNo"]))
    year = told.get("Session")
    if not isinstance(year, int):
        raise InvalidInput("The bill does not say its session.", hint="Session should be a year such as 2025.")
    chamber = chamber_named(told.get("Chamber")) or chamber_of(number)
    if not told.get("Title") and not told.get("Actions"):
        tell("The record is incomplete: it has neither a title nor a history.", "Import it again later.")
    session = session_of(year)
    sha256 = hashlib.sha256(look.content).hexdigest()
    if is_known(sha256, look.seen_on):
        return BillRecord(
            look.where, SOURCE, session, number, look.seen_on, sha256, whole_sponsors=False, whole_links=False
        )
    events = tuple(_events(told, session, tell))
    votes = tuple(roll_calls(told, events, session, tell))
    days = [event.day for event in events] + [vote.held_on for vote in votes]
    published = day_in(told.get("Published"), session)
    return BillRecord(
        where=look.where,
        source=SOURCE,
        session=session,
        number=number,
        seen_on=_seen_on(look, [*days, *([published] if published else [])], session.ends_on),
        sha256=sha256,
        chamber=chamber,
        title=text_in(told.get("Title")),
        summary=text_in(told.get("Summary")),
        introduced_on=events[0].day if events else published,
        status=text_in(told.get("Status")),
        committee=text_in(told.get("Committee")),
        prints=tuple(_prints(told, events, published)),
        sponsors=tuple(_sponsors(told, tell)),
        events=events,
        links=tuple(_links(told, events, tell)),
        roll_calls=votes,
    )


def _parsed(look: Look) -> dict[str, Any]:
    told = parse_json(look.content, "The file")
    if not isinstance(told, dict):
        raise InvalidInput("This is JSON, but no bill.", hint=_NUMBER)
    return told


def _seen_on(look: Look, told: list[date], ends_on: date) -> date:
    """The day of a look. A dated file says it. For another it is the day the file was last written, which is when
    somebody fetched it: on that day the record showed this, and for how long before, nobody can say. Where that day was
    lost on the way (an archive without times), the newest day the record tells of is the earliest it can have been
    fetched. No list changes once its session is over, so a look after that is one at the session's last day.
    """
    newest = max(told, default=date.min)
    if look.is_dated:
        return look.seen_on
    return min(max(min(look.seen_on, ends_on), newest), clock.today())


def _events(told: dict[str, Any], session: SessionRecord, tell: Tell) -> Iterator[EventRecord]:
    for action in list_in(told, "Actions", tell):
        words, day = text_in(action.get("Text")), day_in(action.get("Date"), session)
        if words is None or day is None:
            tell(f"A step has no words, or no day of its session: {short(action)}.", "It was left out.")
            continue
        yield EventRecord(kind_of_step(words), words, day, chamber_named(action.get("Chamber")))


def _prints(told: dict[str, Any], events: tuple[EventRecord, ...], published: date | None) -> Iterator[PrintRecord]:
    letters: dict[str, date | None] = {"": events[0].day if events else published}
    for event in events:
        if found := _PRINT.match(event.words):
            letters.setdefault(found[1].upper(), event.day)
    letters.setdefault(str(told.get("Version") or "").strip().upper(), None)
    for letter, day in letters.items():
        yield PrintRecord(letter, day)


def _sponsors(told: dict[str, Any], tell: Tell) -> Iterator[SponsorRecord]:
    """The first is the prime sponsor. Co- and multi-sponsors are mixed behind it; all are written as the former."""
    for place, sponsor in enumerate(list_in(told, "Sponsors", tell)):
        name = text_in(sponsor.get("Name")) or text_in(sponsor.get("Short"))
        if name is None:
            tell(f"A sponsor has no name: {short(sponsor)}.", "It was left out.")
            continue
        yield SponsorRecord(named(name, str(sponsor.get("ID"))), SponsorKind.CO if place else SponsorKind.PRIME)


def _links(told: dict[str, Any], events: tuple[EventRecord, ...], tell: Tell) -> Iterator[LinkRecord]:
    named = [(BillLinkKind.SAME_AS, told.get("SameAsPrintNo"))]
    former = told.get("PreviousVersions")
    named += [(BillLinkKind.PREVIOUS_VERSION, each) for each in (former if isinstance(former, list) else [former])]
    for kind, text in named:
        other = _lineage(str(text or ""))
        if other is not None:
            yield LinkRecord(kind, *other)
        elif text:
            tell(f"“{str(text)[:40]}” is no bill with its session.", "It should read like A3506-2025.")
    for event in events:
        if _BY.match(event.words) and (numbers := numbers_in(event.words)):
            yield LinkRecord(BillLinkKind.SUBSTITUTED_BY, numbers[0], started_on=event.day)


@lru_cache(maxsize=50_000)
def _lineage(text: str) -> tuple[str, str] | None:
    """A number and the slug of its session: "A3506-2025" is ("A3506", "2025-2026")."""
    found = _LINEAGE.fullmatch(text)
    try:
        return (read_number(found[1])[0], session_of(int(found[2])).slug) if found else None
    except InvalidInput:
        return None
