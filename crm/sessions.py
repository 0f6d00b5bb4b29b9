"""Opening the database: sessions with their listeners, and the rule who may write."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

import crm.models  # noqa: F401 - all tables must be mapped before the first session
from crm import migrate
from crm.audit import listener as audit
from crm.db import open_engine
from crm.errors import InvalidInput
from crm.positions import append_only


class Database:
    """One database. ``read()`` sessions take no lock; ``write()`` sessions commit as the block ends, or not at all."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._read = sessionmaker(engine, autoflush=False, expire_on_commit=False)
        self._write = sessionmaker(engine.execution_options(write=True), expire_on_commit=False)
        audit.listen(self._write)
        append_only.listen(self._write)
        append_only.listen(self._read)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking; whatever it changes is rolled back."""
        with self._read() as session:
            yield session

    @contextmanager
    def write(self, user_id: int | None = None, **about: Any) -> Iterator[Session]:
        """A session for changing. ``user_id``, ``request_id``, ``import_batch_id`` and ``reason`` go into the audit."""
        with self._write() as session, session.begin():
            session.info.update(user_id=user_id, request_id=uuid.uuid4().hex)
            session.info.update(about)
            yield session

    def upgrade(self) -> None:
        """Bring the tables to the newest version."""
        migrate.upgrade(self.engine)

    def require_current(self) -> None:
        """Return if the tables are at the newest version. Raises InvalidInput, saying what to run, otherwise."""
        found = migrate.current(self.engine)
        if found is None:
            raise InvalidInput("The database is empty.", hint="Run: crm db upgrade (or crm demo for an example).")
        if found != migrate.newest():
            raise InvalidInput(
                f"The database is at version {found}, not {migrate.newest()}.", hint="Run: crm db upgrade"
            )

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(url: str | None = None) -> Database:
    """The database at ``url`` (default: the configured one). Raises InvalidInput for an unusable address."""
    return Database(open_engine(url))
