"""All one needs to reach many officials at once, for lists that leave the server: names, offices, contacts, links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.people.directory import HeldOffice, offices_held
from crm.people.models import ContactKind, ContactPoint, Person, PersonLink
from crm.people.profile import Contact


@dataclass(frozen=True, slots=True)
class Card:
    """An official with the offices held on the day and every contact not known to be wrong, the capitol's first."""

    id: int
    slug: str
    name: str
    given_name: str | None
    family_name: str | None
    email: str | None
    is_invented: bool
    offices: tuple[HeldOffice, ...]
    contacts: tuple[Contact, ...]
    links: tuple[tuple[str, str | None], ...]


def cards(session: Session, person_ids: Sequence[int], day: date) -> tuple[Card, ...]:
    """The cards of these people, in this order (four queries, however many people).

    What is known of somebody's home is left out: nobody is called there, and a list is copied further than one thinks.
    """
    people = {
        row.id: row
        for row in session.execute(
            select(
                Person.id,
                Person.slug,
                Person.name,
                Person.given_name,
                Person.family_name,
                Person.email,
                Person.is_invented,
            ).where(Person.id.in_(person_ids))
        )
    }
    offices = offices_held(session, person_ids, day)
    contacts = _contacts(session, person_ids)
    links = _links(session, person_ids)
    return tuple(
        Card(*people[id_], offices.get(id_, ()), tuple(contacts[id_]), tuple(links[id_]))
        for id_ in person_ids
        if id_ in people
    )


def _contacts(session: Session, person_ids: Sequence[int]) -> dict[int, list[Contact]]:
    rows = session.execute(
        select(
            ContactPoint.person_id,
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
        .where(
            ContactPoint.person_id.in_(person_ids),
            ContactPoint.wrong_since.is_(None),
            ContactPoint.kind != ContactKind.HOME,
        )
        .order_by(ContactPoint.place, ContactPoint.id)
    )
    order = list(ContactKind)
    found: dict[int, list[Contact]] = defaultdict(list)
    for person_id, *columns in sorted(rows, key=lambda row: order.index(row.kind)):
        found[person_id].append(Contact(*columns))
    return found


def _links(session: Session, person_ids: Sequence[int]) -> dict[int, list[tuple[str, str | None]]]:
    rows = session.execute(
        select(PersonLink.person_id, PersonLink.url, PersonLink.note)
        .where(PersonLink.person_id.in_(person_ids))
        .order_by(PersonLink.id)
    )
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for person_id, url, note in rows:
        found[person_id].append((url, note))
    return found
