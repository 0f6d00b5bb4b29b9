"""A table as CSV: for spreadsheets, so with a mark for Excel in front and without anything it could run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from crm import clock
from crm.exporters.tables import Table, Value, joined

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARK: Final = "\ufeff"
"""Excel takes a file without it for the code page of the country it was bought in."""


def csv_lines(table: Table) -> Iterator[str]:
    """The table line by line (RFC 4180), the titles first. Only numbers stand without quotation marks."""
    line = _Line()
    writer = csv.writer(line, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([column.title for column in table.columns])
    yield _MARK + line.taken()
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
        yield line.taken()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return clock.local(value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, tuple):
        return harmless(joined(value))
    return harmless(value if isinstance(value, str) else value.isoformat())


class _Line:
    """Where the writer puts a line, and whence it is taken at once: nothing piles up."""

    def __init__(self) -> None:
        self._text = ""

    def write(self, text: str) -> int:
        """Put the text behind what is there."""
        self._text += text
        return len(text)

    def taken(self) -> str:
        """What was written since it was asked last."""
        text, self._text = self._text, ""
        return text
