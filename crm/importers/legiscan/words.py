"""LegiScan's numbers and letters, and how its values are cleaned: ids are numbers or text, empty objects are lists."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from crm.importers.json_files import one_line as text
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import STATES, Place, read_ocd_id, state_ocd_id

KIND: Final = "legiscan"
SCHEME: Final = "legiscan"
SOURCE_NAME: Final = "LegiScan, CC BY 4.0"
"""The licence asks that LegiScan is named wherever its data is shown."""

STATUSES: Final = {
    0: "Prefiled", 1: "Introduced", 2: "Engrossed", 3: "Enrolled", 4: "Passed", 5: "Vetoed", 6: "Failed",
    7: "Veto overridden", 8: "Chaptered", 9: "Referred", 10: "Reported, do pass", 11: "Reported, do not pass",
    12: "Draft",
}  # fmt: skip
_PARTIES: Final = {"D": "Democratic", "R": "Republican", "I": "Independent", "G": "Green", "L": "Libertarian",
                   "N": "Nonpartisan"}  # fmt: skip
_ONE_HOUSE: Final = frozenset({"ne", "dc"})
# LegiScan numbers the states by name; the District and Congress come behind.
_STATE_IDS: Final = (*sorted(STATES.keys() - {"dc", "pr", "us"}, key=lambda state: STATES[state]), "dc", "us")


def id_of(value: object) -> str | None:
    """An id as text, whether it came as 17 or "17"; 0 stands for none."""
    found = text(value)
    return None if found == "0" else found


def number(value: object) -> int | None:
    """A whole number, whether it came as 17 or "17"; nothing for anything else."""
    found = text(value)
    return int(found) if found and found.isdecimal() and len(found) < 10 else None


def day(value: object) -> date | None:
    """A day; nothing for an empty one and for "0000-00-00"."""
    try:
        return date.fromisoformat((text(value) or "")[:10])
    except ValueError:
        return None


def listed(raw: dict[str, Any], column: str) -> list[dict[str, Any]]:
    """The entries of a list inside, also where it came as an object with numbered keys."""
    value = raw.get(column)
    rows = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


def inner(raw: dict[str, Any], column: str) -> dict[str, Any]:
    """The object inside; an empty one where there is none, which comes as []."""
    value = raw.get(column)
    return value if isinstance(value, dict) else {}


def party(value: object) -> str | None:
    """The party a letter stands for, by the name the rest of the program uses."""
    letter = text(value)
    return _PARTIES.get(letter, letter) if letter else None


def place_of(state: str | None) -> Place | None:
    """The government of a postal abbreviation; US is Congress."""
    known = (state or "").lower()
    return read_ocd_id(state_ocd_id(known)) if known in STATES else None


def state_of(state_id: object) -> str | None:
    """The postal abbreviation of LegiScan's number of a state."""
    found = number(state_id)
    return _STATE_IDS[found - 1] if found and found <= len(_STATE_IDS) else None


def chamber(letter: object, place: Place) -> ChamberKind | None:
    """The chamber of a letter or word (H, House, A, S, Senate); nothing for a joint body."""
    first = (text(letter) or "")[:1].upper()
    if place.state in _ONE_HOUSE:
        return ChamberKind.UNICAMERAL if first and first != "J" else None
    return {"H": ChamberKind.LOWER, "A": ChamberKind.LOWER, "S": ChamberKind.UPPER}.get(first)


def seat(district: object, place: Place) -> tuple[ChamberKind, str] | None:
    """Chamber and district of a person's "SD-013" or "HD-026A"; in Congress of "HD-NY-14" and "SD-NY"."""
    head, dash, rest = (text(district) or "").partition("-")
    kind = chamber({"HD": "H", "SD": "S"}.get(head.upper()), place)
    if not dash or kind is None or not rest:
        return None
    if place.state != "us":
        return kind, rest.lstrip("0") or rest
    state, _, lines = rest.partition("-")
    if kind is ChamberKind.UPPER:
        return (kind, STATES[state.lower()]) if state.lower() in STATES else None
    return kind, f"{state.upper()}-{lines.lstrip('0') or 'AL'}"


def bill_number(value: object) -> str | None:
    """A bill's number without the zeros it is padded with: S02235 -> S2235."""
    found = (text(value) or "").replace(" ", "")
    letters = found.rstrip("0123456789")
    digits = found[len(letters) :].lstrip("0")
    return f"{letters}{digits}" if letters and digits else found or None
