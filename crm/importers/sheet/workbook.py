"""XLSX and ODS, read as data: values as they were saved; no formula is reckoned, no macro is run."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from crm.errors import InvalidInput, NotFound
from crm.importers.sheet.cells import as_text
from crm.importers.sheet.limits import check_extent
from crm.importers.sheet.packed import look_into

OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook as rows of text, with the names of all its sheets."""

    name: str
    rows: list[list[str]]
    sheets: tuple[str, ...]
    notes: list[str]


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are those of a workbook (or of something packed like one)."""
    return content.startswith((OLD, ZIP))


def read_workbook(content: bytes, sheet: str | None) -> Sheet:
    """The sheet of this name, else the first that is shown and holds something.

    Raises InvalidInput for what cannot be read, or is more than is taken; NotFound for a sheet that is not there.
    """
    if content.startswith(OLD):
        if _LOCKED in content:
            raise InvalidInput(
                "The workbook is protected by a password.", hint="Save it without one, and try again.", field="file"
            )
        raise InvalidInput(
            "This is a workbook of Excel 2003 or before.", hint="Open it, and save it as .xlsx.", field="file"
        )
    notes = look_into(content)
    try:
        with load_workbook(io.BytesIO(content)) as book:
            return _chosen(book, sheet, notes)
    except PasswordError:
        raise InvalidInput(
            "The workbook is protected by a password.", hint="Save it without one, and try again.", field="file"
        ) from None
    except (CalamineError, OSError, ValueError) as wrong:
        raise InvalidInput(
            f"The workbook cannot be read ({str(wrong)[:120]}).",
            hint="Save it anew in your spreadsheet program, and try again.",
            field="file",
        ) from None


def _chosen(book: Any, wanted: str | None, notes: list[str]) -> Sheet:
    kinds = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    names = tuple(each.name for each in kinds)
    if wanted is not None:
        if wanted not in names:
            raise NotFound(f"The workbook has no sheet “{wanted}”.", hint=f"It has {', '.join(names) or 'none'}.")
        return Sheet(wanted, _rows(book, wanted), names, notes)
    shown = [each.name for each in kinds if each.visible == SheetVisibleEnum.Visible]
    for name in (*shown, *names):
        rows = _rows(book, name)
        if rows:
            return Sheet(name, rows, names, notes)
    raise InvalidInput("The workbook is empty.", hint="Choose a sheet with a table in it.", field="file")


def _rows(book: Any, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    check_extent(sheet.total_height, sheet.total_width)
    return [[as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
