"""A bill of Open States, from its API or its bulk data, and the votes on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from crm.bills.models import EventKind, SponsorKind, Stage
from crm.errors import InvalidInput
from crm.importers.bills.records import (
    BillRecord,
    EventRecord,
    LinkRecord,
    PrintRecord,
    RollCallRecord,
    SponsorRecord,
    VoteRecord,
)
from crm.importers.openleg.finds import Reading, fingerprint
from crm.importers.openleg.parts import day, items, number, text
from crm.importers.openstates.records import SCHEME
from crm.importers.openstates_bills.words import (
    RELATIONS,
    chamber_named,
    dict_of,
    event_kind,
    place_of,
    plain_number,
    sitting_of,
    sponsor_kind,
    vote_code,
    who,
)
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import Place

SOURCE = "openstates-bills"
_LONGEST_STATUS = 200
_ORDER = {SponsorKind.PRIME: 0, SponsorKind.CO: 1, SponsorKind.MULTI: 2}
_PRINT = re.compile(r"[A-Z]+\s*\d+\s*-?\s*([A-Z]?)")


def is_bill(raw: dict[str, Any]) -> bool:
    """Whether the object is a bill."""
    told = "title" in raw and ("session" in raw or "legislative_session" in raw)
    return "identifier" in raw and told and "motion_text" not in raw


def is_vote(raw: dict[str, Any]) -> bool:
    """Whether the object is a vote on its own, as in the bulk data."""
    return "motion_text" in raw and "counts" in raw


def read_bill(raw: dict[str, Any], where: str, folder: str, changed: date, reading: Reading) -> BillRecord:
    """The record of one bill. ``changed``: the day its file was written, where it does not say itself when it changed.

    What was not asked for (include=sponsorships, ...) is not in an answer, and then says nothing.
    """
    place = place_of(raw, folder)
    named = plain_number(place, text(raw.get("identifier")) or "")
    where = f"{where} ({named})"
    actions = sorted(items(raw, "actions"), key=lambda each: number(each.get("order")) or 0)
    first = day(raw.get("first_action_date"))
    days = [on for each in actions if (on := day(each.get("date")))] + ([first] if first else [])
    sitting = sitting_of(place, _session_of(raw), days)
    chamber = chamber_named(raw.get("from_organization"))
    abstracts = [found for each in items(raw, "abstracts") if (found := text(each.get("abstract")))]
    links = items(raw, "related_bills")
    id_ = text(raw.get("id")) or ""
    status = None if place.state == "ny" else text(raw.get("latest_action_description"))
    return BillRecord(
        where=where,
        source=SOURCE,
        session=sitting,
        number=named,
        seen_on=min(day(raw.get("updated_at")) or day(raw.get("scraped_at")) or changed, reading.today),
        sha256=fingerprint(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()),
        chamber=chamber,
        title=text(raw.get("title")),
        summary=abstracts[0] if abstracts else None,
        introduced_on=min(days, default=None),
        status=status[:_LONGEST_STATUS] if status else None,
        url=text(raw.get("openstates_url")) or _source(raw),
        ids=((SCHEME, id_),) if id_.startswith("ocd-bill/") else (),
        prints=tuple(_prints(raw, place)),
        sponsors=tuple(_sponsors(items(raw, "sponsorships"))),
        whole_sponsors=isinstance(raw.get("sponsorships"), list),
        events=(*_events(actions, place, where, reading), *_versions(raw, place)),
        links=tuple(_links(links, place, sitting.slug)),
        whole_links=isinstance(raw.get("related_bills"), list),
        roll_calls=tuple(_roll_calls(items(raw, "votes"), place, chamber, where, reading)),
    )


def read_vote(raw: dict[str, Any], where: str, folder: str, changed: date, reading: Reading) -> BillRecord:
    """A vote on its own, as what it says of its bill. Raises InvalidInput where it names none."""
    place = place_of(raw, folder)
    bill = dict_of(raw.get("bill"))
    identifier = text(bill.get("identifier")) or text(raw.get("bill_identifier")) or ""
    named = plain_number(place, identifier)
    held_on = day(raw.get("start_date"))
    session = text(bill.get("legislative_session")) or text(bill.get("legislative_session__identifier"))
    sitting = sitting_of(place, session or _session_of(raw), [held_on] if held_on else [])
    chamber = _CHAMBER_WORDS.get(text(bill.get("from_organization__classification")) or "")
    chamber = chamber or chamber_named(bill.get("from_organization"))
    where = f"{where} ({named})"
    return BillRecord(
        where=where,
        source=SOURCE,
        session=sitting,
        number=named,
        seen_on=min(day(raw.get("updated_at")) or changed, reading.today),
        sha256=fingerprint(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()),
        chamber=chamber,
        whole_sponsors=False,
        whole_links=False,
        roll_calls=tuple(_roll_calls([raw], place, chamber, where, reading)),
    )


_CHAMBER_WORDS = {"upper": ChamberKind.UPPER, "lower": ChamberKind.LOWER, "legislature": ChamberKind.UNICAMERAL}


def _session_of(raw: dict[str, Any]) -> str:
    named = raw.get("session") or raw.get("legislative_session")
    identifier = text(named.get("identifier")) if isinstance(named, dict) else text(named)
    if identifier is None:
        raise InvalidInput("It names no session.", hint="Ask for it again.")
    return identifier


def _source(raw: dict[str, Any]) -> str | None:
    return next((url for each in items(raw, "sources") if (url := text(each.get("url")))), None)


def _sponsors(listed: list[dict[str, Any]]) -> list[SponsorRecord]:
    """Each name once, in the part that says most."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], SponsorRecord] = {}
    for raw in listed:
        name = who(raw, "name", "person")
        if name is None:
            continue
        sponsor = SponsorRecord(name, sponsor_kind(raw))
        key = (name.name, name.ids)
        if key not in found or _ORDER[sponsor.kind] < _ORDER[found[key].kind]:
            found[key] = sponsor
    return list(found.values())


