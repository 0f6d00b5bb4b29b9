"""What corrections and retractions changed: the answer for a person just before each, and from it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.positions.as_of import AsOf
from crm.positions.models import Position, Ruling
from crm.positions.reading import ASKED, known, may_see, may_see_ruling
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class Mended:
    """A mending entry with the answers on both sides of it, and the day on which it was recorded."""

    entry_id: int
    before: Stance
    after: Stance
    day: date


def mended(session: Session, viewer: Viewer, measure_id: int, since: date, as_of: AsOf) -> list[Mended]:
    """The corrections and retractions recorded from ``since`` on that changed where somebody stands.

    Where they stand on ``as_of.said``: mending an entry that a later one has overtaken moves nobody, and taking back
    the newest lets the one before it answer again. One query.
    """
    first = clock.start_of_day(since)
    rows = session.execute(_mending(viewer), {"measure_id": measure_id, "first": first, "known": as_of.known})
    people: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        people[row.person_id].append(row)
    return [each for entries in people.values() for each in _changes(entries, first, as_of.said)]


@lru_cache(maxsize=256)
def _mending(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Every entry of whoever has a mended one, made once for a viewer: to build it takes longer than to run it."""
    measure_id: Any = bindparam("measure_id")
    mends = select(Position.person_id).where(
        Position.measure_id == measure_id,
        Position.corrects_id.is_not(None),
        Position.recorded_at >= bindparam("first"),
        known(ASKED),
        may_see(viewer),
    )
    ruled = and_(Ruling.overruled_id == Position.id, Ruling.recorded_at <= ASKED.known, may_see_ruling(viewer))
    return (
        select(
            Position.id,
            Position.person_id,
            Position.stance,
            Position.said_latest,
            Position.recorded_at,
            Position.corrects_id,
            Ruling.recorded_at.label("overruled_at"),
        )
        .outerjoin(Ruling, ruled)
        .where(Position.measure_id == measure_id, Position.person_id.in_(mends), known(ASKED), may_see(viewer))
        .order_by(Position.recorded_at, Position.id)
    )


def _changes(entries: Sequence[Any], first: datetime, said: date) -> Iterator[Mended]:
    """One person's entries, in the order in which they became known."""
    for place, entry in enumerate(entries):
        if entry.corrects_id is None or entry.recorded_at < first:
            continue
        before = _answer(entries[:place], said, entry.recorded_at)
        after = _answer(entries[: place + 1], said, entry.recorded_at)
        if before is not after:
            yield Mended(entry.id, before, after, clock.local(entry.recorded_at).date())


def _answer(entries: Sequence[Any], said: date, at: datetime) -> Stance:
    corrected = {entry.corrects_id for entry in entries}
    standing = [
        entry
        for entry in entries
        if entry.stance is not None
        and entry.said_latest <= said
        and entry.id not in corrected
        and not (entry.overruled_at and entry.overruled_at <= at)
    ]
    newest = max(standing, key=lambda entry: (entry.said_latest, entry.recorded_at, entry.id), default=None)
    return newest.stance if newest is not None else Stance.UNKNOWN
