"""CSV and its kin: which sign parts the columns, and the rows, however lines end and cells are quoted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from crm.errors import InvalidInput
from crm.importers.csv_bound import bound_cells
from crm.importers.sheet.limits import MOST_CELLS, MOST_IN_A_CELL, check_extent

DELIMITERS: Final = (",", ";", "\t", "|")
_LOOKED_AT = 200


def read_delimited(text: str) -> list[list[str]]:
    """Every row of the text. Raises InvalidInput for more than is taken, and for a quotation mark never closed."""
    text, delimiter = _told(text)
    delimiter = delimiter or sniff(text)
    rows = []
    cells = 0
    for row in _rows(text, delimiter):
        rows.append(row)
        cells += len(row)
        if cells > MOST_CELLS or len(row) > 1000 or len(rows) > 100_000:
            check_extent(len(rows), max(len(row), cells // len(rows)))
    return rows


def sniff(text: str) -> str:
    """The sign that parts most rows into the same number of columns; a comma where no sign does."""
    best = (0.0, 0, ",")
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in islice(_rows(text[:200_000], delimiter), _LOOKED_AT) if any(row))
        except InvalidInput:
            continue
        parted = {width: number for width, number in widths.items() if width > 1}
        if not parted:
            continue
        width, number = max(parted.items(), key=lambda one: (one[1], one[0]))
        # Rows of one width, or at least rows that are parted at all: short rows leave their last commas out.
        agreement = (number + 0.5 * (sum(parted.values()) - number)) / sum(widths.values())
        best = max(best, (round(agreement, 2), width, delimiter), key=lambda one: (one[0], one[1]))
    return best[2]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    bound_cells()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for row in reader:
            number += 1
            if any(len(cell) > MOST_IN_A_CELL for cell in row):
                raise _never_closed(number)
            yield row
    except csv.Error as wrong:
        if "field larger" in str(wrong):
            raise _never_closed(number + 1) from None
        raise InvalidInput(
            f"Row {number + 1} cannot be read as a table ({wrong}).",
            hint="Save the sheet anew as “CSV UTF-8” or .xlsx.",
            field="file",
        ) from None


def _never_closed(row: int) -> InvalidInput:
    return InvalidInput(
        f"A cell in row {row} has more than {MOST_IN_A_CELL:,} signs: a quotation mark opens there and never closes.",
        hint="Mend the row in a text editor, or save the sheet anew as .xlsx.",
        field="file",
    )


def _told(text: str) -> tuple[str, str | None]:
    """Excel's own first line "sep=;" names the sign."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"')
    if told.lower().startswith("sep=") and len(told) == 5 and told[4] in DELIMITERS:
        return rest, told[4]
    return text, None
