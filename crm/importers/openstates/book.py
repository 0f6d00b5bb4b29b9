"""What an import looks up and keeps count of, so that no file asks the database for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.importers.openstates.records import SCHEME, SOURCE, PersonRecord
from crm.importers.report import Problem
from crm.people.models import Person

T = TypeVar("T")
_AT_ONCE = 900


@dataclass(slots=True)
class Book:
    """One import under way: the day it counts from, which files changed something, and what could not be used."""

    session: Session
    day: date
    problems: list[Problem]
    source: str = SOURCE
    scheme: str = SCHEME
    created: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    person_ids: dict[str, int] = field(default_factory=dict)
    """Our id of every person in the files: the record that stayed, where two were merged."""
    proposals: int = 0

    def add(self, where: str, row: Any) -> None:
        """Add a row on account of the file ``where``."""
        self.session.add(row)
        self.updated.add(where)

    def put(self, where: str, row: Any, column: str, value: Any) -> None:
        """Write a value on account of the file ``where``; a value that is there already changes nothing."""
        if getattr(row, column) != value:
            setattr(row, column, value)
            self.updated.add(where)

    def problem(self, where: str, what: str, hint: str) -> None:
        """Note what could not be used as it is."""
        self.problems.append(Problem(where, what, hint))

    def people(self, person_ids: Iterable[int]) -> list[Person]:
        """The people themselves (one query for 900 of them)."""
        ids = sorted(set(person_ids))
        return [
            person
            for start in range(0, len(ids), _AT_ONCE)
            for person in self.session.scalars(select(Person).where(Person.id.in_(ids[start : start + _AT_ONCE])))
        ]

    def of_people(self, table: type[T], person_ids: Iterable[int]) -> Iterator[T]:
        """All rows of ``table`` about these people, oldest first (one query for 900 of them)."""
        column: Any = table.person_id  # type: ignore[attr-defined]
        key: Any = table.id  # type: ignore[attr-defined]
        ids = sorted(set(person_ids))
        for start in range(0, len(ids), _AT_ONCE):
            # SQLite takes a limited number of values in one question.
            yield from self.session.scalars(
                select(table).where(column.in_(ids[start : start + _AT_ONCE])).order_by(key)
            )


def by_person(book: Book, people: Iterable[PersonRecord]) -> dict[int, list[PersonRecord]]:
    """The files of each person on record, the one of an office held now first: one person may have two files."""
    files: dict[int, list[PersonRecord]] = {}
    for record in people:
        files.setdefault(book.person_ids[record.id], []).append(record)
    for records in files.values():
        records.sort(key=lambda record: (not record.is_current(book.day), record.where))
    return files
