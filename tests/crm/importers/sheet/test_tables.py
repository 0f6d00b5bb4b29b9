"""Sheets as people save them, read as tables."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidInput, NotFound
from crm.importers.sheet.tables import Table, read_file, read_table
from tests.crm.importers.sheet.workbooks import ods, xlsx

PEOPLE = "Name,District,Stance\nAna Núñez,3,Y\nBo Reyes,4,N\n"
ROWS = [("Ana Núñez", "3", "Y"), ("Bo Reyes", "4", "N")]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"], ids=str
)
def test_any_usual_encoding_is_read(encoding: str) -> None:
    table = read_table("a.csv", PEOPLE.encode(encoding))
    assert (table.headers, cells(table)) == (("Name", "District", "Stance"), ROWS)
    assert bool(table.notes) == (encoding == "cp1252")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_any_usual_sign_parts_the_columns(sign: str) -> None:
    assert cells(read_table("a.csv", PEOPLE.replace(",", sign).encode())) == ROWS


def test_excels_first_line_names_the_sign() -> None:
    assert cells(read_table("a.csv", b"sep=;\nName;Note\nAna;a, b, c\nBo;d, e, f\n")) == [
        ("Ana", "a, b, c"), ("Bo", "d, e, f"),
    ]  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_any_line_end_is_one(ends: str) -> None:
    assert cells(read_table("a.csv", PEOPLE.replace("\n", ends).encode())) == ROWS


def test_line_ends_may_be_mixed() -> None:
    assert cells(read_table("a.csv", "Name,District,Stance\r\nAna Núñez,3,Y\rBo Reyes,4,N\n".encode())) == ROWS


def test_quoted_cells_keep_commas_quotes_and_lines() -> None:
    content = b'Name,Note\n"Reyes, Bo","said ""maybe"",\r\nthen left"\nAna,x\n'
    assert cells(read_table("a.csv", content)) == [("Reyes, Bo", 'said "maybe",\nthen left'), ("Ana", "x")]


def test_blanks_that_do_not_break_and_signs_that_do_not_show_are_taken_off() -> None:
    content = 'Name\u00a0,Stance\n"\u200bReyes, Bo\u00a0\u200e",\u00a0Y\n'
    table = read_table("a.csv", content.encode())
    assert (table.headers, cells(table)) == (("Name", "Stance"), [("Reyes, Bo", "Y")])


def test_rows_may_be_shorter_and_longer_than_the_header() -> None:
    table = read_table("a.csv", b"Name,District,Stance\nAna,3\nBo,4,N,x,y\n\n")
    assert table.headers == ("Name", "District", "Stance", "Column D", "Column E")
    assert cells(table) == [("Ana", "3", "", "", ""), ("Bo", "4", "N", "x", "y")]


def test_empty_rows_and_rows_of_a_sort_number_alone_are_left_out_and_told() -> None:
    table = read_table("a.csv", b"Name,Sort,Stance\nAna,1,Y\n,1.1,\n,,\nBo,2,N\n,2.1,\n")
    assert [row.number for row in table.rows] == [2, 5]
    assert table.notes == ("3 rows hold nothing, or nothing but a number.",)


def test_a_preamble_is_left_out_and_names_over_three_rows_with_line_breaks_are_joined() -> None:
    content = (
        "Please share,,,,\nTHIS ROW: numbers,,,,\n.,,HD 12 / S.4,HD 9 / S.7,PHONE\n"
        ',,"Fair wages\n",Paid leave,\n,,WAGES,LEAVE,\nSEN,"Rush, Ana ",Y,N,617-555-0101\n'
        'HSE,"Reyes, Bo",N,N,617-555-0102\nHSE,"Pell, Dov",Y,Y,617-555-0103\n'
    )
    table = read_table("a.csv", content.encode())
    assert table.header_rows == (3, 5)
    assert table.headers == (
        "Column A", "Column B", "HD 12 / S.4 · Fair wages · WAGES", "HD 9 / S.7 · Paid leave · LEAVE", "PHONE",
    )  # fmt: skip
    assert table.column("PHONE") == ("617-555-0101", "617-555-0102", "617-555-0103")
    assert table.rows[0].number == 6
    assert "2 rows above the table were left out." in table.notes


def test_a_sheet_of_nothing_but_words_has_its_names_in_the_first_full_row() -> None:
    table = read_table("a.csv", b"Our coalition,\nGroup,Town\nNeighbors,Vale\nClinic,Port\n")
    assert (table.headers, table.header_rows) == (("Group", "Town"), (2, 2))


def test_where_no_row_names_the_columns_they_are_named_by_their_letters() -> None:
    table = read_table("a.csv", b"Ana Stone,3,Y,617-555-0101\nBo Reyes,4,N,617-555-0102\n")
    assert table.headers == ("Column A", "Column B", "Column C", "Column D")
    assert len(table.rows) == 2


def test_a_column_may_be_called_x() -> None:
    assert read_table("a.csv", b"Name,X,District\nAna,@ana,3\nBo,@bo,4\n").headers == ("Name", "X", "District")


def test_columns_of_one_name_are_told_apart() -> None:
    assert read_table("a.csv", b"Name,Phone,phone\nAna,1,2\n").headers == ("Name", "Phone", "phone (C)")


def test_the_rows_of_names_may_be_told() -> None:
    content = b"Name,Stance\nName,Stance\nAna,Y\n"
    assert len(read_table("a.csv", content, header_rows=(2, 2)).rows) == 1
    assert len(read_table("a.csv", content, header_rows=(0, 0)).rows) == 3
    for wrong in ((3, 2), (4, 4), (1, 9)):
        with pytest.raises(InvalidInput, match="cannot be the column names"):
            read_table("a.csv", content, header_rows=wrong)


def test_a_workbook_keeps_numbers_as_they_are_read_and_days_as_days() -> None:
    rows = [["Name", "ZIP", "Share", "Day", "At", "True"],
            ["Ana", 10019, 0.5, date(2025, 6, 1), datetime(2025, 6, 1, 14, 30), True]]  # fmt: skip
    table = read_table("a.xlsx", xlsx(rows), header_rows=(1, 1))
    assert cells(table) == [("Ana", "10019", "0.5", "2025-06-01", "2025-06-01 14:30", "true")]
    assert table.sheets == ("Sheet1",)


def test_a_formula_is_what_it_showed_and_text_that_looks_like_one_is_text() -> None:
    table = read_table("a.csv", b"Name,Note\nAna,=1+1\nBo,@SUM(A1)\n")
    assert table.column("Note") == ("=1+1", "@SUM(A1)")


def test_the_sheet_may_be_chosen_and_is_the_first_that_is_shown_and_holds_something() -> None:
    book = xlsx([], name="Empty", more={"Hidden": None, "People": [["Name"], ["Ana"]], "More": [["Name"], ["Bo"]]})
    assert read_table("a.xlsx", book).sheet == "People"
    assert cells(read_table("a.xlsx", book, sheet="More")) == [("Bo",)]
    with pytest.raises(NotFound, match="no sheet “Gone”"):
        read_table("a.xlsx", book, sheet="Gone")


def test_open_document_is_read_with_its_empty_rows_up_to_the_end_of_the_world() -> None:
    table = read_table("a.ods", ods(("One", [["Name", "Stance"], ["Ana", "Y"]]), ("Two", [["x"]])))
    assert (table.headers, cells(table), table.sheets) == (("Name", "Stance"), [("Ana", "Y")], ("One", "Two"))


def test_a_workbook_with_macros_is_read_as_data_and_says_so() -> None:
    table = read_table("a.xlsm", xlsx([["Name"], ["Ana"]], macros=True))
    assert cells(table) == [("Ana",)]
    assert "macros" in table.notes[0]


def test_letters_that_were_garbled_before_are_noticed() -> None:
    table = read_table("a.csv", "Name,Stance\nJosÃ© Ruiz,Y\n".encode())
    assert "garbled (first in line 2)" in table.notes[0]


def test_a_file_is_looked_for_before_it_is_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.csv").write_text(PEOPLE)
    assert len(read_file(tmp_path / "a.csv").rows) == 2
    with pytest.raises(InvalidInput, match="no file"):
        read_file(tmp_path / "b.csv")


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=12)


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_whatever_is_in_the_cells_comes_out_of_a_workbook_and_of_a_csv_alike(
    rows: list[tuple[str, str, str]], sign: str
) -> None:
    """Both say the same of the same rows, however the CSV is parted, once blanks are taken off."""
    head = ("Name", "District", "Stance")
    file = io.StringIO()
    csv.writer(file, delimiter=sign, quoting=csv.QUOTE_ALL).writerows([head, *rows])
    from_csv = read_table("a.csv", file.getvalue().encode("utf-8-sig"), header_rows=(1, 1))
    from_book = read_table("a.xlsx", xlsx([head, *[[f" {cell}" for cell in row] for row in rows]]), header_rows=(1, 1))
    assert cells(from_book) == cells(from_csv)
    assert [row.number for row in from_book.rows] == [row.number for row in from_csv.rows]
    for row in from_csv.rows:
        assert [cell.split() for cell in row.cells] == [cell.split() for cell in rows[row.number - 2]]
