"""The options of ``crm import sheet`` that say what columns and cells mean, read into a mapping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crm.bills.models import SponsorKind
from crm.errors import InvalidInput
from crm.importers.sheet.columns import NOTHING, USES, Column, Mapping, SheetKind, Use
from crm.importers.sheet.guessing import meanings
from crm.importers.sheet.heads import letters
from crm.importers.sheet.tables import Table
from crm.importers.sheet.words import cell_key
from crm.names import fold
from crm.positions.stance import Stance


def mapped(table: Table, mapping: Mapping, columns: Sequence[str], values: Sequence[str]) -> Mapping:
    """The mapping with ``COLUMN=USE`` (or ``COLUMN=stance:MEASURE``) and ``CELL=STANCE`` put in.

    A column is named by its header, by a part of it that no other has, or by its letter. Raises InvalidInput.
    """
    for told in columns:
        header, use, what = _column(table, mapping, told)
        column = Column(header, use)
        if use in (Use.STANCE, Use.SPONSORS):
            column = replace(column, values=meanings(mapping.kind, header, table.column(header)))
            column = replace(column, measure=what) if use is Use.STANCE else replace(column, bill=what)
        mapping = mapping.with_column(column)
    meant = dict(_value(told) for told in values)
    if not meant:
        return mapping
    return replace(
        mapping,
        columns=tuple(
            replace(column, values={**column.values, **meant}) if column.use in (Use.STANCE, Use.SPONSORS) else column
            for column in mapping.columns
        ),
    )


def implied_kind(columns: Sequence[str]) -> SheetKind | None:
    """The kind of sheet that ``COLUMN=USE`` implies, where a use belongs to one kind (or first of all to one)."""
    told = {each.rpartition("=")[2].strip().partition(":")[0] for each in columns}
    return next((kind for kind, uses in _IMPLY if told & uses), None)


_IMPLY = (
    (SheetKind.CONTACTS, {"channel", "outcome", "staff", "follow_up", "due"}),
    (SheetKind.ORGANIZATIONS, {"level", "measures"}),
    (SheetKind.SPONSORS, {"sponsors", "bill", "sponsor_kind", "withdrawn"}),
    (SheetKind.POSITIONS, {"stance", "condition"}),
)


def header_rows_told(text: str | None) -> tuple[int, int] | None:
    """ "3-5" as (3, 5), "3" as (3, 3), "0" as (0, 0): none. Raises InvalidInput for anything else."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", text.strip())
    if not found:
        raise InvalidInput(f"“{text}” is no row.", hint="Write --header-rows 3, or 3-5, or 0 for none.")
    return int(found[1]), int(found[2] or found[1])


def _column(table: Table, mapping: Mapping, told: str) -> tuple[str, Use, str | None]:
    name, equals, said = told.rpartition("=")
    word, _, what = said.strip().partition(":")
    allowed = [Use.IGNORE, *USES[mapping.kind]]
    if not equals or word not in {use.value for use in allowed}:
        raise InvalidInput(
            f"“{told}” does not say what a column is for.",
            hint=f"Write COLUMN=USE, with one of: {', '.join(use.value for use in allowed)}.",
        )
    return _header(table, name.strip()), Use(word), what.strip() or None


def _header(table: Table, name: str) -> str:
    if name in table.headers:
        return name
    wanted = fold(name)
    fits = [header for header in table.headers if fold(header) == wanted]
    fits = fits or [header for place, header in enumerate(table.headers) if letters(place) == name]
    fits = fits or [header for header in table.headers if wanted and wanted in fold(header)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise InvalidInput(f"“{name}” fits several columns: {', '.join(fits[:4])}.", hint="Name it in full.")
    raise InvalidInput(
        f"The sheet has no column “{name}”.", hint=f"It has: {', '.join(header[:40] for header in table.headers[:20])}."
    )


def _value(told: str) -> tuple[str, str]:
    cell, equals, meant = told.rpartition("=")
    meant = meant.strip().lower().replace(" ", "_")
    if meant in ("nothing", "none"):
        meant = NOTHING
    if not equals or not cell.strip() or meant not in {NOTHING, *Stance, *SponsorKind}:
        raise InvalidInput(
            f"“{told}” does not say what a cell means.",
            hint=f"Write CELL=STANCE, with one of: {', '.join(Stance)} or nothing.",
        )
    return cell_key(cell), meant
