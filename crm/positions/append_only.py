"""The ledger is only added to. The database's triggers say the same; this listener says it in words people read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from crm.errors import NotAllowed
from crm.positions.models import Erasure, Evidence, EvidenceFile, NamelessCount, Position, Ruling

LEDGER = (Position, Evidence, EvidenceFile, Ruling, Erasure, NamelessCount)


class LedgerIsAppendOnly(NotAllowed):
    """Somebody tried to change or remove an entry."""

    def __init__(self) -> None:
        super().__init__(
            "Entries of the ledger are never changed or removed.",
            hint="Record a correction or a retraction instead: the wrong entry stays, and no longer counts.",
        )


def listen(session_class: Any) -> None:
    """Attach the guard to a session class or factory."""
    event.listen(session_class, "before_flush", _refuse_changes)
    event.listen(session_class, "do_orm_execute", _refuse_bulk_changes)


def _refuse_changes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    changed = any(isinstance(entity, LEDGER) and session.is_modified(entity) for entity in session.dirty)
    if changed or any(isinstance(entity, LEDGER) for entity in session.deleted):
        raise LedgerIsAppendOnly


def _refuse_bulk_changes(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is not None and mapper.class_ in LEDGER:
        raise LedgerIsAppendOnly
