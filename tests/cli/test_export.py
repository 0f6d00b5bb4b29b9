"""``crm export``: what the pages show, as files or printed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from crm.audit.models import AuditEntry, Change
from crm.exporters.catalog import EXPORTS
from crm.sessions import Database
from tests.cli.conftest import Crm
from tests.engines import Engine
from tests.examples import put_story

ACT = "new-york-for-all"
OF_ONE = {"board", "count", "forecast", "shifts", "bills", "sponsors", "roll-calls", "votes"}


@pytest.fixture
def told(engine_under_test: Engine, database_url: str, crm: Crm) -> Crm:
    """The command over the story."""
    put_story(engine_under_test, database_url)
    return crm


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_printed_it_is_csv_and_a_filter_narrows_it(told: Crm) -> None:
    everybody = rows(told("export", "officials", "--measure", ACT).out)
    yes = rows(told("export", "officials", "--measure", ACT, "--stance", "yes", "--chamber", "upper").out)
    assert {row["Stance"] for row in yes} == {"yes"}
    assert 0 < len(yes) < len(everybody)


def test_the_board_has_every_seat_and_the_count_agrees_with_the_command_that_counts(told: Crm) -> None:
    assert len(rows(told("export", "board", ACT).out)) == 63 + 150
    counted = told("export", "count", ACT, "--said", "2025-06-14", "--json").json["rows"]
    whip = told("whip", ACT, "--said", "2025-06-14", "--json").json["chambers"]
    for one, other in zip(counted, whip, strict=True):
        assert {name: one[name] for name in ("seats", "needed", "hard", "soft", "short")} == {
            name: other[name] for name in ("seats", "needed", "hard", "soft", "short")
        }
        assert {stance: one[stance] for stance in other["counts"]} == other["counts"]


@pytest.mark.parametrize("name", sorted(set(EXPORTS) - {"call-list", "calls"}))
def test_every_export_is_a_workbook_as_well(told: Crm, tmp_path: Path, name: str) -> None:
    about = (ACT,) if name in OF_ONE else ()
    ran = told("export", name, *about, "--format", "xlsx", "--output", tmp_path / "out.xlsx")
    assert (ran.code, ran.out) == (0, ""), ran.err
    printed = rows(told("export", name, *about).out)
    (sheet,) = CalamineWorkbook.from_path(tmp_path / "out.xlsx").sheet_names
    book = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
    assert len(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) == 1 + len(printed)
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_officials_are_printed_as_cards_and_days_as_a_calendar(told: Crm) -> None:
    card = told("export", "officials", "--official", "antonio-delgado", "--format", "vcf").out
    assert card.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert told("export", "officials", "--format", "vcf4").out.count("VERSION:4.0") > 3
    days = Calendar.from_ical(told("export", "calendar", "--campaign", ACT, "--format", "ics").out)
    assert {str(each["categories"].cats[0]) for each in days.walk("VEVENT")} >= {"Deadline"}
    assert Calendar.from_ical(told("export", "follow-ups", "--format", "ics").out) is not None


def test_the_same_command_gives_the_same_bytes(told: Crm, tmp_path: Path) -> None:
    for format in ("csv", "xlsx", "json"):
        for name in ("first", "second"):
            assert told("export", "board", ACT, "--format", format, "-o", tmp_path / f"{name}.{format}").code == 0
        assert (tmp_path / f"first.{format}").read_bytes() == (tmp_path / f"second.{format}").read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("officials", "--format", "pdf"), "Use one of: csv, xlsx, json, vcf3, vcf4"),
        (("board", ACT, "--format", "vcf"), "Use one of: csv, xlsx, json."),
        (("officials", "--format", "xlsx"), "--output officials.xlsx"),
        (("officials", "--stance", "maybe"), "not on the scale"),
        (("board", "nope"), "No campaign"),
        (("bills", "new-york-for-al"), "Did you mean new-york-for-all?"),
        (("positions", "--said", "2025-13"), "is not a day"),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence_and_leaves_no_file(
    told: Crm, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    ran = told("export", *words, *(() if "xlsx" in words else ("--output", tmp_path / "out")))
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_said_so(told: Crm, tmp_path: Path) -> None:
    ran = told("export", "officials", "--output", tmp_path / "nowhere" / "out.csv")
    assert ran.code == 2
    assert "No such file" in ran.err


def test_who_holds_the_database_leaves_no_note(told: Crm, database: Database) -> None:
    told("export", "outreach")
    with database.read() as session:
        assert session.query(AuditEntry).filter_by(change=Change.EXPORTED).count() == 0
