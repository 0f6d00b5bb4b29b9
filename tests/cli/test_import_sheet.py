"""``crm import sheet``: sheets brought in from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm.coalition.models import Organization
from crm.coalition.visibility import OPERATOR
from crm.importers.matching.review import decide
from crm.importers.models import ImportUpload, NameMatch
from crm.importers.recipes import save_recipe
from crm.importers.sheet.mapping import Column, SheetKind, Use, guess
from crm.importers.sheet.tables import read_file
from crm.positions.models import Position
from crm.sessions import Database
from tests import builders, cast
from tests.builders.scene import Scene
from tests.cli.conftest import Crm, contents

SHEET = f"Name,House,Where they are,Geography\n{cast.SENATOR},Senate,Y,Vale\n{cast.OTHER_SENATOR},Senate,L,Port\n"
CHOSEN = ("--measure", "open-kitchens-act", "--organization", "neighbors-together", "--said", "2025-06")


@pytest.fixture
def scene(database: Database) -> None:
    """The usual scene, committed."""
    with database.write() as session:
        Scene(session)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A tracker."""
    (tmp_path / "tracker.csv").write_text(SHEET)
    return tmp_path / "tracker.csv"


def entries(database: Database) -> list[str | None]:
    with database.read() as session:
        return list(session.scalars(select(Position.stance).order_by(Position.id)))


@pytest.mark.usefixtures("scene")
def test_without_enough_to_go_on_it_shows_the_guess_and_what_is_missing(
    crm: Crm, path: Path, database: Database
) -> None:
    before = contents(database)
    ran = crm("import", "sheet", path, "--as", "positions")
    assert ran.code == 2
    assert "Where they are" in ran.out
    assert "Which column says where they stand?" in ran.err
    assert "For which organization?" in ran.err
    printed = crm("import", "sheet", path, "--as", "positions", "--json")
    assert printed.code == 2
    assert '"kind": "positions"' in printed.out
    assert '"missing"' in printed.out
    assert contents(database) == before


@pytest.mark.usefixtures("scene")
def test_columns_and_cells_are_told_and_the_sheet_comes_in_once(crm: Crm, path: Path, database: Database) -> None:
    told = ("--as", "positions", "--map", "where they=stance", "--value", "L=leaning_yes", *CHOSEN)
    looked = crm("import", "sheet", path, *told, "--dry-run", "--json").json
    assert (looked["dry_run"], looked["created"], looked["batch"]) == (True, 2, None)
    assert entries(database) == []
    assert crm("import", "sheet", path, *told, "--json").json["created"] == 2
    assert entries(database) == ["yes", "leaning_yes"]
    again = crm("import", "sheet", path, *told, "--json").json
    assert (again["created"], again["same"]) == (0, 2)


@pytest.mark.usefixtures("scene")
def test_a_column_may_be_named_by_its_letter_and_speak_of_its_own_measure(
    crm: Crm, path: Path, database: Database
) -> None:
    ran = crm(
        "import", "sheet", path, "--map", "C=stance:open-kitchens-act", "--organization", "neighbors-together", "--json"
    )
    assert ran.json["created"] == 1
    assert "“L” under “Where they are” means is not known" in ran.err


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("--map", "Gone=name"), "no column “Gone”"),
        (("--map", "e=name"), "fits several columns"),
        (("--map", "Name=horse"), "does not say what a column is for"),
        (("--map", "Name"), "does not say what a column is for"),
        (("--value", "L=maybe so"), "does not say what a cell means"),
        (("--header-rows", "top"), "is no row"),
        (("--recipe", "none"), "No recipe is called"),
        (("--organization", "none"), "No organization"),
        (("--sheet", "none", "--as", "positions"), None),
    ],
)
def test_what_is_told_wrongly_is_one_sentence(crm: Crm, path: Path, told: tuple[str, ...], said: str | None) -> None:
    ran = crm("import", "sheet", path, *told)
    assert ran.code == 2
    assert said is None or said in ran.err


@pytest.mark.usefixtures("scene")
def test_a_recipe_reads_the_next_sheet_of_the_make(crm: Crm, path: Path, database: Database) -> None:
    table = read_file(path)
    column = Column("Where they are", Use.STANCE, measure="open-kitchens-act", values={"y": "yes", "l": "no"})
    kept = guess(table, SheetKind.POSITIONS).with_column(column).to_json()
    with database.write() as session:
        ours = session.scalars(select(Organization.id).where(Organization.slug == "neighbors-together")).one()
        save_recipe(session, OPERATOR, "Tracker", "sheet", table.headers, kept, organization_id=ours)
    path.write_text(SHEET.replace("Where they are", "WHERE THEY ARE"))
    told = ("--recipe", "Tracker", "--organization", "neighbors-together", "--json")
    assert crm("import", "sheet", path, *told).json["created"] == 2
    assert entries(database) == ["yes", "no"]
    ran = crm("import", "sheet", path, *told, "--as", "officials")
    assert "That recipe reads positions." in ran.err
    assert "No recipe" in crm("import", "sheet", path, "--recipe", "Tracker", "--organization", "civic-outsiders").err


@pytest.mark.usefixtures("scene")
def test_the_file_is_kept_so_that_a_name_comes_in_once_it_is_decided(crm: Crm, path: Path, database: Database) -> None:
    path.write_text(SHEET + "Sina Abbara,Senate,N,Vale\n")
    told = ("--as", "positions", "--map", "C=stance", "--value", "L=leaning_yes", *CHOSEN)
    ran = crm("import", "sheet", path, *told, "--json")
    assert ran.json["waiting"] == 1
    assert "1 name waits" in ran.err
    with database.write() as session:
        note = session.scalars(select(NameMatch)).one()
        somebody = builders.person(session, "Sina Abbara-Quill")
        assert decide(session, OPERATOR, note.id, somebody.id) == 1
        assert session.scalar(select(func.count()).select_from(ImportUpload)) == 1
    assert entries(database) == ["yes", "leaning_yes", "no"]


def test_a_file_that_is_no_sheet_is_one_sentence(crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7")
    ran = crm("import", "sheet", tmp_path / "a.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "This is a PDF document, not a spreadsheet." in ran.err
    assert crm("import", "sheet", tmp_path / "b.csv").code == 2
