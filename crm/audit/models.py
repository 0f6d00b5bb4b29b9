"""Who changed what, when, and through which import."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key, line, short, text, word


class Change(enum.StrEnum):
    """What happened to the row. ``exported``: no row changed; something left the server."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"
    EXPORTED = "exported"


class ImportBatch(Base):
    """One run of one importer: what came in together can be undone together."""

    __tablename__ = "import_batches"

    id: Mapped[key]
    kind: Mapped[short]
    source: Mapped[line]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    summary: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ImportedRows(Base):
    """Rows that an import wrote in bulk: a run of ids of one table, both ends included."""

    __tablename__ = "imported_rows"

    id: Mapped[key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), index=True)
    table_name: Mapped[short]
    first_id: Mapped[int]
    last_id: Mapped[int]


class AuditEntry(Base):
    """One row that changed in one flush. ``before`` and ``after`` hold the changed columns, never a secret."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_table_name_row_id", "table_name", "row_id"),)

    id: Mapped[key]
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    request_id: Mapped[str | None] = mapped_column(String(40))
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    change: Mapped[Change] = mapped_column(word(Change))
    table_name: Mapped[short]
    row_id: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[text | None]
