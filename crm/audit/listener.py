"""Notes who changed what, in the same flush as the change itself."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.exc import ObjectDeletedError

from crm import clock
from crm.audit.models import AuditEntry, Change
from crm.db import Base

# Rows that come and go with every request, or hold nothing but a secret's hash.
UNAUDITED = frozenset(
    {
        "audit_entries",
        "login_sessions",
        "sign_in_attempts",
        "one_time_links",
        "import_batches",
        "imported_rows",
        "feed_tokens",
        "device_keys",
        "digest_links",
        "office_holds",
    }
)
SECRETS = frozenset({"password_hash", "token_hash", "secret"})


def listen(session_class: Any) -> None:
    """Attach the listener to a session class or factory. All tables must be mapped."""
    _remember()
    event.listen(session_class, "before_flush", _read_what_goes)
    event.listen(session_class, "after_flush", _note)


@lru_cache(maxsize=1)
def _remember() -> None:
    """Have the value a column had before read where it is not at hand: of a row that was not read again, for one."""
    for mapper in Base.registry.mappers:
        for column in mapper.column_attrs:
            event.listen(column.class_attribute, "set", _keep, active_history=True)


def _keep(_entity: Any, _value: Any, _before: Any, _initiator: Any) -> None:
    """Listening is enough: it makes the value before known."""


def _read_what_goes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Read what is not at hand of rows that are to go (long content, rows not read again): afterwards nobody can."""
    for entity in session.deleted:
        state = inspect(entity)
        try:
            with session.no_autoflush:
                for column in state.mapper.column_attrs:
                    if column.key in state.unloaded:
                        getattr(entity, column.key)
        except ObjectDeletedError:
            continue


def _note(session: Session, _context: UOWTransaction) -> None:
    rows = [
        *(_row(session, entity, Change.CREATED, None, None) for entity in session.new),
        *(_changed(session, entity) for entity in session.dirty),
        *(_row(session, entity, Change.DELETED, _values(entity), None) for entity in session.deleted),
    ]
    noted = [row for row in rows if row is not None]
    if noted:
        session.connection().execute(insert(AuditEntry), noted)


def _changed(session: Session, entity: Any) -> dict[str, Any] | None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(entity)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            secret = column.key in SECRETS
            before[column.key] = "(secret)" if secret else _plain(history.deleted[0] if history.deleted else None)
            after[column.key] = "(secret)" if secret else _plain(history.added[0] if history.added else None)
    return _row(session, entity, Change.UPDATED, before, after) if after else None


def _row(
    session: Session, entity: Any, change: Change, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any] | None:
    table = entity.__tablename__
    if table in UNAUDITED:
        return None
    about = session.info
    return {
        "at": clock.now(),
        "user_id": about.get("user_id"),
        "request_id": about.get("request_id"),
        "import_batch_id": about.get("import_batch_id"),
        "change": change,
        "table_name": table,
        "row_id": entity.id,
        "before": before,
        "after": after,
        "reason": about.get("reason"),
    }


def _values(entity: Any) -> dict[str, Any]:
    state = inspect(entity)
    return {
        column.key: _plain(state.dict.get(column.key))
        for column in state.mapper.column_attrs
        if column.key not in SECRETS
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return value.isoformat() if isinstance(value, date | datetime | time) else value
