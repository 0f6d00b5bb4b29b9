"""What a sheet says of officials beside their names: phones, e-mail, addresses, pages. What is on file stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from crm.importers.sheet.items import OfficialFacts
from crm.importers.sheet.writing import Found, Writing
from crm.people.contacts import add_contact_point
from crm.people.models import ContactKind, ContactPoint, Person, PersonLink
from crm.people.phones import dialled

_AT_ONCE = 900


def write_officials(writing: Writing, found: Sequence[Found], added: set[int]) -> None:
    """Add what of each official is not on file yet. ``added`` are those whom this sheet brought, counted already."""
    on_file = _OnFile(writing, sorted({person_id for _, person_id in found}))
    for reading, person_id in found:
        if reading.facts is None:
            continue
        changed = on_file.complete(person_id, reading.facts)
        if person_id not in added:
            writing.report.updated += changed
            writing.report.same += not changed


class _OnFile:
    """The contact points, pages and e-mails of the people of a sheet (three queries for 900 of them)."""

    def __init__(self, writing: Writing, ids: Sequence[int]) -> None:
        self.writing = writing
        self.phones: dict[int, set[str]] = defaultdict(set)
        self.addresses: dict[int, set[str]] = defaultdict(set)
        self.emails: dict[int, set[str]] = defaultdict(set)
        self.pages: dict[int, set[str]] = defaultdict(set)
        self.people: dict[int, Person] = {}
        session = writing.session
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            for point in session.scalars(select(ContactPoint).where(ContactPoint.person_id.in_(part))):
                self.phones[point.person_id].add(dialled(point.phone))
                self.addresses[point.person_id].add(_words(point.address))
                self.emails[point.person_id].add((point.email or "").lower())
            for link in session.scalars(select(PersonLink).where(PersonLink.person_id.in_(part))):
                self.pages[link.person_id].add(link.url.rstrip("/").lower())
            for person in session.scalars(select(Person).where(Person.id.in_(part))):
                self.people[person.id] = person
                self.emails[person.id].add((person.email or "").lower())

    def complete(self, person_id: int, facts: OfficialFacts) -> bool:
        """Whether anything was new."""
        changed = self._email(person_id, facts.email)
        phones = [phone for phone in facts.phones if dialled(phone) not in self.phones[person_id]]
        address = facts.address if _words(facts.address) not in self.addresses[person_id] else None
        for place, phone in enumerate(phones):
            self._point(person_id, phone=phone, address=address if place == 0 else None)
        if address and not phones:
            self._point(person_id, address=address)
        self.phones[person_id] |= {dialled(phone) for phone in phones}
        self.addresses[person_id].add(_words(facts.address))
        return self._page(person_id, facts.website) or changed or bool(phones or address)

    def _point(
        self, person_id: int, *, phone: str | None = None, address: str | None = None, email: str | None = None
    ) -> None:
        session, title = self.writing.session, self.writing.source.title
        add_contact_point(session, person_id, ContactKind.PRIMARY, title, phone=phone, address=address, email=email)

    def _email(self, person_id: int, email: str | None) -> bool:
        if not email or "@" not in email or email.lower() in self.emails[person_id]:
            return False
        self.emails[person_id].add(email.lower())
        person = self.people[person_id]
        if person.email is None:
            person.email = email
        else:
            self._point(person_id, email=email)
        return True

    def _page(self, person_id: int, website: str | None) -> bool:
        if not website or "." not in website or " " in website or "@" in website:
            return False
        url = website if website.lower().startswith(("http://", "https://")) else f"https://{website}"
        if url.rstrip("/").lower() in self.pages[person_id]:
            return False
        self.pages[person_id].add(url.rstrip("/").lower())
        self.writing.session.add(PersonLink(person_id=person_id, url=url, note=self.writing.source.title))
        return True


def _words(text: str | None) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", (text or "").casefold()).split())
