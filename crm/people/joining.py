"""One record out of two: all that points at one person moves to the record that stays, and every step is noted.

Whatever table points at people is found by its keys, so that features above this one need not be known here. The
ledger's entries follow under the database's own rule for merges (migration 0010). Where both records say the same, one
row stays, and what pointed at the other points at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Column, Table, UniqueConstraint, and_, or_, select, update
from sqlalchemy.orm import Session

from crm.audit.values import as_noted, mapper_of, row_as_noted
from crm.db import Base
from crm.people.models import MergeProposal, MergeState, Person
from crm.people.on_the_line import UNTIL, let_go

LEDGER: Final = "positions"
"""The table whose rows the database lets nobody change but in whose they are."""

_OWN_WAY: Final = frozenset({"people", "merges", "merge_proposals", LEDGER})

# Two rows of one person that agree in these columns say the same.
_SAME: Final = {
    "action_officials": ("action_id",),
    "ask_targets": ("ask_id", "removed_on"),
    "call_targets": ("call_list_id",),
    "committee_seats": ("committee_id", "role"),
    "contact_points": ("kind", "phone", "address", "email"),
    "lobby_targets": ("lobby_slot_id",),
    "person_identifiers": ("scheme", "identifier"),
    "person_links": ("url",),
    "person_names": ("name",),
    "tenures": ("office_id", "started_on"),
}

# Of two rows that say the same, which state is the further one, and what goes with it.
_FURTHER: Final = {"call_targets": ("state", ("done", "skipped", "waiting"), ("state", "action_id"))}

Moved = dict[str, Any]
"""One step: ``{"table", "id", "column", "before", "after"}``, or ``{"table", "removed", "into"}``."""


class Moves:
    """Changes rows and notes how, so that it can be taken back."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.noted: list[Moved] = []

    def put(self, row: Any, column: str, value: Any) -> None:
        """Write a value, where it is not there already."""
        before = getattr(row, column)
        if before == value:
            return
        setattr(row, column, value)
        self.noted.append(_step(row.__tablename__, row.id, column, as_noted(before), as_noted(value)))

    def remove(self, row: Any, into: int | None) -> None:
        """Remove a row that says what the row ``into`` says; what points at it points there from now on."""
        if into is not None:
            self._point_elsewhere(row, into)
        self.session.flush()
        self.noted.append({"table": row.__tablename__, "removed": row_as_noted(row), "into": into})
        self.session.delete(row)
        self.session.flush()

    def _point_elsewhere(self, row: Any, into: int) -> None:
        for child in Base.metadata.sorted_tables:
            for key in child.foreign_keys:
                if key.column.table.name == row.__tablename__:
                    for each in self._rows(child, key.parent == row.id):
                        self.put(each, key.parent.name, into)
        self._differences_elsewhere(row, into)

    def _differences_elsewhere(self, row: Any, into: int) -> None:
        table = Base.metadata.tables["source_differences"]
        there = {
            (each.column_name, each.theirs)
            for each in self._rows(table, and_(table.c.table_name == row.__tablename__, table.c.row_id == into))
        }
        for each in self._rows(table, and_(table.c.table_name == row.__tablename__, table.c.row_id == row.id)):
            if (each.column_name, each.theirs) in there:
                self.remove(each, None)
            else:
                self.put(each, "row_id", into)

    def _rows(self, table: Table, condition: Any) -> list[Any]:
        return list(self.session.scalars(select(mapper_of(table.name).class_).where(condition).order_by(table.c.id)))


def join(session: Session, kept_id: int, gone_id: int) -> Moves:
    """Move all that is on file about one person to the record that stays, let the other lead to it, and note each step.

    The merge itself must be on file already: without it the database lets no entry of the ledger move. Nobody may have
    the record that goes on the line (``must_be_free``).
    """
    moves = Moves(session)
    let_go(session, gone_id)
    for table, column in person_columns():
        _repoint(moves, table, column, kept_id, gone_id)
    _follow_in_the_ledger(moves, kept_id, gone_id)
    kept, gone = session.get_one(Person, kept_id), session.get_one(Person, gone_id)
    _complete(moves, kept, gone)
    moves.put(gone, "merged_into_id", kept_id)
    # Whoever had been merged into the record that goes, follows it.
    for former in session.scalars(select(Person).where(Person.merged_into_id == gone_id)).all():
        moves.put(former, "merged_into_id", kept_id)
    session.flush()
    _ask_of_the_one_that_stays(moves, kept_id, gone_id)
    return moves


def person_columns() -> Iterable[tuple[Table, Column[Any]]]:
    """Every column that points at a person and moves with one, with its table."""
    for table in Base.metadata.sorted_tables:
        if table.name not in _OWN_WAY and UNTIL not in table.info:
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
                if key.column.table.name == "people":
                    yield table, key.parent


