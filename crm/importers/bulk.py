"""Many rows at once: written past the unit of work, and noted by their ids so that the batch can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from crm.audit.models import ImportedRows
from crm.db import Base

_AT_ONCE = 5000


def insert_rows(
    session: Session, batch_id: int, model: type[Base], rows: Sequence[dict[str, Any]]
) -> range | list[int]:
    """Insert rows (by column name, without an id) of one table, and return the ids they were given, in their order.

    The audit notes them as runs of ids of the batch, not one by one. The session must be a writing one: on SQLite it
    holds the write lock, so that nobody else takes the same ids.
    """
    if not rows:
        return []
    session.flush()
    ids = _ids(session, model, len(rows))
    for start in range(0, len(rows), _AT_ONCE):
        part = [{"id": row_id, **row} for row_id, row in zip(ids[start:], rows[start : start + _AT_ONCE], strict=False)]
        session.execute(insert(model.__table__), part)  # type: ignore[arg-type]
    session.add_all(
        ImportedRows(batch_id=batch_id, table_name=model.__tablename__, first_id=first, last_id=last)
        for first, last in runs(ids)
    )
    return ids


def runs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """The ids as runs of neighbours, first and last of each: [1, 2, 3, 7] is [(1, 3), (7, 7)]."""
    ordered = sorted(ids)
    if not ordered:
        return []
    breaks = [(a, b) for a, b in pairwise(ordered) if b != a + 1]
    return list(zip([ordered[0], *(b for _, b in breaks)], [*(a for a, _ in breaks), ordered[-1]], strict=True))


def _ids(session: Session, model: type[Base], number: int) -> range | list[int]:
    table = model.__tablename__
    if session.get_bind().dialect.name == "postgresql":
        drawn = session.scalars(
            text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :number)"),
            {"name": table, "number": number},
        )
        return sorted(drawn)
    first = (session.scalar(select(func.max(model.__table__.c.id))) or 0) + 1
    return range(first, first + number)
