"""What a database engine under test can do, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from crm import migrate
from crm.db import open_engine

T = TypeVar("T")


class Handed(NamedTuple):
    """What another process needs to make copies, too: the address of the template, and the folder all share."""

    template: str
    shared: str


class Engine(Protocol):
    """A database engine under test. ``folder`` is gone at the end of the run."""

    name: str
    folder: Path
    handed: Handed

    def copy(self) -> AbstractContextManager[str]:
        """The URL of a fresh copy of the migrated, empty template; the copy is gone at the end of the block."""

    def blank(self) -> AbstractContextManager[str]:
        """The URL of a database without tables; it is gone at the end of the block."""

    def put(self, url: str, example: str, fill: Callable[[str], T]) -> T:
        """Let the empty copy at ``url``, to which nobody is connected, hold an example; return what ``fill`` told.

        ``fill`` is called with the address of another copy, once a run for each name of an example.
        """

    def close(self) -> None:
        """Remove what this process made, and stop what it started."""


def migrated(url: str) -> None:
    """Bring the database to the newest version."""
    engine = open_engine(url)
    migrate.upgrade(engine)
    if engine.dialect.name == "sqlite":
        # Everything into the one file that is copied.
        with engine.connect() as connection:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    engine.dispose()
