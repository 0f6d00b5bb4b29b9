"""A guessed mapping with what is on file filled in: the measure or the bill that a column is called after."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.models import Bill, Measure, MeasureBill
from crm.importers.models import ImportRecipe
from crm.importers.sheet.columns import Column, Mapping, Use
from crm.importers.sheet.ground import bill_key
from crm.importers.sheet.tables import Table
from crm.names import fold

_NUMBER = re.compile(r"\b[A-Z]{1,4}[ .]{0,2}[0-9]{1,5}(?:-?[A-Z])?\b")


def completed(session: Session, mapping: Mapping) -> Mapping:
    """The mapping with the measures and bills found that its columns are called after (two queries, or none).

    A column is called after a measure by its name or slug, or by the number of a bill that carries one measure alone.
    """
    if not any(column.use in (Use.STANCE, Use.SPONSORS) for column in mapping.columns):
        return mapping
    measures: dict[str, str] = {}
    for slug, name in session.execute(select(Measure.slug, Measure.name)):
        measures[fold(name)] = measures[fold(slug)] = slug
    carried: dict[str, set[str]] = {}
    for number, slug in session.execute(
        select(Bill.number, Measure.slug)
        .join(MeasureBill, MeasureBill.bill_id == Bill.id)
        .join(Measure, Measure.id == MeasureBill.measure_id)
    ):
        carried.setdefault(bill_key(number)[0], set()).add(slug)
    return replace(mapping, columns=tuple(_complete(column, measures, carried) for column in mapping.columns))


def recipe_named(session: Session, table: Table, name: str, organization_id: int | None) -> Mapping | None:
    """The mapping kept under the name, by this organization or by none, fitted to the table; None where none is."""
    rows = session.scalars(
        select(ImportRecipe)
        .where(
            ImportRecipe.name == " ".join(name.split()),
            ImportRecipe.organization_id.is_(None) | (ImportRecipe.organization_id == organization_id)
            if organization_id is not None
            else ImportRecipe.id.is_not(None),
        )
        .order_by(ImportRecipe.organization_id.is_(None), ImportRecipe.id)
    )
    found = rows.first()
    return Mapping.from_json(found.mapping).fitted(table) if found else None


def _complete(column: Column, measures: dict[str, str], carried: dict[str, set[str]]) -> Column:
    if column.use is Use.SPONSORS and column.bill is None:
        numbers = [number for number in _numbers(column.header) if number in carried]
        return replace(column, bill=numbers[0]) if len(numbers) == 1 else column
    if column.use is not Use.STANCE or column.measure is not None:
        return column
    for part in (column.header, *column.header.split(" · ")):
        if fold(part) in measures:
            return replace(column, measure=measures[fold(part)])
    found = {slug for number in _numbers(column.header) for slug in carried.get(number, ())}
    return replace(column, measure=found.pop()) if len(found) == 1 else column


def _numbers(header: str) -> list[str]:
    return list(dict.fromkeys(bill_key(each)[0] for each in _NUMBER.findall(header.upper())))
