"""Reading one sheet by its mapping: the cells of a row by their use, and the problems that many rows share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from crm.importers.report import Problem
from crm.importers.sheet.cells import one_line
from crm.importers.sheet.columns import Column, Use
from crm.importers.sheet.days import read_day
from crm.importers.sheet.ground import Ground
from crm.importers.sheet.items import Reading
from crm.importers.sheet.tables import Row, Table

_NAMED = 5


@dataclass(slots=True)
class Reader:
    """One sheet under way. ``unclear`` gathers what many rows share, by what is wrong: the rows in which it stands."""

    ground: Ground
    table: Table
    unclear: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {header: place for place, header in enumerate(self.table.headers)}

    def cell(self, row: Row, column: Column | None) -> str:
        """The row's cell in the column; empty where the sheet has no such column."""
        place = self._places.get(column.header) if column else None
        return row.cells[place] if place is not None else ""

    def said(self, row: Row, use: Use) -> str:
        """The row's cell for this use, as one line."""
        return one_line(self.cell(row, self.ground.mapping.column(use)))

    def note(self, row: Row, what: str, hint: str) -> None:
        """Note a problem that many rows may share."""
        rows = self.unclear[what, hint]
        if row.number not in rows[-1:]:
            rows.append(row.number)

    def day(self, reading: Reading, row: Row, use: Use = Use.SAID) -> str | None:
        """The day a row names, as EDTF text; a cell that is none is a problem, and nothing."""
        text = self.said(row, use)
        found = read_day(text) if text else None
        if text and found is None:
            hint = "Write it as 2025-06-14, 6/14/2025 or June 2025."
            if len(text) == 5 and text.isdecimal():
                # Spreadsheets count days so, from 1900 or from 1904: which, the cell does not say.
                hint = "It is how spreadsheets count days: format the column as dates there, and save it again."
            reading.problem(f"“{text[:60]}” is no date.", hint)
        return found

    def problems(self) -> list[Problem]:
        """What many rows share, one problem each, the most frequent first."""
        shared = sorted(self.unclear.items(), key=lambda one: (-len(one[1]), one[0]))
        return [Problem(_rows(rows), what, hint) for (what, hint), rows in shared]


def _rows(numbers: list[int]) -> str:
    """ "row 7"; "rows 7, 9 and 11"; "rows 7, 9, 11, 12, 15 and 200 more"."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    shown = [str(number) for number in numbers[:_NAMED]]
    beyond = len(numbers) - len(shown)
    last = f"{beyond} more" if beyond else shown.pop()
    return f"rows {', '.join(shown)} and {last}"
