"""One public fact, one entry: under which key a fact stands in the ledger, or may be entered (again).

An entry is never removed. Where an import is undone, its entries are retracted by retractions that carry a key of their
own ("undone:12:345"); the fact may then be entered again, under its key with "#2", "#3", ... behind it. What a person
has retracted stays retracted, however often the fact comes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from crm.positions.models import Position

UNDONE: Final = "undone:"
"""How the key of a retraction begins that was made because an import was undone."""

_AT_ONCE = 900
_RETRACTION = aliased(Position)


@dataclass(frozen=True, slots=True)
class FactOnFile:
    """``entry_id``: the entry that is there for the fact. Without one, ``free_key`` is the key to enter it under."""

    entry_id: int | None
    free_key: str | None


def undone_key(batch_id: int, position_id: int) -> str:
    """The key of the retraction that takes an entry back because its import was undone."""
    return f"{UNDONE}{batch_id}:{position_id}"


def facts_on_file(session: Session, fact_keys: Iterable[str]) -> dict[str, FactOnFile]:
    """For each fact the entry that is there, or the key that is free.

    One query for 900 facts, and one more for each time an import of them was undone.
    """
    found: dict[str, FactOnFile] = {}
    asked = {fact_key: fact_key for fact_key in fact_keys}
    turn = 1
    while asked:
        there = _entries(session, asked.values())
        again: dict[str, str] = {}
        turn += 1
        for fact_key, numbered in asked.items():
            if numbered not in there:
                found[fact_key] = FactOnFile(None, numbered)
                continue
            entry_id, was_undone = there[numbered]
            if was_undone:
                again[fact_key] = f"{fact_key}#{turn}"
            else:
                found[fact_key] = FactOnFile(entry_id, None)
        asked = again
    return found


def fact_on_file(session: Session, fact_key: str) -> FactOnFile:
    """The entry that is there for the fact, or the key that is free."""
    return facts_on_file(session, (fact_key,))[fact_key]


def was_undone(entry: type[Position]) -> ColumnElement[bool]:
    """The condition under which an entry was taken back because its import was undone, or mended by a later record.

    What the record itself has corrected has a key of its own; what a person corrects has none.
    """
    taken_back = select(_RETRACTION.id).where(
        _RETRACTION.corrects_id == entry.id,
        _RETRACTION.fact_key.is_not(None),
        or_(_RETRACTION.is_retraction.is_(False), _RETRACTION.fact_key.startswith(UNDONE)),
    )
    return taken_back.exists()


def _entries(session: Session, keys: Iterable[str]) -> dict[str, tuple[int, bool]]:
    """By key: the entry, and whether it was taken back because its import was undone, or mended by a later record."""
    wanted = sorted(set(keys))
    found: dict[str, tuple[int, bool]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = session.execute(
            select(Position.fact_key, Position.id, _RETRACTION.fact_key, _RETRACTION.is_retraction)
            .outerjoin(_RETRACTION, _RETRACTION.corrects_id == Position.id)
            .where(Position.fact_key.in_(wanted[start : start + _AT_ONCE]))
        )
        for key, entry_id, other_key, is_retraction in rows:
            by_record = other_key is not None and (not is_retraction or other_key.startswith(UNDONE))
            found[key or ""] = (entry_id, by_record)
    return found
