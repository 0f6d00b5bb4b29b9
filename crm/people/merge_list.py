"""The lists of merges: what waits for a decision, side by side, and what was joined before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from crm.accounts.models import User
from crm.jurisdictions.models import District
from crm.people.merging import OpenProposal, open_proposals
from crm.people.models import (
    ContactPoint,
    Merge,
    MergeProposal,
    MergeState,
    Office,
    Person,
    PersonIdentifier,
    PersonName,
    Tenure,
)


@dataclass(frozen=True, slots=True)
class Held:
    """An office somebody holds or held."""

    title: str
    party: str | None
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Side:
    """What is on file about one of two records."""

    id: int
    slug: str
    name: str
    born: str | None
    recorded_at: datetime
    offices: tuple[Held, ...]
    names: tuple[str, ...]
    reached: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """Two records somebody should look at, and what is on file about each. ``shared`` is what both have."""

    id: int
    reason: str
    sides: tuple[Side, Side]

    @property
    def shared(self) -> frozenset[str]:
        """Names, phones and addresses that stand on both sides, and the offices both held."""
        one, other = ({*side.names, *side.reached, *(each.title for each in side.offices)} for side in self.sides)
        return frozenset(one & other)


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge of before. ``rows`` is how many rows it moved."""

    id: int
    kept: str
    kept_slug: str
    gone: str
    merged_at: datetime
    merged_by: str | None
    undone_at: datetime | None
    undone_by: str | None
    rows: int
    builds_on_id: int | None
    """The later merge that must be undone first, if there is one."""


def number_waiting(session: Session) -> int:
    """How many pairs wait for a decision."""
    return session.scalar(select(func.count()).where(MergeProposal.state == MergeState.PROPOSED)) or 0


def waiting_pairs(session: Session, *, first: int = 0, size: int = 25) -> tuple[WaitingPair, ...]:
    """The pairs that wait, oldest first, with what is on file about each side (six queries)."""
    shown = open_proposals(session)[first : first + size]
    found = _sides(session, _ids(session, shown))
    return tuple(WaitingPair(each.id, each.reason, (found[each.person_slug], found[each.other_slug])) for each in shown)


def past_merges(session: Session, *, size: int = 100) -> tuple[PastMerge, ...]:
    """What was joined, the newest first (one query)."""
    kept, gone, undoer, later = aliased(Person), aliased(Person), aliased(User), aliased(Merge)
    # As undoing asks: a later merge of either record that stands.
    builds_on = (
        select(func.max(later.id))
        .where(
            later.id > Merge.id,
            later.undone_at.is_(None),
            or_(later.kept_id.in_((Merge.kept_id, Merge.gone_id)), later.gone_id.in_((Merge.kept_id, Merge.gone_id))),
        )
        .correlate(Merge)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Merge.id, kept.name, kept.slug, gone.name, Merge.merged_at, User.name, Merge.undone_at, undoer.name,
            func.json_array_length(Merge.moved), builds_on,
        )
        .join(kept, kept.id == Merge.kept_id)
        .join(gone, gone.id == Merge.gone_id)
        .outerjoin(User, User.id == Merge.merged_by_id)
        .outerjoin(undoer, undoer.id == Merge.undone_by_id)
        .order_by(Merge.id.desc())
        .limit(size)
    )  # fmt: skip
    return tuple(PastMerge(*row) for row in rows)


def _ids(session: Session, shown: Iterable[OpenProposal]) -> list[int]:
    proposals = [each.id for each in shown]
    rows = session.execute(
        select(MergeProposal.person_id, MergeProposal.other_id).where(MergeProposal.id.in_(proposals))
    )
    return sorted({person_id for row in rows for person_id in row})


def _sides(session: Session, ids: list[int]) -> dict[str, Side]:
    offices: dict[int, list[Held]] = defaultdict(list)
    for row in session.execute(
        select(Tenure.person_id, Office.title, District.name, Tenure.party, Tenure.started_on, Tenure.ended_on)
        .join(Office, Office.id == Tenure.office_id)
        .outerjoin(District, District.id == Office.district_id)
        .where(Tenure.person_id.in_(ids))
        .order_by(Tenure.ended_on.is_not(None), Tenure.started_on.desc(), Tenure.id)
    ):
        title = f"{row.title}, District {row.name}" if row.name else row.title
        offices[row.person_id].append(Held(title, row.party, row.started_on, row.ended_on))
    names: dict[int, list[str]] = defaultdict(list)
    for name in _of(session, PersonName, ids):
        names[name.person_id].append(name.name)
    reached: dict[int, list[str]] = defaultdict(list)
    for point in _of(session, ContactPoint, ids):
        if point.wrong_since is None:
            reached[point.person_id] += [value for value in (point.phone, point.email) if value]
    identifiers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for each in _of(session, PersonIdentifier, ids):
        identifiers[each.person_id].append((each.scheme, each.identifier))
    return {
        person.slug: Side(
            id=person.id,
            slug=person.slug,
            name=person.name,
            born=person.birth_date,
            recorded_at=person.recorded_at,
            offices=tuple(offices[person.id]),
            names=tuple(dict.fromkeys(names[person.id])),
            reached=tuple(dict.fromkeys([*reached[person.id], *([person.email] if person.email else [])])),
            identifiers=tuple(identifiers[person.id]),
        )
        for person in session.scalars(select(Person).where(Person.id.in_(ids)))
    }


def _of(session: Session, table: Any, ids: list[int]) -> Iterable[Any]:
    return session.scalars(select(table).where(table.person_id.in_(ids)).order_by(table.id))
