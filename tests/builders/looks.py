"""Looks at a bill's record: what a source showed on a day."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from crm.bills.models import BillLinkKind, SponsorKind
from crm.importers.bills.records import BillRecord, LinkRecord, NameRecord, SessionRecord, SponsorRecord
from crm.jurisdictions.models import ChamberKind, JurisdictionKind
from crm.jurisdictions.places import Place
from crm.names import slugify
from tests import cast

PLACE = Place(
    "ocd-jurisdiction/country:us/state:zz/government", JurisdictionKind.STATE, "zz", cast.STATE, slugify(cast.STATE)
)
YEARS = SessionRecord(PLACE, "2025-2026", "2025-2026", date(2025, 1, 1), date(2026, 12, 31))


def look(
    day: str,
    *names: str,
    number: str = "S1",
    source: str = "ny-bills",
    same_as: tuple[str, ...] = (),
    session: SessionRecord = YEARS,
    **more: Any,
) -> BillRecord:
    """A bill of the state's senate as its record showed it; a name may carry its id: "Sena Abara=7"."""
    sponsors = []
    for place, text in enumerate(names):
        name, _, number_there = text.partition("=")
        ids = (("nysenate", number_there),) if number_there else ()
        sponsors.append(SponsorRecord(NameRecord(name, ids), SponsorKind.CO if place else SponsorKind.PRIME))
    told = repr((number, names, same_as, sorted(more.items(), key=str)))
    given: dict[str, Any] = {"title": "An act", "introduced_on": date(2025, 1, 9), **more}
    return BillRecord(
        where=f"{number}/{day}.json",
        source=source,
        session=session,
        number=number,
        seen_on=date.fromisoformat(day),
        sha256=hashlib.sha256(told.encode()).hexdigest(),
        chamber=ChamberKind.UPPER if number.startswith("S") else ChamberKind.LOWER,
        sponsors=tuple(sponsors),
        links=tuple(LinkRecord(BillLinkKind.SAME_AS, each) for each in same_as),
        **given,
    )
