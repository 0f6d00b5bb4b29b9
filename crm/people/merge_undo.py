"""Take the joining of two records back: each has again what was its own; what came since stays with the one kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.values import as_noted, as_value, mapper_of
from crm.coalition.visibility import Viewer
from crm.db import Base
from crm.errors import Conflict, NotFound
from crm.people.joining import LEDGER, Moved, move_entries
from crm.people.merge_rights import may_join
from crm.people.models import Merge, Person
from crm.people.on_the_line import must_be_free

_AT_ONCE = 900


def undo_merge(session: Session, viewer: Viewer, merge_id: int) -> Merge:
    """Take a merge back, and return it. The pair waits for a decision again.

    A value that somebody has changed since stays as it is. Raises NotAllowed, NotFound; Conflict for a merge that was
    undone before, for one on which a later merge of the same records builds, and while a caller has the record that
    stayed on the line.
    """
    may_join(viewer)
    merge = session.get(Merge, merge_id, with_for_update=True)
    if merge is None:
        raise NotFound("That merge is not on file.", hint="See the list of merges.")
    if merge.undone_at is not None:
        raise Conflict("That merge was undone before.", hint="Join the records again if they are one person.")
    _must_be_the_last(session, merge)
    must_be_free(session, merge.kept_id, verb="Take the joining back")
    merge.undone_at, merge.undone_by_id = clock.now(), viewer.user_id
    session.flush()
    again = _insert_again(session, merge.moved)
    changes: dict[str, list[Moved]] = defaultdict(list)
    for step in reversed(merge.moved):
        if "column" in step:
            changes[step["table"]].append(step)
    entries = {step["id"] for step in changes.pop(LEDGER, ())}
    move_entries(session, _with_corrections(session, entries, merge.kept_id), merge.kept_id, merge.gone_id)
    for table, steps in changes.items():
        _put_back(session, table, steps, again)
    session.flush()
    return merge


def _must_be_the_last(session: Session, merge: Merge) -> None:
    both = (merge.kept_id, merge.gone_id)
    later = session.scalars(
        select(Merge)
        .where(
            Merge.id > merge.id,
            Merge.undone_at.is_(None),
            or_(Merge.kept_id.in_(both), Merge.gone_id.in_(both)),
        )
        .order_by(Merge.id.desc())
    ).first()
    if later is not None:
        names = [session.get_one(Person, person_id).name for person_id in (later.gone_id, later.kept_id)]
        raise Conflict(
            f"A later merge builds on this one: {names[0]} was joined to {names[1]}.",
            hint=f"Undo that one first (merge {later.id}).",
        )


def _insert_again(session: Session, moved: Iterable[Moved]) -> dict[tuple[str, int], int]:
    """Put back the rows that went, the last to go first, and say under which id each is on file again."""
    again: dict[tuple[str, int], int] = {}
    for step in reversed(list(moved)):
        if "removed" not in step:
            continue
        mapper = mapper_of(step["table"])
        values = {name: as_value(mapper, name, value) for name, value in step["removed"].items()}
        if session.get(mapper.class_, values["id"]) is not None:
            # SQLite gives the highest id out again: somebody else's row has it by now.
            former, values = values["id"], {name: value for name, value in values.items() if name != "id"}
        else:
            former = values["id"]
        row = mapper.class_(**values)
        session.add(row)
        session.flush()
        again[step["table"], former] = row.id
    return again


def _put_back(session: Session, table: str, steps: list[Moved], again: dict[tuple[str, int], int]) -> None:
    """Give columns the value from before, where they still have the one that the merge wrote."""
    mapper = mapper_of(table)
    targets = {key.parent.name: key.column.table.name for key in Base.metadata.tables[table].foreign_keys}
    ids = sorted({step["id"] for step in steps})
    rows: dict[int, Any] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found = session.scalars(select(mapper.class_).where(mapper.class_.id.in_(ids[start : start + _AT_ONCE])))
        rows |= {row.id: row for row in found}
    for step in steps:
        row = rows.get(step["id"])
        if row is None or as_noted(getattr(row, step["column"])) != step["after"]:
            continue
        before = as_value(mapper, step["column"], step["before"])
        target = targets.get(step["column"])
        if table == "source_differences" and step["column"] == "row_id":
            target = row.table_name
        setattr(row, step["column"], again.get((target, before), before) if target else before)


def _with_corrections(session: Session, entries: set[int], kept_id: int) -> set[int]:
    """The entries, and whatever was entered since to correct or retract one of them: that speaks of the same person."""
    table = Base.metadata.tables[LEDGER]
    found, new = set(entries), set(entries)
    while new:
        ids, new = sorted(new), set()
        for start in range(0, len(ids), _AT_ONCE):
            new |= set(
                session.scalars(
                    select(table.c.id).where(
                        table.c.corrects_id.in_(ids[start : start + _AT_ONCE]), table.c.person_id == kept_id
                    )
                )
            )
        new -= found
        found |= new
    return found
