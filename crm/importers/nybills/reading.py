"""One file of the mirror: a bill as its record showed it on a day.

The mirror (jehiah/ny_legislation) writes one JSON file a bill: the State Senate's Open Legislation API joined with the
Assembly's site. Its traps: 35 records of a session have neither status nor title nor actions; votes may be null; the
Assembly's votes repeat each other (``accumulated``) and carry remarks behind the motion; names may be cut and then
have the id 0; a companion may be missing for days, or be no bill at all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from crm import clock
from crm.bills.models import BillLinkKind, EventKind, SponsorKind, Stage
from crm.errors import InvalidInput
from crm.importers.bills.records import (
    BillRecord,
    EventRecord,
    LinkRecord,
    NameRecord,
    PrintRecord,
    RollCallRecord,
    SponsorRecord,
    VoteRecord,
)
from crm.importers.json_files import parse_json
from crm.importers.nybills.accumulated import own_votes
from crm.importers.nybills.looks import Look
from crm.importers.openleg.newyork import (
    MEMBER_SCHEME,
    chamber_named,
    chamber_of,
    numbers_in,
    read_number,
    session_of,
    step_kind,
    vote_code,
)
from crm.jurisdictions.models import ChamberKind

SOURCE: Final = "ny-bills"
_DAY: Final = timedelta(days=1)
_REMARK = re.compile(r"\s*Correction Date:.*", re.IGNORECASE | re.DOTALL)
_LINEAGE = re.compile(r"\s*(.+?)-([0-9]{4})\s*")
_PRINT = re.compile(r"\s*PRINT NUMBER\s+[0-9]+([A-Z]*)", re.IGNORECASE)
_BY = re.compile(r"\s*SUBSTITUTED BY\b", re.IGNORECASE)
_LISTED: Final = frozenset({"SameAsPrintNo", "PreviousVersions"})
_NUMBER: Final = "It should be a bill's file of the mirror, such as S2235.json."

Tell = Callable[[str, str], None]
"""Told of what could not be used: what it is, and what to do."""

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
    events = tuple(_events(told, tell))
    roll_calls = tuple(_roll_calls(told, events, tell))
    days = [event.day for event in events] + [roll_call.held_on for roll_call in roll_calls]
    published = _day(told.get("Published"))
    return BillRecord(
        where=look.where,
        source=SOURCE,
        session=session,
        number=number,
        seen_on=_seen_on(look, [*days, *([published] if published else [])], session.ends_on),
        sha256=sha256,
        chamber=chamber,
        title=_text(told.get("Title")),
        summary=_text(told.get("Summary")),
        introduced_on=events[0].day if events else published,
        status=_text(told.get("Status")),
        committee=_text(told.get("Committee")),
        prints=tuple(_prints(told, events)),
        sponsors=tuple(_sponsors(told, tell)),
        events=events,
        links=tuple(_links(told, events, tell)),
        roll_calls=roll_calls,
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


def _events(told: dict[str, Any], tell: Tell) -> Iterator[EventRecord]:
    for action in _list(told, "Actions", tell):
        words, day = _text(action.get("Text")), _day(action.get("Date"))
        if words is None or day is None:
            tell(f"A step has no words, or no day that has come: {_short(action)}.", "It was left out.")
            continue
        yield EventRecord(_kind(words), words, day, chamber_named(action.get("Chamber")))


def _prints(told: dict[str, Any], events: tuple[EventRecord, ...]) -> Iterator[PrintRecord]:
    letters: dict[str, date | None] = {"": events[0].day if events else _day(told.get("Published"))}
    for event in events:
        if found := _PRINT.match(event.words):
            letters.setdefault(found[1].upper(), event.day)
    letters.setdefault(str(told.get("Version") or "").strip().upper(), None)
    for letter, day in letters.items():
        yield PrintRecord(letter, day)


def _sponsors(told: dict[str, Any], tell: Tell) -> Iterator[SponsorRecord]:
    """The first is the prime sponsor. Co- and multi-sponsors are mixed behind it; all are written as the former."""
    for place, sponsor in enumerate(_list(told, "Sponsors", tell)):
        name = _text(sponsor.get("Name")) or _text(sponsor.get("Short"))
        if name is None:
            tell(f"A sponsor has no name: {_short(sponsor)}.", "It was left out.")
            continue
        yield SponsorRecord(_named(name, str(sponsor.get("ID"))), SponsorKind.CO if place else SponsorKind.PRIME)


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


def _roll_calls(told: dict[str, Any], events: tuple[EventRecord, ...], tell: Tell) -> Iterator[RollCallRecord]:
    passed = {(event.chamber, event.day) for event in events if event.kind is EventKind.PASSED_CHAMBER}
    votes = _list(told, "Votes", tell)
    assembly = [vote for vote in votes if chamber_named(vote.get("Chamber")) is ChamberKind.LOWER]
    listed = [_list(vote, "Votes", tell) for vote in assembly]
    own = {id(vote): votes for vote, votes in zip(assembly, own_votes(listed), strict=True)}
    for vote in votes:
        day = _day(vote.get("Date"))
        if day is None:
            tell(f"A vote has no day that has come: {_short(vote)}.", "It was left out.")
            continue
        if vote.get("Votes") is None:
            # A motion on the floor of the Assembly, such as one to discharge a committee, without names.
            continue
        record = _roll_call(vote, own.get(id(vote)), day, tell)
        has_passed = record.stage is Stage.FLOOR and (record.chamber, record.held_on) in passed
        yield replace(record, passed=True) if has_passed else record


def _roll_call(vote: dict[str, Any], own: list[dict[str, Any]] | None, day: date, tell: Tell) -> RollCallRecord:
    decision = _REMARK.sub("", str(vote.get("VoteType") or "")).strip()
    # The Senate's floor votes name no chamber; they stand in the files of both houses' bills.
    chamber = chamber_named(vote.get("Chamber")) or ChamberKind.UPPER
    on_floor = decision in ("", "FLOOR")
    members = _list(vote, "Votes", tell) if own is None else own
    votes = tuple(_votes(members, day, tell))
    codes = [each.code.value for each in votes]
    return RollCallRecord(
        stage=Stage.FLOOR if on_floor else Stage.COMMITTEE,
        held_on=day,
        chamber=chamber,
        votes=votes,
        committee=None if on_floor else _committee(vote.get("Committee")),
        motion=None if decision in ("", "FLOOR", "COMMITTEE") else decision,
        letter=_text(vote.get("Version")) or (None if own is not None else ""),
        ayes=codes.count("aye") + codes.count("aye_with_reservations") if votes else None,
        nays=codes.count("nay") if votes else None,
    )


def _votes(members: list[dict[str, Any]], day: date, tell: Tell) -> Iterator[VoteRecord]:
    for member in members:
        name = _text(member.get("Name")) or _text(member.get("Short"))
        read = _vote(name, str(member.get("ID")), str(member.get("Vote"))) if name is not None else None
        if read is None:
            tell(f"A vote of {day} cannot be read: {_short(member)}.", "It was left out.")
            continue
        yield read


# A session has 380,000 votes, and a few thousand kinds of them.
@lru_cache(maxsize=50_000)
def _vote(name: str, number: str, word: str) -> VoteRecord | None:
    code = vote_code(word)
    return VoteRecord(_named(name, number), code) if code is not None else None


@lru_cache(maxsize=10_000)
def _named(name: str, number: str) -> NameRecord:
    return NameRecord(name, ((MEMBER_SCHEME, number),) if number.isdecimal() and number != "0" else ())


_kind = lru_cache(maxsize=10_000)(step_kind)


def _committee(text: object) -> str | None:
    """The Assembly's site shouts: "WAYS AND MEANS"."""
    name = _text(text)
    if name is None or name != name.upper():
        return name
    words = [word.lower() for word in name.split()]
    return " ".join(word if word in ("and", "of", "the", "on") else word.capitalize() for word in words)


def _list(told: dict[str, Any], key: str, tell: Tell) -> list[dict[str, Any]]:
    value = told.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        tell(f"{key} is no list.", "It was left out.")
        return []
    return [each for each in value if isinstance(each, dict)]


def _day(text: object) -> date | None:
    """A day that has come: it may be tomorrow here while it is today in New York, or the other way about."""
    try:
        day = date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
    return day if day.year > 1776 and day <= clock.today() + _DAY else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:120]
