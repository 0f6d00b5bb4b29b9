"""The mapping of a sheet as a form: what was posted read into a mapping, and a mapping laid out to be changed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData

from crm.errors import InvalidInput
from crm.importers.sheet.columns import USES, Column, Constants, Mapping, SheetKind, Use, constants_from
from crm.importers.sheet.guessing import meanings
from crm.importers.sheet.tables import Table
from crm.importers.sheet_desk import FoundValue, values_of
from web.deps import text_of
from web.pages import vague_date
from web.pages.wording_sheets import MEANINGS, USE_NAMES

SPEAKING: Final = (Use.STANCE, Use.SPONSORS)
"""Uses of columns whose cells mean something: each value is asked about."""
_SAMPLES: Final = 3
_FIELDS: Final = 12_000
_UNSAID: Final = "?"
_TEXTS: Final = tuple(each.name for each in fields(Constants) if each.name not in ("said", "add_people"))


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of a column, and what it means: a stance, a kind of sponsor, nothing (""), or "?" for not said."""

    found: FoundValue
    means: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with the first of its cells, what it may be for, and what its values mean."""

    index: int
    column: Column
    samples: tuple[str, ...]
    filled: int
    values: tuple[ValueView, ...]


async def long_form(request: Request) -> FormData:
    """The posted fields, however many columns the sheet has."""
    return await request.form(max_fields=_FIELDS)


LongForm = Annotated[FormData, Depends(long_form)]


def mapping_of(form: FormData, table: Table) -> Mapping:
    """The mapping as posted. What only one column can be for goes to the one that was just changed.

    Raises InvalidInput, naming the field, for what holds for all rows and cannot be read.
    """
    try:
        kind = SheetKind(text_of(form, "kind"))
    except ValueError:
        raise InvalidInput("What are the rows?", hint="Choose one of the list.", field="kind") from None
    posted = [_column(form, kind, table, index) for index in range(len(table.headers))]
    mapping = Mapping(kind, tuple(posted))
    for index, column in enumerate(posted):
        if column.use is not Use.IGNORE and column.use.value != text_of(form, f"was-{index}"):
            mapping = mapping.with_column(column)
    return replace(mapping, constants=_constants(form))


def column_views(table: Table, mapping: Mapping) -> tuple[ColumnView, ...]:
    """The columns of the table as the form shows them."""
    return tuple(_view(table, index, column) for index, column in enumerate(mapping.columns))


def use_options(kind: SheetKind) -> list[tuple[str, str]]:
    """What a column of such a sheet may be for."""
    return [(Use.IGNORE.value, USE_NAMES[Use.IGNORE]), *((use.value, USE_NAMES[use]) for use in USES[kind])]


def meaning_options(use: Use) -> list[tuple[str, str]]:
    """What a value of a column may mean."""
    return [(_UNSAID, "Not said yet"), *MEANINGS[use]]


def _column(form: FormData, kind: SheetKind, table: Table, index: int) -> Column:
    header = table.headers[index]
    use = _use(text_of(form, f"use-{index}"), kind)
    if use not in SPEAKING:
        return Column(header, use)
    keys = [str(each) for each in form.getlist(f"cell-{index}")]
    said = [str(each) for each in form.getlist(f"means-{index}")]
    known = {value for value, _ in MEANINGS[use]}
    if keys and len(keys) == len(said) and use.value == text_of(form, f"was-{index}"):
        values = {key: means for key, means in zip(keys, said, strict=True) if means in known}
    else:
        values = meanings(kind, header, table.column(header))
    measure, bill = text_of(form, f"measure-{index}") or None, text_of(form, f"bill-{index}") or None
    return Column(header, use, measure=measure, bill=bill, values=values)


def _use(text: str, kind: SheetKind) -> Use:
    try:
        use = Use(text)
    except ValueError:
        return Use.IGNORE
    if use in USES[kind]:
        return use
    # Another kind of sheet was chosen: a column of marks stays one.
    return next((each for each in SPEAKING if use in SPEAKING and each in USES[kind]), Use.IGNORE)


def _constants(form: FormData) -> Constants:
    said: dict[str, Any] = {name: text_of(form, f"all-{name}") for name in _TEXTS}
    when = vague_date.Typed(text_of(form, "all-said_how") or "on", text_of(form, "all-said"))
    if when.first:
        said["said"] = vague_date.edtf(when, field="said")
    return replace(constants_from(said), add_people=bool(text_of(form, "all-add_people")))


def _view(table: Table, index: int, column: Column) -> ColumnView:
    cells = [cell for cell in table.column(column.header) if cell]
    values = values_of(table, column.header) if column.use in SPEAKING else ()
    return ColumnView(
        index=index,
        column=column,
        samples=tuple(dict.fromkeys(cells[:40]))[:_SAMPLES],
        filled=len(cells),
        values=tuple(ValueView(each, column.values.get(each.key, _UNSAID)) for each in values),
    )
