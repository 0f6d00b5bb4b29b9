"""One person on one measure, entry by entry, with the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from crm.coalition.models import Organization, Visibility
from crm.coalition.visibility import Viewer, visible
from crm.positions.as_of import AsOf
from crm.positions.hardness import is_hard
from crm.positions.models import Capacity, Evidence, EvidenceKind, Position, Ruling, ShiftReason
from crm.positions.reading import may_see, may_see_ruling
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence as people read it. ``published`` is EDTF text."""

    kind: EvidenceKind
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    quote: str | None
    witnesses: tuple[str, ...]
    firm: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger. ``stance`` is nothing for a retraction.

    ``stands`` is false once it was corrected, retracted or overruled; ``corrected_by`` is the entry that did so;
    ``retracted`` is true for a retraction and for the entry it withdrew.
    """

    id: int
    measure_id: int
    stance: Stance | None
    hard: bool
    condition: str | None
    words: str
    said: str
    said_earliest: date | None
    said_latest: date
    learned_on: date | None
    recorded_at: datetime
    ask_id: int | None
    capacity: Capacity
    made_by: ShiftReason
    corrects: int | None
    corrected_by: int | None
    retracted: bool
    overruled: bool
    overruled_because: str | None
    reason_given: str | None
    visibility: Visibility
    organization_id: int | None
    organization: str | None
    evidence: tuple[EvidenceLine, ...]

    @property
    def stands(self) -> bool:
        """Whether the entry still counts, as of the question it answers."""
        return self.corrected_by is None and not self.overruled and self.stance is not None


def timeline(
    session: Session, viewer: Viewer, person_id: int, measure_id: int | None, as_of: AsOf
) -> tuple[Entry, ...]:
    """All entries said by ``as_of.said`` and known by ``as_of.known``, oldest first; corrected ones are marked.

    Without a measure: of every measure. Two queries.
    """
    asked: dict[str, Any] = {"person_id": person_id}
    if measure_id is not None:
        asked["measure_id"] = measure_id
    return tuple(entry for _person_id, entry in _told(session, viewer, as_of, asked))


def entry_ids(
    session: Session, viewer: Viewer, as_of: AsOf, *, measure_id: int | None = None, person_id: int | None = None
) -> tuple[int, ...]:
    """The ids of all entries as ``timeline`` tells them, of everybody unless one is named, oldest first (one query)."""
    asked: dict[str, Any] = {"measure_id": measure_id, "person_id": person_id}
    asked = {name: value for name, value in asked.items() if value is not None}
    statement = _entries(viewer, frozenset(asked)).with_only_columns(Position.id)
    rows = session.execute(statement, asked | {"said": as_of.said, "known": as_of.known})
    return tuple(row[0] for row in rows)


def entries(
    session: Session, viewer: Viewer, position_ids: Sequence[int], as_of: AsOf
) -> tuple[tuple[int, Entry], ...]:
    """(person id, entry) of those of the entries the viewer may see, oldest first (two queries)."""
    return _told(session, viewer, as_of, {"position_ids": list(position_ids)})


def _told(session: Session, viewer: Viewer, as_of: AsOf, asked: dict[str, Any]) -> tuple[tuple[int, Entry], ...]:
    rows = session.execute(_entries(viewer, frozenset(asked)), asked | {"said": as_of.said, "known": as_of.known}).all()
    proof = evidence_of(session, [row[0].id for row in rows], as_of)
    return tuple(
        (position.person_id, _entry(position, name, ruling, by, bool(withdrawn), proof))
        for position, name, ruling, by, withdrawn in rows
    )


_ONLY: dict[str, ColumnElement[bool]] = {
    "person_id": Position.person_id == bindparam("person_id"),
    "measure_id": Position.measure_id == bindparam("measure_id"),
    "position_ids": Position.id.in_(bindparam("position_ids", expanding=True)),
}


@lru_cache(maxsize=256)
def _entries(viewer: Viewer, asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """The statement, made once for a viewer: to build it takes longer than to run it."""
    known_by: Any = bindparam("known")
    where = [
        *(_ONLY[name] for name in sorted(asked)),
        Position.said_latest <= bindparam("said"),
        may_see(viewer),
        Position.recorded_at <= known_by,
    ]
    # Looked up apart from the entries: what replaced an entry may have been said after the day asked about.
    later: Any = aliased(Position)
    replaced = and_(later.corrects_id == Position.id, later.recorded_at <= known_by, visible(later, viewer))
    ruled = and_(Ruling.overruled_id == Position.id, Ruling.recorded_at <= known_by, may_see_ruling(viewer))
    return (
        select(Position, Organization.name, Ruling.reason, later.id, later.is_retraction)
        .select_from(Position)
        .outerjoin(later, replaced)
        .outerjoin(Organization, Organization.id == Position.organization_id)
        .outerjoin(Ruling, ruled)
        .where(*where)
        .order_by(Position.said_latest, Position.recorded_at, Position.id)
    )


def evidence_of(session: Session, position_ids: list[int], as_of: AsOf) -> dict[int, tuple[EvidenceLine, ...]]:
    """The evidence known by then of each entry, in the order it was added. One query."""
    found: dict[int, list[EvidenceLine]] = {}
    if not position_ids:
        return {}
    for row in session.scalars(
        select(Evidence)
        .where(Evidence.position_id.in_(position_ids), Evidence.recorded_at <= as_of.known)
        .order_by(Evidence.id)
    ):
        found.setdefault(row.position_id, []).append(
            EvidenceLine(
                kind=row.kind,
                title=row.title,
                outlet=row.outlet,
                url=row.url,
                published=row.published,
                quote=row.quote,
                witnesses=tuple(row.witnesses),
                firm=row.is_firm,
            )
        )
    return {position_id: tuple(lines) for position_id, lines in found.items()}


def _entry(
    position: Position,
    organization: str | None,
    ruling: str | None,
    corrected_by: int | None,
    withdrawn: bool,
    proof: dict[int, tuple[EvidenceLine, ...]],
) -> Entry:
    evidence = proof.get(position.id, ())
    return Entry(
        id=position.id,
        measure_id=position.measure_id,
        stance=position.stance,
        hard=is_hard(position.stance, position.condition, (line.firm for line in evidence)),
        condition=position.condition,
        words=position.words,
        said=position.said,
        said_earliest=position.said_earliest,
        said_latest=position.said_latest,
        learned_on=position.learned_on,
        recorded_at=position.recorded_at,
        ask_id=position.ask_id,
        capacity=position.capacity,
        made_by=position.made_by,
        corrects=position.corrects_id,
        corrected_by=corrected_by,
        retracted=position.is_retraction or withdrawn,
        overruled=ruling is not None,
        overruled_because=ruling,
        reason_given=position.reason_given,
        visibility=position.visibility,
        organization_id=position.organization_id,
        organization=organization,
        evidence=evidence,
    )
