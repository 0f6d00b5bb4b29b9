"""From a bill, as the API gives it, to a bill record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crm.bills.models import BillLinkKind, EventKind, SponsorKind
from crm.importers.bills.records import BillRecord, LinkRecord, PrintRecord, SessionRecord, SponsorRecord
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.people import Names, name_record
from crm.importers.legiscan.sessions import session_of
from crm.importers.legiscan.source import SHOWN_ON
from crm.importers.legiscan.steps import events_of
from crm.importers.legiscan.votes import parse_roll_call
from crm.importers.legiscan.words import (
    KIND,
    SCHEME,
    STATUSES,
    bill_number,
    chamber,
    day,
    id_of,
    inner,
    listed,
    number,
    place_of,
)
from crm.importers.report import Problem
from crm.jurisdictions.places import Place

_SPONSORS: Final = {1: SponsorKind.PRIME, 2: SponsorKind.CO, 3: SponsorKind.MULTI}
_LINKS: Final = {
    1: BillLinkKind.SAME_AS,
    5: BillLinkKind.SAME_AS,
    3: BillLinkKind.SUBSTITUTED_BY,
}
_LINK_WORDS: Final = {
    "same as": BillLinkKind.SAME_AS,
    "cross-filed": BillLinkKind.SAME_AS,
    "crossfiled": BillLinkKind.SAME_AS,
    "replaced by": BillLinkKind.SUBSTITUTED_BY,
}
_DATED: Final = ("history", "progress", "texts", "votes", "amendments", "supplements", "referrals")
_FIRST_TEXT: Final = 1


def parse_bill(where: str, raw: dict[str, Any], names: Names, problems: list[Problem]) -> BillRecord | None:
    """The record of a bill, or nothing with a problem. Where it is not known when it looked so, the last day it tells
    of stands for that day."""
    found = identity(raw)
    if found is None:
        what = "A bill lacks its number, its state, or the years of its session; it was left out."
        problems.append(Problem(where, what, "Download it again."))
        return None
    place, session, printed = found
    events = events_of(raw, place)
    body = chamber(raw.get("body"), place)
    votes = [
        vote
        for row in listed(raw, "votes")
        if (vote := parse_roll_call(where, row, place, body, names, problems)) is not None
    ]
    id_, title, description = id_of(raw.get("bill_id")), text(raw.get("title")), text(raw.get("description"))
    introduced = [event.day for event in events if event.kind is EventKind.INTRODUCED]
    return BillRecord(
        where=where,
        source=KIND,
        session=session,
        number=printed,
        seen_on=day(raw.get(SHOWN_ON)) or last_day(raw) or session.starts_on,
        sha256=fingerprint(raw, votes),
        chamber=body,
        title=title or description,
        summary=description if description != title else None,
        introduced_on=min(introduced, default=None),
        status=STATUSES.get(number(raw.get("status")) or 0)
        if text(raw.get("status"))
        else text(raw.get("status_desc")),
        committee=text(inner(raw, "committee").get("name")) or text(raw.get("committee")),
        url=text(raw.get("url")) or text(raw.get("state_link")),
        ids=((SCHEME, id_),) if id_ else (),
        prints=_prints(raw),
        sponsors=_sponsors(raw, place, names),
        whole_sponsors="sponsors" in raw,
        nameless_sponsors=_nameless(raw, names),
        events=events,
        links=_links(raw),
        roll_calls=tuple(votes),
        whole_links="sasts" in raw,
    )


def identity(raw: dict[str, Any]) -> tuple[Place, SessionRecord, str] | None:
    """Which bill it is: its government, its session, its number."""
    place, printed = place_of(text(raw.get("state"))), bill_number(raw.get("bill_number") or raw.get("number"))
    session = session_of(inner(raw, "session"), place) if place else None
    return (place, session, printed) if place and session and printed else None


def last_day(raw: dict[str, Any]) -> date | None:
    """The last day a record tells of: it cannot have looked so before."""
    days = [day(raw.get(column)) for column in ("status_date", "last_action_date")]
    days += [day(row.get("date")) for column in _DATED for row in listed(raw, column)]
    return max((each for each in days if each), default=None)


def fingerprint(raw: dict[str, Any], votes: Sequence[Any]) -> str:
    """LegiScan's own hash of the bill, where it has one; with who voted how, which that one does not cover."""
    own = text(raw.get("change_hash"))
    if own and not any(vote.votes for vote in votes):
        return own
    told = own or json.dumps({**raw, SHOWN_ON: None}, sort_keys=True, default=str)
    cast = [[(each.who.name, each.code.value) for each in vote.votes] for vote in votes]
    return hashlib.sha256(f"{told}\n{json.dumps(cast)}".encode()).hexdigest()


def _sponsors(raw: dict[str, Any], place: Place, names: Names) -> tuple[SponsorRecord, ...]:
    rows = sorted(listed(raw, "sponsors"), key=lambda row: number(row.get("sponsor_order")) or 0)
    found = []
    for place_on_list, row in enumerate(rows):
        who = name_record(row, place) or names.get(id_of(row.get("people_id")) or "")
        # Where the state does not tell kinds apart, the list still begins with whoever wrote the bill.
        plain = SponsorKind.CO if place_on_list else SponsorKind.PRIME
        if who is not None:
            found.append(SponsorRecord(who, _SPONSORS.get(number(row.get("sponsor_type_id")) or 0, plain)))
    return tuple(found)


def _nameless(raw: dict[str, Any], names: Names) -> int:
    return sum(
        text(row.get("name")) is None and (id_of(row.get("people_id")) or "") not in names
        for row in listed(raw, "sponsors")
    )


def _links(raw: dict[str, Any]) -> tuple[LinkRecord, ...]:
    found = []
    for row in listed(raw, "sasts"):
        other, words = bill_number(row.get("sast_bill_number")), text(row.get("type"))
        # Of a bill carried over its number is told; of which session that was is not.
        kind = _LINK_WORDS.get(words.lower()) if words else _LINKS.get(number(row.get("type_id")) or 0)
        if other and kind:
            found.append(LinkRecord(kind, other))
    return tuple(dict.fromkeys(found))


def _prints(raw: dict[str, Any]) -> tuple[PrintRecord, ...]:
    """The first print, with its day; later texts have no letters that people would know them by."""
    first = next((row for row in listed(raw, "texts") if number(row.get("type_id")) == _FIRST_TEXT), None)
    return (PrintRecord("", day(first.get("date"))),) if first else ()
