"""People, and the offices they hold."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.jurisdictions.models import Chamber, District, Jurisdiction
from crm.names import fold, slugify
from crm.people.models import ContactKind, ContactPoint, Office, OfficeKind, Person, PersonName, Power, Tenure


def person(session: Session, name: str, *, slug: str | None = None, phone: str | None = None) -> Person:
    """A person; with ``phone``, reachable at the capitol."""
    given, _, family = name.rpartition(" ")
    found = Person(
        slug=slug or slugify(name),
        name=name,
        given_name=given or None,
        family_name=family,
        sort_name=fold(f"{family} {given}"),
        recorded_at=clock.now(),
    )
    session.add(found)
    session.flush()
    session.add(PersonName(person_id=found.id, name=name, folded=fold(name)))
    if phone:
        session.add(
            ContactPoint(
                person_id=found.id, kind=ContactKind.CAPITOL, phone=phone, source="a test", recorded_at=clock.now()
            )
        )
    session.flush()
    return found


def seat(
    session: Session,
    chamber: Chamber,
    district: str | int,
    person: Person,
    from_: date | None = date(2025, 1, 1),
    to: date | None = None,
    *,
    party: str | None = None,
) -> Tenure:
    """The person holds the seat of the district from one day to another, both included."""
    office = session.scalars(
        select(Office)
        .join(District, District.id == Office.district_id)
        .where(District.chamber_id == chamber.id, District.name == str(district))
    ).one()
    return _tenure(session, person, office, from_, to, party)


def post(
    session: Session,
    jurisdiction: Jurisdiction,
    role: str,
    person: Person,
    from_: date | None = date(2025, 1, 1),
    to: date | None = None,
    *,
    power: Power = Power.SIGNS,
    chamber: Chamber | None = None,
) -> Tenure:
    """The person holds a post (governor, speaker, ...) without a vote."""
    chamber_id = chamber.id if chamber else None
    office = session.scalars(
        select(Office).where(
            Office.jurisdiction_id == jurisdiction.id,
            Office.role == role,
            Office.chamber_id.is_not_distinct_from(chamber_id),
        )
    ).one_or_none()
    if office is None:
        office = Office(
            kind=OfficeKind.POST,
            jurisdiction_id=jurisdiction.id,
            chamber_id=chamber_id,
            role=role,
            title=role.capitalize(),
            power=power,
        )
        session.add(office)
        session.flush()
    return _tenure(session, person, office, from_, to, None)


def vacate(session: Session, tenure: Tenure, on: date, why: str = "resigned") -> None:
    """The tenure ends on the day (its last)."""
    tenure.ended_on, tenure.end_reason = on, why
    session.flush()


def _tenure(
    session: Session, person: Person, office: Office, from_: date | None, to: date | None, party: str | None
) -> Tenure:
    found = Tenure(
        person_id=person.id,
        office_id=office.id,
        started_on=from_,
        ended_on=to,
        party=party,
        ballot_lines=[],
        recorded_at=clock.now(),
    )
    session.add(found)
    session.flush()
    return found
