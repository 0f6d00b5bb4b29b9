"""Workbooks for tests, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter

_ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    "<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{lock}</manifest:file-entry>'
    "</manifest:manifest>"
)


def xlsx(rows: Sequence[Sequence[Any]], *, name: str = "Sheet1", more: dict[str, Any] | None = None,
         macros: bool = False) -> bytes:  # fmt: skip
    """An XLSX of these rows; ``more`` are further sheets by their names (None: an empty, hidden one)."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, content in {name: rows, **(more or {})}.items():
        sheet = book.add_worksheet(title)
        for row, cells in enumerate(content or ()):
            for column, cell in enumerate(cells):
                if hasattr(cell, "year"):
                    sheet.write_datetime(row, column, cell, day)
                else:
                    sheet.write(row, column, cell)
        if content is None:
            sheet.hide()
    book.close()
    return with_part(file.getvalue(), "xl/vbaProject.bin", b"\x00macro") if macros else file.getvalue()


def ods(*tables: tuple[str, Sequence[Sequence[str]]], locked: bool = False, body: str | None = None) -> bytes:
    """An ODS of these tables; ``body`` in the place of their XML."""
    made = body or "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
                if cell
                else "<table:table-cell/>"
                for cell in row
            )
            + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
            for row in rows
        )
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in tables
    )
    lock = "<manifest:encryption-data/>" if locked else ""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", _ODS.format(tables=made))
        packed.writestr("META-INF/manifest.xml", _MANIFEST.format(lock=lock))
    return file.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with this part in it, in the place of one of that name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            if member.filename != name:
                after.writestr(member.filename, before.read(member))
        after.writestr(name, content)
    return file.getvalue()


def part(workbook: bytes, name: str) -> str:
    """A part of the workbook as text."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return packed.read(name).decode()
