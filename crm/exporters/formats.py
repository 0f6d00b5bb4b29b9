"""The formats of an export: what each is called, and how it is written."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import BinaryIO, Final

from crm.errors import InvalidInput
from crm.exporters.as_csv import csv_lines
from crm.exporters.as_json import json_lines
from crm.exporters.as_xlsx import write_xlsx
from crm.exporters.tables import Table


class Format(enum.StrEnum):
    """How an export is written. ``vcf`` is vCard 3.0, which every address book reads."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    ICS = "ics"
    VCF3 = "vcf3"
    VCF4 = "vcf4"


TABLES: Final = (Format.CSV, Format.XLSX, Format.JSON)
CARDS: Final = (Format.VCF3, Format.VCF4)


@dataclass(frozen=True, slots=True)
class About:
    """A format for people and browsers. ``is_text``: it may be printed on a terminal."""

    title: str
    ending: str
    media_type: str
    is_text: bool = True


ABOUT: Final = {
    Format.CSV: About("CSV", "csv", "text/csv; charset=utf-8"),
    Format.XLSX: About(
        "Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_text=False
    ),
    Format.JSON: About("JSON", "json", "application/json"),
    Format.ICS: About("iCalendar", "ics", "text/calendar; charset=utf-8"),
    Format.VCF3: About("vCard 3.0", "vcf", "text/vcard; charset=utf-8"),
    Format.VCF4: About("vCard 4.0", "vcf", "text/vcard; charset=utf-8"),
}


def read_format(text: str, offered: tuple[Format, ...]) -> Format:
    """The format ``text`` names. Raises InvalidInput, naming those that are offered."""
    word = text.strip().lower()
    found = next((each for each in offered if each.value == (Format.VCF3.value if word == "vcf" else word)), None)
    if found is None:
        words = ", ".join(each.value for each in offered)
        raise InvalidInput(f"“{text}” is no format of this export.", hint=f"Use one of: {words}.", field="format")
    return found


def write_table(table: Table, format: Format, out: BinaryIO) -> None:
    """Write the table, row by row, in one of the formats of tables."""
    if format is Format.XLSX:
        write_xlsx(table, out)
        return
    for line in csv_lines(table) if format is Format.CSV else json_lines(table):
        out.write(line.encode())
