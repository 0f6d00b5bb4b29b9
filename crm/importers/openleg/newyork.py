"""How New York writes bills, votes and steps, in every format of its legislature."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from crm.bills.models import EventKind, VoteCode
from crm.errors import InvalidInput
from crm.importers.bills.records import SessionRecord
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import read_ocd_id, state_ocd_id

PLACE: Final = read_ocd_id(state_ocd_id("ny"))
MEMBER_SCHEME: Final = "nysenate"
"""Ids of members, of both houses, as the Senate's system numbers them."""

_NUMBER = re.compile(r"\s*([A-Z])\s*0*([1-9]\d{0,6})\s*-?\s*([A-Z]?)\s*", re.IGNORECASE)
_IN_TEXT = re.compile(r"\b([A-Z])\.?\s*0*([1-9]\d{0,6})(?:\s*-?\s*([A-Z]))?(?![\w])", re.IGNORECASE)
# Letters of bills and resolutions by the house that made them; legislature, Legislative Digest.
_UPPER = frozenset("SJBR")
_LOWER = frozenset("AKCLE")

_HOUSES: Final = {
    "SENATE": ChamberKind.UPPER,
    "S": ChamberKind.UPPER,
    "ASSEMBLY": ChamberKind.LOWER,
    "A": ChamberKind.LOWER,
}

_VOTES: Final = {
    "AYE": VoteCode.AYE,
    "YES": VoteCode.AYE,
    "NAY": VoteCode.NAY,
    "NO": VoteCode.NAY,
    "EXC": VoteCode.EXCUSED,
    "EXCUSED": VoteCode.EXCUSED,
    "ABS": VoteCode.ABSENT,
    "ABSENT": VoteCode.ABSENT,
    "ABD": VoteCode.ABSTAINED,
    "ABSTAIN": VoteCode.ABSTAINED,
    "ABSTAINED": VoteCode.ABSTAINED,
    "AYEWR": VoteCode.AYE_WITH_RESERVATIONS,
    "AYE W/R": VoteCode.AYE_WITH_RESERVATIONS,
    "AYE WITH RESERVATIONS": VoteCode.AYE_WITH_RESERVATIONS,
}

_STEPS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"^(re)?passed (senate|assembly)|^adopted\b|^(re)?passed$", EventKind.PASSED_CHAMBER),
        (r"^delivered to governor", EventKind.DELIVERED),
        (r"^signed\b|^approved\b", EventKind.SIGNED),
        (r"^became law|^chaptered", EventKind.LAPSED_INTO_LAW),
        (r"^vetoed\b|^pocket veto", EventKind.VETOED),
        (r"^amend|^print number|^reprint", EventKind.AMENDED),
        (r"^reported|^\d(st|nd|rd) report|^rules report|^special report", EventKind.REPORTED),
        (
            r"^referred to|^reference changed|^(re)?committed to|^recommit|^committee discharged|^ordered to third|"
            r"^advanced to third|^restored to third",
            EventKind.REFERRED,
        ),
        (r"^introduced", EventKind.INTRODUCED),
        (r"^died in|^enacting clause stricken|^held for consideration|^stricken|^tabled", EventKind.STALLED),
    )
)


def session_of(year: int) -> SessionRecord:
    """The two-year session of a year. Raises InvalidInput for a number that is no year of a legislature."""
    if not 1777 <= year <= 2200:
        raise InvalidInput(
            f"“{str(year)[:12]}” is no year of a session.", hint="Sessions are named by years such as 2025."
        )
    first = year if year % 2 else year - 1
    years = f"{first}-{first + 1}"
    return SessionRecord(PLACE, years, years, date(first, 1, 1), date(first + 1, 12, 31))


def read_number(text: str) -> tuple[str, str]:
    """A bill's number and the letter of its print: "S02956A" is ("S2956", "A"). Raises InvalidInput for none."""
    found = _NUMBER.fullmatch(text)
    if not found:
        raise InvalidInput(f"“{text[:40]}” is not the number of a bill.", hint="It should read like S2235 or A03506A.")
    house, number, letter = found.groups()
    return f"{house.upper()}{int(number)}", letter.upper()


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of bills in a phrase, without letters: "Same as Uni. A 3028-A" is ("A3028",)."""
    found = (f"{house.upper()}{int(number)}" for house, number, _ in _IN_TEXT.findall(text))
    return tuple(dict.fromkeys(number for number in found if number[0] in _UPPER | _LOWER))


def chamber_of(number: str) -> ChamberKind | None:
    """The house a bill or resolution comes from, by the letter of its number."""
    letter = number[:1].upper()
    return ChamberKind.UPPER if letter in _UPPER else ChamberKind.LOWER if letter in _LOWER else None


def chamber_named(name: object) -> ChamberKind | None:
    """The house by its name ("SENATE", "Assembly") or its letter."""
    return _HOUSES.get(str(name or "").strip().upper())


def vote_code(word: str) -> VoteCode | None:
    """How a vote's word is meant; nothing for one that is not known."""
    return _VOTES.get(" ".join(word.upper().split()))


def step_kind(words: str) -> EventKind:
    """What kind of step an action is, by its words."""
    text = words.strip()
    return next((kind for pattern, kind in _STEPS if pattern.search(text)), EventKind.OTHER)
