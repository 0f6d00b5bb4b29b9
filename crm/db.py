"""The database: declarative base, column types that keep their promises, and engines that lose no update."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import (
    URL,
    BigInteger,
    Date,
    DateTime,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

from crm.config import get_settings
from crm.errors import InvalidInput

Key = Integer().with_variant(BigInteger(), "postgresql")

key = Annotated[int, mapped_column(Key, primary_key=True)]
# No length limits in the database: PostgreSQL would refuse what SQLite takes. Forms limit what people type.
short = Annotated[str, mapped_column(String)]
line = Annotated[str, mapped_column(String)]
text = Annotated[str, mapped_column(Text)]


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant. Stored as UTC with microseconds on both databases; a naive value is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone; use crm.clock.now()")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(kind: type[enum.StrEnum]) -> Enum:
    """A column type that stores the values of ``kind`` as plain words and refuses all others."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        validate_strings=True,
        values_callable=lambda words: [w.value for w in words],
    )


class Base(DeclarativeBase):
    """Base of every table. Constraint names are fixed, so that migrations can name what they change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        int: Key,
        str: Text(),
        datetime: UTCDateTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[Any]: JSON(),
        date: Date(),
    }


def open_engine(url: str | None = None) -> Engine:
    """An engine for ``url`` (default: the configured database) with the transaction rules this project relies on.

    Nothing is connected or made yet. Raises InvalidInput when the URL cannot be read or names a database of another
    kind.
    """
    try:
        parsed = make_url(url or get_settings().database)
        backend = parsed.get_backend_name()
        if backend == "sqlite":
            return _open_sqlite(parsed)
        if backend == "postgresql":
            # A server that does not answer is told of soon; the driver's own patience is minutes.
            patience = {} if "connect_timeout" in parsed.query else {"connect_timeout": 10}
            size = get_settings().pool_size
            return create_engine(parsed, pool_size=size, max_overflow=2, pool_pre_ping=True, connect_args=patience)
    except (ArgumentError, ValueError, ImportError):
        # The address itself is not repeated: it may hold a password.
        raise InvalidInput(
            "The database address cannot be read.",
            hint="Write it as sqlite:///file.db or postgresql://user@host/name.",
        ) from None
    raise InvalidInput(f"Databases of the kind “{backend}” are not supported.", hint="Use SQLite or PostgreSQL.")


def file_of(url: URL) -> Path | None:
    """The file an SQLite database lives in; nothing for one on a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def name_of(url: URL) -> str:
    """The database as a sentence names it: its file, or its name and server; never a password."""
    server = f"{url.host or 'this machine'}:{url.port}" if url.port else url.host or "this machine"
    return str(file_of(url) or f"{url.database or 'without a name'} on {server}")


def _open_sqlite(url: URL) -> Engine:
    if not url.database or url.database.startswith((":memory:", "file:")):
        raise InvalidInput("An SQLite database needs a file of its own.", hint="Write it as sqlite:///file.db.")
    engine = create_engine(url, pool_size=get_settings().pool_size, max_overflow=2)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling loses updates silently; we begin transactions ourselves.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A writer that reads first must hold the write lock from its start: two such readers would overwrite
        # each other. Readers take no lock.
        writes = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
