"""Invented states: ``state(session, upper=5, lower=9)``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from crm.jurisdictions.models import Chamber, ChamberKind, District, Jurisdiction, JurisdictionKind, LegislativeSession
from crm.people.models import Office, OfficeKind, Power
from tests import cast

_NAMES = {
    ChamberKind.UPPER: ("Senate", "Senator", "Sen."),
    ChamberKind.LOWER: ("Assembly", "Assembly Member", "Asm."),
    ChamberKind.UNICAMERAL: ("Council", "Council Member", "CM"),
}


@dataclass(frozen=True, slots=True)
class State:
    """A state with what belongs to it. A chamber it lacks is None."""

    jurisdiction: Jurisdiction
    upper: Chamber | None
    lower: Chamber | None
    legislative_session: LegislativeSession

    @property
    def chambers(self) -> tuple[Chamber, ...]:
        """The chambers it has, upper first."""
        return tuple(chamber for chamber in (self.upper, self.lower) if chamber is not None)


def state(
    session: Session,
    *,
    upper: int = 5,
    lower: int = 9,
    name: str = cast.STATE,
    roster_as_of: date | None = date(2025, 1, 1),
) -> State:
    """A state whose chambers have so many seats (0: no such chamber), in districts of one seat named "1", "2", ...

    ``roster_as_of``: from this day on an empty seat is a vacancy; None: it is held by somebody who is not on file.
    """
    slug = name.lower().replace(" ", "-")
    jurisdiction = Jurisdiction(slug=slug, name=name, kind=JurisdictionKind.STATE, abbreviation=name[:2].upper())
    session.add(jurisdiction)
    session.flush()
    sitting = LegislativeSession(
        jurisdiction_id=jurisdiction.id,
        slug="2025-26",
        name="2025-26 Regular Session",
        started_on=date(2025, 1, 8),
        ended_on=date(2026, 12, 31),
    )
    session.add(sitting)
    session.flush()
    return State(
        jurisdiction,
        chamber(session, jurisdiction, ChamberKind.UPPER, upper, roster_as_of) if upper else None,
        chamber(session, jurisdiction, ChamberKind.LOWER, lower, roster_as_of) if lower else None,
        sitting,
    )


def chamber(
    session: Session,
    jurisdiction: Jurisdiction,
    kind: ChamberKind,
    seats: int,
    roster_as_of: date | None = date(2025, 1, 1),
    districts: tuple[int, ...] = (),
) -> Chamber:
    """A chamber; ``districts`` are the seats of each district where they are not one each."""
    name, title, short = _NAMES[kind]
    found = Chamber(
        jurisdiction_id=jurisdiction.id,
        kind=kind,
        name=name,
        seats=seats,
        member_title=title,
        member_abbreviation=short,
        roster_as_of=roster_as_of,
    )
    session.add(found)
    session.flush()
    for number, members in enumerate(districts or (1,) * seats, start=1):
        district(session, found, str(number), members)
    return found


def district(session: Session, chamber: Chamber, name: str, seats: int = 1) -> Office:
    """A district of the chamber; returned is its seat's office, which all its members share."""
    found = District(chamber_id=chamber.id, name=name, seats=seats)
    session.add(found)
    session.flush()
    office = Office(
        kind=OfficeKind.SEAT,
        jurisdiction_id=chamber.jurisdiction_id,
        chamber_id=chamber.id,
        district_id=found.id,
        title=f"{chamber.member_title}, District {name}",
        power=Power.VOTES,
    )
    session.add(office)
    session.flush()
    return office
