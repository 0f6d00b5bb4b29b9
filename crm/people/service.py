"""Verbs of people and their offices. Who sits where and where to reach them; never what they think."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.errors import Conflict, InvalidInput, NotFound
from crm.jurisdictions.models import Chamber, District
from crm.names import fold, free_slug
from crm.people.models import (
    NameKind,
    Office,
    OfficeKind,
    Person,
    PersonIdentifier,
    PersonName,
    Power,
    StaffTenure,
    Tenure,
)
from crm.people.names import sort_name_of


def add_person(
    session: Session,
    name: str,
    *,
    given_name: str | None = None,
    family_name: str | None = None,
    slug: str | None = None,
    email: str | None = None,
    gender: str | None = None,
    birth_date: str | None = None,
    image_url: str | None = None,
    is_invented: bool = False,
) -> Person:
    """Add a person and return it; the slug is made of the name, with a number behind it where it is taken.

    Raises InvalidInput for an empty name, Conflict when the ``slug`` asked for is taken.
    """
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("A person needs a name.", field="name")
    if slug is not None and session.scalar(select(Person.id).where(Person.slug == slug)) is not None:
        raise Conflict(f"“{slug}” is taken.", hint="Choose another short name.")
    person = Person(
        slug=slug or free_slug(name, _similar_slugs(session, name)),
        name=name,
        given_name=given_name,
        family_name=family_name,
        sort_name=sort_name_of(name, given_name, family_name),
        email=email,
        gender=gender,
        birth_date=birth_date,
        image_url=image_url,
        is_invented=is_invented,
        recorded_at=clock.now(),
    )
    session.add(person)
    session.flush()
    add_name(session, person.id, name)
    return person


def add_name(
    session: Session, person_id: int, name: str, *, kind: NameKind = NameKind.SPELLING, source: str | None = None
) -> PersonName:
    """Note another name of a person; one that is on file is returned as it is."""
    name = " ".join(name.split())
    there = session.scalar(select(PersonName).where(PersonName.person_id == person_id, PersonName.name == name))
    if there is None:
        there = PersonName(person_id=person_id, name=name, folded=fold(name), kind=kind, source=source)
        session.add(there)
        session.flush()
    return there


def add_identifier(
    session: Session, person_id: int, scheme: str, identifier: str, *, source: str | None = None
) -> PersonIdentifier:
    """Note a person's id in somebody else's system. Raises Conflict when the id is another person's."""
    there = session.scalar(
        select(PersonIdentifier).where(PersonIdentifier.scheme == scheme, PersonIdentifier.identifier == identifier)
    )
    if there is not None and there.person_id != person_id:
        raise Conflict(
            f"{scheme} {identifier} already names somebody else.", hint="Are the two records the same person?"
        )
    if there is None:
        there = PersonIdentifier(person_id=person_id, scheme=scheme, identifier=identifier, source=source)
        session.add(there)
        session.flush()
    return there


def ensure_post(
    session: Session,
    jurisdiction_id: int,
    role: str,
    title: str,
    power: Power,
    *,
    chamber_id: int | None = None,
    power_note: str | None = None,
) -> Office:
    """The post of this role (governor, speaker, mayor, ...) of a government or of its chamber, added if missing."""
    there = session.scalar(
        select(Office).where(
            Office.kind == OfficeKind.POST,
            Office.jurisdiction_id == jurisdiction_id,
            Office.role == role,
            Office.chamber_id == chamber_id if chamber_id is not None else Office.chamber_id.is_(None),
        )
    )
    if there is None:
        there = Office(
            kind=OfficeKind.POST,
            jurisdiction_id=jurisdiction_id,
            chamber_id=chamber_id,
            role=role,
            title=title,
            power=power,
            power_note=power_note,
        )
        session.add(there)
        session.flush()
    return there


