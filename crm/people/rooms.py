"""Where an office is within a building, read from its address: a pure rule, for whoever walks from door to door.

Directories print "Room 502, Legislative Office Building", "LOB 944", "Capitol 323", "Rm. 711-A, State House". A floor
that is not printed is read off the number, as these houses count: 711-A is on the seventh.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crm.names import fold

SHORT: Final = {"Legislative Office Building": "LOB"}
_NUMBER = r"(?P<number>[A-Z]?-?\d{1,4}(?:[ -]?[A-Z]\b)?(?:-\d{1,3})*)(?![\w/])"
_STREETS: Final = "st street ave avenue road rd blvd boulevard plaza pl place sq square ln lane broadway"
_STREET: Final = rf"(?!,?\s+(?:[\w.'-]+\s+){{0,3}}(?:{_STREETS.replace(' ', '|')})\b)"
_KNOWN: Final = (
    ("Legislative Office Building", r"\b(?:L\.?O\.?B\b\.?|Legislative Office (?:Building|Bldg\b\.?))"),
    ("State House", r"\bState ?House\b"),
    ("Capitol", r"\b(?:(?:NYS |US )?State )?Capitol(?: (?:Building|Bldg\b\.?))?"),
    ("City Hall", r"\bCity Hall\b"),
)
_NAMED: Final = re.compile(r"\b((?:[A-Z][\w.'-]* ){1,4}(?:Building|Bldg\.?|Courthouse|Hall|Tower|Annex))\b")
_BY_STREET: Final = re.compile(r"\b(\d{1,5} (?:[NSEW]\.? )?[A-Z0-9][\w.'-]*(?: [A-Z][\w.'-]*){0,3})")
_ROOM: Final = re.compile(rf"\b(?:Room|Rm|Suite|Ste|Office)\b\.?,? ?#? ?{_NUMBER}", re.I)
_AFTER: Final = re.compile(rf"(?:\bL\.?O\.?B\.?|\bCapitol|\bState ?House),? #? ?{_NUMBER}{_STREET}", re.I)
_BEFORE: Final = re.compile(
    rf"(?:^|[,;:] ?){_NUMBER},? (?=(?:the )?(?:L\.?O\.?B\b|(?:State )?Capitol|State ?House))", re.I
)
_FLOOR: Final = re.compile(
    r"\b(?:(?P<nth>\d{1,2})(?:st|nd|rd|th)|(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|ground))"
    r" (?:floor|fl\b)|\bfloor (?P<after>\d{1,2})\b",
    re.I,
)
_WORDS: Final = (
    "ground", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_LOW: Final = frozenset(name for name, _ in _KNOWN)
"""Houses with fewer than ten floors: room 1210 is on the first there, and on the twelfth of a tower."""
_UNKNOWN_FLOOR: Final = -1


@dataclass(frozen=True, slots=True)
class Room:
    """A door. ``building`` or ``number`` is "" where only the other is known; ``floor`` is nothing where it is not."""

    building: str
    number: str
    floor: int | None

    @property
    def short(self) -> str:
        """As people say it in the corridor: "LOB 711-A"."""
        return f"{SHORT.get(self.building, self.building) or 'Room'} {self.number}".strip()

    @property
    def where(self) -> str:
        """The building and the floor: "Legislative Office Building, floor 7"."""
        house = self.building or "Building not on file"
        if self.floor is None:
            return house
        return f"{house}, {'ground floor' if self.floor == 0 else f'floor {self.floor}'}"


Order = tuple[int, str, str, bool, int, int, str]


def read_room(address: str | None) -> Room | None:
    """The room an address names; nothing where it names neither a room nor a building of offices."""
    text = " ".join(re.sub(r"\s*;\s*", ", ", address or "").split())
    found = _ROOM.search(text) or _AFTER.search(text) or _BEFORE.search(text)
    number = re.sub(r"[ -]+", "-", found["number"].upper()).strip("-") if found else ""
    building = _building(text) or (_street(text) if number else None) or ""
    if not building and not number:
        return None
    return Room(building, number, _floor(text, number, building))


def room_order(room: Room | None) -> Order:
    """What rooms are sorted by: building, floor, number; who has no room on file comes last."""
    if room is None:
        return 2, "", "", True, _UNKNOWN_FLOOR, 0, ""
    digits = re.search(r"\d+", room.number)
    return (
        0 if room.building else 1,
        fold(room.building),
        room.building,
        # Of a building alone one can only ask at the door, after the rounds.
        not room.number and room.floor is None,
        _UNKNOWN_FLOOR if room.floor is None else room.floor,
        int(digits[0]) if digits else 0,
        room.number,
    )


def _building(text: str) -> str | None:
    for name, pattern in _KNOWN:
        if re.search(pattern, text, re.I):
            return name
    named = _NAMED.search(text)
    return named[1].replace("Bldg.", "Building").replace("Bldg", "Building") if named else None


def _street(text: str) -> str | None:
    """A house without a name goes by its street: "250 Broadway"."""
    rest = _ROOM.sub(" ", text)
    found = _BY_STREET.search(rest)
    return found[1].rstrip(" .,") if found else None


def _floor(text: str, number: str, building: str) -> int | None:
    printed = _FLOOR.search(text)
    if printed:
        if printed["word"]:
            return _WORDS.index(printed["word"].lower())
        return int(printed["nth"] or printed["after"])
    digits = re.fullmatch(r"(\d{3,4})(?:-.*|[A-Z].*)?", number)
    if digits is None:
        return None
    low = len(digits[1]) == 3 or building in _LOW
    return int(digits[1][0] if low else digits[1][:2])
