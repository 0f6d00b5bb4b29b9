"""One official: offices now and before, where to reach them, who works for them, their committees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from crm.errors import NotFound
from crm.jurisdictions.models import Chamber
from crm.people.directory import HeldOffice, offices_held
from crm.people.finding import surviving
from crm.people.models import (
    Committee,
    CommitteeRole,
    CommitteeSeat,
    ContactKind,
    ContactPoint,
    Person,
    PersonIdentifier,
    PersonLink,
    PersonName,
    StaffTenure,
)

# The order in which a caller wants them: where the member works when in session, then at home.
_ORDER = {kind: place for place, kind in enumerate(ContactKind)}


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone, an address, an e-mail. ``wrong_since``: proved wrong then, shown struck through, never offered."""

    id: int
    kind: ContactKind
    name: str | None
    address: str | None
    phone: str | None
    fax: str | None
    email: str | None
    source: str
    verified_on: date | None
    wrong_since: date | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works for the official on the day asked for."""

    person_id: int
    slug: str
    name: str
    title: str
    phone: str | None
    email: str | None
    started_on: date | None


@dataclass(frozen=True, slots=True)
class CommitteePart:
    """The official's part in a committee."""

    committee_id: int
    committee: str
    chamber: str | None
    role: CommitteeRole


@dataclass(frozen=True, slots=True)
class Official:
    """All that the directory knows of a person. ``slug`` is that of the record that stayed after a merge."""

    id: int
    slug: str
    name: str
    given_name: str | None
    family_name: str | None
    gender: str | None
    email: str | None
    image_url: str | None
    is_invented: bool
    offices: tuple[HeldOffice, ...]
    before: tuple[HeldOffice, ...]
    later: tuple[HeldOffice, ...]
    contacts: tuple[Contact, ...]
    staff: tuple[StaffMember, ...]
    committees: tuple[CommitteePart, ...]
    names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str | None], ...]

    @property
    def phones(self) -> tuple[Contact, ...]:
        """The contacts that can be called: with a phone, not known to be wrong."""
        return tuple(contact for contact in self.contacts if contact.phone and contact.wrong_since is None)


def official(session: Session, slug: str, day: date) -> Official:
    """The official of this slug as of ``day`` (eight queries). Raises NotFound."""
    person = session.scalar(select(Person).where(Person.slug == slug))
    if person is None:
        raise NotFound("This official is not on file.", hint="Look for the name in the list of officials.")
    person = surviving(session, person)
    ever = offices_held(session, (person.id,), None).get(person.id, ())
    return Official(
        person.id,
        person.slug,
        person.name,
        person.given_name,
        person.family_name,
        person.gender,
        person.email,
        person.image_url,
        person.is_invented,
        offices=tuple(office for office in ever if not _over(office, day) and not _to_come(office, day)),
        before=tuple(sorted((office for office in ever if _over(office, day)), key=_ended, reverse=True)),
        later=tuple(office for office in ever if _to_come(office, day)),
        contacts=contacts_of(session, person.id),
        staff=_staff(session, person.id, day),
        committees=_committees(session, person.id, day),
        names=_names(session, person),
        identifiers=tuple(
            (scheme, identifier) for scheme, identifier in session.execute(_IDENTIFIERS, {"id": person.id})
        ),
        links=tuple((url, note) for url, note in session.execute(_LINKS, {"id": person.id})),
    )


def contacts_of(session: Session, person_id: int) -> tuple[Contact, ...]:
    """A person's contacts: offices at the capitol first, what is known to be wrong last (one query)."""
    rows: Iterable[Any] = session.execute(_CONTACTS, {"id": person_id})
    contacts = [Contact(*row) for row in rows]
    return tuple(sorted(contacts, key=lambda contact: (contact.wrong_since is not None, _ORDER[contact.kind])))


def _over(office: HeldOffice, day: date) -> bool:
    return office.ended_on is not None and office.ended_on < day


def _to_come(office: HeldOffice, day: date) -> bool:
    return office.started_on is not None and office.started_on > day


def _ended(office: HeldOffice) -> date:
    return office.ended_on or date.max


def _staff(session: Session, boss_id: int, day: date) -> tuple[StaffMember, ...]:
    rows = session.execute(_STAFF, {"id": boss_id, "day": day})
    return tuple(StaffMember(*row) for row in rows)


def _committees(session: Session, person_id: int, day: date) -> tuple[CommitteePart, ...]:
    rows = session.execute(_COMMITTEES, {"id": person_id, "day": day})
    parts = (CommitteePart(*row) for row in rows)
    # A chair is what an organizer looks for; plain members come last.
    return tuple(sorted(parts, key=lambda part: (part.role is CommitteeRole.MEMBER, part.committee)))


def _names(session: Session, person: Person) -> tuple[str, ...]:
    names = session.scalars(_NAMES, {"id": person.id})
    return tuple(name for name in names if name != person.name)


# Made once: to build a statement takes longer than to run it.
_CONTACTS = (
    select(
        ContactPoint.id,
        ContactPoint.kind,
        ContactPoint.name,
        ContactPoint.address,
        ContactPoint.phone,
        ContactPoint.fax,
        ContactPoint.email,
        ContactPoint.source,
        ContactPoint.verified_on,
        ContactPoint.wrong_since,
    )
    .where(ContactPoint.person_id == bindparam("id"))
    .order_by(ContactPoint.place, ContactPoint.id)
)
_STAFF = (
    select(
        Person.id,
        Person.slug,
        Person.name,
        StaffTenure.title,
        StaffTenure.phone,
        StaffTenure.email,
        StaffTenure.started_on,
    )
    .join(Person, StaffTenure.person_id == Person.id)
    .where(
        StaffTenure.boss_id == bindparam("id"),
        StaffTenure.started_on.is_(None) | (StaffTenure.started_on <= bindparam("day")),
        StaffTenure.ended_on.is_(None) | (StaffTenure.ended_on >= bindparam("day")),
    )
    .order_by(StaffTenure.id)
)
_COMMITTEES = (
    select(Committee.id, Committee.name, Chamber.name, CommitteeSeat.role)
    .join(Committee, CommitteeSeat.committee_id == Committee.id)
    .outerjoin(Chamber, Committee.chamber_id == Chamber.id)
    .where(
        CommitteeSeat.person_id == bindparam("id"),
        CommitteeSeat.started_on.is_(None) | (CommitteeSeat.started_on <= bindparam("day")),
        CommitteeSeat.ended_on.is_(None) | (CommitteeSeat.ended_on >= bindparam("day")),
    )
    .order_by(Committee.name)
)
_NAMES = select(PersonName.name).where(PersonName.person_id == bindparam("id")).order_by(PersonName.name)
_IDENTIFIERS = (
    select(PersonIdentifier.scheme, PersonIdentifier.identifier)
    .where(PersonIdentifier.person_id == bindparam("id"))
    .order_by(PersonIdentifier.scheme, PersonIdentifier.identifier)
)
_LINKS = select(PersonLink.url, PersonLink.note).where(PersonLink.person_id == bindparam("id")).order_by(PersonLink.id)
