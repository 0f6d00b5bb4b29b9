"""Opening the database: sessions with their listeners, and the rule who may write."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

import crm.models  # noqa: F401 - all tables must be mapped before the first session
from crm import migrate
from crm.audit import listener as audit
from crm.db import file_of, name_of, open_engine
from crm.errors import InvalidInput
from crm.positions import append_only

_FIRST = "Run: crm db upgrade (or crm demo for an example)."


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

    def upgrade(self) -> str | None:
        """Bring the tables to the newest version, and return the one they were at.

        Raises InvalidInput as ``version`` does; then nothing was changed.
        """
        file = file_of(self.engine.url)
        if file is not None:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise InvalidInput(
                    f"The folder {file.parent} cannot be made ({error.strerror}).", hint="Choose another database."
                ) from None
        before = self.version()
        migrate.upgrade(self.engine)
        return before

    def require_current(self) -> None:
        """Return if the tables are at the newest version. Raises InvalidInput, saying what to run, otherwise."""
        file = file_of(self.engine.url)
        if file is not None and not file.exists():
            raise InvalidInput(f"There is no database at {file}.", hint=_FIRST)
        found = self.version()
        if found is None:
            raise InvalidInput(f"The database {name_of(self.engine.url)} is empty.", hint=_FIRST)
        if found != migrate.newest():
            raise InvalidInput(
                f"The database {name_of(self.engine.url)} is at version {found}, not {migrate.newest()}.",
                hint="Run: crm db upgrade",
            )

    def version(self) -> str | None:
        """The version the tables are at; nothing for a database that is empty or not there yet.

        Raises InvalidInput, naming the database and what to do, for one that cannot be opened, that holds something
        else, or that a newer Whipcount has written.
        """
        name, file = name_of(self.engine.url), file_of(self.engine.url)
        if file is not None and not file.exists():
            # To look into it would make an empty file of every mistyped name.
            return None
        try:
            found = migrate.current(self.engine)
            foreign = found is None and bool(inspect(self.engine).get_table_names())
        except DBAPIError as error:
            reason = next(iter(str(error.orig).splitlines()), "").rpartition(" failed: ")[2].rstrip(".")
            raise InvalidInput(
                f"The database {name} cannot be opened ({reason}).",
                hint="Check its address: --database, or CRM_DATABASE_URL.",
            ) from None
        if foreign:
            raise InvalidInput(
                f"The database {name} holds tables of something else.", hint="Choose another: --database."
            )
        if found not in (None, migrate.newest()) and not migrate.is_known(found or ""):
            raise InvalidInput(
                f"The database {name} is at version {found}, which this Whipcount does not know.",
                hint="Install the newer Whipcount that wrote it, or choose another database.",
            )
        return found

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(url: str | None = None) -> Database:
    """The database at ``url`` (default: the configured one). Raises InvalidInput for an unusable address."""
    return Database(open_engine(url))
