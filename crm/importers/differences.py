"""What a source says against what somebody here corrected or verified: noted once for each value, never written over.

Reading and deciding (take theirs, keep ours) is in ``differing``; importers note here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import AuditEntry, Change
from crm.importers.models import DifferenceState, SourceDifference

_AT_ONCE = 900
_Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A column of a row of which the source says ``theirs``; ``theirs`` equal to ``ours``: it agrees (again)."""

    row_id: int
    column: str
    person_id: int | None
    ours: Any
    theirs: Any


def note(session: Session, table: str, source: str, found: Iterable[Found]) -> set[_Place]:
    """Note where the source differs, and return the places (row, column) about which somebody must decide anew.

    A value that was decided before is not asked about again. One that waits is no longer asked about once the source
    agrees or says something else (one query for 900 rows).
    """
    looks = {(each.row_id, each.column): each for each in found}
    on_file = _on_file(session, table, {row_id for row_id, _ in looks})
    new: set[_Place] = set()
    for place, each in looks.items():
        theirs = None if each.theirs in (None, "") else str(each.theirs)
        ours = None if each.ours is None else str(each.ours)
        there = {row.theirs: row for row in on_file[place]}
        for value, row in there.items():
            if row.state is DifferenceState.WAITING and row.source == source and (value != theirs or theirs == ours):
                session.delete(row)
        if theirs is None or theirs == ours:
            continue
        known = there.get(theirs)
        if known is None:
            new.add(place)
            session.add(_row(session, table, source, each, ours, theirs))
        elif known.state is DifferenceState.WAITING and known.ours != ours:
            known.ours = ours
    session.flush()
    return new


def by_hand(session: Session, table: str, columns: Iterable[str]) -> set[_Place]:
    """Every (row, column) that somebody here has changed last, and not by taking what a source says (two queries)."""
    wanted = frozenset(columns)
    last: dict[_Place, tuple[bool, Any]] = {}
    entries = session.execute(
        select(AuditEntry.row_id, AuditEntry.import_batch_id, AuditEntry.after)
        .where(AuditEntry.table_name == table, AuditEntry.change == Change.UPDATED)
        .order_by(AuditEntry.id)
    )
    for row_id, batch_id, after in entries:
        for column in wanted.intersection(after or ()):
            assert after is not None
            last[row_id, column] = (batch_id is None, after[column])
    taken = {
        (row.row_id, row.column_name, row.theirs)
        for row in session.execute(
            select(SourceDifference.row_id, SourceDifference.column_name, SourceDifference.theirs).where(
                SourceDifference.table_name == table, SourceDifference.state == DifferenceState.TAKEN
            )
        )
    }
    return {place for place, (hand, value) in last.items() if hand and (*place, value) not in taken}


def _on_file(session: Session, table: str, row_ids: set[int]) -> dict[_Place, list[SourceDifference]]:
    found: dict[_Place, list[SourceDifference]] = defaultdict(list)
    ids = sorted(row_ids)
    for start in range(0, len(ids), _AT_ONCE):
        for row in session.scalars(
            select(SourceDifference).where(
                SourceDifference.table_name == table, SourceDifference.row_id.in_(ids[start : start + _AT_ONCE])
            )
        ):
            found[row.row_id, row.column_name].append(row)
    return found


def _row(session: Session, table: str, source: str, each: Found, ours: str | None, theirs: str) -> SourceDifference:
    return SourceDifference(
        table_name=table,
        row_id=each.row_id,
        column_name=each.column,
        person_id=each.person_id,
        ours=ours,
        theirs=theirs,
        source=source,
        state=DifferenceState.WAITING,
        batch_id=session.info.get("import_batch_id"),
        seen_at=clock.now(),
    )
