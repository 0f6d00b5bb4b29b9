"""Names and ids of governments: postal abbreviations, Open Civic Data ids, and the slugs made from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.errors import InvalidInput
from crm.jurisdictions.models import JurisdictionKind
from crm.names import slugify

# Postal abbreviations (USPS Publication 28, appendix B) of what has a legislature of its own.
STATES = {
    "ak": "Alaska", "al": "Alabama", "ar": "Arkansas", "az": "Arizona", "ca": "California", "co": "Colorado",
    "ct": "Connecticut", "dc": "District of Columbia", "de": "Delaware", "fl": "Florida", "ga": "Georgia",
    "hi": "Hawaii", "ia": "Iowa", "id": "Idaho", "il": "Illinois", "in": "Indiana", "ks": "Kansas",
    "ky": "Kentucky", "la": "Louisiana", "ma": "Massachusetts", "md": "Maryland", "me": "Maine", "mi": "Michigan",
    "mn": "Minnesota", "mo": "Missouri", "ms": "Mississippi", "mt": "Montana", "nc": "North Carolina",
    "nd": "North Dakota", "ne": "Nebraska", "nh": "New Hampshire", "nj": "New Jersey", "nm": "New Mexico",
    "nv": "Nevada", "ny": "New York", "oh": "Ohio", "ok": "Oklahoma", "or": "Oregon", "pa": "Pennsylvania",
    "pr": "Puerto Rico", "ri": "Rhode Island", "sc": "South Carolina", "sd": "South Dakota", "tn": "Tennessee",
    "tx": "Texas", "us": "United States", "ut": "Utah", "va": "Virginia", "vt": "Vermont", "wa": "Washington",
    "wi": "Wisconsin", "wv": "West Virginia", "wy": "Wyoming",
}  # fmt: skip

_OCD = re.compile(
    r"ocd-jurisdiction/country:us"
    r"(?:/(?:state|district|territory):(?P<state>[a-z]{2}))?"
    r"(?:/(?P<level>county|parish|place):(?P<place>[\w~.-]+))?"
    r"/\w+"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A government read from its Open Civic Data id. ``state`` is the postal abbreviation in lower case."""

    ocd_id: str
    kind: JurisdictionKind
    state: str
    name: str
    slug: str

    @property
    def abbreviation(self) -> str | None:
        """The postal abbreviation, for states alone."""
        return self.state.upper() if self.kind in (JurisdictionKind.STATE, JurisdictionKind.COUNTRY) else None


def state_ocd_id(state: str) -> str:
    """The Open Civic Data id of a state's government, from its postal abbreviation."""
    state = state.lower()
    if state == "us":
        return "ocd-jurisdiction/country:us/government"
    level = {"dc": "district", "pr": "territory"}.get(state, "state")
    return f"ocd-jurisdiction/country:us/{level}:{state}/government"


def place_ocd_id(name: str, state: str) -> str:
    """The Open Civic Data id of a city's government: ("New York", "NY") -> ".../state:ny/place:new_york/government"."""
    return f"ocd-jurisdiction/country:us/state:{state.lower()}/place:{slugify(name).replace('-', '_')}/government"


def place_slug(name: str, state: str) -> str:
    """The slug of a city: ("Binghamton", "NY") -> "binghamton-ny"."""
    return slugify(f"{name} {state}")


def read_ocd_id(ocd_id: str, where: str | None = None) -> Place:
    """The government an Open Civic Data id names. Raises InvalidInput (naming the file ``where``) for another form."""
    found = _OCD.fullmatch(ocd_id)
    if not found:
        raise InvalidInput(
            f"{where + ': ' if where else ''}“{ocd_id}” is not the id of a government.",
            hint="It should read like ocd-jurisdiction/country:us/state:ny/government.",
        )
    state = found["state"] or "us"
    if found["place"] is None:
        kind = JurisdictionKind.COUNTRY if state == "us" else JurisdictionKind.STATE
        name = STATES.get(state, state.upper())
        return Place(ocd_id, kind, state, name, slugify(name))
    name = found["place"].replace("_", " ").replace("~", "'").title()
    if found["level"] != "place":
        name = f"{name} {found['level'].title()}"
    # Some lists of mayors name a county among the cities: "place:nassau_county".
    is_county = found["level"] != "place" or name.endswith(" County")
    kind = JurisdictionKind.COUNTY if is_county else JurisdictionKind.CITY
    return Place(ocd_id, kind, state, name, place_slug(name, state))
