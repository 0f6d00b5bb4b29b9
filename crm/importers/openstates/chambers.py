"""Names and seats of the state legislatures: what the people files do not say, because a vacancy has no file.

Numbers of seats are those of the states' constitutions and apportionment acts, as in reference works (2025); they
change with an amendment once in decades. A chamber that is on file already keeps its own numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm.jurisdictions.models import JurisdictionKind
from crm.jurisdictions.places import Place

_SENATE = ("Senate", "Senator", "Sen.")
_HOUSE = ("House of Representatives", "Representative", "Rep.")
_DELEGATES = ("House of Delegates", "Delegate", "Del.")
_ASSEMBLY = ("Assembly", "Assembly Member", "Asm.")

# State: seats of the upper, seats of the lower chamber.
_SEATS = {
    "ak": (20, 40), "al": (35, 105), "ar": (35, 100), "az": (30, 60), "ca": (40, 80), "co": (35, 65), "ct": (36, 151),
    "de": (21, 41), "fl": (40, 120), "ga": (56, 180), "hi": (25, 51), "ia": (50, 100), "id": (35, 70), "il": (59, 118),
    "in": (50, 100), "ks": (40, 125), "ky": (38, 100), "la": (39, 105), "ma": (40, 160), "md": (47, 141),
    "me": (35, 151), "mi": (38, 110), "mn": (67, 134), "mo": (34, 163), "ms": (52, 122), "mt": (50, 100),
    "nc": (50, 120), "nd": (47, 94), "nh": (24, 400), "nj": (40, 80), "nm": (42, 70), "nv": (21, 42), "ny": (63, 150),
    "oh": (33, 99), "ok": (48, 101), "or": (30, 60), "pa": (50, 203), "ri": (38, 75), "sc": (46, 124), "sd": (35, 70),
    "tn": (33, 99), "tx": (31, 150), "us": (100, 435), "ut": (29, 75), "va": (40, 100), "vt": (30, 150),
    "wa": (49, 98), "wi": (33, 99), "wv": (34, 100), "wy": (31, 62),
}  # fmt: skip
_LOWER = {
    "ca": _ASSEMBLY, "md": _DELEGATES, "nj": ("General Assembly", "Assembly Member", "Asm."), "nv": _ASSEMBLY,
    "ny": _ASSEMBLY, "va": _DELEGATES, "wi": ("Assembly", "Representative", "Rep."), "wv": _DELEGATES,
}  # fmt: skip
# Two thirds of all seats unless the state's constitution asks for three fifths.
_THREE_FIFTHS = frozenset({"de", "il", "md", "nc", "ne", "oh", "ri"})

# Councils of cities and counties: New York City Charter, section 22.
_COUNCIL_SEATS = {"ocd-jurisdiction/country:us/state:ny/place:new_york/government": 51}


@dataclass(frozen=True, slots=True)
class ChamberFacts:
    """What is known of a chamber from the table; ``seats`` is nothing where the table does not know it."""

    name: str
    member_title: str
    member_abbreviation: str
    seats: int | None
    override: tuple[int, int]


def facts_of(place: Place, kind: str) -> ChamberFacts:
    """The facts of a chamber of a state, or of the council of a city or county."""
    if place.kind in (JurisdictionKind.CITY, JurisdictionKind.COUNTY):
        name = "City Council" if place.kind is JurisdictionKind.CITY else "County Legislature"
        title, short = ("Council Member", "CM") if place.kind is JurisdictionKind.CITY else ("Legislator", "Leg.")
        return ChamberFacts(name, title, short, _COUNCIL_SEATS.get(place.ocd_id), (2, 3))
    return chamber_facts(place.state, kind)


def chamber_facts(state: str, kind: str) -> ChamberFacts:
    """The facts of a state's chamber (``kind``: upper, lower, legislature), with plain names where it is not listed."""
    override = (3, 5) if state in _THREE_FIFTHS else (2, 3)
    if kind == "legislature":
        if state == "ne":
            return ChamberFacts("Legislature", "Senator", "Sen.", 49, override)
        if state == "dc":
            return ChamberFacts("Council", "Council Member", "CM", 13, override)
        return ChamberFacts("Legislature", "Member", "Mbr.", None, override)
    upper, lower = _SEATS.get(state, (None, None))
    if kind == "upper":
        return ChamberFacts(*_SENATE, upper, override)
    return ChamberFacts(*_LOWER.get(state, _HOUSE), lower, override)
