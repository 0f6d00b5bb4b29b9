"""What came in, when, and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import ImportBatch
from crm.importers.report import ImportReport

_CONTINUED: Final = "continued_batch_id"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One import. Numbers are records (files, bills, rows) of its source."""

    id: int
    kind: str
    source: str
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    created: int
    updated: int
    same: int
    problems: int


@contextmanager
def batch(session: Session, kind: str, source: str) -> Iterator[ImportReport]:
    """Everything written inside belongs to one new import batch, whose report is yielded, and kept at the end.

    Nothing is committed: a preview is the same in a transaction that is rolled back. Within ``continuing`` the batch is
    the earlier one.
    """
    row = _opened(session, kind, source)
    before = session.info.get("import_batch_id")
    session.info["import_batch_id"] = row.id
    report = ImportReport(batch=row.id)
    try:
        yield report
        session.flush()
    finally:
        session.info["import_batch_id"] = before
    row.finished_at = clock.now()
    row.summary = _grown(row.summary, report.summary())
    session.flush()


@contextmanager
def continuing(session: Session, batch_id: int) -> Iterator[None]:
    """What comes in inside is part of this earlier import: it waited then, comes in now, and is undone with it."""
    session.info[_CONTINUED] = batch_id
    try:
        yield
    finally:
        del session.info[_CONTINUED]


def list_batches(session: Session) -> tuple[BatchRow, ...]:
    """Every import, the newest first."""
    rows = session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()))
    return tuple(
        BatchRow(
            id=row.id,
            kind=row.kind,
            source=row.source,
            started_at=row.started_at,
            finished_at=row.finished_at,
            undone_at=row.undone_at,
            created=int(row.summary.get("created", 0)),
            updated=int(row.summary.get("updated", 0)),
            same=int(row.summary.get("same", 0)),
            problems=len(row.summary.get("problems", ())),
        )
        for row in rows
    )


def _opened(session: Session, kind: str, source: str) -> ImportBatch:
    if _CONTINUED in session.info:
        return session.get_one(ImportBatch, session.info[_CONTINUED])
    row = ImportBatch(kind=kind, source=source, started_at=clock.now(), summary={}, user_id=session.info.get("user_id"))
    session.add(row)
    session.flush()
    return row


def _grown(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """The summary of an import that was continued: more came in by now; what waits and what was a problem is as now."""
    if not before:
        return now
    return {
        **before,
        "created": int(before.get("created", 0)) + now["created"],
        "updated": int(before.get("updated", 0)) + now["updated"],
        "waiting": now["waiting"],
        "problems": now["problems"],
    }
