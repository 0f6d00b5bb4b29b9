"""A table as an Excel workbook: dates are dates, phones are text, and nothing in it is a formula or a link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

from xlsxwriter import Workbook

from crm import clock
from crm.exporters.tables import ColumnKind, Table, Value, joined

LONGEST: Final = 32_767
"""Characters a cell holds. Excel refuses files with longer ones."""
MOST_ROWS: Final = 1_048_576
"""Rows a sheet holds, the one with the titles among them."""
_CUT: Final = " … (cut here: the CSV and the JSON have all of it)"
_LOOKED_AT: Final = 200
"""Rows from which the widths of the columns are taken; to look at all would mean to keep all."""
_WIDEST: Final = 60
_FIRST_DAY: Final = date(1900, 3, 1)
"""Excel believes that 1900 had a February 29, and knows no day before January 1."""
_NEVER_IN_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SETTINGS: Final = {
    # A row is forgotten once the next one is written.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(table: Table, out: BinaryIO, *, most_rows: int = MOST_ROWS) -> None:
    """Write the workbook. What one sheet cannot hold goes on, under the same titles, in the next.

    The same table gives the same bytes: the day it is of stands for the day it was made.
    """
    # Half a workbook that could not be finished leaves nothing behind on disk.
    with TemporaryDirectory() as folder:
        _write(table, Workbook(out, _SETTINGS | {"tmpdir": folder}), most_rows)


def _write(table: Table, book: Any, most_rows: int) -> None:
    book.set_properties({"title": table.title, "created": datetime.combine(table.day, time())})
    sheets = _Sheets(book, table)
    rows = iter(table.rows)
    first = list(islice(rows, _LOOKED_AT))
    sheets.widths = _widths(table, first)
    sheets.turn()
    for row in chain(first, rows):
        if sheets.at == most_rows:
            sheets.turn()
        sheets.put(row)
    book.close()


class _Sheets:
    """The sheet that is being written, and how to begin the next."""

    def __init__(self, book: Any, table: Table) -> None:
        self.book, self.table = book, table
        self.widths: list[int] = []
        self.at = 0
        self._number = 0
        self._sheet: Any = None
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._number_format = book.add_format({"valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self._instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"})

    def turn(self) -> None:
        """Begin the next sheet, with its titles in a row that stays in sight."""
        self._number += 1
        name = re.sub(r"[\[\]:*?/\\]", " ", self.table.title)[:26].strip(" '") or "Table"
        self._sheet = self.book.add_worksheet(name if self._number == 1 else f"{name} {self._number}")
        self._sheet.freeze_panes(1, 0)
        for place, (column, width) in enumerate(zip(self.table.columns, self.widths, strict=True)):
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(0, place, column.title, self._head)
        self.at = 1

    def put(self, row: Sequence[Value]) -> None:
        """Write one row."""
        for place, value in enumerate(row):
            self._cell(place, value)
        self.at += 1

    def _cell(self, place: int, value: Value) -> None:
        if value is None or value is False or value == ():
            return
        if isinstance(value, datetime):
            local = clock.local(value).replace(tzinfo=None)
            if local.date() >= _FIRST_DAY:
                self._sheet.write_datetime(self.at, place, local, self._instant)
                return
        elif isinstance(value, date) and value >= _FIRST_DAY:
            self._sheet.write_datetime(self.at, place, datetime.combine(value, time()), self._day)
            return
        elif isinstance(value, int | float) and value is not True:
            self._sheet.write_number(self.at, place, value, self._number_format)
            return
        self._sheet.write_string(self.at, place, _fitting(_words(value)), self._text)


def _words(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return joined(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _fitting(text: str) -> str:
    text = _NEVER_IN_XML.sub("�", text)
    # Excel counts as UTF-16 does: what lies beyond the basic plane is two.
    if len(text) <= LONGEST and len(text) + sum(char > "\uffff" for char in text) <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(_CUT))].decode("utf-16-le", "ignore")
    return kept + _CUT


def _widths(table: Table, rows: Sequence[Sequence[Value]]) -> list[int]:
    widths = []
    for place, column in enumerate(table.columns):
        if column.kind in (ColumnKind.DATE, ColumnKind.INSTANT):
            widths.append(17 if column.kind is ColumnKind.INSTANT else 12)
            continue
        longest = max((len(line) for row in rows for line in _words(row[place]).splitlines()), default=0)
        widths.append(max(8, min(_WIDEST, max(longest, len(column.title)) + 2)))
    return widths
