"""Roll calls of the Council and of its committees. Who was present is no vote, and is left alone."""

from __future__ import annotations

from typing import Any, Final

from crm.bills.models import Stage, VoteCode
from crm.importers.bills.records import NameRecord, RollCallRecord, VoteRecord
from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.nyccouncil.council import COUNCIL_BODY, SCHEME, day_of
from crm.importers.report import Problem
from crm.jurisdictions.models import ChamberKind

CODES: Final = {
    "affirmative": VoteCode.AYE,
    "negative": VoteCode.NAY,
    "abstain": VoteCode.ABSTAINED,
    "abstained": VoteCode.ABSTAINED,
    "non-voting": VoteCode.ABSTAINED,
    "recused": VoteCode.ABSTAINED,
    "conflict": VoteCode.EXCUSED,
    "absent": VoteCode.ABSENT,
    "excused": VoteCode.EXCUSED,
    "medical": VoteCode.EXCUSED,
    "maternity": VoteCode.EXCUSED,
    "paternity": VoteCode.EXCUSED,
    "parental": VoteCode.EXCUSED,
    "bereavement": VoteCode.EXCUSED,
    "jury duty": VoteCode.EXCUSED,
    "suspended": VoteCode.EXCUSED,
}
_ATTENDANCE: Final = frozenset({"present"})


def name_of(raw: dict[str, Any]) -> NameRecord | None:
    """The member an entry names, or nothing: entries with the id 0 and no name are real, and name nobody."""
    name, id_ = text(raw.get("FullName")), text(raw.get("ID"))
    if name is None:
        return None
    return NameRecord(name, ((SCHEME, id_),) if id_ and id_ != "0" else ())


def roll_call(
    where: str, raw: dict[str, Any], body: dict[str, Any], action: str | None, problems: list[Problem]
) -> RollCallRecord | None:
    """The vote an entry of a history or an agenda tells of, or nothing where none was taken by name.

    ``body`` is the entry that says who met: the same one, or the meeting around it.
    """
    entries = listed(raw, "Votes") or listed(raw, "RollCall")
    words = [(entry, (text(entry.get("Vote")) or text(entry.get("Value")) or "").lower()) for entry in entries]
    day = day_of(raw.get("Date")) or day_of(body.get("Date"))
    if day is None or all(word in _ATTENDANCE or CODES.get(word) in _AWAY for _, word in words):
        return None
    votes = []
    for entry, word in words:
        who, code = name_of(entry), CODES.get(word)
        if code is not None and who is not None:
            votes.append(VoteRecord(who, code))
        elif word not in _ATTENDANCE:
            what = f"A vote of {who.name if who else 'nobody'} reads “{word}”; it was left out."
            problems.append(Problem(where, what, "Nothing to do; the other votes came in."))
    of_council = text(body.get("BodyID")) == COUNCIL_BODY
    letter = text(raw.get("Version"))
    return RollCallRecord(
        stage=Stage.FLOOR if of_council else Stage.COMMITTEE,
        held_on=day,
        chamber=ChamberKind.UNICAMERAL,
        votes=tuple(votes),
        committee=None if of_council else text(body.get("BodyName")),
        motion=action,
        letter=None if letter is None else letter.replace("*", ""),
        ayes=sum(vote.code is VoteCode.AYE for vote in votes),
        nays=sum(vote.code is VoteCode.NAY for vote in votes),
        passed={"pass": True, "fail": False}.get((text(raw.get("PassedFlagName")) or "").lower()),
        outside_id=text(raw.get("ID")),
    )


_AWAY: Final = frozenset({VoteCode.ABSENT, VoteCode.EXCUSED})
