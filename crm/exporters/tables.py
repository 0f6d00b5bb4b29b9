"""What is exported: a table of plain values, whoever writes it down and in whichever format."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Value = str | int | float | bool | date | datetime | tuple[str, ...] | None
"""A cell. Several texts in one cell (reasons, names) stay apart where the format can tell them apart."""


class ColumnKind(enum.StrEnum):
    """How a column's values are to be read. Phones and ZIP codes are text: nobody reckons with them."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``title`` is for people, ``key`` for programs, and never changes once it was given out."""

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, as of a ``day``. Rows are made as they are read, so a table may be of any length.

    ``name`` says what it is in a file's name ("board-new-york-for-all"), ``asked`` by what it was narrowed.
    """

    name: str
    title: str
    day: date
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]
    asked: Mapping[str, str] = field(default_factory=dict)


def columns(*texts: str, numbers: str = "", dates: str = "", instants: str = "") -> tuple[Column, ...]:
    """Columns from "key: Title" texts; which of the keys hold numbers, days or instants stands apart.

    >>> columns("person: Name", "votes: Votes", numbers="votes")[1].kind.value
    'number'
    """
    kinds = dict.fromkeys(numbers.split(), ColumnKind.NUMBER)
    kinds |= dict.fromkeys(dates.split(), ColumnKind.DATE)
    kinds |= dict.fromkeys(instants.split(), ColumnKind.INSTANT)
    made = []
    for text in texts:
        key, _, title = text.partition(":")
        made.append(Column(key, title.strip(), kinds.pop(key, ColumnKind.TEXT)))
    if kinds:
        raise ValueError(f"no such column: {', '.join(kinds)}")
    return tuple(made)


def phone_text(number: str | None) -> str | None:
    """A phone as text that no spreadsheet takes for a number: 518-455-2800; others as they were written."""
    if number is not None and len(number) == 10 and number.isascii() and number.isdecimal():
        return f"{number[:3]}-{number[3:6]}-{number[6:]}"
    return number


def joined(parts: tuple[str, ...]) -> str:
    """Several texts as one, for formats whose cells hold one: sentences follow each other, words have a semicolon."""
    return (" " if all(part.endswith((".", "!", "?")) for part in parts) else "; ").join(parts)
