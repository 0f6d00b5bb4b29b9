"""What a person would choose: the kind of the sheet and the use of each column, from header words and cells. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from crm.importers.sheet.cells import looks
from crm.importers.sheet.columns import NOTHING, USES, Column, Mapping, SheetKind, Use
from crm.importers.sheet.tables import Table
from crm.importers.sheet.words import cell_key, chamber_meant, number_meant, sponsor_meant, stance_meant, use_meant
from crm.names import fold
from crm.positions.stance import Stance

_BILL = re.compile(r"\b[ASHLK][BDFRJ]?[ .]{0,2}[0-9]{1,5}(?:-?[A-Z])?\b")
_MOST_MEANINGS = 40
_CAUSES = frozenset(["sponsor", "cosponsor", "cosponsored", "sponsored"])


def guess(table: Table, kind: SheetKind | None = None) -> Mapping:
    """The likeliest mapping, as ``kind`` where that is told. A proposal: nothing of it is applied before somebody has
    looked at it.

    Which measure or bill a column speaks of is not known here: ``completed`` asks what is on file.
    """
    uses = {header: _use(table, header) for header in table.headers}
    uses = _one_each(table, uses)
    _drop_second_table(table, uses)
    kind = kind or _kind(table, uses)
    columns = tuple(_fit(table, kind, header, uses[header]) for header in table.headers)
    return Mapping(kind, columns)


def meanings(kind: SheetKind, header: str, cells: tuple[str, ...]) -> dict[str, str]:
    """What the cells of a stance (or sponsors) column mean, as far as it can be told; the rest is asked."""
    found = Counter(cell_key(cell) for cell in cells if cell)
    if kind is SheetKind.SPONSORS:
        meant = {key: sponsor_meant(key) for key in found}
    elif found and set(found) <= set("12345") and len(found) > 2:
        meant = {key: number_meant(key) for key in found}
    else:
        meant = {key: stance_meant(key) for key in found}
        if set(meant.values()) <= {Stance.YES.value, Stance.NO.value, NOTHING, None} and _counts_sponsors(header):
            # A list of who has co-sponsored: whoever has not, has not said no.
            meant = {key: NOTHING if value == Stance.NO else value for key, value in meant.items()}
    return {key: value for key, value in sorted(meant.items())[:_MOST_MEANINGS] if value is not None}


def _counts_sponsors(header: str) -> bool:
    return bool(_BILL.search(header)) or bool(_CAUSES & set(fold(header).split()))


def _use(table: Table, header: str) -> Use:
    cells = [cell for cell in table.column(header) if cell]
    named = not re.fullmatch(r"Column [A-Z]+", header)
    said = use_meant(header) if named else None
    if not cells:
        return said or Use.IGNORE
    kinds = Counter(looks(cell) for cell in cells)
    most, number = kinds.most_common(1)[0]
    share = number / len(cells)
    if said in (Use.PHONE, Use.EMAIL, Use.WEBSITE) or (said is None and share > 0.7):
        by_look = {"phone": Use.PHONE, "email": Use.EMAIL, "url": Use.WEBSITE, "name": Use.NAME}.get(most)
        if by_look is not None and (said is None or kinds[most] * 2 > len(cells)):
            return by_look
    if said is not None and said not in (Use.STANCE, Use.LEVEL):
        return said
    if _most(cells, lambda cell: fold(cell) in _PARTIES, 0.9) and len(set(cells)) > 1:
        return Use.PARTY
    if _most(cells, lambda cell: chamber_meant(cell) is not None and len(cell) > 1, 0.95):
        return Use.CHAMBER
    if said is not None:
        return said
    if named and _says_stances(cells):
        return Use.STANCE
    return Use.IGNORE


_PARTIES = frozenset({"d", "r", "i", "dem", "rep", "democrat", "democratic", "republican", "independent", "wfp", "gop"})


def _says_stances(cells: list[str]) -> bool:
    """Whether nearly all cells are words for where somebody stands, and few different ones."""
    different = {cell_key(cell) for cell in cells}
    if len(different) > 12 or not _most(cells, lambda cell: stance_meant(cell) is not None, 0.8):
        return False
    return different != {"0"}


def _most(cells: list[str], holds: object, share: float) -> bool:
    assert callable(holds)
    return sum(bool(holds(cell)) for cell in cells) >= share * len(cells)


def _one_each(table: Table, uses: dict[str, Use]) -> dict[str, Use]:
    """Of two columns for one use keep the fuller one; a whole name goes before its parts."""
    found = dict(uses)
    several = {Use.STANCE, Use.SPONSORS, Use.NOTES, Use.PHONE, Use.IGNORE}
    for use in set(uses.values()) - several:
        columns = [header for header in table.headers if found[header] is use]
        columns.sort(key=lambda header: -sum(map(bool, table.column(header))))
        for header in columns[1:]:
            found[header] = Use.IGNORE
    if Use.GIVEN_NAME in found.values() and Use.FAMILY_NAME in found.values() and Use.NAME in found.values():
        (name,) = (header for header, use in found.items() if use is Use.NAME)
        found[name] = Use.IGNORE
    return found


def _drop_second_table(table: Table, uses: dict[str, Use]) -> None:
    """Columns named after the people of the table are a table of their own: who has to do with whom."""
    name = next((header for header, use in uses.items() if use is Use.NAME), None)
    marked = [header for header, use in uses.items() if use is Use.STANCE]
    if name is None or len(marked) < 4:
        return
    people = {word for cell in table.column(name) for word in fold(cell).split()}
    # The block is told by its columns together: one measure may be called like somebody.
    about = [header for header in marked if set(fold(header).split()) & people]
    if len(about) < 4:
        return
    first = table.headers.index(about[0])
    block = [header for header in marked if table.headers.index(header) >= first]
    if len(about) * 2 > len(block):
        for header in block:
            uses[header] = Use.IGNORE


def _kind(table: Table, uses: dict[str, Use]) -> SheetKind:
    there = set(uses.values())
    words = {word for header in table.headers for word in fold(header).split()}
    if Use.CHANNEL in there or Use.OUTCOME in there or Use.FOLLOW_UP in there:
        return SheetKind.CONTACTS
    people = {Use.CHAMBER, Use.DISTRICT, Use.PARTY, Use.GIVEN_NAME}
    if not people & there and ({Use.LEVEL, Use.MEASURES} & there or words & _GROUPS):
        return SheetKind.ORGANIZATIONS
    if Use.BILL in there and Use.STANCE not in there:
        return SheetKind.SPONSORS
    if Use.STANCE in there:
        return SheetKind.POSITIONS
    return SheetKind.OFFICIALS


_GROUPS = frozenset(
    ["organization", "organizations", "organisation", "organisations", "org", "group", "groups", "coalition"]
)


def _fit(table: Table, kind: SheetKind, header: str, use: Use) -> Column:
    if use is Use.STANCE and kind is SheetKind.SPONSORS:
        use = Use.SPONSORS
    if use not in USES[kind]:
        use = Use.IGNORE
    column = Column(header, use)
    if use in (Use.STANCE, Use.SPONSORS):
        column = replace(column, values=meanings(kind, header, table.column(header)))
    return column