def ensure_seat(session: Session, district_id: int) -> Office:
    """The office of a district (all its seats share the row), added if missing. Raises NotFound."""
    there = session.scalar(select(Office).where(Office.district_id == district_id))
    if there is not None:
        return there
    found = session.execute(
        select(District, Chamber).join(Chamber, District.chamber_id == Chamber.id).where(District.id == district_id)
    ).first()
    if found is None:
        raise NotFound("That district is not on file.", hint="Add the district first.")
    district, chamber = found
    seat = Office(
        kind=OfficeKind.SEAT,
        jurisdiction_id=chamber.jurisdiction_id,
        chamber_id=chamber.id,
        district_id=district.id,
        title=chamber.member_title,
        power=Power.VOTES,
    )
    session.add(seat)
    session.flush()
    return seat


def begin_tenure(
    session: Session,
    person_id: int,
    office_id: int,
    started_on: date | None = None,
    *,
    ended_on: date | None = None,
    party: str | None = None,
    ballot_lines: Sequence[str] = (),
    end_reason: str | None = None,
    source: str | None = None,
) -> Tenure:
    """Note that a person holds (or held) an office; the same tenure noted again is returned as it is.

    Raises InvalidInput when it ends before it begins.
    """
    if started_on and ended_on and started_on > ended_on:
        raise InvalidInput("A term cannot end before it begins.", hint="Check both days.", field="ended_on")
    there = session.scalar(
        select(Tenure).where(
            Tenure.person_id == person_id,
            Tenure.office_id == office_id,
            Tenure.started_on == started_on if started_on else Tenure.started_on.is_(None),
        )
    )
    if there is not None:
        return there
    tenure = Tenure(
        person_id=person_id,
        office_id=office_id,
        started_on=started_on,
        ended_on=ended_on,
        party=party,
        ballot_lines=list(ballot_lines),
        end_reason=end_reason,
        source=source,
        recorded_at=clock.now(),
    )
    session.add(tenure)
    session.flush()
    return tenure


def end_tenure(
    session: Session, tenure_id: int, ended_on: date, *, reason: str | None = None, source: str | None = None
) -> Tenure:
    """Note a tenure's last day. Raises NotFound, or InvalidInput when it had not begun by then."""
    tenure = session.get(Tenure, tenure_id)
    if tenure is None:
        raise NotFound("That term of office is not on file.")
    if tenure.started_on and tenure.started_on > ended_on:
        raise InvalidInput("A term cannot end before it begins.", hint="Check the day.", field="ended_on")
    tenure.ended_on = ended_on
    tenure.end_reason = reason or tenure.end_reason
    tenure.source = source or tenure.source
    session.flush()
    return tenure


def add_staff(
    session: Session,
    boss_id: int,
    name: str,
    title: str,
    source: str,
    *,
    person_id: int | None = None,
    started_on: date | None = None,
    ended_on: date | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> StaffTenure:
    """Note who works for an official. A staff member moves on: give ``person_id`` for somebody who is on file already.

    The same person with the same title for the same boss, noted again, is returned as it is.
    """
    same = Person.name == name if person_id is None else Person.id == person_id
    there = session.scalar(
        select(StaffTenure)
        .join(Person, StaffTenure.person_id == Person.id)
        .where(StaffTenure.boss_id == boss_id, same, StaffTenure.title == title)
    )
    if there is not None:
        return there
    if person_id is None:
        person_id = add_person(session, name).id
    staff = StaffTenure(
        person_id=person_id,
        boss_id=boss_id,
        title=title,
        started_on=started_on,
        ended_on=ended_on,
        phone=phone,
        email=email,
        source=source,
    )
    session.add(staff)
    session.flush()
    return staff


def _similar_slugs(session: Session, name: str) -> set[str]:
    base = free_slug(name, ())
    # Slugs hold no wildcard characters, so the pattern means what it says.
    return set(
        session.scalars(select(Person.slug).where(or_(Person.slug == base, func.lower(Person.slug).like(f"{base}-%"))))
    )
