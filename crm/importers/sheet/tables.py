"""A sheet as a table, whatever program made it: one name a column, and the rows under them as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.errors import InvalidInput
from crm.importers.sheet.cells import plain
from crm.importers.sheet.delimited import read_delimited
from crm.importers.sheet.heads import find_head, headers, is_only_a_number
from crm.importers.sheet.limits import check_extent, check_size
from crm.importers.sheet.text import decode
from crm.importers.sheet.workbook import is_workbook, read_workbook


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. ``number`` is its row in the sheet, from 1, as spreadsheet programs count."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, read. Every row has as many cells as there are headers; cells are plain text, empty where nothing is.

    ``sheets`` are the names of all sheets of the workbook, ``sheet`` the one that was read (nothing for CSV);
    ``header_rows`` the rows (from 1) that hold the column names, first and last, (0, 0) for none. ``notes`` are worth
    telling: what was left out, and why.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    header_rows: tuple[int, int] = (0, 0)
    notes: tuple[str, ...] = ()

    def column(self, header: str) -> tuple[str, ...]:
        """The cells of the column with this header, from the top. Raises InvalidInput where there is none."""
        if header not in self.headers:
            raise InvalidInput(f"The sheet has no column “{header}”.", hint=f"It has {', '.join(self.headers[:30])}.")
        place = self.headers.index(header)
        return tuple(row.cells[place] for row in self.rows)


def read_table(
    name: str, content: bytes, *, sheet: str | None = None, header_rows: tuple[int, int] | None = None
) -> Table:
    """Read a CSV (of any encoding, with any usual sign between columns), XLSX or ODS file.

    ``header_rows`` are the first and the last row of column names, from 1; (0, 0) says there are none; without it they
    are found. Raises InvalidInput for what is no sheet, cannot be read, or is more than is taken (see ``limits``), and
    NotFound for a ``sheet`` that the workbook does not have.
    """
    check_size(len(content))
    if is_workbook(content):
        found = read_workbook(content, sheet)
        grid, sheets, chosen, notes = found.rows, found.sheets, found.name, found.notes
    else:
        text, notes = decode(content)
        grid, sheets, chosen = read_delimited(text), (), None
    grid = [[plain(cell) for cell in row] for row in grid]
    width = max((place + 1 for row in grid for place, cell in enumerate(row) if cell), default=0)
    if not width:
        raise InvalidInput("There is no table in the file: all of it is empty.", hint="Choose another.", field="file")
    check_extent(len(grid), width)
    top, first = find_head(grid) if header_rows is None else _told(header_rows, len(grid))
    rows, left_out = _things(grid, first, width)
    if top > 0 and header_rows is None:
        notes.append(f"{_rows(top)} above the table {'was' if top == 1 else 'were'} left out.")
    if first == top:
        notes.append("No row of column names was found: columns are named by their letters.")
    if left_out:
        notes.append(f"{_rows(left_out)} {'holds' if left_out == 1 else 'hold'} nothing, or nothing but a number.")
    return Table(
        name=name,
        headers=headers(grid[top:first], width),
        rows=rows,
        sheets=sheets,
        sheet=chosen,
        header_rows=(top + 1, first) if first > top else (0, 0),
        notes=tuple(notes),
    )


def read_file(path: Path, *, sheet: str | None = None, header_rows: tuple[int, int] | None = None) -> Table:
    """As ``read_table``, from a file, whose size is looked at before it is read."""
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", hint="Name a CSV, XLSX or ODS file.", field="path")
    check_size(path.stat().st_size)
    return read_table(path.name, path.read_bytes(), sheet=sheet, header_rows=header_rows)


def _told(header_rows: tuple[int, int], rows: int) -> tuple[int, int]:
    first, last = header_rows
    if header_rows == (0, 0):
        return 0, 0
    if not 1 <= first <= last < max(rows, 2):
        raise InvalidInput(
            f"Rows {first} to {last} cannot be the column names: the sheet has {rows} rows.",
            hint="Count from 1, and leave at least one row of things below.",
            field="header_rows",
        )
    return first - 1, last


def _things(grid: Sequence[Sequence[str]], first: int, width: int) -> tuple[tuple[Row, ...], int]:
    rows = []
    left_out = 0
    for number, cells in enumerate(grid[first:], start=first + 1):
        row = (*cells[:width], *("",) * (width - len(cells)))
        if not any(row) or is_only_a_number(row):
            left_out += 1
        else:
            rows.append(Row(number, row))
    return tuple(rows), left_out


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"
