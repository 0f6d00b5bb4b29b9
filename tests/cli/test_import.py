"""``crm import openstates`` and ``crm imports list``, as people run them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.sessions import Database
from tests.cli.conftest import Crm, contents

FIXTURE = Path(__file__).parents[1] / "fixtures" / "openstates" / "zz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented state's folder."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "zz"))


def test_the_summary_is_json_and_a_second_run_finds_all_the_same(crm: Crm, folder: Path) -> None:
    first = crm("import", "openstates", folder, "--json").json
    assert set(first) >= {"batch", "created", "updated", "same", "problems"}
    assert (first["created"], first["updated"], first["same"]) == (9, 0, 0)
    assert all(set(problem) == {"where", "what", "hint"} for problem in first["problems"])
    again = crm("import", "openstates", folder, "--json").json
    assert (again["created"], again["updated"], again["same"]) == (0, 0, 9)


def test_a_dry_run_says_what_would_change_and_changes_nothing(crm: Crm, folder: Path, database: Database) -> None:
    before = contents(database)
    told = crm("import", "openstates", folder, "--dry-run", "--json").json
    assert (told["batch"], told["created"]) == (None, 9)
    assert contents(database) == before
    assert crm("imports", "list", "--json").json == {"imports": []}


def test_what_came_in_is_listed(crm: Crm, folder: Path) -> None:
    crm("import", "openstates", folder)
    (batch,) = crm("imports", "list", "--json").json["imports"]
    assert (batch["kind"], batch["source"], batch["created"]) == ("openstates", str(folder), 9)
    assert "openstates" in crm("imports", "list").out


def _orla(folder: Path) -> Path:
    return next(folder.glob("legislature/Orla*"))


def _cut_in_half(folder: Path) -> str:
    file = _orla(folder)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return file.name


def _cut_at_a_line(folder: Path) -> str:
    file = _orla(folder)
    file.write_text(file.read_text().partition("roles:")[0])
    return file.name


def _a_picture(folder: Path) -> str:
    file = _orla(folder)
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    return file.name


def _a_list(folder: Path) -> str:
    file = _orla(folder)
    file.write_text("- one\n- two\n")
    return file.name


def _another_kind(folder: Path) -> str:
    (folder / "legislature" / "notes.txt").write_text("call back\n")
    return "notes.txt"


def _no_people(folder: Path) -> str:
    for name in ("legislature", "executive", "municipalities", "retired"):
        shutil.rmtree(folder / name)
    return "holds no people"


def _not_there(folder: Path) -> str:
    shutil.rmtree(folder)
    return "does not exist"


def _cut_behind_a_key(folder: Path) -> str:
    file = _orla(folder)
    text = file.read_text()
    file.write_text(text[: text.index("offices:") + len("offices:\n")])
    return f"{file.name} seems cut short"


def _cut_where_all_others_go_on(folder: Path) -> str:
    """A folder as large as real ones: each file ends with its sources, but for one that was cut."""
    for number in range(20, 40):
        file = folder / "legislature" / f"Jo-{number}.yml"
        file.write_text(_orla(folder).read_text().replace("00000000001", f"0000000{number:04}") + "sources: []\n")
    for file in folder.glob("legislature/*.yml"):
        if "sources" not in file.read_text() and file != _orla(folder):
            file.write_text(file.read_text() + "sources: []\n")
    return f"{_orla(folder).name} seems cut short"


def _a_day_that_is_none(folder: Path) -> str:
    file = _orla(folder)
    file.write_text(file.read_text().replace("start_date: 2023-01-01", "start_date: 2025-13"))
    return f"{file.name}: the start_date “2025-13” is not a date"


def _an_end_that_is_none(folder: Path) -> str:
    file = _orla(folder)
    file.write_text(file.read_text().replace("start_date: 2023-01-01", "end_date: 2025-02-30"))
    return f"{file.name}: the end_date “2025-02-30” is not a date"


def _a_number_that_is_none(folder: Path) -> str:
    file = _orla(folder)
    file.write_text(file.read_text() + "extras: !!int many\n")
    return file.name


def _brackets_without_end(folder: Path) -> str:
    file = _orla(folder)
    file.write_text("id: " + "[" * 5000 + "\n")
    return file.name


def _not_readable(folder: Path) -> str:
    file = _orla(folder)
    file.unlink()
    file.symlink_to(folder / "nowhere.yml")
    return file.name


def _nothing(folder: Path) -> str:
    _orla(folder).write_text("{}\n")
    return "Orla"


def _the_same_id_twice(folder: Path) -> str:
    shutil.copyfile(_orla(folder), folder / "retired" / "Orla-again.yml")
    return "Orla-again.yml"


@pytest.mark.parametrize(
    "spoil",
    [
        _cut_in_half,
        _cut_at_a_line,
        _a_picture,
        _a_list,
        _another_kind,
        _no_people,
        _not_there,
        _the_same_id_twice,
        _cut_behind_a_key,
        _cut_where_all_others_go_on,
        _a_day_that_is_none,
        _an_end_that_is_none,
        _a_number_that_is_none,
        _brackets_without_end,
        _not_readable,
        _nothing,
    ],
)
def test_bad_input_is_one_sentence_naming_the_file_and_changes_nothing(
    spoil: Callable[[Path], str], crm: Crm, folder: Path, database: Database
) -> None:
    named = spoil(folder)
    before = contents(database)
    ran = crm("import", "openstates", folder, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err
    assert "Traceback" not in ran.err
    assert contents(database) == before


def test_a_file_instead_of_a_folder_is_told_so(crm: Crm, folder: Path) -> None:
    ran = crm("import", "openstates", folder / "municipalities.yml")
    assert ran.code == 2
    assert "is a file, not a state's folder" in ran.err
