"""One import: where it came from, who ran it, what it wrote, what it could not use, and whether it was undone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from crm.accounts.models import User
from crm.audit.models import AuditEntry, Change, ImportBatch, ImportedRows
from crm.errors import NotFound

_UNDOER = aliased(User)


@dataclass(frozen=True, slots=True)
class OneImport:
    """An import. ``summary`` is what its report said; ``created_rows`` are rows by table, the most first."""

    id: int
    kind: str
    source: str
    started_at: datetime
    finished_at: datetime | None
    by: str | None
    undone_at: datetime | None
    undone_by: str | None
    summary: dict[str, Any]
    created_rows: tuple[tuple[str, int], ...]
    changed_rows: tuple[tuple[str, int], ...]


def one_import(session: Session, batch_id: int | None = None) -> OneImport:
    """The import of this number (nothing: the newest). Raises NotFound where there is none."""
    asked = (
        select(ImportBatch, User.name, _UNDOER.name)
        .outerjoin(User, User.id == ImportBatch.user_id)
        .outerjoin(_UNDOER, _UNDOER.id == ImportBatch.undone_by_id)
    )
    if batch_id is None:
        found = session.execute(asked.order_by(ImportBatch.id.desc()).limit(1)).first()
    else:
        found = session.execute(asked.where(ImportBatch.id == batch_id)).first()
    if found is None:
        raise NotFound(
            "Nothing has been imported yet." if batch_id is None else f"There is no import {batch_id}.",
            hint="See: crm imports list.",
        )
    row, by, undone_by = found
    created, changed = _rows(session, row.id)
    return OneImport(
        id=row.id,
        kind=row.kind,
        source=row.source,
        started_at=row.started_at,
        finished_at=row.finished_at,
        by=by,
        undone_at=row.undone_at,
        undone_by=undone_by,
        summary=row.summary,
        created_rows=tuple(created.most_common()),
        changed_rows=tuple(changed.most_common()),
    )


def _rows(session: Session, batch_id: int) -> tuple[Counter[str], Counter[str]]:
    created: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    noted = session.execute(
        select(AuditEntry.table_name, AuditEntry.change, func.count(AuditEntry.row_id.distinct()))
        .where(
            AuditEntry.import_batch_id == batch_id,
            AuditEntry.table_name != "import_batches",
            # What undoing it wrote is no part of what it did.
            AuditEntry.reason.is_distinct_from(f"Import {batch_id} was undone."),
        )
        .group_by(AuditEntry.table_name, AuditEntry.change)
        .order_by(AuditEntry.table_name)
    )
    for table, change, number in noted:
        (created if change is Change.CREATED else changed)[table] += number
    in_bulk = session.execute(
        select(ImportedRows.table_name, func.sum(ImportedRows.last_id - ImportedRows.first_id + 1))
        .where(ImportedRows.batch_id == batch_id)
        .group_by(ImportedRows.table_name)
        .order_by(ImportedRows.table_name)
    )
    for table, number in in_bulk:
        created[table] += int(number)
    return created, changed
