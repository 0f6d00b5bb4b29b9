"""Phones and addresses. What an import brought follows its file; what somebody here has verified or corrected stays.

Where the file says something else, the difference is noted for somebody to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from crm import clock
from crm.importers.differences import Found, by_hand, note
from crm.importers.openstates.book import Book, by_person
from crm.importers.openstates.ground import Ground
from crm.importers.openstates.records import ContactRecord, PersonRecord, Roster
from crm.people.models import ContactKind, ContactPoint
from crm.people.phones import dialled

_COLUMNS = ("name", "address", "phone", "fax")
_Said = tuple[PersonRecord, ContactRecord, int]


@dataclass(slots=True)
class _Ours:
    """What somebody here has corrected, by row and column, and what the files say about what stays."""

    by_hand: set[tuple[int, str]]
    found: list[tuple[str, ContactPoint, Found]] = field(default_factory=list)

    def compare(self, where: str, point: ContactPoint, contact: ContactRecord, columns: Iterable[str]) -> None:
        """Remember what the file ``where`` says about columns that stay as they are."""
        for column in sorted(columns):
            ours, theirs = getattr(point, column), getattr(contact, column)
            self.found.append((where, point, Found(point.id, column, point.person_id, ours, theirs)))

    def tell(self, book: Book) -> None:
        """Note the differences, and tell those that somebody must decide."""
        new = note(book.session, "contact_points", book.source, (each for _, _, each in self.found))
        for where, point, each in self.found:
            if (each.row_id, each.column) in new:
                why = f"verified on {point.verified_on}" if point.verified_on else "corrected here"
                book.problem(
                    where,
                    f"The file now has {each.theirs} for the {point.kind.value} office; {each.ours or 'nothing'}, "
                    f"{why}, stays.",
                    "See the differences on the page Import: take theirs, or keep ours.",
                )


def put_contacts(book: Book, roster: Roster, ground: Ground) -> None:
    """Bring everybody's contact points up to the files (a query for 900 people, and two for what differs)."""
    files = by_person(book, roster.people)
    ours = _Ours(by_hand(book.session, "contact_points", _COLUMNS))
    on_file: dict[int, list[ContactPoint]] = defaultdict(list)
    for point in book.of_people(ContactPoint, files):
        on_file[point.person_id].append(point)
    for person_id, records in files.items():
        said = [(record, contact, place) for record in records for place, contact in enumerate(record.contacts)]
        _compare(book, person_id, records, said, on_file[person_id], ground, roster.contact_kinds, ours)
    ours.tell(book)


def _compare(
    book: Book,
    person_id: int,
    records: list[PersonRecord],
    said: list[_Said],
    on_file: list[ContactPoint],
    ground: Ground,
    kinds: frozenset[ContactKind] | None,
    ours: _Ours,
) -> None:
    office_ids = {record.id: _office_id(book, record, ground) for record in records}
    free = list(on_file)
    # The very same first, then the same phone, then what stood in this place of our own.
    for alike in (_equal, _same_line, partial(_same_kind, book.source)):
        left = []
        for one in said:
            point = next((point for point in free if alike(point, one[1])), None)
            if point is None:
                left.append(one)
                continue
            free.remove(point)
            _follow(book, point, one, office_ids[one[0].id], ours)
        said = left
    for record, contact, place in said:
        point = ContactPoint(
            person_id=person_id,
            office_id=office_ids[record.id],
            kind=contact.kind,
            place=place,
            source=book.source,
            recorded_at=clock.now(),
        )
        for column in _COLUMNS:
            setattr(point, column, getattr(contact, column))
        book.add(record.where, point)
    for point in free:
        if kinds is None or point.kind in kinds:
            _no_longer_listed(book, records[0].where, point)


def _follow(book: Book, point: ContactPoint, said: _Said, office_id: int | None, ours: _Ours) -> None:
    record, contact, place = said
    if point.source != book.source:
        return
    changed = [column for column in _COLUMNS if getattr(point, column) != getattr(contact, column)]
    keeps = set(_COLUMNS) if point.verified_on is not None else {c for c in _COLUMNS if (point.id, c) in ours.by_hand}
    ours.compare(record.where, point, contact, keeps)
    if point.verified_on is not None and changed:
        return
    if "phone" in changed and "phone" not in keeps:
        # Somebody found the old number wrong; the new one is unproven.
        book.put(record.where, point, "wrong_since", None)
    for column in _COLUMNS:
        if column not in keeps:
            book.put(record.where, point, column, getattr(contact, column))
    book.put(record.where, point, "place", place)
    book.put(record.where, point, "office_id", office_id)


def _no_longer_listed(book: Book, where: str, point: ContactPoint) -> None:
    if point.source != book.source or point.wrong_since is not None:
        return
    if point.verified_on is not None:
        book.problem(
            where,
            f"{_shown(point)} ({point.kind.value}), verified on {point.verified_on}, left the file; here it stays.",
            "Call to find out whether it still serves, and mark it as wrong if it does not.",
        )
        return
    # Calls that were logged on it point at the row: it is kept, as one not to be used.
    book.put(where, point, "wrong_since", book.day)


def _equal(point: ContactPoint, contact: ContactRecord) -> bool:
    return point.kind == contact.kind and all(
        getattr(point, column) == getattr(contact, column) for column in ("address", "phone")
    )


def _same_line(point: ContactPoint, contact: ContactRecord) -> bool:
    return point.kind == contact.kind and bool(contact.phone) and dialled(point.phone) == dialled(contact.phone)


def _same_kind(source: str, point: ContactPoint, contact: ContactRecord) -> bool:
    return point.source == source and point.kind == contact.kind


def _shown(point: Any) -> str:
    return point.phone or point.address or "no phone"


def _office_id(book: Book, record: PersonRecord, ground: Ground) -> int | None:
    """The office these lines belong to: the one its holder has now, where it is one."""
    offices = {ground.office(role).id for role in record.roles if role.is_current(book.day)}
    return offices.pop() if len(offices) == 1 else None
