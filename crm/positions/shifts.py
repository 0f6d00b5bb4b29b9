"""What moved: from which stance to which, when, why."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.people.models import Person
from crm.positions.as_of import AsOf
from crm.positions.mending import mended
from crm.positions.models import Position
from crm.positions.reading import ASKED, counts
from crm.positions.stance import Stance, direction
from crm.positions.timeline import EvidenceLine, evidence_of


class Reason(enum.StrEnum):
    """Why the answer for a person changed."""

    SAID = "said"
    SPONSORED = "sponsored"
    SPONSORSHIP_WITHDRAWN = "sponsorship_withdrawn"
    LAPSED = "lapsed"
    VOTED = "voted"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of stance; ``position_id`` is the entry that made it."""

    person_id: int
    person: str
    name: str
    before: Stance
    after: Stance
    said: str
    said_latest: date
    recorded_at: datetime
    reason: Reason
    words: str
    condition: str | None
    position_id: int
    evidence: tuple[EvidenceLine, ...]

    @property
    def direction(self) -> int:
        """+1 for a step toward us, -1 for a step away, 0 for neither."""
        return direction(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Step:
    """An entry that counts, reduced to what a fold over time needs."""

    id: int
    person_id: int
    stance: Stance
    said_latest: date
    recorded_at: datetime
    has_condition: bool


def steps(session: Session, viewer: Viewer, measure_id: int, as_of: AsOf) -> list[Step]:
    """Every entry on a measure that counts as of ``as_of``, in the order in which later ones overrule earlier ones.

    One query; folding the list forward gives the stance of everybody on every earlier day, as known at ``as_of.known``.
    """
    asked = {"measure_id": measure_id, "said": as_of.said, "known": as_of.known}
    rows = session.execute(_steps(viewer), asked)
    return [
        Step(entry_id, person_id, stance, said_latest, recorded_at, conditional)
        for entry_id, person_id, stance, said_latest, recorded_at, conditional in rows
        if stance is not None
    ]


@lru_cache(maxsize=256)
def _steps(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """The statement, made once for a viewer: to build it takes longer than to run it."""
    return (
        select(
            Position.id,
            Position.person_id,
            Position.stance,
            Position.said_latest,
            Position.recorded_at,
            Position.condition.is_not(None),
        )
        .where(Position.measure_id == bindparam("measure_id"), counts(viewer, ASKED))
        .order_by(Position.said_latest, Position.recorded_at, Position.id)
    )


def shifts(
    session: Session,
    viewer: Viewer,
    measure_id: int,
    since: date,
    as_of: AsOf,
    *,
    known_steps: Iterable[Step] | None = None,
) -> tuple[Shift, ...]:
    """Every change of stance from ``since`` (included) to ``as_of.said``, oldest first, as known at ``as_of.known``.

    A statement shifts on the day it had certainly been said; a correction or retraction on the day it was recorded,
    where it changed the answer.
    Four queries, however many shifts; three for a caller who has the steps known at ``as_of.known`` at hand.
    """
    if known_steps is None:
        known_steps = steps(session, viewer, measure_id, as_of)
    said = _said_shifts((step for step in known_steps if step.said_latest <= as_of.said), since)
    mends = [
        (each.entry_id, each.before, each.after, each.day, True)
        for each in mended(session, viewer, measure_id, since, as_of)
    ]
    return _dressed(session, [*said, *mends], as_of)


_Raw = tuple[int, Stance, Stance, date, bool]


def _said_shifts(all_steps: Iterable[Step], since: date) -> list[_Raw]:
    """(entry id, before, after, day, mends) of each step that changed its person's stance."""
    now: dict[int, Stance] = {}
    found: list[_Raw] = []
    for step in all_steps:
        before = now.get(step.person_id, Stance.UNKNOWN)
        now[step.person_id] = step.stance
        if step.said_latest >= since and before is not step.stance:
            found.append((step.id, before, step.stance, step.said_latest, False))
    return found


def _dressed(session: Session, raw: list[_Raw], as_of: AsOf) -> tuple[Shift, ...]:
    mending = {entry_id for entry_id, *_, mends in raw if mends}
    # A correction counts once: as the correction, not also as something newly said.
    kept = [item for item in raw if item[4] or item[0] not in mending]
    ids = sorted({item[0] for item in kept})
    if not ids:
        return ()
    rows = {
        row[0].id: row
        for row in session.execute(
            select(Position, Person.slug, Person.name)
            .join(Person, Person.id == Position.person_id)
            .where(Position.id.in_(ids))
        )
    }
    proof = evidence_of(session, ids, as_of)
    dressed = [_shift(rows[entry_id], before, after, mends, proof) for entry_id, before, after, _, mends in kept]
    days = {id(shift): item[3] for shift, item in zip(dressed, kept, strict=True)}
    return tuple(sorted(dressed, key=lambda shift: (days[id(shift)], shift.recorded_at, shift.position_id)))


def _shift(row: Any, before: Stance, after: Stance, mends: bool, proof: dict[int, tuple[EvidenceLine, ...]]) -> Shift:
    entry, slug, name = row
    mended = Reason.RETRACTED if entry.is_retraction else Reason.CORRECTED
    reason = mended if mends else Reason(entry.made_by.value)
    return Shift(
        person_id=entry.person_id,
        person=slug,
        name=name,
        before=before,
        after=after,
        said=entry.said,
        said_latest=entry.said_latest,
        recorded_at=entry.recorded_at,
        reason=reason,
        words=entry.words or entry.reason_given or "",
        condition=entry.condition,
        position_id=entry.id,
        evidence=proof.get(entry.id, ()),
    )
