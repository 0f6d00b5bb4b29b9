"""Bringing everything back: an archive into an empty database, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, bindparam, exists, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON

from crm.db import Base
from crm.errors import Conflict, InvalidInput
from crm.exporters.archive.container import Container, opened
from crm.exporters.archive.manifest import Manifest
from crm.exporters.archive.rows import Row, RowReader, in_order
from crm.exporters.archive.tables import columns_of, exported
from crm.exporters.archive.values import kind_of
from crm.exporters.archive.writing import Progress

_AT_ONCE: Final = 1000
_ELSEWHERE: Final = "Choose an empty one: crm --database sqlite:///new.db import archive FILE.zip"


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came back. ``organization``: the one whose view it was, nothing for everything; ``users`` need links."""

    tables: int
    rows: int
    files: int
    users: int
    exported_at: str
    organization: str | None


def check_archive(path: Path, version: str | None, progress: Progress | None = None) -> Manifest:
    """Read the archive through without touching a database, and return its manifest.

    ``version`` is that of the tables it is meant for. Raises InvalidInput, in one sentence that says what to do, for
    an archive that is damaged, changed, of another version, or no archive.
    """
    with opened(path) as container:
        _require_version(container.manifest, version)
        for number, part in enumerate(container.manifest.parts):
            if progress:
                progress(f"Checking {part.name[:40]}", number, len(container.manifest.parts))
            container.check(part)
        return container.manifest


def bring_back(session: Session, path: Path, progress: Progress | None = None) -> BroughtBack:
    """Write the archive into the session's database, which must be empty; nothing is committed here.

    Raises Conflict for a database with anything in it, InvalidInput as ``check_archive`` does and for rows that do not
    fit together. Neither the audit nor the list of imports notes it: what comes back is what was there.
    """
    require_empty(session)
    with opened(path) as container:
        _require_version(
            container.manifest, session.scalar(select(text("version_num")).select_from(text("alembic_version")))
        )
        done = 0
        for table in exported():
            done += _fill(session, container, table, done, progress)
        _move_sequences(session)
        said = container.manifest
        return BroughtBack(
            tables=len(exported()),
            rows=done,
            files=sum(part.name.startswith("files/") for part in said.parts),
            users=container.rows("users") or 0,
            exported_at=said.exported_at,
            organization=said.organization,
        )


def require_empty(session: Session) -> None:
    """Return if no table holds a row. Raises Conflict, naming one that does, otherwise."""
    for table in Base.metadata.sorted_tables:
        if session.scalar(select(exists(select(1).select_from(table)))):
            name = table.name.replace("_", " ")
            raise Conflict(f"This database is not empty: it has {name} in it.", hint=_ELSEWHERE)


def _require_version(said: Manifest, version: str | None) -> None:
    if said.migration == version:
        return
    newer = version is not None and said.migration > version
    way = (
        f"Install the Whipcount that wrote it, {said.product_version}, or a newer one."
        if newer
        else f"Bring it into a database with the Whipcount that wrote it, {said.product_version}; then: crm db upgrade"
    )
    raise InvalidInput(
        f"The archive's tables are at version {said.migration}, those here at {version or 'none'}.", hint=way
    )


def _fill(session: Session, container: Container, table: Table, before: int, progress: Progress | None) -> int:
    doing, of = f"Bringing in {table.name.replace('_', ' ')}", container.manifest.rows
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    reader = RowReader(table, container.file, refuses_nul=on_postgresql)
    holds_files = any(kind_of(column) == "file" for column in columns_of(table))
    rows = iter(in_order(table, reader.read(container.lines(table.name))))
    statement, done = _insert(table), 0
    while part := list(islice(rows, 1 if holds_files else _AT_ONCE)):
        _write(session, table, statement, part)
        done += len(part)
        if progress:
            progress(doing, before + done, of)
    if done != container.rows(table.name):
        raise InvalidInput(f"The table {table.name} has another number of rows than the manifest says.")
    return done


def _write(session: Session, table: Table, statement: Any, rows: Iterable[Row]) -> None:
    try:
        session.connection().execute(statement, list(rows))
    except DBAPIError as error:
        reason = next(iter(str(error.orig).splitlines()), "")
        raise InvalidInput(
            f"tables/{table.name}.jsonl holds a row that does not fit the others ({reason}).",
            hint="Take the archive again from where it was made; nothing was changed.",
        ) from None


def _insert(table: Table) -> Any:
    """Values are bound as their columns are, except that no JSON is no value."""
    columns = columns_of(table)
    return insert(table).values(
        {
            column.name: bindparam(
                column.name,
                type_=JSON(none_as_null=True) if kind_of(column) == "JSON" and column.nullable else column.type,
            )
            for column in columns
        }
    )


def _move_sequences(session: Session) -> None:
    """PostgreSQL counts ids by itself and has not seen those that came with the rows: the next would collide."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in exported():
        last = session.scalar(select(func.max(table.c.id)))
        if last is not None:
            session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
