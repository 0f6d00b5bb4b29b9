"""What an import changed goes back to what was before, where the value is still what the import wrote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapper, Session

from crm.audit.models import AuditEntry, Change
from crm.audit.values import UNREADABLE, as_noted, as_value, mapper_of
from crm.db import Base
from crm.importers.undo_words import noun, rows

_AT_ONCE: Final = 500
_Values = dict[str, Any]


@dataclass(slots=True)
class Restored:
    """How many values went back, and in words what did not."""

    values: int = 0
    changed_since: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)

    @property
    def left(self) -> tuple[str, ...]:
        """What was left as it is, a sentence for each table."""
        return (
            *(
                f"{number} changed {noun(table, number)} stay as they are: somebody has changed them since."
                if number > 1
                else f"1 changed {noun(table)} stays as it is: somebody has changed it since."
                for table, number in sorted(self.changed_since.items())
            ),
            *(
                f"{rows(table, number)} that the import had removed could not be put back: something else is there now."
                for table, number in sorted(self.gone.items())
            ),
        )


def put_back(session: Session, batch_id: int, was_created: Callable[[str, int], bool]) -> Restored:
    """Put back what the batch changed and removed, apart from rows it had itself created; what it wrote last decides.

    A value that is no longer what the batch wrote is left, and so is a row that is gone.
    """
    restored = Restored()
    changed, removed = _noted(session, batch_id, was_created)
    for table in Base.metadata.sorted_tables:
        if table.name not in changed and table.name not in removed:
            continue
        mapper = mapper_of(table.name)
        for row_id, before in removed.get(table.name, {}).items():
            _insert_again(session, mapper, row_id, before, restored)
        for part in _parts(changed.get(table.name, {})):
            found = {row.id: row for row in session.scalars(select(mapper.class_).where(mapper.class_.id.in_(part)))}
            for row_id, values in part.items():
                if row_id in found:
                    _restore(session, mapper, found[row_id], values, restored)
        session.flush()
    return restored


def _noted(
    session: Session, batch_id: int, was_created: Callable[[str, int], bool]
) -> tuple[dict[str, dict[int, dict[str, list[Any]]]], dict[str, dict[int, _Values]]]:
    """By table and row: for each column what was before and what the batch wrote last; and rows it removed."""
    changed: dict[str, dict[int, dict[str, list[Any]]]] = defaultdict(dict)
    removed: dict[str, dict[int, _Values]] = defaultdict(dict)
    entries = session.execute(
        select(AuditEntry.table_name, AuditEntry.row_id, AuditEntry.change, AuditEntry.before, AuditEntry.after)
        .where(AuditEntry.import_batch_id == batch_id, AuditEntry.change != Change.CREATED)
        .order_by(AuditEntry.id)
        .execution_options(yield_per=1000)
    )
    for table, row_id, change, before, after in entries:
        if was_created(table, row_id):
            continue
        if change is Change.DELETED:
            values = changed[table].pop(row_id, {})
            removed[table][row_id] = {**(before or {}), **{column: pair[0] for column, pair in values.items()}}
            continue
        columns = changed[table].setdefault(row_id, {})
        for column, value in (after or {}).items():
            columns.setdefault(column, [(before or {}).get(column), value])[1] = value
    return changed, removed


def _restore(session: Session, mapper: Mapper[Any], row: Any, values: dict[str, list[Any]], restored: Restored) -> None:
    left = False
    for column, (before, written) in values.items():
        if column not in mapper.columns or before == written:
            continue
        now = as_noted(getattr(row, column))
        if now == before:
            continue
        value = as_value(mapper, column, before)
        if now != written or value is UNREADABLE or not _is_there(session, mapper, column, value):
            left = True
            continue
        setattr(row, column, value)
        restored.values += 1
    if left:
        restored.changed_since[mapper.local_table.name] += 1  # type: ignore[attr-defined]


def _insert_again(session: Session, mapper: Mapper[Any], row_id: int, before: _Values, restored: Restored) -> None:
    values = {column: as_value(mapper, column, value) for column, value in before.items() if column in mapper.columns}
    try:
        if UNREADABLE in values.values() or session.get(mapper.class_, row_id) is not None:
            raise _Taken
        with session.begin_nested():
            session.add(mapper.class_(**{**values, "id": row_id}))
        restored.values += 1
    except (IntegrityError, _Taken):
        restored.gone[mapper.local_table.name] += 1  # type: ignore[attr-defined]


class _Taken(Exception):
    """The row cannot come back."""


def _is_there(session: Session, mapper: Mapper[Any], column: str, value: Any) -> bool:
    """Whether the row that a key points at is (still) on file."""
    if value is None:
        return True
    for key in mapper.columns[column].foreign_keys:
        if session.scalar(select(key.column).where(key.column == value)) is None:
            return False
    return True


def _parts(rows_: dict[int, Any]) -> Iterator[dict[int, Any]]:
    ids = sorted(rows_)
    for start in range(0, len(ids), _AT_ONCE):
        yield {row_id: rows_[row_id] for row_id in ids[start : start + _AT_ONCE]}
