"""An invented state's folder, and one call that imports it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crm.importers.openstates.run import apply_roster, read_roster
from crm.importers.report import ImportReport
from crm.sessions import Database

FIXTURE = Path(__file__).parents[2] / "fixtures" / "openstates" / "zz"
DAY = date(2026, 3, 1)

Import = Callable[..., ImportReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented state's folder, to be changed at will."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "zz"))


@pytest.fixture
def bring(database: Database, folder: Path) -> Import:
    """Import a folder (default: the invented state) as on a day, and commit."""

    def run(path: Path = folder, day: date = DAY) -> ImportReport:
        roster = read_roster(path)
        with database.write() as session:
            return apply_roster(session, roster, day=day)

    return run


def change(folder: Path, name: str, old: str, new: str) -> Path:
    """Replace text in the one file whose name (with its folder, where needed) begins with ``name``."""
    (file,) = folder.rglob(f"{name}*")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return file
