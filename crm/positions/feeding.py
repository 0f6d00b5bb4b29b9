"""From the record to the ledger: what the records tell by now, entered once, and corrected where they tell otherwise.

The ledger stays as it was written; where a later look at a record moves a day, the entry is corrected, and where the
record no longer tells a fact, retracted. What a person has corrected or retracted stays as that person left it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from crm.bills.models import Measure, RollCall
from crm.coalition.visibility import Viewer
from crm.people.models import Person
from crm.positions import told
from crm.positions.fact_keys import UNDONE
from crm.positions.models import Position
from crm.positions.records import carrying, facts_told
from crm.positions.service import correct, record, retract
from crm.positions.stance import Stance
from crm.positions.told import BillNamed, Fact

Identity = tuple[str, str, int, str]

_TURN: Final = re.compile(r"#[0-9]+$")
_MENDED: Final = "The record shows it otherwise by now."
_GONE: Final = "The record does not show it."


@dataclass(frozen=True, slots=True)
class Fed:
    """What feeding did: entries that were new, corrected, retracted."""

    entered: int = 0
    corrected: int = 0
    retracted: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry for a fact. ``stands``: neither corrected nor retracted; ``by_record``: it was, not by a person."""

    id: int
    stance: Stance | None
    said: str
    stands: bool
    by_record: bool


def feed_measure(session: Session, viewer: Viewer, measure_id: int) -> Fed:
    """Bring the ledger of a measure up to the records of the bills that carry it, and say what that took.

    However often it is called, and in whatever order the records came: who stood where on a day is what they tell.
    """
    session.flush()
    bills, others = carrying(session, measure_id)
    measure = session.scalar(select(Measure.slug).where(Measure.id == measure_id)) or ""
    facts = facts_told(session, measure_id, bills)
    # What a bill told that turned out to be a rival, say, is taken back.
    entries, keys = _on_file(session, measure_id, bills | others)
    slugs = _slugs(session, {fact.person_id for fact in facts})
    standing = {identity: each for identity, known in entries.items() for each in known if each.stands}
    by_hand = {identity for identity, known in entries.items() if any(not e.stands and not e.by_record for e in known)}
    wanted = {fact.identity for fact in facts}
    new = [fact for fact in facts if fact.identity not in standing and fact.identity not in by_hand]
    stale = {identity: each for identity, each in standing.items() if identity not in wanted}

    def free_key(fact: Fact) -> str:
        key = base = fact.key(measure, slugs[fact.person_id])
        turn = 2
        while key in keys:
            key, turn = f"{base}#{turn}", turn + 1
        keys.add(key)
        return key

    entered = corrected = retracted = 0
    for fact in facts:
        there = standing.get(fact.identity)
        if there is not None and there.stance is not fact.stance:
            key = free_key(fact)
            correct(session, viewer, there.id, fact.position(measure_id, key), _MENDED, fact_key=key)
            corrected += 1
    for fact in new:
        key = free_key(fact)
        moved = next((identity for identity in stale if told.in_place_of(fact, identity)), None)
        if moved is not None:
            wrong = stale.pop(moved)
            correct(session, viewer, wrong.id, fact.position(measure_id, key), _MENDED, fact_key=key)
            corrected += 1
        else:
            record(session, viewer, fact.position(measure_id, key))
            entered += 1
    for each in stale.values():
        retract(session, viewer, each.id, _GONE, fact_key=f"{UNDONE}record:{each.id}")
        retracted += 1
    return Fed(entered, corrected, retracted)


def _on_file(
    session: Session, measure_id: int, bills: dict[int, tuple[BillNamed, Any]]
) -> tuple[dict[Identity, list[_Entry]], set[str]]:
    """The entries of facts about these bills, by what they are, and every key that is taken (two queries)."""
    later = aliased(Position)
    rows = session.execute(
        select(
            Position.id,
            Position.fact_key,
            Position.person_id,
            Position.bill_id,
            Position.stance,
            Position.said,
            later.id.label("later_id"),
            later.fact_key.label("later_key"),
        )
        .outerjoin(later, later.corrects_id == Position.id)
        .where(Position.measure_id == measure_id, Position.fact_key.is_not(None))
        .order_by(Position.id)
    ).all()
    keys = {row.fact_key for row in rows}
    roll_calls = _roll_calls(session, bills)
    found: dict[Identity, list[_Entry]] = {}
    for row in rows:
        if row.bill_id not in bills:
            continue
        identity = _identity(row, bills[row.bill_id][0], roll_calls)
        if identity is not None:
            entry = _Entry(row.id, row.stance, row.said, row.later_id is None, row.later_key is not None)
            found.setdefault(identity, []).append(entry)
    return found, keys


def _identity(row: Any, bill: BillNamed, roll_calls: dict[str, str]) -> Identity | None:
    """What fact an entry is for. Keys of before held the numbers of rows, and no measure: they are read as well."""
    kind, _, rest = _TURN.sub("", row.fact_key).partition(":")
    if kind not in told.KINDS:
        return None
    parts = rest.split(":")
    if parts[0].isdecimal() and len(parts) <= 3:
        if kind == told.VOTE:
            return (kind, bill.name, row.person_id, roll_calls.get(parts[0], f"roll call {parts[0]}"))
        return (kind, bill.name, row.person_id, parts[2] if len(parts) == 3 else "")
    # measure : bill : person : when
    return (kind, bill.name, row.person_id, rest.split(":", 3)[3]) if rest.count(":") >= 3 else None


def _roll_calls(session: Session, bills: Iterable[int]) -> dict[str, str]:
    """The roll calls of the bills by the number of their row, as facts name them."""
    rows = session.scalars(select(RollCall).where(RollCall.bill_id.in_(sorted(bills))))
    return {str(row.id): told.roll_call_named(row) for row in rows}


def _slugs(session: Session, person_ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Person.id, Person.slug).where(Person.id.in_(sorted(person_ids))))
    return {row.id: row.slug for row in rows}