def _events(actions: list[dict[str, Any]], place: Place, where: str, reading: Reading) -> Iterator[EventRecord]:
    for raw in actions:
        words, on = text(raw.get("description")), day(raw.get("date"))
        if words is None or on is None:
            reading.tell(where, f"An action has no day or no words ({words or raw.get('date')}).", "It was left out.")
            continue
        if on > reading.today:
            reading.tell(where, f"“{words[:60]}” is on a day that has not come ({on}).", "It was left out.")
            continue
        chamber = chamber_named(raw.get("organization") or raw.get("organization_id"))
        yield EventRecord(event_kind(place, words, raw.get("classification")), words, on, chamber)


def _prints(raw: dict[str, Any], place: Place) -> Iterator[PrintRecord]:
    """New York's prints, which are known by a letter."""
    seen = set()
    for each in items(raw, "versions") if place.state == "ny" else ():
        found = _PRINT.fullmatch((text(each.get("note")) or "").upper())
        if found and found[1] not in seen:
            seen.add(found[1])
            yield PrintRecord(found[1], day(each.get("date")))


def _versions(raw: dict[str, Any], place: Place) -> Iterator[EventRecord]:
    """Versions that have a name instead of a letter ("Engrossed"), as steps with their text's address."""
    for each in items(raw, "versions") if place.state != "ny" else ():
        note, on = text(each.get("note")), day(each.get("date"))
        if note and on:
            url = next((found for link in items(each, "links") if (found := text(link.get("url")))), None)
            yield EventRecord(EventKind.OTHER, f"Version: {note}", on, None, url)


def _links(listed: list[dict[str, Any]], place: Place, own: str) -> Iterator[LinkRecord]:
    for raw in listed:
        kind = RELATIONS.get(text(raw.get("relation_type")) or "")
        identifier = text(raw.get("identifier"))
        if kind is None or identifier is None:
            continue
        session = text(raw.get("legislative_session"))
        slug = sitting_of(place, session, [date(1, 1, 1)]).slug if session else own
        yield LinkRecord(kind, plain_number(place, identifier), slug if slug != own else None)


def _roll_calls(
    votes: list[dict[str, Any]], place: Place, home: ChamberKind | None, where: str, reading: Reading
) -> Iterator[RollCallRecord]:
    taken = set()
    for raw in votes:
        held_on = day(raw.get("start_date"))
        organization = dict_of(raw.get("organization") or raw.get("organization_id"))
        chamber = chamber_named(organization)
        is_floor = chamber is not None
        committee = None if is_floor else text(organization.get("name"))
        chamber = chamber or _house_in(committee) or home
        if held_on is None or chamber is None:
            reading.tell(where, "A vote has no day, or no chamber.", "It was left out.")
            continue
        motion = text(raw.get("motion_text"))
        key = (held_on, chamber, committee)
        if place.state == "ny" and key not in taken:
            # The legislature itself names no motion; so the same vote is the same from every source.
            motion = None
        taken.add(key)
        counts = {text(each.get("option")): number(each.get("value")) for each in items(raw, "counts")}
        result = text(raw.get("result"))
        yield RollCallRecord(
            stage=Stage.FLOOR if is_floor else Stage.COMMITTEE,
            held_on=held_on,
            chamber=chamber,
            votes=tuple(_votes(items(raw, "votes"), where, reading)),
            committee=committee,
            motion=motion,
            ayes=counts.get("yes"),
            nays=counts.get("no"),
            passed={"pass": True, "fail": False}.get(result or ""),
            outside_id=text(raw.get("id")),
        )


def _house_in(committee: str | None) -> ChamberKind | None:
    words = set((committee or "").lower().split())
    if "senate" in words:
        return ChamberKind.UPPER
    return ChamberKind.LOWER if words & {"house", "assembly"} else None


def _votes(listed: list[dict[str, Any]], where: str, reading: Reading) -> Iterator[VoteRecord]:
    for raw in listed:
        name = who(raw, "voter_name", "voter")
        option = text(raw.get("option")) or ""
        code = vote_code(option)
        if name is None or code is None:
            reading.leave_out(where, f"votes of the kind “{option[:30]}”")
            continue
        yield VoteRecord(name, code)
