"""Taking everything out: the archive as a stream of bytes, the same for the same records, whatever their number."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import LargeBinary, Table, select, text
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.queries import find_organization
from crm.errors import Conflict, InvalidInput
from crm.exporters.archive import manifest, readme
from crm.exporters.archive.manifest import Manifest, Part
from crm.exporters.archive.scope import Everything, OneOrganization
from crm.exporters.archive.tables import columns_of, exported
from crm.exporters.archive.values import Code, encoder, instant

Progress = Callable[[str, int, int | None], None]
"""Told as work goes on: what is being done, how many are done, of how many."""

_AT_ONCE: Final = 2000
_LARGEST_PIECE: Final = 1 << 16
# The earliest moment a zip file can name: that of the export stands in the manifest alone.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


class _Sink(io.RawIOBase):
    """What the zip writer writes to. It cannot seek, so that a stream and a file come out alike."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self.pieces = b"".join(self.pieces), []
        return found


@dataclass
class _Writer:
    """The zip file as it grows, and what its manifest will say."""

    sink: _Sink = field(default_factory=_Sink)
    parts: list[Part] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zip = zipfile.ZipFile(self.sink, "w")

    def put(self, name: str, pieces: Iterator[bytes], rows: Callable[[], int | None] = lambda: None) -> Iterator[bytes]:
        """Write one part, yielding what of the archive is ready."""
        fingerprint, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, _NO_TIME)
        entry.create_system, entry.external_attr = 3, 0o600 << 16
        # What people handed in is mostly packed already, and may look like a bomb where it is not.
        entry.compress_type = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
        with self.zip.open(entry, "w", force_zip64=name.startswith("tables/")) as opened:
            for piece in pieces:
                fingerprint.update(piece)
                size += len(piece)
                opened.write(piece)
                yield self.sink.taken()
        if name != manifest.NAME:
            self.parts.append(Part(name, size, fingerprint.hexdigest(), rows()))
        yield self.sink.taken()


def archive(
    session: Session,
    *,
    organization: str | None = None,
    exported_at: datetime | None = None,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """The archive, piece by piece: of everything, or of what the organization with the slug may see today.

    The session must be fresh: the whole archive shows the database at one moment. Whoever calls this decides who may
    have it; everything is for whoever holds the database itself. Raises NotFound for an unknown organization.
    """
    _hold_still(session)
    scope = _scope(session, organization)
    writer = _Writer()
    with writer.zip:
        yield from writer.put(readme.NAME, iter([readme.readme()]))
        tables, seen = exported(), set[str]()
        for number, table in enumerate(tables):
            if progress:
                progress(f"Writing {table.name.replace('_', ' ')}", number, len(tables))
            counted = _Rows(session, table, scope)
            yield from writer.put(f"tables/{table.name}.jsonl", counted.lines(), lambda found=counted: found.number)  # type: ignore[misc]
        for table in tables:
            for name, content in _files(session, table, scope):
                if name not in seen:
                    seen.add(name)
                    yield from writer.put(name, iter([content]))
        at = instant(exported_at or clock.now())
        said = Manifest(at, _migration(session), scope.organization, tuple(writer.parts))
        yield from writer.put(manifest.NAME, iter([said.to_json()]))
    yield writer.sink.taken()


def write_archive(pieces: Iterator[bytes], path: Path) -> int:
    """Write the archive into the new file ``path``, whole or not at all; the number of its bytes.

    Nobody but its owner may read the file. Raises Conflict for a path that is taken, InvalidInput for one that cannot
    be written.
    """
    if path.exists():
        raise Conflict(f"{path} is there already.", hint="Choose another name, such as one with the day in it.")
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".whipcount-", suffix=".part")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written ({error.strerror}).", hint="Choose another place.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            size = sum(file.write(piece) for piece in pieces)
        Path(scratch).rename(path)
    finally:
        Path(scratch).unlink(missing_ok=True)
    return size


class _Rows:
    """The rows of one table as lines of JSON, counted as they pass."""

    def __init__(self, session: Session, table: Table, scope: Everything) -> None:
        self._session, self._table, self._scope = session, table, scope
        self.number = 0

    def lines(self) -> Iterator[bytes]:
        """Pieces of the table's file, some lines at a time."""
        codes = [(column.name, encoder(column)) for column in columns_of(self._table)]
        waiting, size = [], 0
        for row in _stream(self._session, self._table, self._scope):
            self.number += 1
            line = _line(self._scope.finish(self._table, _plain(row, codes)))
            waiting.append(line)
            size += len(line)
            if size > _LARGEST_PIECE:
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join(waiting)


def _plain(row: Any, codes: list[tuple[str, Code]]) -> dict[str, Any]:
    found = {name: None if (value := row[name]) is None else code(_named(value)) for name, code in codes}
    return found | {name: row[name] for name in row if name not in found}


def _named(value: Any) -> Any:
    """Bytes by the name of their file."""
    return f"files/{hashlib.sha256(value).hexdigest()}" if isinstance(value, bytes) else value


def _line(row: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair inside of JSON that came from elsewhere: only an escape can say it.
        return (json.dumps(row, separators=(",", ":")) + "\n").encode()


def _stream(session: Session, table: Table, scope: Everything) -> Iterator[Any]:
    # Of rows that hold files one at a time is in memory.
    holds_files = any(isinstance(column.type, LargeBinary) for column in table.columns)
    query = scope.query(table).execution_options(yield_per=1 if holds_files else _AT_ONCE)
    yield from session.execute(query).mappings()


def _files(session: Session, table: Table, scope: Everything) -> Iterator[tuple[str, bytes]]:
    """The files of the table's rows, in the order of the rows."""
    holding = [column.name for column in columns_of(table) if isinstance(column.type, LargeBinary)]
    if holding:
        for row in _stream(session, table, scope):
            for name in holding:
                if row[name] is not None:
                    yield _named(row[name]), row[name]


def _hold_still(session: Session) -> None:
    """Have every statement see the same moment. SQLite's readers always do; PostgreSQL's must ask for it."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _scope(session: Session, organization: str | None) -> Everything:
    if organization is None:
        return Everything()
    found = find_organization(session, organization)
    return OneOrganization(session, found.id, found.slug, clock.today())


def _migration(session: Session) -> str:
    return str(session.scalar(select(text("version_num")).select_from(text("alembic_version"))))
