"""Rows of one table on the way in: read out of their lines, checked, and put into an order that the database takes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Table

from crm.errors import InvalidInput
from crm.exporters.archive.tables import columns_of, own_references
from crm.exporters.archive.values import decoder, kind_of

Row = dict[str, Any]
_AGAIN: Final = "Take the archive again from where it was made; nothing was changed."


class RowReader:
    """Reads the rows of one table. ``file`` fetches the content of a file by its name; ``refuses_nul``: as it says."""

    def __init__(self, table: Table, file: Callable[[str], bytes], *, refuses_nul: bool = False) -> None:
        self._where = f"tables/{table.name}.jsonl"
        self._columns = {column.name: column for column in columns_of(table)}
        self._codes = {name: decoder(column) for name, column in self._columns.items()}
        self._files = frozenset(name for name, column in self._columns.items() if kind_of(column) == "file")
        self._file = file
        self._refuses_nul = refuses_nul

    def read(self, lines: Iterable[bytes]) -> Iterator[Row]:
        """The rows, one a line. Raises InvalidInput, naming the line and the column, for what cannot be used."""
        before = 0
        for number, line in enumerate(lines, 1):
            row = self._row(line, number)
            if row["id"] <= before:
                raise self._wrong(number, "stands out of the order of the ids")
            before = row["id"]
            yield row

    def _row(self, line: bytes, number: int) -> Row:
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            raise self._wrong(number, "is no JSON") from None
        if not isinstance(said, dict):
            raise self._wrong(number, "is no row")
        for name in sorted(said.keys() ^ self._columns.keys()):
            known = "lacks the column" if name in self._columns else "has a column that this Whipcount does not know:"
            raise self._wrong(number, f"{known} {name[:80]}")
        return {name: self._value(name, value, number) for name, value in said.items()}

    def _value(self, name: str, value: Any, number: int) -> Any:
        if value is None:
            if not self._columns[name].nullable and kind_of(self._columns[name]) != "JSON":
                raise self._wrong(number, f"has nothing in {name}")
            return None
        try:
            found = self._codes[name](value)
        except (ValueError, TypeError) as error:
            reason = str(error).rpartition(" is not a valid ")[0]
            raise self._wrong(number, f"has in {name}: {reason[:80] or error}") from None
        if self._refuses_nul and isinstance(found, str) and "\x00" in found:
            raise self._wrong(number, f"has a NUL character in {name}, which PostgreSQL does not take")
        return self._file(found) if name in self._files else found

    def _wrong(self, number: int, what: str) -> InvalidInput:
        return InvalidInput(f"{self._where}, line {number}, {what}.", hint=_AGAIN)


def in_order(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows, each after the row of the same table that it names.

    Rows come by their ids, and most name an older one. A row that names a younger one waits for it. Raises
    InvalidInput for rows that wait for ever.
    """
    columns = own_references(table)
    if not columns:
        yield from rows
        return
    waiting: dict[int, list[Row]] = defaultdict(list)
    held: set[int] = set()
    for row in rows:
        ready = [row]
        while ready:
            each = ready.pop()
            named = (each[name] for name in columns if each[name] not in (None, each["id"]))
            missing = next((id_ for id_ in named if id_ > row["id"] or id_ in held), None)
            if missing is not None:
                waiting[missing].append(each)
                held.add(each["id"])
                continue
            held.discard(each["id"])
            yield each
            ready += waiting.pop(each["id"], [])
    if waiting:
        missing = min(waiting)
        raise InvalidInput(
            f"tables/{table.name}.jsonl: row {waiting[missing][0]['id']} names row {missing}, which is not there.",
            hint=_AGAIN,
        )
