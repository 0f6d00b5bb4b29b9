"""Refreshing: the sources that are due, one after the other, each asked once and politely."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import ImportBatch
from crm.errors import Conflict, InvalidInput, NotFound, WhipcountError
from crm.importers.fetching import Fetcher
from crm.importers.kinds import kind_named
from crm.importers.refresh.claiming import Claimed, claim, due, let_go, settle
from crm.importers.refresh.inside import lay_out
from crm.importers.refresh.places import Place, read_place
from crm.importers.refresh.results import Result, State, of_report, unchanged
from crm.importers.refresh.sources import title_of
from crm.importers.report import ImportReport, Progress, quietly, without

Writer = Callable[..., AbstractContextManager[Session]]
"""Opens a session that commits as its block ends: ``Database.write``."""

MOST_BYTES: Final = 500_000_000
PACE: Final = 2.0
"""Seconds from one question to the next, to one server."""
_CAME: Final = "what came"
_BUSY: Final = "The database was busy with something else."
_log = logging.getLogger("whipcount")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A source that was run, how it went, and when it is due again."""

    source: int
    kind: str
    title: str
    location: str
    batch: int | None
    result: Result
    next_at: datetime


@dataclass(frozen=True, slots=True)
class _Downloaded:
    """What came from an address: the file, or nothing where it is what came in the last time."""

    path: Path | None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None


def refresh(write: Writer, *, source_id: int | None = None, progress: Progress = quietly) -> tuple[Refreshed, ...]:
    """Run every source that is due, or the one named whether it is due or not, and say how each went.

    A source that fails is noted and left alone for a while; the others run all the same. Raises Conflict while another
    refresh is at work, and NotFound for a source that is not on file.
    """
    with write(reason="refresh") as session:
        waiting = due(session) if source_id is None else [source_id]
    done: list[Refreshed] = []
    with ExitStack() as stack:
        fetchers: dict[str, Fetcher] = {}
        for each in waiting:
            held = _claimed(write, each, named=source_id is not None, first=not done)
            if held is None:
                continue
            progress(f"Refreshing {title_of(held.kind)}", len(done), len(waiting))
            try:
                done.append(_run(write, held, lambda place: _fetcher(stack, fetchers, place), progress))
            except BaseException:
                with write(reason="refresh") as session:
                    let_go(session, held)
                raise
    return tuple(done)


def _claimed(write: Writer, source_id: int, *, named: bool, first: bool) -> Claimed | None:
    """The source, held. Where another refresh came in between, what was done is done, and the rest is in its hands."""
    try:
        with write(reason="refresh") as session:
            return claim(session, source_id, even_if_not_due=named)
    except (Conflict, NotFound):
        if named or first:
            raise
        return None


def _run(write: Writer, held: Claimed, fetcher: Callable[[Place], Fetcher], progress: Progress) -> Refreshed:
    """Run the source. Whatever goes wrong with it is its result, and nobody else's trouble."""
    try:
        with tempfile.TemporaryDirectory(prefix="whipcount-refresh-") as temporary:
            folder = Path(temporary).resolve()
            try:
                return _bring(write, held, folder, fetcher, progress)
            except WhipcountError as wrong:
                failed = _failed(without(folder, wrong.message, _CAME), without(folder, wrong.hint, _CAME))
    except DBAPIError as error:
        _log.warning("the refresh of source %s failed: %s", held.id, error.orig)
        failed = _failed(_BUSY, "It will be tried again.")
    except OSError as error:
        failed = _failed(f"The system refused this: {error.strerror or error}.", "Look after the server's disk.")
    except Exception:
        _log.exception("the refresh of source %s failed", held.id)
        failed = _failed(
            "Something in this source broke the import, and nothing was changed.",
            "Tell whoever runs this server; the log has the details.",
        )
    with write(reason="refresh") as session:
        next_at = settle(session, held, failed)
    return _refreshed(held, None, failed, next_at)


def _bring(
    write: Writer, held: Claimed, folder: Path, fetcher: Callable[[Place], Fetcher], progress: Progress
) -> Refreshed:
    kind, place = kind_named(held.kind), read_place(held.location)
    found = _Downloaded(place.path) if place.path is not None else _download(held, place, folder, fetcher(place))
    if found.path is None:
        result = unchanged(held.last, found.sha256)
        with write(reason="refresh") as session:
            next_at = settle(session, held, result, etag=found.etag, last_modified=found.last_modified)
        return _refreshed(held, None, result, next_at)
    path = found.path if place.path is not None else lay_out(found.path, place.inside, folder)
    with write(reason=f"crm refresh: {held.kind} {held.location}") as session:
        report = kind.bring(session, path, progress)
        _tell_where(session, report, held.location, folder)
        result = of_report(report, found.sha256)
        next_at = settle(
            session, held, result, batch_id=report.batch, etag=found.etag, last_modified=found.last_modified
        )
    return _refreshed(held, report.batch, result, next_at)


def _download(held: Claimed, place: Place, folder: Path, fetcher: Fetcher) -> _Downloaded:
    """Fetch what is at the address, unless it is what came in the last time."""
    file = folder / place.file_name
    # Of a source that failed last the answer must come whole: what it knows of may never have come in.
    again = held.last is not None and held.last.state is not State.FAILED
    try:
        said = fetcher.save(
            str(place.address),
            file,
            etag=held.etag if again else None,
            last_modified=held.last_modified if again else None,
            most_bytes=MOST_BYTES,
        )
    except InvalidInput as wrong:
        raise InvalidInput(wrong.message, hint=wrong.hint.replace(" (--base-url)", "")) from None
    if said.not_modified:
        return _Downloaded(None, said.etag, said.last_modified or held.last_modified)
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    # Not every server knows of conditions; the same bytes are the same bytes.
    same = again and held.last is not None and held.last.sha256 == sha256
    return _Downloaded(None if same else file, said.etag, said.last_modified, sha256)


def _fetcher(stack: ExitStack, fetchers: dict[str, Fetcher], place: Place) -> Fetcher:
    """The one client that asks this host. A failure is not tried again at once: the source's own patience does that."""
    host = place.address.host if place.address else ""
    if host not in fetchers:
        pace = 0.0 if place.is_here else PACE
        fetchers[host] = stack.enter_context(Fetcher(tries=1, pace=pace, local=place.is_here, most_bytes=MOST_BYTES))
    return fetchers[host]


def _tell_where(session: Session, report: ImportReport, location: str, folder: Path) -> None:
    """Name the source where the temporary folder stands: nobody finds that one again."""
    report.without(folder, _CAME)
    batch = session.get(ImportBatch, report.batch) if report.batch is not None else None
    if batch is not None:
        batch.source, batch.summary = location, report.summary()
        session.flush()


def _failed(message: str, hint: str) -> Result:
    return Result(State.FAILED, clock.now(), message=message, hint=hint)


def _refreshed(held: Claimed, batch: int | None, result: Result, next_at: datetime) -> Refreshed:
    return Refreshed(held.id, held.kind, title_of(held.kind), held.location, batch, result, next_at)
