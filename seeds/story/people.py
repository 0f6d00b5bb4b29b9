"""Who appears in the story, and which offices they held from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from crm.errors import Conflict
from crm.jurisdictions.service import ensure_district
from crm.people import service
from crm.people.finding import surviving
from crm.people.merging import propose_merge
from crm.people.models import Person, PersonIdentifier, Power, Tenure
from seeds.book import Book, Step
from seeds.story.facts import OPENING, Row, cited, day_known, rows

FILE = "people"
SCHEME = "openstates"
ROSTER = "roster"


def steps() -> Iterator[Step]:
    """Posts and people first; a change of office on the day it happened."""
    for row in rows(FILE, "office"):
        yield Step(OPENING, partial(_post, row=row))
    for row in rows(FILE, "person"):
        yield Step(OPENING, partial(_person, row=row))
        for held in row["tenures"]:
            known = max(day_known(held, ROSTER), held.get("from", OPENING))
            yield Step(known, partial(_begin, who=row["slug"], held=held))
            if "to" in held:
                yield Step(max(held["to"], OPENING), partial(_end, who=row["slug"], held=held))


def _post(book: Book, row: Row) -> None:
    place, role = row["key"].split("/")
    there = service.ensure_post(
        book.session,
        book.get("jurisdiction", place),
        role,
        row["title"],
        Power(row["power"]),
        chamber_id=book.find("chamber", row.get("chamber")),
        power_note=row.get("power_note"),
    )
    book.put("office", row["key"], there.id)


def _person(book: Book, row: Row) -> None:
    person = _on_file(book, row) or service.add_person(book.session, row["name"], slug=row["slug"])
    for name in (row["name"], *row.get("names", ())):
        service.add_name(book.session, person.id, name)
    for outside_id in row.get("openstates", ()):
        try:
            service.add_identifier(book.session, person.id, SCHEME, outside_id, source=cited(row, ROSTER))
        except Conflict:
            _propose(book, person.id, outside_id)
    book.put("person", row["slug"], person.id)


def _on_file(book: Book, row: Row) -> Person | None:
    """The record of somebody whom a roster brought before the story did, by outside id; else the story's own."""
    for outside_id in row.get("openstates", ()):
        found = book.session.scalar(
            select(Person)
            .join(PersonIdentifier, PersonIdentifier.person_id == Person.id)
            .where(PersonIdentifier.scheme == SCHEME, PersonIdentifier.identifier == outside_id)
        )
        if found is not None:
            return surviving(book.session, found)
    found = book.session.scalar(select(Person).where(Person.slug == row["slug"]))
    return surviving(book.session, found) if found is not None else None


def _propose(book: Book, person_id: int, outside_id: str) -> None:
    other = book.session.scalar(
        select(PersonIdentifier.person_id).where(
            PersonIdentifier.scheme == SCHEME, PersonIdentifier.identifier == outside_id
        )
    )
    assert other is not None
    propose_merge(book.session, person_id, other, "The story knows them as one person under two Open States ids.")


def _begin(book: Book, who: str, held: Row) -> None:
    """Note a term; one that is on file for the same person and office, from whatever roster, stays."""
    if "seat" in held:
        chamber, district = held["seat"].rsplit("/", 1)
        place = ensure_district(book.session, book.get("chamber", chamber), district)
        office_id = service.ensure_seat(book.session, place.id).id
        book.put("office", held["seat"], office_id)
    else:
        office_id = book.get("office", held["office"])
    person_id = book.get("person", who)
    if _tenure(book, person_id, office_id) is None:
        service.begin_tenure(
            book.session,
            person_id,
            office_id,
            held.get("from"),
            party=held.get("party"),
            ballot_lines=held.get("lines", ()),
            source=cited(held, ROSTER),
        )


def _end(book: Book, who: str, held: Row) -> None:
    tenure = _tenure(book, book.get("person", who), book.get("office", held["seat"]))
    if tenure is not None and tenure.ended_on is None:
        service.end_tenure(book.session, tenure.id, held["to"], reason=held.get("why"))


def _tenure(book: Book, person_id: int, office_id: int) -> Tenure | None:
    return book.session.scalar(
        select(Tenure)
        .where(Tenure.person_id == person_id, Tenure.office_id == office_id)
        .order_by(Tenure.started_on.desc())
        .limit(1)
    )
