"""What one import of bills carries with it from chunk to chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from crm.db import Base
from crm.importers.bills.ground import Ground
from crm.importers.bills.naming import Naming
from crm.importers.bills.records import BillRecord
from crm.importers.bulk import insert_rows
from crm.importers.report import ImportReport


@dataclass(slots=True)
class Book:
    """One import: its session and report, the places and people it has found, and the bills it has touched."""

    session: Session
    report: ImportReport
    ground: Ground
    naming: Naming
    touched: set[int] = field(default_factory=set)
    new_bills: bool = False
    links: list[int] = field(default_factory=list)
    committees: dict[int, dict[str, int]] = field(default_factory=dict)

    def add(self, model: type[Base], rows: Sequence[dict[str, Any]]) -> Sequence[int]:
        """Insert rows in bulk, as of this import's batch; their ids, in order."""
        assert self.report.batch is not None
        return insert_rows(self.session, self.report.batch, model, rows)


@dataclass(slots=True)
class Entry:
    """A record with the bill it is about.

    ``fresh``: the bill came up with this chunk, with ``is_first``. ``is_newest``: no later look at it is on file.
    ``changed``: something did.
    """

    record: BillRecord
    bill_id: int
    fresh: bool
    is_first: bool = False
    is_newest: bool = True
    changed: bool = False


def by_day(entry: Entry) -> tuple[Any, ...]:
    """Sorts records of a chunk by the day on which they were seen."""
    return entry.record.seen_on, entry.record.sha256
