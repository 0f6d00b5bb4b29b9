"""Roll calls. The bill names them with their counts; who voted how comes in an answer of its own."""

from __future__ import annotations

import re
from typing import Any, Final

from crm.bills.models import Stage, VoteCode
from crm.importers.bills.records import NameRecord, RollCallRecord, VoteRecord
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.people import Names
from crm.importers.legiscan.words import chamber, day, id_of, listed, number
from crm.importers.openstates.chambers import chamber_facts
from crm.importers.report import Problem
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import Place

CODES: Final = {1: VoteCode.AYE, 2: VoteCode.NAY, 3: VoteCode.ABSTAINED, 4: VoteCode.ABSENT}
_WORDS: Final = {ChamberKind.UPPER: "upper", ChamberKind.LOWER: "lower", ChamberKind.UNICAMERAL: "legislature"}
_IN_COMMITTEE: Final = re.compile(r"(?i)committee|\breported\b|\bdo pass\b|recommend|\bcmte\b")


def parse_roll_call(
    where: str, raw: dict[str, Any], place: Place, of_bill: ChamberKind | None, names: Names, problems: list[Problem]
) -> RollCallRecord | None:
    """The record of a roll call, or nothing (with a problem) for one without a day or a chamber."""
    when, held_in = day(raw.get("date")), chamber(raw.get("chamber"), place) or of_bill
    if when is None or held_in is None:
        what = f"Roll call {raw.get('roll_call_id')} lacks its day or its chamber; it was left out."
        problems.append(Problem(where, what, "Download it again."))
        return None
    motion = text(raw.get("desc")) or text(raw.get("description"))
    passed = number(raw.get("passed"))
    return RollCallRecord(
        stage=_stage(raw, motion, place, held_in),
        held_on=when,
        chamber=held_in,
        votes=tuple(vote for row in listed(raw, "votes") if (vote := _vote(where, row, names, problems))),
        motion=motion,
        ayes=number(raw.get("yea")),
        nays=number(raw.get("nay")),
        passed=None if passed is None else passed == 1,
        outside_id=id_of(raw.get("roll_call_id")),
    )


def _stage(raw: dict[str, Any], motion: str | None, place: Place, held_in: ChamberKind) -> Stage:
    """Committee or floor: LegiScan does not say. Fewer names than half of the chamber's seats are a committee."""
    total = number(raw.get("total")) or len(listed(raw, "votes"))
    seats = chamber_facts(place.state, _WORDS[held_in]).seats
    if total and seats:
        return Stage.COMMITTEE if total * 2 < seats else Stage.FLOOR
    return Stage.COMMITTEE if _IN_COMMITTEE.search(motion or "") else Stage.FLOOR


def _vote(where: str, row: dict[str, Any], names: Names, problems: list[Problem]) -> VoteRecord | None:
    id_, code = id_of(row.get("people_id")), CODES.get(number(row.get("vote_id")) or number(row.get("vote")) or 0)
    if id_ is None or code is None:
        what = f"A vote ({row.get('people_id')}: {row.get('vote_text') or row.get('vote_id')}) is not one we know."
        problems.append(Problem(where, what, "Nothing to do; the other votes came in."))
        return None
    return VoteRecord(names.get(id_) or NameRecord(f"LegiScan {id_}", (("legiscan", id_),)), code)
