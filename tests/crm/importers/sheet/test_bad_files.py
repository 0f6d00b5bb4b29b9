"""Files that are no sheets, or would be too much: refused in a sentence, before they cost anything."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from crm.errors import InvalidInput
from crm.importers.sheet.limits import MOST_BYTES, MOST_CELLS, MOST_COLUMNS
from crm.importers.sheet.tables import read_file, read_table
from tests.crm.importers.sheet.workbooks import ods, part, with_part, xlsx

BOOK = xlsx([["Name", "Stance"], ["Ana", "Y"]])
SHEET = "xl/worksheets/sheet1.xml"


def refused(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(InvalidInput) as wrong:
        read_table(name, content)
    assert wrong.value.hint
    return wrong.value.message


def test_two_hundred_megabytes_are_refused_by_their_size_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    with pytest.raises(InvalidInput, match="200 MB; sheets of up to 20 MB"):
        read_file(path)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_sheet_of_too_many_columns_is_refused() -> None:
    row = ",".join(["x"] * 10_000)
    assert "10,000 columns" in refused(f"{row}\n{row}\n".encode(), "a.csv")
    wide = part(BOOK, SHEET).replace('r="B2"', 'r="NTP2"')
    assert "columns" in refused(with_part(BOOK, SHEET, wide.encode()))


def test_a_sheet_of_too_many_rows_or_cells_is_refused() -> None:
    assert "rows" in refused(b"a,b\n" * 100_001, "a.csv")
    assert "cells" in refused(
        (",".join(["1"] * MOST_COLUMNS) + "\n").encode() * (MOST_CELLS // MOST_COLUMNS + 1), "a.csv"
    )


def test_one_cell_in_the_farthest_corner_does_not_make_a_table_of_billions() -> None:
    far = part(BOOK, SHEET).replace('r="B2"', 'r="XFD1048576"')
    tracemalloc.start()
    refused(with_part(BOOK, SHEET, far.encode()))
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "repeats",
    [
        '<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>',
        '<table:table-row><table:table-cell table:number-columns-repeated="16000"/>{cell}</table:table-row>',
        '<table:table-row table:number-rows-repeated="900000"><table:table-cell/></table:table-row>'
        "<table:table-row>{cell}</table:table-row>",
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="16000">'
        "<text:p>x</text:p></table:table-cell></table:table-row>",
    ],
    ids=["rows", "columns before", "rows before", "columns"],
)
def test_repetitions_in_open_document_are_counted_before_they_are_made(repeats: str) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    body = f'<table:table table:name="One">{repeats.format(cell=cell)}</table:table>'
    refused(ods(body=body), "a.ods")


def test_a_bomb_is_refused_by_what_comes_out_of_it() -> None:
    bomb = with_part(BOOK, "xl/media/image1.bin", b"\0" * 150_000_000)
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    assert "unpacks into more than 100 MB" in refused(bomb)
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_refused_all_the_same() -> None:
    bomb = bytearray(with_part(BOOK, "xl/media/image1.bin", b"\0" * 150_000_000))
    told = (150_000_000).to_bytes(4, "little")
    assert told in bomb
    assert "unpacks into more" in refused(bytes(bomb.replace(told, (1000).to_bytes(4, "little"))))


def test_a_workbook_that_declares_entities_is_refused() -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + part(BOOK, SHEET).partition("?>")[2]
    assert "declares" in refused(with_part(BOOK, SHEET, evil.encode()))


def test_workbooks_with_a_password_say_so() -> None:
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert "password" in refused(encrypted)
    assert "password" in refused(ods(("One", [["Name"]]), locked=True), "a.ods")


def test_old_and_binary_workbooks_say_how_to_save_them() -> None:
    assert "Excel 2003" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "a.xls")
    assert ".xlsb" in refused(with_part(BOOK, "xl/workbook.bin", b"x"), "a.xlsb")


@pytest.mark.parametrize("length", [30, 200, 1000, 3000])
def test_a_workbook_cut_off_anywhere_is_refused(length: int) -> None:
    assert refused(BOOK[:length])


def test_a_workbook_with_a_damaged_part_is_refused() -> None:
    assert refused(with_part(BOOK, SHEET, b"<worksheet><sheetData><row>"))
    broken = bytearray(BOOK)
    at = BOOK.index(b"sheet1.xml") + 40
    broken[at : at + 8] = b"\xff" * 8
    assert refused(bytes(broken))


def test_a_packed_file_without_a_sheet_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("notes.txt", "hello")
    assert "without a spreadsheet" in refused(file.getvalue(), "a.zip")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\nabc", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<!doctype html><table><tr><td>Ana</td></tr></table>", "web page"),
        (b"{\\rtf1 hello}", "text document"),
        (b"\x1f\x8b\x08\x00abc", "packed"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "no text"),
        (b"Name,Stance\nAna\x01\x02,Y\n", "no text"),
        (b"", "all of it is empty"),
        (b" \n,,\n\n", "all of it is empty"),
        (b"Name\n\x81\x8d\x8f\n", "encoding that is not known"),
        (b"\xff\xfeN\x00a\x00m", "cut off or broken"),
        (b"\xef\xbb\xbfName\nJos\xe9\n", "cut off or broken"),
        ("Name\nJosé\nNúñez\nAña\n".encode() + b"Jos\xe9\n", "mixes two encodings: it is UTF-8 but for line 5"),
    ],
)
def test_what_is_no_sheet_or_in_no_known_encoding_is_told_in_words(content: bytes, what: str) -> None:
    assert what in refused(content, "a.csv")


def test_a_quotation_mark_that_never_closes_is_found_by_its_row() -> None:
    content = b'Name,Note\nAna,fine\nBo,"never closed\n' + b"x,y\n" * 10_000
    assert "A cell in row 3 has more than" in refused(content, "a.csv")


def test_what_is_just_small_enough_is_read() -> None:
    line = b"Ana Stone,3," + b"x" * 500 + b"\n"
    content = b"Name,District,Note\n" + line * ((MOST_BYTES - 100) // len(line))
    assert len(read_table("a.csv", content).rows) > 30_000
