"""Where the table begins: preamble above it, column names over several rows, then rows of things. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crm.importers.sheet.cells import looks, one_line
from crm.names import fold

Rows = Sequence[Sequence[str]]
_TELLING = frozenset({"email", "phone", "url", "day", "number", "name", "mark"})
_LOOKED_AT = 300
_MOST_HEADERS = 12
_FEW = 6
_WORDS = """
    name first last given family surname member legislator senator representative sponsor cosponsor office title house
    chamber district party phone telephone fax email mail twitter address city zip website web url site organization
    organisation org group level status membership date said day notes note comment comments stance position vote bill
    measure legislation source contact staff outcome method campaign county borough geography
"""
COLUMN_WORDS = frozenset(_WORDS.split())
"""Words that stand above columns, and hardly ever in them."""


def find_head(rows: Rows) -> tuple[int, int]:
    """The first row of column names, and the first row of things (both counted from 0); equal where no names are.

    A row of things looks like the rows below it: numbers where they have numbers, marks where they have marks.
    """
    filled = [index for index, row in enumerate(rows[:_LOOKED_AT]) if sum(map(bool, row)) > 1]
    if not filled:
        return (0, 0) if rows and _is_thing(rows[0]) else (0, min(1, len(rows)))
    body = filled[max(len(filled) // 3, 1) :] or filled
    usual = _usual(rows, body)
    fill = sorted(sum(map(bool, rows[index])) for index in body)[len(body) // 2]
    first = next((index for index in filled[:_MOST_HEADERS] if _fits(rows[index], usual)), None)
    if len(filled) <= _FEW and _names_columns(rows[filled[0]]):
        # Too few rows to know what is usual in them; the words above say enough.
        return filled[0], filled[0] + 1
    if first is None or not usual:
        # Nothing but words: the first row as full as the rows below it names the columns.
        top = next((index for index in filled if sum(map(bool, rows[index])) * 2 > fill), filled[0])
        return top, top + 1
    top = first
    while top > 0 and (top - 1) in filled and sum(map(bool, rows[top - 1])) * 4 >= fill:
        top -= 1
    return top, first


def headers(rows: Rows, width: int) -> tuple[str, ...]:
    """One name a column: what the rows of names have above one another, joined; a second one gets its letter."""
    seen: Counter[str] = Counter()
    found = []
    for column in range(width):
        above = dict.fromkeys(filter(None, (one_line(row[column]) for row in rows if column < len(row))))
        # Beside others an x marks the row, and names nothing; signs never do.
        parts = [part for part in above if fold(part) and (len(above) == 1 or fold(part) != "x")]
        name = " · ".join(parts)[:200] or f"Column {letters(column)}"
        seen[fold(name)] += 1
        found.append(name if seen[fold(name)] == 1 else f"{name} ({letters(column)})")
    return tuple(found)


def letters(column: int) -> str:
    """A column's name in spreadsheet programs: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def is_only_a_number(row: Sequence[str]) -> bool:
    """Whether the row holds nothing but one number, or signs that mark it: what is left of sorting."""
    cells = [cell for cell in row if cell]
    return len(cells) == 1 and len(row) > 1 and (looks(cells[0]) == "number" or len(cells[0]) == 1)


def _usual(rows: Rows, body: Sequence[int]) -> dict[int, set[str]]:
    """For each column that has one: what most of its cells look like."""
    usual: dict[int, set[str]] = {}
    for column in range(max(len(rows[index]) for index in body)):
        kinds = Counter(
            looks(rows[index][column]) for index in body if column < len(rows[index]) and rows[index][column]
        )
        total = sum(kinds.values())
        telling = {kind for kind, number in kinds.items() if kind in _TELLING and number * 5 >= total}
        if total and sum(kinds[kind] for kind in telling) * 10 >= total * 6:
            usual[column] = telling
    return usual


def _fits(row: Sequence[str], usual: dict[int, set[str]]) -> bool:
    cells = [(row[column], kinds) for column, kinds in usual.items() if column < len(row) and row[column]]
    if _names_columns(row):
        return False
    return bool(cells) and sum(looks(cell) in kinds for cell, kinds in cells) * 10 >= len(cells) * 6


def _names_columns(row: Sequence[str]) -> bool:
    """Whether most words of the row are such as stand above columns."""
    words = [word for cell in row for word in fold(cell).split()]
    return len(words) > 1 and sum(word in COLUMN_WORDS for word in words) * 2 > len(words)


def _is_thing(row: Sequence[str]) -> bool:
    return not any(word in COLUMN_WORDS for cell in row for word in fold(cell).split())
