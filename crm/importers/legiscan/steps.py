"""What the steps in a bill's history are. States word them as they like: only what is plain is told apart."""

from __future__ import annotations

import re
from typing import Any, Final

from crm.bills.models import EventKind
from crm.importers.bills.records import EventRecord
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.words import STATUSES, chamber, day, listed, number
from crm.jurisdictions.places import Place

_KINDS: Final = tuple(
    (re.compile(words, re.IGNORECASE), kind)
    for words, kind in (
        (r"veto.*(overrid|sustain|fail)|overrid.*veto", EventKind.OTHER),
        (r"\bvetoed\b|\bveto by\b|disapproved by (the )?(governor|mayor|president)", EventKind.VETOED),
        (r"without (the )?(governor|mayor|president)('s|s)? (signature|approval)", EventKind.LAPSED_INTO_LAW),
        (r"(signed|approved) by (the )?(governor|gov\b|mayor|president)|governor signed", EventKind.SIGNED),
        (r"(presented|delivered|sent|transmitted|submitted) to (the )?(governor|gov\b|mayor|president)",
         EventKind.DELIVERED),
        (r"\b(re-?referred|recommitted|referred|refer) (back )?(to|both)|^referrals?\b", EventKind.REFERRED),
        (r"^reported|\breported (favorabl|without|with|from|out|do pass|and)|\breport of committee",
         EventKind.REPORTED),
        (r"^(passed|adopted)\b(?!.*committee)|\bpassed (the )?(house|senate|assembly|third reading)\b",
         EventKind.PASSED_CHAMBER),
        (r"\benrolled\b", EventKind.PASSED),
        (r"^amended\b|\bamendments? (adopted|agreed)|\bsubstitute .*adopted", EventKind.AMENDED),
        (r"^introduced|\bintroduced (by|and)|^prefiled|^filed\b", EventKind.INTRODUCED),
    )
)  # fmt: skip
_MILESTONES: Final = {
    1: EventKind.INTRODUCED, 2: EventKind.PASSED_CHAMBER, 3: EventKind.PASSED, 4: EventKind.PASSED,
    5: EventKind.VETOED, 6: EventKind.STALLED, 7: EventKind.OTHER, 8: EventKind.OTHER, 9: EventKind.REFERRED,
    10: EventKind.REPORTED, 11: EventKind.REPORTED,
}  # fmt: skip


def kind_of(action: str) -> EventKind:
    """What an action is, by its words; whatever is not plain is another step."""
    return next((kind for words, kind in _KINDS if words.search(action)), EventKind.OTHER)


def events_of(raw: dict[str, Any], place: Place) -> tuple[EventRecord, ...]:
    """The history of a bill in its own words, and those milestones that no line of it on that day says plainly."""
    found = []
    for line in listed(raw, "history"):
        when, action = day(line.get("date")), text(line.get("action"))
        if when and action:
            found.append(EventRecord(kind_of(action), action, when, chamber(line.get("chamber"), place)))
    plain = {(event.day, event.kind) for event in found}
    for step in listed(raw, "progress"):
        when, code = day(step.get("date")), number(step.get("event"))
        kind = _MILESTONES.get(code) if code is not None else None
        if when and code is not None and kind and (when, kind) not in plain:
            plain.add((when, kind))
            found.append(EventRecord(kind, STATUSES[code], when))
    return tuple(dict.fromkeys(found))