def says_the_same(table: Table, column: Column[Any]) -> tuple[str, ...] | None:
    """The columns in which two rows of one person agree that say the same; nothing where each says its own.

    What the database lets stand once for a person is among them, in tables that came up after this was written too.
    """
    if table.name in _SAME:
        return _SAME[table.name]
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, UniqueConstraint) and column.name in constraint.columns:
            return tuple(other.name for other in constraint.columns if other.name != column.name)
    return None


def _repoint(moves: Moves, table: Table, column: Column[Any], kept_id: int, gone_id: int) -> None:
    """Move the rows of one table; what the record that stays has already goes, once it has told what it knew."""
    session, model = moves.session, mapper_of(table.name).class_
    theirs = session.scalars(select(model).where(column == gone_id).order_by(table.c.id)).all()
    if not theirs:
        return
    columns = says_the_same(table, column)
    has: dict[tuple[Any, ...], Any] = {}
    if columns is not None:
        for row in session.scalars(select(model).where(column == kept_id).order_by(table.c.id)):
            has.setdefault(tuple(getattr(row, name) for name in columns), row)
    for row in theirs:
        twin = None if columns is None else has.get(tuple(getattr(row, name) for name in columns))
        if twin is None:
            moves.put(row, column.name, kept_id)
            continue
        _complete(moves, twin, row)
        _go_further(moves, twin, row)
        moves.remove(row, twin.id)
    session.flush()


def _complete(moves: Moves, row: Any, other: Any) -> None:
    """Fill in what ``row`` does not know and ``other`` does; what it knows stays."""
    for column in row.__mapper__.column_attrs:
        if column.key == "merged_into_id":
            continue
        if getattr(row, column.key) in (None, []) and getattr(other, column.key) not in (None, []):
            moves.put(row, column.key, getattr(other, column.key))


def _go_further(moves: Moves, row: Any, other: Any) -> None:
    """Of a call that was made to one of two records, the list says that it was made."""
    if row.__tablename__ in _FURTHER:
        column, order, along = _FURTHER[row.__tablename__]
        if order.index(getattr(other, column)) < order.index(getattr(row, column)):
            for name in along:
                moves.put(row, name, getattr(other, name))


def _follow_in_the_ledger(moves: Moves, kept_id: int, gone_id: int) -> None:
    table = Base.metadata.tables[LEDGER]
    ids = moves.session.scalars(select(table.c.id).where(table.c.person_id == gone_id).order_by(table.c.id)).all()
    move_entries(moves.session, ids, gone_id, kept_id)
    moves.noted += [_step(LEDGER, row_id, "person_id", gone_id, kept_id) for row_id in ids]


def move_entries(session: Session, ids: Iterable[int], from_id: int, to_id: int) -> None:
    """Let these entries of the ledger follow their person. The database refuses it without a merge that says so."""
    table, ordered = Base.metadata.tables[LEDGER], sorted(ids)
    session.flush()
    for start in range(0, len(ordered), 900):
        mine = and_(table.c.id.in_(ordered[start : start + 900]), table.c.person_id == from_id)
        # Past the unit of work, whose own guard knows no exception to "entries are never changed".
        session.connection().execute(update(table).where(mine).values(person_id=to_id))
    row: Any
    for row in list(session.identity_map.values()):
        if row.__tablename__ == LEDGER:
            session.expire(row)


def _ask_of_the_one_that_stays(moves: Moves, kept_id: int, gone_id: int) -> None:
    """Let what is proposed of the record that went be asked of the other one; a pair that has been asked goes."""
    session = moves.session
    asked = {(each.person_id, each.other_id) for each in session.scalars(select(MergeProposal))}
    waiting = select(MergeProposal).where(
        MergeProposal.state == MergeState.PROPOSED,
        or_(MergeProposal.person_id == gone_id, MergeProposal.other_id == gone_id),
        ~and_(MergeProposal.person_id.in_((kept_id, gone_id)), MergeProposal.other_id.in_((kept_id, gone_id))),
    )
    for each in session.scalars(waiting).all():
        third = each.other_id if each.person_id == gone_id else each.person_id
        first, second = min(kept_id, third), max(kept_id, third)
        if (first, second) in asked:
            moves.remove(each, None)
        else:
            moves.put(each, "person_id", first)
            moves.put(each, "other_id", second)
            asked.add((first, second))
    session.flush()


def _step(table: str, row_id: int, column: str, before: Any, after: Any) -> Moved:
    return {"table": table, "id": row_id, "column": column, "before": before, "after": after}
