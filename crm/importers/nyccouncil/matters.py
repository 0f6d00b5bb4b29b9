"""From a matter (an introduction, a resolution) to a bill record."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any, Final

from crm.bills.models import EventKind, SponsorKind
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, EventRecord, PrintRecord, SponsorRecord
from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.nyccouncil.council import KIND, SCHEME, day_of, session_of
from crm.importers.nyccouncil.votes import name_of, roll_call
from crm.importers.report import Problem
from crm.jurisdictions.models import ChamberKind

_FILE: Final = re.compile(r"(?P<type>[A-Za-z]+)\s+(?P<number>[0-9]+)-(?P<year>[0-9]{4})(?P<letter>-?[A-Z])?")
# What an action of the Council's clerk means, by the words it begins with; the longer first.
_KINDS: Final = (
    ("introduced", EventKind.INTRODUCED),
    ("referred", EventKind.REFERRED),
    ("re-referred", EventKind.REFERRED),
    ("amended", EventKind.AMENDED),
    ("approved by committee", EventKind.REPORTED),
    ("approved with modifications", EventKind.REPORTED),
    ("p-c item approved by comm", EventKind.REPORTED),
    ("approved, by council", EventKind.PASSED),
    ("approved by council", EventKind.PASSED),
    ("adopted", EventKind.PASSED),
    ("sent to mayor", EventKind.DELIVERED),
    ("signed into law", EventKind.SIGNED),
    ("vetoed", EventKind.VETOED),
    ("city charter rule adopted", EventKind.LAPSED_INTO_LAW),
    ("returned unsigned", EventKind.LAPSED_INTO_LAW),
    ("filed (end of session)", EventKind.STALLED),
)


def year_of(file: str) -> int | None:
    """The year in a matter's number, which tells its session: "Int 0214-2024"; nothing for another form."""
    found = _FILE.fullmatch(file)
    return int(found["year"]) if found else None


def parse_matter(where: str, raw: dict[str, Any], seen_on: date | None, problems: list[Problem]) -> BillRecord:
    """The record of a matter as shown on ``seen_on`` (nothing: when it was last changed).

    Raises InvalidInput for one without a number that names a year.
    """
    file = text(raw.get("File")) or ""
    year = year_of(file)
    if year is None:
        raise InvalidInput(f"{where}: “{file}” is not the number of a matter.", hint="It reads like Int 0214-2024.")
    named = [name_of(entry) for entry in listed(raw, "Sponsors")]
    names = [name for name in named if name is not None]
    kinds = [SponsorKind.PRIME] + [SponsorKind.CO] * len(names)
    if named and named[0] is None:
        # Whoever leads the list is not named; the others did not become the first.
        kinds[0] = SponsorKind.CO
    introduced_on = day_of(raw.get("IntroDate"))
    id_ = text(raw.get("ID"))
    return BillRecord(
        where=where,
        source=KIND,
        session=session_of(year),
        number=file,
        seen_on=seen_on or last_change(raw) or introduced_on or date(year, 1, 1),
        sha256=fingerprint(raw),
        chamber=ChamberKind.UNICAMERAL,
        title=text(raw.get("Name")) or text(raw.get("Title")),
        summary=text(raw.get("Summary")) or text(raw.get("Title")),
        introduced_on=introduced_on,
        # The day on which it "passed" is set as well when it was merely filed: only its status tells.
        status=text(raw.get("StatusName")),
        committee=text(raw.get("BodyName")),
        url=_url(raw),
        ids=((SCHEME, id_),) if id_ else (),
        prints=_prints(raw, introduced_on),
        sponsors=tuple(SponsorRecord(name, kind) for name, kind in zip(names, kinds, strict=False)),
        whole_sponsors=isinstance(raw.get("Sponsors"), list),
        nameless_sponsors=sum(name is None for name in named),
        events=tuple(
            event for entry in listed(raw, "History") if (event := event_of(entry, text(entry.get("Action"))))
        ),
        roll_calls=tuple(
            vote
            for entry in listed(raw, "History")
            if (vote := roll_call(where, entry, entry, text(entry.get("Action")), problems))
        ),
        whole_links=False,
    )


def fingerprint(raw: Any) -> str:
    """The same for the same content, however it was written."""
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()


def last_change(raw: dict[str, Any]) -> date | None:
    """The day on which the Council last changed the record."""
    days = [day_of(part.get("LastModified")) for part in (raw, *listed(raw, "History"))]
    return max((day for day in days if day), default=None)


def event_kind(action: str) -> EventKind:
    """What an action is; whatever is not known by its words is another step."""
    return next((kind for words, kind in _KINDS if action.lower().startswith(words)), EventKind.OTHER)


def event_of(body: dict[str, Any], action: str | None) -> EventRecord | None:
    """The step that an action is, or nothing where none was taken; ``body`` says who met, and when."""
    day = day_of(body.get("Date"))
    if day is None or action is None:
        return None
    name = text(body.get("BodyName"))
    words = f"{action} ({name})" if name and name not in action else action
    return EventRecord(event_kind(action), words, day, ChamberKind.UNICAMERAL)


def _prints(raw: dict[str, Any], introduced_on: date | None) -> tuple[PrintRecord, ...]:
    """The first print is "*"; which days the lettered ones appeared on the record does not say."""
    versions = [text(part.get("Version")) for part in (*listed(raw, "History"), raw)]
    letters = sorted({version for version in versions if version and version != "*"})
    return (PrintRecord("", introduced_on), *(PrintRecord(letter) for letter in letters))


def _url(raw: dict[str, Any]) -> str | None:
    guid, id_ = text(raw.get("GUID")), text(raw.get("ID"))
    if not guid or not id_:
        return None
    return f"https://legistar.council.nyc.gov/LegislationDetail.aspx?ID={id_}&GUID={guid}"
