"""What Open States calls things, and what we call them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, Final

from crm.bills.models import BillLinkKind, EventKind, SponsorKind, VoteCode
from crm.errors import InvalidInput
from crm.importers.bills.records import NameRecord, SessionRecord
from crm.importers.openleg.newyork import read_number, session_of, step_kind
from crm.importers.openleg.parts import part, text
from crm.importers.openstates.records import SCHEME
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import STATES, Place, read_ocd_id, state_ocd_id

_YEAR: Final = re.compile(r"(?:18|19|20)\d\d")
_CHAMBERS: Final = {
    "upper": ChamberKind.UPPER,
    "lower": ChamberKind.LOWER,
    "legislature": ChamberKind.UNICAMERAL,
}
# The first that is among an action's classifications counts: "signed" says more than "became law".
_STEPS: Final = (
    ("executive-signature", EventKind.SIGNED),
    ("executive-veto", EventKind.VETOED),
    ("executive-veto-line-item", EventKind.VETOED),
    ("executive-receipt", EventKind.DELIVERED),
    ("became-law", EventKind.LAPSED_INTO_LAW),
    ("passage", EventKind.PASSED_CHAMBER),
    ("amendment-passage", EventKind.AMENDED),
    ("committee-passage", EventKind.REPORTED),
    ("committee-passage-favorable", EventKind.REPORTED),
    ("committee-passage-unfavorable", EventKind.REPORTED),
    ("committee-failure", EventKind.STALLED),
    ("failure", EventKind.STALLED),
    ("withdrawal", EventKind.STALLED),
    ("deferral", EventKind.STALLED),
    ("introduction", EventKind.INTRODUCED),
    ("filing", EventKind.INTRODUCED),
    ("referral-committee", EventKind.REFERRED),
    ("referral", EventKind.REFERRED),
)
_VOTES: Final = {
    "yes": VoteCode.AYE,
    "no": VoteCode.NAY,
    "abstain": VoteCode.ABSTAINED,
    "absent": VoteCode.ABSENT,
    "not voting": VoteCode.ABSENT,
    "excused": VoteCode.EXCUSED,
}
RELATIONS: Final = {
    "companion": BillLinkKind.SAME_AS,
    "prior-session": BillLinkKind.PREVIOUS_VERSION,
    "replaced-by": BillLinkKind.SUBSTITUTED_BY,
}


def place_of(raw: dict[str, Any], folder: str) -> Place:
    """The government a record is of: as it says, else by the state that its folder is named for.

    Raises InvalidInput where neither tells.
    """
    named = raw.get("jurisdiction")
    ocd_id = text(named.get("id")) if isinstance(named, dict) else text(named) or text(raw.get("jurisdiction_id"))
    if ocd_id:
        return read_ocd_id(ocd_id)
    if folder.lower() in STATES:
        return read_ocd_id(state_ocd_id(folder))
    raise InvalidInput("It names no state.", hint="Put it into a folder named by the state, such as ny.")


def sitting_of(place: Place, identifier: str, days: list[date]) -> SessionRecord:
    """The session by its identifier there ("2025-2026", "20252026", "104th"); its days as far as they are told.

    Raises InvalidInput where neither the identifier nor a day tells a year.
    """
    if place.state == "ny" and (years := _YEAR.findall(identifier)):
        return session_of(int(years[0]))
    years = [int(year) for year in _YEAR.findall(identifier)] or sorted(day.year for day in days)
    if not years:
        raise InvalidInput(f"The session “{identifier[:40]}” is of no year.", hint="Ask with include=actions.")
    return SessionRecord(place, identifier, identifier, date(years[0], 1, 1), date(years[-1], 12, 31))


def plain_number(place: Place, identifier: str) -> str:
    """A bill's number without blanks, as other sources print it too: "S 2235" is "S2235"."""
    number = "".join(identifier.split()).upper()
    if not number:
        raise InvalidInput("A bill has no number.", hint="Ask for it again.")
    if place.state == "ny":
        try:
            return read_number(number)[0]
        except InvalidInput:
            return number
    return number


def chamber_named(raw: Any) -> ChamberKind | None:
    """The chamber an organization is: {"classification": "upper"}, or the same as a reference (~{...})."""
    found = dict_of(raw)
    word = text(found.get("classification")) or text(found.get("classification__in")) or ""
    return _CHAMBERS.get(word)


def dict_of(raw: Any) -> dict[str, Any]:
    """An object, also where it is written as a reference: "~{\\"classification\\": \\"upper\\"}"."""
    if isinstance(raw, dict):
        return raw
    if isinstance(raw, str) and raw.startswith("~{"):
        try:
            found = json.loads(raw[1:])
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
    return {}


def event_kind(place: Place, words: str, classification: Any) -> EventKind:
    """What kind of step an action is. New York's actions are read by their words, as from every source of its bills."""
    if place.state == "ny":
        return step_kind(words)
    named = {text(each) for each in classification} if isinstance(classification, list) else {text(classification)}
    return next((kind for word, kind in _STEPS if word in named), EventKind.OTHER)


def vote_code(option: str) -> VoteCode | None:
    """How a vote's option is meant; nothing for what says neither (paired, proxy, other)."""
    return _VOTES.get(option.strip().lower())


def sponsor_kind(raw: dict[str, Any]) -> SponsorKind:
    """First sponsors are primary; New York's multi-sponsors are said in the classification."""
    word = (text(raw.get("classification")) or "").lower()
    if "multi" in word:
        return SponsorKind.MULTI
    return SponsorKind.PRIME if raw.get("primary") is True or word == "primary" else SponsorKind.CO


def who(raw: dict[str, Any], name: str, person: str) -> NameRecord | None:
    """The printed name with the id of the person it was matched to there. Nothing where it names nobody.

    Party and district are left out: they are those of today, not of the day of the record.
    """
    matched = part(raw, person)
    printed = text(raw.get(name)) or text(matched.get("name"))
    if printed is None:
        return None
    id_ = text(matched.get("id")) or text(raw.get(f"{person}_id")) or ""
    ids = ((SCHEME, id_),) if id_.startswith("ocd-person/") else ()
    is_group = (text(raw.get("entity_type")) or "person") != "person"
    return NameRecord(printed, ids, is_committee=is_group)
