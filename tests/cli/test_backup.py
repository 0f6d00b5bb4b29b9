"""``crm db backup`` and ``crm db restore``: copies of an SQLite database, whatever engine the other tests run on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from crm import clock, migrate
from crm.accounts.models import User
from crm.sessions import Database, open_database
from tests import cast
from tests.cli.conftest import Crm, Ran, contents


def _user(name: str) -> User:
    return User(email=f"{name.split(maxsplit=1)[0].lower()}@example.org", name=name, created_at=clock.now())


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Database]:
    """An SQLite database with a user in it."""
    database = open_database(f"sqlite:///{tmp_path / 'here.db'}")
    database.upgrade()
    with database.write() as session:
        session.add(_user(cast.ADA))
    yield database
    database.close()


@pytest.fixture
def backup(here: Database, crm: Crm, tmp_path: Path) -> Path:
    """A backup of it."""
    assert _at(crm, here, "backup", tmp_path / "backup.db").code == 0
    return tmp_path / "backup.db"


def _at(crm: Crm, database: Database, *arguments: object) -> Ran:
    return crm("--database", database.engine.url, "db", *arguments)


def _names(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(sa.select(User.name)))


def test_a_backup_holds_every_row_in_one_file_that_others_cannot_read(here: Database, backup: Path) -> None:
    copy = open_database(f"sqlite:///{backup}")
    assert contents(copy) == contents(here)
    copy.close()
    assert backup.stat().st_mode & 0o077 == 0
    assert not list(backup.parent.glob(".whipcount-*"))


def test_a_backup_holds_what_is_still_in_the_journal_of_a_running_server(
    here: Database, crm: Crm, tmp_path: Path
) -> None:
    with here.read() as reading:
        reading.scalars(sa.select(User)).all()
        with here.write() as session:
            session.add(_user(cast.LEO))
        assert _at(crm, here, "backup", tmp_path / "running.db").code == 0
    copy = open_database(f"sqlite:///{tmp_path / 'running.db'}")
    assert _names(copy) == [cast.ADA, cast.LEO]
    copy.close()


def test_a_backup_overwrites_nothing(here: Database, crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine\n")
    ran = _at(crm, here, "backup", tmp_path / "diary.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "is there already" in ran.err
    assert (tmp_path / "diary.txt").read_text() == "mine\n"


def test_a_backup_into_a_folder_that_is_not_there_is_refused(here: Database, crm: Crm, tmp_path: Path) -> None:
    ran = _at(crm, here, "backup", tmp_path / "nowhere" / "x.db")
    assert ran.code == 2
    assert "nowhere/x.db cannot be written" in ran.err


def test_a_database_that_is_not_there_is_not_backed_up_nor_made(crm: Crm, tmp_path: Path) -> None:
    ran = crm("--database", f"sqlite:///{tmp_path / 'none.db'}", "db", "backup", tmp_path / "x.db")
    assert ran.code == 2
    assert "none.db" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_was_backed_up_comes_back_into_an_empty_place(
    here: Database, backup: Path, crm: Crm, tmp_path: Path
) -> None:
    fresh = open_database(f"sqlite:///{tmp_path / 'new' / 'there.db'}")
    ran = _at(crm, fresh, "restore", backup)
    assert (ran.code, ran.out) == (0, "")
    assert contents(fresh) == contents(here)
    assert _at(crm, fresh, "check").code == 0
    fresh.close()


def test_a_database_with_tables_and_no_rows_is_empty_too(backup: Path, crm: Crm, tmp_path: Path) -> None:
    fresh = open_database(f"sqlite:///{tmp_path / 'there.db'}")
    fresh.upgrade()
    assert _at(crm, fresh, "restore", backup).code == 0
    assert _names(fresh) == [cast.ADA]
    fresh.close()


def test_a_database_with_anything_in_it_is_replaced_only_by_force_and_then_kept(
    here: Database, backup: Path, crm: Crm, tmp_path: Path
) -> None:
    with here.write() as session:
        session.add(_user(cast.LEO))
    before = contents(here)
    ran = _at(crm, here, "restore", backup)
    assert ran.code == 2
    assert "here.db is not empty. Add --force" in ran.err
    assert contents(here) == before
    ran = _at(crm, here, "restore", backup, "--force")
    assert ran.code == 0
    assert _names(here) == [cast.ADA]
    (kept,) = tmp_path.glob("here.db.before-*")
    assert kept.name in ran.err
    former = open_database(f"sqlite:///{kept}")
    assert contents(former) == before
    former.close()


def test_a_running_server_sees_what_was_restored(here: Database, backup: Path, crm: Crm) -> None:
    with here.write() as session:
        session.add(_user(cast.LEO))
    other = open_database(str(here.engine.url))
    assert _names(other) == [cast.ADA, cast.LEO]
    assert _at(crm, here, "restore", backup, "--force").code == 0
    assert _names(other) == [cast.ADA]
    other.close()


def test_a_broken_database_is_moved_aside_by_force(backup: Path, crm: Crm, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database at all" * 100)
    url = f"sqlite:///{broken}"
    assert crm("--database", url, "db", "restore", backup).code == 2
    assert crm("--database", url, "db", "restore", backup, "--force").code == 0
    assert crm("--database", url, "db", "check").code == 0
    (kept,) = tmp_path.glob("broken.db.before-*")
    assert kept.read_bytes() == b"no database at all" * 100


def test_an_older_backup_comes_back_and_asks_to_be_upgraded(here: Database, crm: Crm, tmp_path: Path) -> None:
    migrate.downgrade(here.engine, "0001")
    assert _at(crm, here, "backup", tmp_path / "old.db").code == 0
    fresh = open_database(f"sqlite:///{tmp_path / 'there.db'}")
    assert "Next: crm db upgrade" in _at(crm, fresh, "restore", tmp_path / "old.db").err
    assert _at(crm, fresh, "upgrade").code == 0
    assert _names(fresh) == [cast.ADA]
    fresh.close()


def _text(path: Path) -> None:
    path.write_text("call back\n")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _something_else(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def _from_the_future(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [_text, _cut, _something_else, _from_the_future, _gone])
def test_what_is_no_whole_backup_is_refused_by_name_and_changes_nothing(
    spoil: Callable[[Path], None], here: Database, backup: Path, crm: Crm
) -> None:
    before = contents(here)
    spoil(backup)
    ran = _at(crm, here, "restore", backup, "--force")
    assert (ran.code, ran.out) == (2, "")
    assert str(backup) in ran.err
    assert "Traceback" not in ran.err
    assert contents(here) == before
    assert not list(backup.parent.glob("here.db.before-*"))


def test_another_programs_database_is_never_replaced(backup: Path, crm: Crm, tmp_path: Path) -> None:
    other = tmp_path / "recipes.db"
    other.touch()
    _something_else(other)
    before = other.read_bytes()
    ran = crm("--database", f"sqlite:///{other}", "db", "restore", backup, "--force")
    assert ran.code == 2
    assert "holds tables of something else" in ran.err
    assert other.read_bytes() == before


def test_a_database_is_not_restored_from_itself(here: Database, crm: Crm, tmp_path: Path) -> None:
    ran = _at(crm, here, "restore", tmp_path / "here.db", "--force")
    assert ran.code == 2
    assert "is the database itself" in ran.err


@pytest.mark.parametrize(("verb", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_postgresql_is_told_of_its_own_tools(verb: str, tool: str, crm: Crm, tmp_path: Path) -> None:
    ran = crm("--database", "postgresql://ada:secret@127.0.0.1:1/whip", "db", verb, tmp_path / "x")
    assert (ran.code, ran.out) == (2, "")
    assert tool in ran.err
    assert "secret" not in ran.err
