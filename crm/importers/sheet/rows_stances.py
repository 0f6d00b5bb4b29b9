"""Cells that say where somebody stands: as stances on measures."""

from __future__ import annotations

from crm import clock, dates
from crm.importers.sheet.columns import NOTHING, Column, Use
from crm.importers.sheet.ground import Named
from crm.importers.sheet.items import Entry, Reading
from crm.importers.sheet.reading import Reader
from crm.importers.sheet.tables import Row
from crm.importers.sheet.words import cell_key, stance_meant
from crm.positions.stance import Stance


def read_stances(reader: Reader, reading: Reading, row: Row) -> None:
    """Add an entry for each cell of the row that says something."""
    said, dated = when(reader, reading, row)
    for column in reader.ground.mapping.all_for(Use.STANCE):
        entry = read_stance(reader, row, column, said, dated)
        if entry is not None:
            reading.items.append(entry)


def read_stance(reader: Reader, row: Row, column: Column, said: str | None, dated: bool) -> Entry | None:
    """The entry of one cell; None for a cell that says nothing, or is not understood (which is noted)."""
    cell = reader.cell(row, column)
    meant = _meaning(reader, row, column, cell)
    if not meant:
        return None
    measure = measure_of(reader, row, column)
    if measure is None:
        return None
    words = reader.cell(row, reader.ground.mapping.column(Use.WORDS))
    return Entry(
        measure_id=measure.id,
        measure=measure.name,
        stance=Stance(meant),
        words=words or f"Listed as “{cell[:80]}” under “{column.header[:120]}”.",
        said=said,
        dated=dated,
        header=column.header,
        cell=cell,
        condition=reader.said(row, Use.CONDITION) or None,
        source=reader.said(row, Use.SOURCE) or None,
    )


def measure_of(reader: Reader, row: Row, column: Column | None) -> Named | None:
    """The measure a row or a column speaks of; None where it is not on file (which is noted)."""
    ground = reader.ground
    named = (column.measure if column else None) or reader.said(row, Use.MEASURE) or ground.mapping.constants.measure
    found = ground.measure(named)
    if found is None and named:
        reader.note(row, f"No measure “{named[:80]}” is on file.", "Add it, or write it as it is called there.")
    return found


def when(reader: Reader, reading: Reading, row: Row) -> tuple[str | None, bool]:
    """When it was said, and whether the row itself says so. A day to come is a problem, and nothing."""
    own = reader.day(reading, row)
    if own is not None and (earliest := dates.parse(own).earliest) and earliest > clock.today():
        reading.problem(f"{own} has not come yet.", "Write the day on which it was said or done.")
        own = None
    return own or reader.ground.mapping.constants.said, own is not None


def _meaning(reader: Reader, row: Row, column: Column, cell: str) -> str:
    if not cell:
        return NOTHING
    key = cell_key(cell)
    meant = column.values.get(key)
    if meant is None and not column.values:
        meant = stance_meant(cell)
    if meant == NOTHING or meant in set(Stance):
        return "" if meant == Stance.UNKNOWN else str(meant)
    reader.note(
        row,
        f"What “{cell[:60]}” under “{column.header[:80]}” means is not known.",
        "Say in the mapping which stance it is, or that it is none.",
    )
    return NOTHING
