"""Where members of Congress are elected, and how many: names of districts, seats, and who speaks without a vote."""

from __future__ import annotations

from datetime import date
from typing import Final

from crm.jurisdictions.models import JurisdictionKind
from crm.jurisdictions.places import STATES, Place, read_ocd_id, state_ocd_id
from crm.names import slugify

CONGRESS: Final = read_ocd_id(state_ocd_id("us"))

# Seats in the House since the elections of 2022 (census of 2020); all other states have one.
_REPRESENTATIVES = {
    "al": 7, "az": 9, "ar": 4, "ca": 52, "co": 8, "ct": 5, "fl": 28, "ga": 14, "hi": 2, "id": 2, "il": 17, "in": 9,
    "ia": 4, "ks": 4, "ky": 6, "la": 6, "me": 2, "md": 8, "ma": 9, "mi": 13, "mn": 8, "ms": 4, "mo": 8, "mt": 2,
    "ne": 3, "nv": 4, "nh": 2, "nj": 12, "nm": 3, "ny": 26, "nc": 14, "oh": 15, "ok": 5, "or": 6, "pa": 17, "ri": 2,
    "sc": 7, "tn": 9, "tx": 38, "ut": 4, "va": 11, "wa": 10, "wv": 2, "wi": 8,
}  # fmt: skip
_IN_FORCE = (date(2023, 1, 3), date(2033, 1, 3))
_TERRITORIES = {
    "as": "American Samoa",
    "gu": "Guam",
    "mp": "Northern Mariana Islands",
    "vi": "United States Virgin Islands",
}
_WITHOUT_VOTE = frozenset({"dc", "pr", *_TERRITORIES})


def house_district(state: str, number: str) -> str | None:
    """The district as Open States names it: NY-14, or AK-AL where the whole state elects one; nothing if not known."""
    if not number.lstrip("-").isdecimal() or int(number) < 0:
        return None
    return f"{state.upper()}-{int(number) or 'AL'}"


def senate_district(state: str) -> str | None:
    """The whole state, which elects two; nothing for what is no state."""
    return STATES.get(state.lower()) if state.lower() not in ("us", *_WITHOUT_VOTE) else None


def delegation(state: str) -> Place | None:
    """The government whose delegate speaks in the House without a vote; nothing for a state, or an older territory."""
    state = state.lower()
    if state not in _WITHOUT_VOTE:
        return None
    if state not in _TERRITORIES:
        return read_ocd_id(state_ocd_id(state))
    name = _TERRITORIES[state]
    ocd_id = f"ocd-jurisdiction/country:us/territory:{state}/government"
    return Place(ocd_id, JurisdictionKind.STATE, state, name, slugify(name))


def all_seats(day: date) -> dict[tuple[str, str], int]:
    """Every seat of both chambers, as (chamber, district) and how many; none for days of another apportionment."""
    if not _IN_FORCE[0] <= day < _IN_FORCE[1]:
        return {}
    states = sorted(state for state in STATES if state not in ("us", *_WITHOUT_VOTE))
    seats = {("upper", STATES[state]): 2 for state in states}
    for state in states:
        number = _REPRESENTATIVES.get(state, 1)
        names = [f"{state.upper()}-AL"] if number == 1 else [f"{state.upper()}-{n}" for n in range(1, number + 1)]
        seats |= {("lower", name): 1 for name in names}
    return seats
