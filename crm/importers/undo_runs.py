"""Which rows an import created, as runs of ids: a million rows that came in bulk are a handful of runs."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.audit.models import AuditEntry, Change, ImportedRows
from crm.importers.bulk import runs

Run = tuple[int, int]
"""The first id and the last, both included."""


def created_by(session: Session, batch_id: int) -> dict[str, list[Run]]:
    """The ids that the batch created, by table: those the audit notes one by one, and those noted in bulk."""
    ranges: dict[str, list[Run]] = defaultdict(list)
    one_by_one: dict[str, list[int]] = defaultdict(list)
    for table, row_id in session.execute(
        select(AuditEntry.table_name, AuditEntry.row_id).where(
            AuditEntry.import_batch_id == batch_id, AuditEntry.change == Change.CREATED
        )
    ):
        one_by_one[table].append(row_id)
    for table, ids in one_by_one.items():
        ranges[table] += runs(set(ids))
    for row in session.scalars(select(ImportedRows).where(ImportedRows.batch_id == batch_id)):
        ranges[row.table_name].append((row.first_id, row.last_id))
    return {table: joined(found) for table, found in ranges.items()}


def without(ranges: list[Run], ids: Iterable[int]) -> list[Run]:
    """The runs without these ids: [(1, 9)] without 3 and 4 is [(1, 2), (5, 9)]."""
    gaps = runs(ids)
    left = []
    for first, last in ranges:
        start = first
        for place in range(bisect_left(gaps, first, key=itemgetter(1)), len(gaps)):
            gap_first, gap_last = gaps[place]
            if gap_first > last:
                break
            if start < gap_first:
                left.append((start, gap_first - 1))
            start = gap_last + 1
        if start <= last:
            left.append((start, last))
    return left


def joined(ranges: Iterable[Run]) -> list[Run]:
    """The same ids in as few runs as they need: [(1, 3), (4, 7), (6, 8)] is [(1, 8)]."""
    found: list[Run] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
