"""People: found on file by their outside id, added where they are new; never matched by name."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from crm import clock
from crm.audit.models import AuditEntry
from crm.importers import differences
from crm.importers.differences import Found
from crm.importers.openstates.book import Book, by_person
from crm.importers.openstates.records import PersonRecord, Roster
from crm.names import fold, free_slug
from crm.people.merging import propose_merge
from crm.people.models import Person, PersonIdentifier, PersonLink, PersonName
from crm.people.names import sort_name_of

_FOLLOWED = ("given_name", "family_name", "gender", "birth_date", "email", "image_url")


def put_people(book: Book, roster: Roster) -> None:
    """Find or add everybody in the files, with names, outside ids and links (a constant number of queries)."""
    # Asked before anything is written: what is new here would count as touched by hand otherwise.
    by_hand = set(
        book.session.scalars(
            select(AuditEntry.row_id).where(AuditEntry.table_name == "people", AuditEntry.import_batch_id.is_(None))
        )
    )
    corrected = differences.by_hand(book.session, "people", _FOLLOWED)
    known = _on_file(book)
    taken = set(book.session.scalars(select(Person.slug)))
    fresh: list[tuple[PersonRecord, Person]] = []
    for record in roster.people:
        person_id = known.get((book.scheme, record.id)) or roster.known.get(record.id)
        if person_id is not None:
            book.person_ids[record.id] = person_id
            continue
        person = _new(record, free_slug(record.name, taken))
        taken.add(person.slug)
        book.session.add(person)
        book.created.add(record.where)
        fresh.append((record, person))
    book.session.flush()
    for record, person in fresh:
        book.person_ids[record.id] = person.id
    files = by_person(book, roster.people)
    # Two sources that spell a name differently would otherwise change it back and forth.
    brought: dict[int, str | None] = {}
    for identifier in book.of_people(PersonIdentifier, files):
        brought.setdefault(identifier.person_id, identifier.source)
    fixed = by_hand | {person_id for person_id, source in brought.items() if source not in (None, book.source)}
    differing: list[Found] = []
    for person in book.people(files):
        _follow(book, person, files[person.id], fixed)
        differing += _compare(person, files[person.id], corrected)
    differences.note(book.session, "people", book.source, differing)
    _put_names(book, files)
    _put_links(book, files)
    _put_identifiers(book, files, known)


def _on_file(book: Book) -> dict[tuple[str, str], int]:
    """Our person's id by every outside id on file; a record that was merged answers with the one that stayed."""
    stayed: dict[int, int] = {
        row.id: row.merged_into_id
        for row in book.session.execute(
            select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None))
        )
    }
    found = {}
    rows = select(PersonIdentifier.scheme, PersonIdentifier.identifier, PersonIdentifier.person_id)
    for scheme, identifier, person_id in book.session.execute(rows):
        owner = person_id
        while owner in stayed:
            owner = stayed[owner]
        found[scheme, identifier] = owner
    return found


def _new(record: PersonRecord, slug: str) -> Person:
    person = Person(slug=slug, name=record.name, is_invented=False, recorded_at=clock.now())
    person.sort_name = sort_name_of(record.name, record.given_name, record.family_name)
    return person


def _follow(book: Book, person: Person, records: list[PersonRecord], fixed: set[int]) -> None:
    """Fill what is empty; what only this source has written follows the files. A name on file stays."""
    for column in _FOLLOWED:
        said = _said(records, column)
        if said is not None and (person.id not in fixed or getattr(person, column) is None):
            book.put(records[0].where, person, column, said)
    if person.id not in fixed:
        book.put(
            records[0].where, person, "sort_name", sort_name_of(person.name, person.given_name, person.family_name)
        )


def _compare(person: Person, records: list[PersonRecord], corrected: set[tuple[int, str]]) -> list[Found]:
    """What the files say about columns that somebody here has corrected."""
    return [
        Found(person.id, column, person.id, getattr(person, column), _said(records, column))
        for column in _FOLLOWED
        if (person.id, column) in corrected
    ]


def _said(records: list[PersonRecord], column: str) -> str | None:
    return next((value for record in records if (value := getattr(record, column)) is not None), None)


def _put_names(book: Book, files: dict[int, list[PersonRecord]]) -> None:
    there = {(row.person_id, row.name) for row in book.of_people(PersonName, files)}
    for person_id, records in files.items():
        for record in records:
            spoken = " ".join(filter(None, (record.given_name, record.family_name)))
            for name in (record.name, spoken, *record.names):
                if name and (person_id, name) not in there:
                    there.add((person_id, name))
                    row = PersonName(person_id=person_id, name=name, folded=fold(name), source=book.source)
                    book.add(record.where, row)


def _put_links(book: Book, files: dict[int, list[PersonRecord]]) -> None:
    there = {(row.person_id, row.url) for row in book.of_people(PersonLink, files)}
    for person_id, records in files.items():
        for record in records:
            for url, note in record.links:
                if (person_id, url) not in there:
                    there.add((person_id, url))
                    book.add(record.where, PersonLink(person_id=person_id, url=url, note=note))


def _put_identifiers(book: Book, files: dict[int, list[PersonRecord]], known: dict[tuple[str, str], int]) -> None:
    """An id that names somebody else already stays with them, and the two records are proposed for a merge."""
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for person_id, records in files.items():
        for record in records:
            for scheme, identifier in record.identifiers:
                owner = known.setdefault((scheme, identifier), -1)
                if owner == -1:
                    known[scheme, identifier] = person_id
                    row = PersonIdentifier(
                        person_id=person_id, scheme=scheme, identifier=identifier, source=book.source
                    )
                    book.add(record.where, row)
                elif owner != person_id:
                    first, second = sorted((owner, person_id))
                    shared[first, second].append(f"{scheme} {identifier}")
    book.session.flush()
    for (first, second), ids in shared.items():
        propose_merge(book.session, first, second, f"Both have the id {', '.join(ids)}.")
