"""Rows that name sponsors: of the bill a row names, or of the bills its marked columns speak of."""

from __future__ import annotations

from crm.bills.models import SponsorKind
from crm.importers.sheet.columns import NOTHING, Use
from crm.importers.sheet.items import Reading, SponsorLine
from crm.importers.sheet.reading import Reader
from crm.importers.sheet.rows_stances import when
from crm.importers.sheet.tables import Row
from crm.importers.sheet.words import cell_key, sponsor_meant


def read_sponsors(reader: Reader, reading: Reading, row: Row) -> None:
    """Add a line for each bill the row says its official sponsors."""
    ground = reader.ground
    mapping, said = ground.mapping, ground.mapping.constants
    joined, _ = when(reader, reading, row)
    marked = mapping.all_for(Use.SPONSORS)
    for column in marked:
        kind = _meaning(reader, row, reader.cell(row, column), column.header, column.values)
        if kind:
            _add(reader, reading, row, column.bill, SponsorKind(kind), joined)
    named = reader.said(row, Use.BILL) or (said.bill if not marked else None)
    if named:
        text = reader.said(row, Use.SPONSOR_KIND)
        kind = _meaning(reader, row, text, "kind", {}) if text else said.sponsor_kind.value
        if kind:
            _add(reader, reading, row, named, SponsorKind(kind), joined)


def _add(reader: Reader, reading: Reading, row: Row, named: str | None, kind: SponsorKind, joined: str | None) -> None:
    bill = reader.ground.bill(named, reader.ground.day)
    if bill is None:
        reader.note(row, f"No bill “{(named or '')[:40]}” is on file.", "Import the bills first, or mend the number.")
        return
    reading.items.append(
        SponsorLine(
            bill_id=bill.id,
            number=bill.number,
            kind=kind,
            joined=joined,
            withdrawn=reader.day(reading, row, Use.WITHDRAWN),
            source=reader.said(row, Use.SOURCE) or None,
        )
    )


def _meaning(reader: Reader, row: Row, cell: str, header: str, values: dict[str, str]) -> str:
    if not cell:
        return NOTHING
    meant = values.get(cell_key(cell), sponsor_meant(cell))
    if meant == NOTHING or meant in set(SponsorKind):
        return str(meant)
    reader.note(
        row,
        f"What “{cell[:60]}” under “{header[:80]}” means is not known.",
        "Say in the mapping which kind of sponsor it is, or that it is none.",
    )
    return NOTHING
