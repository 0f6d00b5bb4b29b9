"""A bill as the API answers it: whole, or the summary that it calls "info"."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

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
from crm.importers.openleg.finds import API, Reading, fingerprint
from crm.importers.openleg.newyork import (
    MEMBER_SCHEME,
    chamber_named,
    chamber_of,
    read_number,
    session_of,
    step_kind,
    vote_code,
)
from crm.importers.openleg.parts import day, items, keyed, number, part, text
from crm.jurisdictions.models import ChamberKind

_MILESTONES = {
    "INTRODUCED": EventKind.INTRODUCED,
    "IN_SENATE_COMM": EventKind.REFERRED,
    "IN_ASSEMBLY_COMM": EventKind.REFERRED,
    "SENATE_FLOOR": EventKind.REPORTED,
    "ASSEMBLY_FLOOR": EventKind.REPORTED,
    "PASSED_SENATE": EventKind.PASSED_CHAMBER,
    "PASSED_ASSEMBLY": EventKind.PASSED_CHAMBER,
    "ADOPTED": EventKind.PASSED_CHAMBER,
    "DELIVERED_TO_GOV": EventKind.DELIVERED,
    "SIGNED_BY_GOV": EventKind.SIGNED,
    "VETOED": EventKind.VETOED,
    "STRICKEN": EventKind.STALLED,
    "LOST": EventKind.STALLED,
}


def is_bill(raw: dict[str, Any]) -> bool:
    """Whether the object is a bill, whole or in short."""
    return "basePrintNo" in raw and ("status" in raw or "title" in raw or "amendments" in raw)


def read_bill(raw: dict[str, Any], where: str, seen_on: date, reading: Reading) -> BillRecord:
    """The record of one bill. ``seen_on``: the day on which the API said so. Raises InvalidInput without a number.

    The short form names the first sponsor alone and no companions, so it takes nobody off a list.
    """
    named, _ = read_number(text(raw.get("basePrintNo")) or text(raw.get("printNo")) or "")
    where = f"{where} ({named})"
    year = number(raw.get("session"))
    if year is None:
        raise InvalidInput(f"{named} names no session.", hint="Ask for it again: every bill belongs to one.")
    sitting = session_of(year)
    amendments = keyed(raw, "amendments")
    newest = amendments.get(text(raw.get("activeVersion")) or "") or (list(amendments.values()) or [{}])[-1]
    status = part(raw, "status")
    first = amendments.get("", {})
    return BillRecord(
        where=where,
        source=API,
        session=sitting,
        number=named,
        seen_on=seen_on,
        sha256=fingerprint(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()),
        chamber=chamber_named(part(raw, "billType").get("chamber")) or chamber_of(named),
        title=(text(raw.get("title")) or "").lstrip("@ ") or None,
        summary=text(raw.get("summary")),
        introduced_on=day(first.get("publishDate")) or day(raw.get("publishedDateTime")),
        status=text(status.get("statusType")),
        committee=text(status.get("committeeName")),
        url=f"https://www.nysenate.gov/legislation/bills/{year}/{named}",
        prints=tuple(PrintRecord(letter, day(each.get("publishDate"))) for letter, each in sorted(amendments.items())),
        sponsors=tuple(_sponsors(raw, newest)),
        whole_sponsors=bool(amendments),
        events=tuple(_events(raw, where, reading)),
        links=tuple(_links(raw, newest)),
        whole_links=bool(amendments),
        roll_calls=tuple(read_votes(items(raw, "votes"), where, reading)),
    )


def member_name(raw: dict[str, Any]) -> NameRecord | None:
    """A member as answers name one; nothing where it names nobody."""
    name = text(raw.get("fullName")) or text(raw.get("shortName"))
    id_ = number(raw.get("memberId"))
    if name is None:
        return None
    ids = ((MEMBER_SCHEME, str(id_)),) if id_ else ()
    district = number(raw.get("districtCode"))
    return NameRecord(name, ids, str(district) if district else None)


def read_votes(votes: list[dict[str, Any]], where: str, reading: Reading) -> Iterator[RollCallRecord]:
    """The roll calls of a bill: {voteType, voteDate, version, committee, memberVotes: {code: members}}."""
    for raw in votes:
        held_on = day(raw.get("voteDate"))
        committee = part(raw, "committee")
        is_committee = text(raw.get("voteType")) == "COMMITTEE" or bool(text(committee.get("name")))
        if held_on is None:
            reading.tell(where, f"A vote is on no day (“{raw.get('voteDate')}”).", "Ask for the bill again.")
            continue
        cast: list[VoteRecord] = []
        for word, members in keyed(raw, "memberVotes").items():
            code = vote_code(word)
            if code is None:
                reading.tell(where, f"Votes of the kind “{word[:40]}” are not known.", "They were left out.")
                continue
            names = (member_name(each) for each in items({"of": members}, "of"))
            cast += [VoteRecord(name, code) for name in names if name is not None]
        if not cast:
            continue
        said = [vote.code.value for vote in cast]
        yield RollCallRecord(
            stage=Stage.COMMITTEE if is_committee else Stage.FLOOR,
            held_on=held_on,
            # The Senate's system holds votes of the Senate; a committee names its house.
            chamber=chamber_named(committee.get("chamber")) or ChamberKind.UPPER,
            votes=tuple(cast),
            committee=text(committee.get("name")) if is_committee else None,
            letter=text(raw.get("version")) or "",
            ayes=said.count("aye") + said.count("aye_with_reservations"),
            nays=said.count("nay"),
        )


def _sponsors(raw: dict[str, Any], newest: dict[str, Any]) -> Iterator[SponsorRecord]:
    prime = part(raw, "sponsor")
    if prime.get("rules") is True:
        yield SponsorRecord(NameRecord("RULES COM", is_committee=True), SponsorKind.PRIME)
    if prime.get("budget") is True:
        yield SponsorRecord(NameRecord("BUDGET BILL", is_committee=True), SponsorKind.PRIME)
    lists = (
        (SponsorKind.PRIME, [part(prime, "member")]),
        (SponsorKind.CO, [*items(raw, "additionalSponsors"), *items(newest, "coSponsors")]),
        (SponsorKind.MULTI, items(newest, "multiSponsors")),
    )
    seen: set[NameRecord] = set()
    for kind, members in lists:
        for name in filter(None, map(member_name, members)):
            if name not in seen:
                seen.add(name)
                yield SponsorRecord(name, kind)


def _events(raw: dict[str, Any], where: str, reading: Reading) -> Iterator[EventRecord]:
    actions = items(raw, "actions")
    for each in actions:
        words, on = text(each.get("text")), day(each.get("date"))
        if words is None or on is None:
            reading.tell(where, f"An action has no day or no words ({words or each.get('date')}).", "It was left out.")
            continue
        yield EventRecord(step_kind(words), words, on, chamber_named(each.get("chamber")))
    for each in () if actions else items(raw, "milestones"):
        words, on = text(each.get("statusDesc")), day(each.get("actionDate"))
        if words is not None and on is not None:
            committee = text(each.get("committeeName"))
            kind = _MILESTONES.get(text(each.get("statusType")) or "", EventKind.OTHER)
            yield EventRecord(kind, f"{words}: {committee}" if committee else words, on)


def _links(raw: dict[str, Any], newest: dict[str, Any]) -> Iterator[LinkRecord]:
    own = number(raw.get("session"))
    for kind, others in (
        (BillLinkKind.SAME_AS, items(newest, "sameAs")),
        (BillLinkKind.PREVIOUS_VERSION, items(raw, "previousVersions")),
        (BillLinkKind.SUBSTITUTED_BY, [part(raw, "substitutedBy")]),
    ):
        for each in others:
            printed = text(each.get("basePrintNo")) or text(each.get("printNo"))
            if printed is None:
                continue
            year = number(each.get("session"))
            slug = session_of(year).slug if year and year != own else None
            yield LinkRecord(kind, read_number(printed)[0], slug)
