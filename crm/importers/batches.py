"""What came in, when, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit.models import ImportBatch


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One import. Numbers are files (or rows) of its source."""

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
