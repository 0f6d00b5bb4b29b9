"""A look into a workbook before anything opens it: how much comes out, how far its cells reach, what else is inside."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.parsers import expat

from crm.errors import InvalidInput
from crm.importers.sheet.limits import MOST_UNPACKED, check_extent

_AT_ONCE: Final = 1 << 18
_MOST_FILES: Final = 5_000
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_ODS = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_NOT_ONE = "Save it in your spreadsheet program as .xlsx, .ods or “CSV UTF-8”."


def look_into(content: bytes) -> list[str]:
    """Notes about the workbook. Raises InvalidInput for what is none, is locked, or would unpack into too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _look(packed)
    except InvalidInput:
        raise
    except (zipfile.BadZipFile, expat.ExpatError, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        raise InvalidInput("The workbook is broken or cut off.", hint=_NOT_ONE, field="file") from None
    except Exception as error:  # zlib.error has no better ancestor
        if type(error).__name__ != "error":
            raise
        raise InvalidInput("The workbook is broken or cut off.", hint=_NOT_ONE, field="file") from None


def _look(packed: zipfile.ZipFile) -> list[str]:
    members = packed.infolist()
    names = {member.filename for member in members}
    is_ods = "content.xml" in names
    if not is_ods and not any(name.startswith("xl/") for name in names):
        raise InvalidInput("This is a packed file without a spreadsheet in it.", hint=_NOT_ONE, field="file")
    if "xl/workbook.bin" in names:
        raise InvalidInput("Binary workbooks (.xlsb) are not read.", hint=_NOT_ONE, field="file")
    if len(members) > _MOST_FILES or any(member.flag_bits & 0x1 for member in members):
        raise InvalidInput("The workbook is locked, or no workbook.", hint=_NOT_ONE, field="file")
    left = MOST_UNPACKED
    for member in members:
        reach: Callable[[bytes], None] | None = None
        for number, chunk in enumerate(_chunks(packed, member)):
            left -= len(chunk)
            if number == 0 and chunk.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
                reach = _reach_of(member.filename, is_ods)
            if left < 0:
                raise InvalidInput(
                    f"The workbook unpacks into more than {MOST_UNPACKED // 1_000_000} MB.",
                    hint="Save the part that matters as a sheet of its own.",
                    field="file",
                )
            if reach is not None:
                reach(chunk)
    macros = any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names)
    return ["The workbook holds macros. They were not run: cells are read as they were saved."] if macros else []


def _chunks(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What really comes out, whatever the archive says of its size."""
    honest = copy.copy(member)
    honest.file_size = MOST_UNPACKED * 2
    with packed.open(honest) as file:
        while chunk := file.read(_AT_ONCE):
            yield chunk


def _reach_of(name: str, is_ods: bool) -> Callable[[bytes], None] | None:
    """What reads a part of the workbook to see how far its cells reach. In XLSX any part may be a sheet."""
    if not is_ods:
        return _parser(_XlsxReach())
    if name == "content.xml":
        return _parser(_OdsReach())
    return _parser(_Locks()) if name == "META-INF/manifest.xml" else None


def _parser(seen: Any) -> Callable[[bytes], None]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = seen.start
    parser.StartDoctypeDeclHandler = _no_doctype

    def feed(chunk: bytes) -> None:
        parser.Parse(chunk, False)

    return feed


def _no_doctype(*_about: Any) -> None:
    raise InvalidInput("The workbook declares things no workbook declares.", hint=_NOT_ONE, field="file")


class _XlsxReach:
    """The box around all cells: a single cell in the farthest corner would make a table of 17 billion."""

    def __init__(self) -> None:
        self.rows = self.columns = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not tag.endswith((" c", " row")):
            return
        found = _REF.match(attributes.get("r", ""))
        if found:
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - 64
            self.columns, self.rows = max(self.columns, column), max(self.rows, int(found[2]))
        else:
            self.rows += tag.endswith(" row")
        check_extent(self.rows, self.columns)


class _OdsReach:
    """The same for OpenDocument, where empty rows and columns are written as numbers of repetitions.

    What is empty up to the end reaches nowhere; what is empty before something counts.
    """

    def __init__(self) -> None:
        self.row = self.column = self.times = self.repeats = 0
        self.filled = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_ODS}table":
            self.row = self.times = 0
        elif tag == f"{_ODS}table-row":
            self.row += self.times
            self.times = _number(attributes.get(f"{_ODS}number-rows-repeated"))
            self.column = self.repeats = 0
        elif tag in (f"{_ODS}table-cell", f"{_ODS}covered-table-cell"):
            self.column += self.repeats
            self.repeats = _number(attributes.get(f"{_ODS}number-columns-repeated"))
            if any(name.endswith(" value-type") for name in attributes):
                check_extent(self.row + self.times, self.column + self.repeats)


class _Locks:
    """Whether parts of an OpenDocument file are encrypted."""

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag.endswith(" encryption-data"):
            raise InvalidInput(
                "The workbook is protected by a password.", hint="Save it without one, and try again.", field="file"
            )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 1
