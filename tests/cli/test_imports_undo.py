"""``crm imports show`` and ``crm imports undo``, as people run them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm.people.models import Person
from crm.sessions import Database
from tests.cli.conftest import Crm, contents

FIXTURE = Path(__file__).parents[1] / "fixtures" / "openstates" / "zz"


@pytest.fixture
def number(crm: Crm, tmp_path: Path) -> int:
    """The number of an import that stands."""
    folder = shutil.copytree(FIXTURE, tmp_path / "zz")
    return int(crm("import", "openstates", folder, "--json").json["batch"])


def test_an_import_is_shown_with_what_it_wrote(crm: Crm, number: int) -> None:
    shown = crm("imports", "show", number, "--json").json["import"]
    assert (shown["id"], shown["kind"], shown["undone_at"]) == (number, "openstates", None)
    assert dict(shown["created_rows"])["people"] == 8
    assert shown == crm("imports", "show", "--json").json["import"], "the newest, if no number is given"
    assert "people" in crm("imports", "show", number).out
    assert "no import 99" in crm("imports", "show", "99").err


def test_without_an_import_there_is_nothing_to_show(crm: Crm) -> None:
    ran = crm("imports", "show", "--json")
    assert ran.json == {"import": None}
    assert "Nothing has been imported yet" in ran.err


def test_an_import_is_undone_and_listed_so(crm: Crm, number: int, database: Database) -> None:
    report = crm("imports", "undo", number, "--json").json
    assert (report["batch"], report["removed"]["people"], report["stays"]) == (number, 8, [])
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    (listed,) = crm("imports", "list", "--json").json["imports"]
    assert listed["undone_at"]
    shown = crm("imports", "show", number, "--json").json["import"]
    assert shown["undone_at"]
    assert dict(shown["created_rows"])["people"] == 8
    again = crm("imports", "undo", number)
    assert (again.code, again.out) == (2, "")
    assert "was undone before" in again.err


def test_a_dry_run_says_what_would_go_and_changes_nothing(crm: Crm, number: int, database: Database) -> None:
    before = contents(database)
    told = crm("imports", "undo", number, "--dry-run")
    assert "would be undone" in told.err
    assert "8 people removed." in told.err
    assert crm("imports", "undo", number, "--dry-run", "--json").json["dry_run"] is True
    assert contents(database) == before
