"""Tables written down and read back: whatever is in a cell survives, and nothing in it is run."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from crm.errors import InvalidInput
from crm.exporters.as_xlsx import LONGEST, write_xlsx
from crm.exporters.formats import CARDS, TABLES, Format, read_format, write_table
from crm.exporters.tables import ColumnKind, Table, columns, phone_text

DAY = date(2025, 6, 17)
HEADS = columns("words: Words", "votes: Votes", "on: On", "at: At", numbers="votes", dates="on", instants="at")
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
PRINTABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=60)
DANGEROUS = ["=1+1", "+1 518 455 2800", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"]


def table(*rows: tuple) -> Table:
    return Table("board", "Seats", DAY, HEADS, list(rows), {"chamber": "upper"})


def written(found: Table, format: Format) -> bytes:
    out = io.BytesIO()
    write_table(found, format, out)
    return out.getvalue()


def cells(found: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(found, Format.CSV).decode("utf-8-sig"), newline="")))[1:]


def sheet(found: Table, place: int = 0) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(found, Format.XLSX)))
    return book.get_sheet_by_index(place).to_python(skip_empty_area=False)


@given(st.lists(ANYTHING, min_size=1, max_size=4))
@example(DANGEROUS)
@example(["a\r\nb", 'say "yes"', "📞 Niño, é", "x\ny"])
def test_any_text_comes_back_through_a_reader_of_csv_but_for_an_apostrophe_before_formulas(texts: list[str]) -> None:
    read = [row[0] for row in cells(table(*((text, None, None, None) for text in texts)))]
    assert read == [f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text for text in texts]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_csv_begins_a_formula(text: str) -> None:
    assert cells(table((text, 1, None, None)))[0][0].startswith("'")
    assert cells(table(((text, "b"), 1, None, None)))[0][0].startswith("'")


@given(st.lists(PRINTABLE, min_size=1, max_size=3))
@example(DANGEROUS)
@example(["00123", "5184552800", "https://example.org/", "_x0041_", " x ", "1e5", "TRUE", "2025-01-01"])
def test_any_text_comes_back_through_a_reader_of_excel_as_text(texts: list[str]) -> None:
    read = [row[0] for row in sheet(table(*((text, 1, None, None) for text in texts)))[1:]]
    assert read == texts


def test_in_excel_days_are_days_numbers_numbers_and_nothing_is_a_formula_or_a_link() -> None:
    noon = datetime(2025, 6, 17, 16, 4, tzinfo=UTC)
    found = table(("=HYPERLINK(1)", 42, DAY, noon), ("https://example.org", 1, date(1871, 5, 2), None))
    rows = sheet(found)
    assert rows[1] == ["=HYPERLINK(1)", 42.0, DAY, datetime(2025, 6, 17, 12, 4)]
    assert rows[2][2] == "1871-05-02"
    import zipfile

    with zipfile.ZipFile(io.BytesIO(written(found, Format.XLSX))) as parts:
        body = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in body
        assert b"hyperlink" not in body
        assert b'state="frozen"' in body


def test_the_same_table_gives_the_same_bytes_in_every_format() -> None:
    for format in TABLES:
        assert written(table(("x", 1, DAY, None)), format) == written(table(("x", 1, DAY, None)), format)


def test_a_text_that_is_too_long_for_excel_says_where_the_rest_is() -> None:
    (read,) = [row[0] for row in sheet(table(("😀" * LONGEST, 1, None, None)))[1:]]
    assert len(read.encode("utf-16-le")) // 2 <= LONGEST
    assert read.endswith("the CSV and the JSON have all of it)")
    assert b"x" * 50_000 in written(table(("x" * 50_000, 1, None, None)), Format.CSV)


def test_what_one_sheet_cannot_hold_goes_on_in_the_next_under_the_same_titles() -> None:
    out = io.BytesIO()
    write_xlsx(table(*((str(number), number, None, None) for number in range(7))), out, most_rows=4)
    book = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert book.sheet_names == ["Seats", "Seats 2", "Seats 3"]
    assert [row[0] for rows in sheets for row in rows] == ["Words", "0", "1", "2", "Words", "3", "4", "5", "Words", "6"]


@given(st.lists(st.tuples(ANYTHING, st.none() | st.integers(), st.none() | st.dates()), max_size=4))
def test_json_keeps_every_value_under_its_key(rows: list[tuple]) -> None:
    noon = datetime(2025, 6, 17, 16, 4, 5, 6, tzinfo=UTC)
    read = json.loads(written(table(*((*row, noon) for row in rows)), Format.JSON))
    assert (read["export"], read["day"], read["asked"]) == ("board", "2025-06-17", {"chamber": "upper"})
    assert [each["key"] for each in read["columns"]] == ["words", "votes", "on", "at"]
    for given_, row in zip(rows, read["rows"], strict=True):
        assert (row["words"], row["votes"]) == given_[:2]
        assert row["on"] == (given_[2].isoformat() if given_[2] else None)
        assert datetime.fromisoformat(row["at"]) == noon


def test_several_texts_in_a_cell_stay_apart_in_json_and_are_joined_elsewhere() -> None:
    found = table((("a", "b"), 1, None, None), (("Sits on Finance.", "Undecided."), 1, None, None))
    assert json.loads(written(found, Format.JSON))["rows"][0]["words"] == ["a", "b"]
    assert [row[0] for row in cells(found)] == ["a; b", "Sits on Finance. Undecided."]


def test_csv_is_marked_for_excel_and_its_lines_end_as_the_standard_says() -> None:
    lines = written(table(("x", 1, DAY, None)), Format.CSV)
    assert lines.startswith(b"\xef\xbb\xbf")
    assert lines.endswith(b"\r\n")
    assert lines.decode("utf-8-sig").splitlines()[1] == '"x",1,"2025-06-17",""'


def test_rows_are_written_as_they_are_made() -> None:
    made = 0

    def rows():
        nonlocal made
        for number in range(3):
            made += 1
            yield (str(number), number, None, None)

    from crm.exporters.as_csv import csv_lines

    lines = csv_lines(Table("x", "X", DAY, HEADS, rows()))
    next(lines), next(lines)
    assert made == 1


def test_a_phone_of_digits_alone_is_written_so_that_no_spreadsheet_reckons_with_it() -> None:
    assert phone_text("5184552800") == "518-455-2800"
    assert phone_text("(518) 455-2800 ext. 3") == "(518) 455-2800 ext. 3"
    assert phone_text(None) is None


def test_a_format_is_named_by_its_word_and_others_are_told() -> None:
    offered = (*TABLES, *CARDS)
    assert read_format("VCF", offered) is Format.VCF3
    with pytest.raises(InvalidInput, match="csv, xlsx, json"):
        read_format("pdf", TABLES)


def test_a_column_that_is_not_there_cannot_be_given_a_kind() -> None:
    with pytest.raises(ValueError, match="no such column"):
        columns("a: A", numbers="b")
    assert columns("a: A")[0].kind is ColumnKind.TEXT
