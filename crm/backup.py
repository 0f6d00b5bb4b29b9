"""Copies of an SQLite database: made while others go on working, put back only where they lose nobody's work."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from crm import clock, migrate
from crm.db import file_of, name_of
from crm.errors import Conflict, InvalidInput
from crm.sessions import Database

_PATIENCE = 15.0
_OURS = "alembic_version"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the version of its tables, and the file that keeps what was there before."""

    version: str
    kept: Path | None


def back_up(database: Database, path: Path) -> int:
    """Copy the database as it is now into the file ``path``, whole or not at all; return the copy's size in bytes.

    Raises InvalidInput for PostgreSQL (naming its own tool), for a database that is not there or not ours and for a
    path that cannot be written, Conflict for a path that is taken.
    """
    file = _file(database, "pg_dump --format=custom --file=FILE DATABASE")
    if database.version() is None:
        raise InvalidInput(f"The database {file} is empty or not there.", hint="There is nothing to back up.")
    if path.exists():
        raise Conflict(f"{path} is there already.", hint="Choose another name, such as one with the day in it.")
    _copy(file, path)
    return path.stat().st_size


def restore(database: Database, path: Path, *, force: bool = False) -> Restored:
    """Put the backup ``path`` in the database's place.

    A database with anything in it is replaced only with ``force``, and then kept in a file beside it. Raises
    InvalidInput for PostgreSQL and for a file that is no whole backup of a version this code knows, Conflict for a
    database that is not empty; then nothing was changed.
    """
    file = _file(database, "pg_restore --clean --dbname=DATABASE FILE")
    version = _verified(path)
    if file.exists() and file.samefile(path):
        raise InvalidInput(f"{path} is the database itself.", hint="Name the backup.")
    database.close()
    filled = _holds_rows(file)
    if filled and not force:
        raise Conflict(
            f"The database {file} is not empty.", hint="Add --force to replace it; what is there now is kept beside it."
        )
    kept = _set_aside(file) if filled else None
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(_open(path)) as backup, closing(sqlite3.connect(file, timeout=_PATIENCE)) as target:
        _pour(backup, target)
    return Restored(version, kept)


def _file(database: Database, tool: str) -> Path:
    file = file_of(database.engine.url)
    if file is None:
        raise InvalidInput(
            f"{name_of(database.engine.url)} is in PostgreSQL, which has tools of its own for that.",
            hint=f"Run: {tool}",
        )
    return file


def _open(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing and makes no file of a mistyped name."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=_PATIENCE)


def _copy(source: Path, path: Path) -> None:
    """A copy of ``source`` under the name ``path``; a copy that fails half-way leaves no file there."""
    with _scratch(path) as scratch:
        with closing(_open(source)) as opened, closing(sqlite3.connect(scratch)) as copy:
            _pour(opened, copy)
            # One file that can be carried away, without a journal beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        scratch.rename(path)


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that only its owner may read, and that is gone at the end if it is still there."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".whipcount-", suffix=".part")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written ({error.strerror}).", hint="Choose another place.") from None
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _pour(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Everything from one database into another, in one transaction. Waits for a writer, but not for ever."""
    turned_away = 0

    def told(status: int, _left: int, _all: int) -> None:
        nonlocal turned_away
        turned_away += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if turned_away > _PATIENCE:
            raise Conflict("Somebody else has been writing to the database for a while.", hint="Try again later.")

    source.backup(target, progress=told, sleep=1.0)


def _verified(path: Path) -> str:
    """The version of the backup's tables. Raises InvalidInput, naming the file, for anything but a whole backup."""
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", hint="Name a backup made with: crm db backup PATH")
    try:
        with closing(_open(path)) as backup:
            versions = [row[0] for row in backup.execute(f"SELECT version_num FROM {_OURS}")]  # noqa: S608 - a constant
            whole = backup.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
            lost = backup.execute("PRAGMA foreign_key_check").fetchone() is not None
    except sqlite3.DatabaseError as error:
        raise InvalidInput(f"{path} is not a backup of Whipcount ({error}).", hint="Name another file.") from None
    if len(versions) != 1 or not migrate.is_known(versions[0]):
        raise InvalidInput(
            f"{path} is at version {', '.join(versions) or 'none'}, which this Whipcount does not know.",
            hint="Install the newer Whipcount that wrote it, or name another file.",
        )
    if not whole or lost:
        raise InvalidInput(f"{path} is damaged.", hint="Name an older backup.")
    return str(versions[0])


def _holds_rows(file: Path) -> bool:
    """Whether anything would be lost with the file. Raises InvalidInput for a database of something else."""
    if not file.exists() or not file.stat().st_size:
        return False
    with suppress(sqlite3.DatabaseError), closing(_open(file)) as there:
        names = [row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if names and _OURS not in names:
            raise InvalidInput(f"The database {file} holds tables of something else.", hint="Choose another database.")
        ours = (name for name in names if name != _OURS and not name.startswith("sqlite_"))
        return any(there.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in ours)  # noqa: S608
    # What cannot be read may still be mended by somebody.
    return True


def _set_aside(file: Path) -> Path:
    """Keep what is in ``file`` under another name, as a copy; what cannot be copied is moved, with its journals."""
    kept = file.with_name(f"{file.name}.before-{clock.local(clock.now()):%Y%m%d-%H%M%S-%f}")
    try:
        _copy(file, kept)
    except sqlite3.DatabaseError:
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                file.with_name(file.name + ending).rename(kept.with_name(kept.name + ending))
    return kept
