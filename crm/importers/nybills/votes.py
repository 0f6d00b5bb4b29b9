"""The votes in a file of the mirror: committees and floors of both houses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from crm.bills.models import EventKind, Stage
from crm.importers.bills.records import EventRecord, RollCallRecord, SessionRecord, VoteRecord
from crm.importers.nybills.accumulated import own_votes
from crm.importers.nybills.parts import Tell, day_in, list_in, named, short, text_in
from crm.importers.openleg.newyork import chamber_named, vote_code
from crm.jurisdictions.models import ChamberKind

_REMARK = re.compile(r"\s*Correction Date:.*", re.IGNORECASE | re.DOTALL)


def roll_calls(
    told: dict[str, Any], events: tuple[EventRecord, ...], session: SessionRecord, tell: Tell
) -> Iterator[RollCallRecord]:
    """The roll calls of a bill, each with its own votes; what cannot be read is told."""
    passed = {(event.chamber, event.day) for event in events if event.kind is EventKind.PASSED_CHAMBER}
    votes = list_in(told, "Votes", tell)
    assembly = [vote for vote in votes if chamber_named(vote.get("Chamber")) is ChamberKind.LOWER]
    listed = [list_in(vote, "Votes", tell) for vote in assembly]
    own = {id(vote): votes for vote, votes in zip(assembly, own_votes(listed), strict=True)}
    for vote in votes:
        day = day_in(vote.get("Date"), session)
        if day is None:
            tell(f"A vote has no day of its session: {short(vote)}.", "It was left out.")
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
    members = list_in(vote, "Votes", tell) if own is None else own
    votes = tuple(_votes(members, day, tell))
    codes = [each.code.value for each in votes]
    return RollCallRecord(
        stage=Stage.FLOOR if on_floor else Stage.COMMITTEE,
        held_on=day,
        chamber=chamber,
        votes=votes,
        committee=None if on_floor else _committee(vote.get("Committee")),
        motion=None if decision in ("", "FLOOR", "COMMITTEE") else decision,
        letter=text_in(vote.get("Version")) or (None if own is not None else ""),
        ayes=codes.count("aye") + codes.count("aye_with_reservations") if votes else None,
        nays=codes.count("nay") if votes else None,
    )


def _votes(members: list[dict[str, Any]], day: date, tell: Tell) -> Iterator[VoteRecord]:
    for member in members:
        name = text_in(member.get("Name")) or text_in(member.get("Short"))
        read = _vote(name, str(member.get("ID")), str(member.get("Vote"))) if name is not None else None
        if read is None:
            tell(f"A vote of {day} cannot be read: {short(member)}.", "It was left out.")
            continue
        yield read


# A session has 380,000 votes, and a few thousand kinds of them.
@lru_cache(maxsize=50_000)
def _vote(name: str, number: str, word: str) -> VoteRecord | None:
    code = vote_code(word)
    return VoteRecord(named(name, number), code) if code is not None else None


def _committee(text: object) -> str | None:
    """The Assembly's site shouts: "WAYS AND MEANS"."""
    name = text_in(text)
    if name is None or name != name.upper():
        return name
    words = [word.lower() for word in name.split()]
    return " ".join(word if word in ("and", "of", "the", "on") else word.capitalize() for word in words)
