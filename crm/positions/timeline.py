"""One person on one measure, entry by entry, with the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
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
    asked: dict[str, Any] = {"person_id": person_id, "said": as_of.said, "known": as_of.known}
    if measure_id is not None:
        asked["measure_id"] = measure_id
    rows = session.execute(_entries(viewer, measure_id is not None), asked).all()
    proof = evidence_of(session, [row[0].id for row in rows], as_of)
    return tuple(
        _entry(position, name, ruling, by, bool(withdrawn), proof) for position, name, ruling, by, withdrawn in rows
    )


@lru_cache(maxsize=256)
def _entries(viewer: Viewer, of_one_measure: bool) -> Select[*tuple[Any, ...]]:
    """The statement, made once for a viewer: to build it takes longer than to run it."""
    known_by: Any = bindparam("known")
    where = [
        Position.person_id == bindparam("person_id"),
        Position.said_latest <= bindparam("said"),
        may_see(viewer),
        Position.recorded_at <= known_by,
    ]
    if of_one_measure:
        where.append(Position.measure_id == bindparam("measure_id"))
    # Looked up apart from the entries: what replaced an entry may have been said after the day asked about.
    later: Any = aliased(Position)
    replaced = and_(later.corrects_id == Position.id, later.recorded_at <= known_by, visible(later, viewer))
    ruled = and_(Ruling.overruled_id == Position.id, Ruling.recorded_at <= known_by, may_see_ruling(viewer))
    return (
        select(Position, Organization.name, Ruling.reason, later.id, later.is_retraction)
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
