"""``crm call-list``: the story's hardest week, and what cannot be asked."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.conftest import Crm
from tests.engines import Engine
from tests.examples import put_story

JUNE_13 = ("call-list", "new-york-for-all", "--deadline", "2025-06-17", "--today", "2025-06-13")


@pytest.fixture
def told(engine_under_test: Engine, database_url: str, crm: Crm) -> Crm:
    """The command over the story."""
    put_story(engine_under_test, database_url)
    return crm


def test_on_june_13_only_the_assembly_is_called_and_the_speaker_for_the_floor(told: Crm) -> None:
    sheet = told(*JUNE_13, "--json").json
    assert (sheet["campaign"], sheet["deadline"]) == ("new-york-for-all", "2025-06-17")
    assert {row["chamber"] for row in sheet["rows"]} == {"lower"}
    first, *others = sheet["rows"]
    assert (first["person"], first["ask_kind"]) == ("carl-heastie", "bring_to_floor")
    assert {row["ask_kind"] for row in others} == {"vote_yes"}
    home = {each["person"] for each in sheet["left_out"] if "went home" in each["reason"]}
    assert {"jessica-ramos", "andrea-stewart-cousins"} <= home


def test_every_row_says_why_and_what_to_ask(told: Crm) -> None:
    rows = told(*JUNE_13, "--json").json["rows"]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["reasons"] and row["ask"] for row in rows)


def test_as_csv_it_is_one_line_a_call_with_a_head(told: Crm) -> None:
    rows = list(csv.DictReader(io.StringIO(told(*JUNE_13, "--csv").out)))
    assert rows[0]["Name"] == "Carl Heastie"
    assert len(rows) == len(told(*JUNE_13, "--json").json["rows"])


def test_a_limit_and_a_chamber_narrow_it(told: Crm) -> None:
    sheet = told(*JUNE_13, "--limit", "1", "--json").json
    assert (len(sheet["rows"]), sheet["more"] > 0) == (1, True)
    assert told(*JUNE_13, "--chamber", "upper", "--json").json["rows"] == []


def test_for_people_it_is_a_table_and_the_rest_is_said_beside(told: Crm) -> None:
    ran = told(*JUNE_13)
    assert "Carl Heastie" in ran.out
    assert "not called now" in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nothing",), "No campaign “nothing”"),
        (("new-york-for-all", "--deadline", "2025-13-01"), "is not a day"),
        (("new-york-for-all", "--deadline", "2020-01-01"), "is past"),
        (("new-york-for-all", "--chamber", "middle"), "is not a chamber"),
        (("new-york-for-all", "--json", "--csv"), "Choose --json or --csv"),
        (("new-york-for-all",), "no deadline ahead"),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence(told: Crm, words: tuple[str, ...], says: str) -> None:
    ran = told("call-list", *words)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
