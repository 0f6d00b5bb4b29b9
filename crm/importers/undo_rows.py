"""The rows an import created: which of them may go, which must stay and why, and their removal.

Everything is asked of the database in sets. A temporary table holds the ids as runs, so that a million rows that came
in bulk are a handful of lines there, and "is this row one of them?" is one step down an index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import Session

from crm.audit.models import AuditEntry, Change, ImportBatch, ImportedRows
from crm.db import Base
from crm.importers.undo_runs import Run, created_by, without
from crm.importers.undo_words import CHANGED_SINCE, NEVER_REMOVED, Stays, hold, since

NEVER: Final = frozenset(
    {"positions", "evidence", "evidence_files", "rulings", "erasures", "nameless_counts", "audit_entries"}
)
"""Tables the database lets nobody remove from."""

_REMEMBERED: Final = frozenset({"import_uploads", "import_recipes", "refresh_sources", "import_batches"})
"""What was handed in, and how it is read, is wanted again after an import was undone."""

# Whole -> what makes it up. A record that stays keeps them: without its ids the next import would make a second one.
_PARTS: Final = {
    "people": ("person_names", "person_identifiers", "person_links", "contact_points", "tenures"),
    "bills": ("bill_identifiers",),
    "organizations": ("organization_contacts",),
    "outreach_actions": (
        "action_officials", "action_staff", "action_organizations", "action_users", "action_topics",
    ),
}  # fmt: skip

# What is worked out from records, or merely proposed, may change without anybody's work being lost with it.
_WORKED_OUT: Final = frozenset({"sponsorships", "votes", "bill_snapshots", "bill_links", "merge_proposals"})

_FOLLOW: Final = ("merge_proposals", "source_differences")
"""What is merely proposed or noted about a row keeps no row on file; it goes along."""

_RUNS: Final = Table(
    "undo_runs",
    MetaData(),
    Column("table_name", String, primary_key=True),
    Column("first_id", BigInteger, primary_key=True, autoincrement=False),
    Column("last_id", BigInteger, nullable=False),
    prefixes=["TEMPORARY"],
)
_AT_ONCE = 900


class CreatedRows:
    """The rows a batch created that are still there and nobody else's, by table; those that must stay leave the set.

    Use it as a context: the temporary table lives as long.
    """

    def __init__(self, session: Session, batch: ImportBatch) -> None:
        self._session = session
        self._batch = batch
        self.runs: dict[str, list[Run]] = {}
        self.staying: dict[str, set[int]] = defaultdict(set)
        self._why: Counter[tuple[str, str]] = Counter()

    def __enter__(self) -> CreatedRows:
        _RUNS.create(self._session.connection())
        for table, ids in created_by(self._session, self._batch.id).items():
            if table not in _REMEMBERED and table in Base.metadata.tables:
                self._put(table, ids)
        for table, strangers in self._of_others().items():
            self._take(table, strangers)
        return self

    def __exit__(self, failed: Any, *_rest: Any) -> None:
        if failed is None:
            _RUNS.drop(self._session.connection())

    def is_one(self, table: str, row_id: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition under which a row of the table is in the set. Runs do not overlap, so the nearest decides."""
        nearest = (
            select(_RUNS.c.last_id)
            .where(_RUNS.c.table_name == table, _RUNS.c.first_id <= row_id)
            .order_by(_RUNS.c.first_id.desc())
            .limit(1)
            .correlate_except(_RUNS)
            .scalar_subquery()
        )
        return func.coalesce(nearest, -1) >= row_id

    def holds(self, table: str, row_id: int) -> bool:
        """Whether the row is in the set."""
        ranges = self.runs.get(table, [])
        place = bisect_right(ranges, row_id, key=itemgetter(0))
        return place > 0 and row_id <= ranges[place - 1][1]

    def settle(self) -> None:
        """Take out of the set what must stay: what somebody changed or hung something on, and what holds up that."""
        for table in sorted(NEVER & set(self.runs)):
            if table in ("positions", "evidence"):
                # That they are retracted is said elsewhere.
                self._keep(table, self._all(table), None)
            else:
                self._keep(table, self._all(table), NEVER_REMOVED)
        for table, ids in self._changed_since().items():
            self._keep(table, ids, CHANGED_SINCE)
        while self._hold_up() or self._keep_whole():
            pass

    def stays(self) -> tuple[Stays, ...]:
        """What stays and why, by table."""
        return tuple(Stays(table, number, why) for (table, why), number in sorted(self._why.items()))

    def remove(self) -> tuple[tuple[str, int], ...]:
        """Remove what is in the set, what points at others first, and say how many rows of each table went."""
        self._remove_what_follows()
        row: Any
        for row in list(self._session.identity_map.values()):
            if row.__tablename__ in _FOLLOW or self.holds(row.__tablename__, inspect(row).identity[0]):
                self._session.expunge(row)
        removed = []
        for table in reversed(Base.metadata.sorted_tables):
            ranges = self.runs.get(table.name)
            if not ranges:
                continue
            if any(key.column.table is table for key in table.foreign_keys):
                # Its rows point at each other: they go in one statement, whatever their order.
                gone = self._session.execute(delete(table).where(self.is_one(table.name, table.c.id)))
                number = _count(gone)
            else:
                number = sum(
                    _count(self._session.execute(delete(table).where(table.c.id.between(first, last))))
                    for first, last in ranges
                )
            if number:
                removed.append((table.name, number))
        return tuple(reversed(removed))

    def _hold_up(self) -> bool:
        """Keep every row that a row outside of the set points at. Says whether there was any."""
        found = False
        for child in reversed(Base.metadata.sorted_tables):
            for key in child.foreign_keys:
                parent, column = key.column.table, key.parent
                if not self.runs.get(parent.name) or child.name in _FOLLOW:
                    continue
                ids = set(self._session.scalars(self._pointed_at(child, column, parent.name)))
                if not ids:
                    continue
                ours = self._by_our_own(child, column, ids)
                self._keep(parent.name, ids & ours, hold(child.name))
                self._keep(parent.name, ids - ours, since(child.name))
                found = True
        return found

    def _pointed_at(self, child: Table, column: Column[Any], parent: str) -> Any:
        asked = (
            select(column)
            .distinct()
            .join(
                _RUNS,
                and_(_RUNS.c.table_name == parent, column.between(_RUNS.c.first_id, _RUNS.c.last_id)),
            )
        )
        if self.runs.get(child.name):
            asked = asked.where(~self.is_one(child.name, child.c.id))
        return asked

    def _by_our_own(self, child: Table, column: Column[Any], ids: set[int]) -> set[int]:
        """Which of the ids rows of ``child`` point at that came with this import and stay."""
        return {
            pointed
            for part in _parts(self.staying[child.name])
            for pointed in self._session.scalars(select(column).distinct().where(child.c.id.in_(part)))
            if pointed in ids
        }

    def _keep_whole(self) -> bool:
        """Keep the parts of every record that stays. Says whether there was any."""
        found = False
        for whole, parts in _PARTS.items():
            for name in parts:
                if not self.staying.get(whole) or not self.runs.get(name):
                    continue
                table = Base.metadata.tables[name]
                column = next(key.parent for key in table.foreign_keys if key.column.table.name == whole)
                ids = {
                    row_id
                    for part in _parts(self.staying[whole])
                    for row_id in self._session.scalars(
                        select(table.c.id).where(column.in_(part), self.is_one(name, table.c.id))
                    )
                }
                if ids:
                    self._keep(name, ids, None)
                    found = True
        return found

    def _changed_since(self) -> dict[str, set[int]]:
        """Rows that somebody, or another import that stands, has changed since they were created."""
        return self._noted(
            AuditEntry.change == Change.UPDATED, AuditEntry.table_name.not_in(_WORKED_OUT), self._not_ours
        )

    def _of_others(self) -> dict[str, set[int]]:
        """Ids that were freed since and given to somebody else's row: SQLite gives the highest ones out again."""
        gone = and_(AuditEntry.change == Change.DELETED, AuditEntry.import_batch_id == self._batch.id)
        given_again = and_(AuditEntry.change != Change.UPDATED, self._not_ours)
        found = self._noted(or_(gone, given_again))
        later = select(ImportedRows).where(
            ImportedRows.batch_id > self._batch.id, ImportedRows.table_name.in_(sorted(self.runs))
        )
        for row in self._session.scalars(later):
            for first, last in self.runs[row.table_name]:
                found[row.table_name].update(range(max(first, row.first_id), min(last, row.last_id) + 1))
        return found

    @property
    def _not_ours(self) -> ColumnElement[bool]:
        """Somebody wrote it, or an import that still stands."""
        undone = select(ImportBatch.id).where(ImportBatch.undone_at.is_not(None))
        theirs = AuditEntry.import_batch_id
        return or_(theirs.is_(None), and_(theirs != self._batch.id, theirs.not_in(undone)))

    def _noted(self, *what: ColumnElement[bool]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        rows = self._session.execute(
            select(AuditEntry.table_name, AuditEntry.row_id)
            .distinct()
            .join(
                _RUNS,
                and_(
                    _RUNS.c.table_name == AuditEntry.table_name,
                    AuditEntry.row_id.between(_RUNS.c.first_id, _RUNS.c.last_id),
                ),
            )
            .where(AuditEntry.at >= self._batch.started_at, *what)
        )
        for table, row_id in rows:
            found[table].add(row_id)
        return found

    def _remove_what_follows(self) -> None:
        """What is proposed or noted about a row, whoever did so."""
        for child in (Base.metadata.tables[name] for name in _FOLLOW):
            for key in child.foreign_keys:
                if self.runs.get(key.column.table.name):
                    gone = self.is_one(key.column.table.name, key.parent)
                    self._session.execute(delete(child).where(key.parent.is_not(None), gone))
        differences = Base.metadata.tables["source_differences"]
        for table in self.runs:
            of_it = and_(differences.c.table_name == table, self.is_one(table, differences.c.row_id))
            self._session.execute(delete(differences).where(of_it))

    def _keep(self, table: str, ids: Iterable[int], why: str | None) -> None:
        ids = set(ids)
        if not ids:
            return
        self.staying[table] |= ids
        if why:
            self._why[table, why] += len(ids)
        self._take(table, ids)

    def _take(self, table: str, ids: set[int]) -> None:
        if ids:
            self._put(table, without(self.runs[table], ids))

    def _put(self, table: str, ranges: list[Run]) -> None:
        self.runs[table] = ranges
        self._session.execute(delete(_RUNS).where(_RUNS.c.table_name == table))
        lines = [{"table_name": table, "first_id": first, "last_id": last} for first, last in ranges]
        if lines:
            self._session.execute(insert(_RUNS), lines)

    def _all(self, table: str) -> Iterator[int]:
        for first, last in self.runs[table]:
            yield from range(first, last + 1)


def _parts(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _count(result: Any) -> int:
    return int(result.rowcount)
