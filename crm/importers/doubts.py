"""Doubtful names as somebody sees them who must say who is meant: what the source prints, and who it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm.accounts.models import User
from crm.coalition.visibility import Viewer
from crm.errors import NotFound
from crm.importers.kinds import KINDS
from crm.importers.models import ImportUpload, MatchState, NameMatch
from crm.importers.rights import sees_upload
from crm.jurisdictions.models import Chamber, Jurisdiction
from crm.people.directory import HeldOffice, offices_held
from crm.people.models import Person

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A printed name in a list: where it stands, and what was decided. ``likeliest`` is the first candidate's name."""

    id: int
    printed_name: str
    source: str
    where: str
    state: MatchState
    likeliest: str | None
    score: float
    person: str | None
    person_slug: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """Somebody who may be meant. ``sits`` are the offices held on the day the source speaks of, ``other`` the rest."""

    person_id: int
    slug: str
    name: str
    score: float
    reason: str
    sits: tuple[HeldOffice, ...]
    other: tuple[HeldOffice, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A printed name with all that the source says beside it, and the candidates, likeliest first."""

    id: int
    printed_name: str
    printed_id: str | None
    source: str
    upload: str | None
    batch_id: int | None
    jurisdiction: str | None
    chamber: str | None
    day: date | None
    district: str | None
    party: str | None
    proposed_at: datetime
    state: MatchState
    person_id: int | None
    decided_at: datetime | None
    decided_by: str | None
    candidates: tuple[CandidateCard, ...]


def number_of_doubts(session: Session, viewer: Viewer) -> int:
    """How many names wait, as far as the viewer may see them."""
    return session.scalar(_seen(select(func.count(NameMatch.id)), viewer, MatchState.WAITING)) or 0


def doubts(
    session: Session, viewer: Viewer, *, decided: bool = False, first: int = 0, size: int = PAGE
) -> tuple[DoubtLine, ...]:
    """The names that wait, by the order in which they came; or those decided, the newest decision first.

    One more than ``size`` where there are more (four queries).
    """
    query = _seen(select(NameMatch), viewer, *(_DECIDED if decided else (MatchState.WAITING,)))
    order = (NameMatch.decided_at.desc(), NameMatch.id.desc()) if decided else (NameMatch.id,)
    rows = session.scalars(query.order_by(*order).offset(first).limit(size + 1)).all()
    people = _people(session, [_first(row) for row in rows] + [row.person_id for row in rows])
    places = _places(session, rows)
    return tuple(
        DoubtLine(
            id=row.id,
            printed_name=row.printed_name,
            source=source_name(row.source),
            where=", ".join(text for text in (*places(row)[::-1], _district(row), row.context.get("years")) if text),
            state=row.state,
            likeliest=people.get(_first(row), _NOBODY)[1],
            score=float(row.candidates[0].get("score", 0)) if row.candidates else 0.0,
            person=people.get(row.person_id, _NOBODY)[1],
            person_slug=people.get(row.person_id, _NOBODY)[2],
            decided_at=row.decided_at,
        )
        for row in rows
    )


def doubt(session: Session, viewer: Viewer, name_match_id: int) -> Doubt:
    """The name with its candidates (seven queries at most). Raises NotFound, also for one the viewer may not see."""
    row = session.scalar(_seen(select(NameMatch), viewer, *MatchState).where(NameMatch.id == name_match_id))
    if row is None:
        raise NotFound("That name is not waiting.", hint="Open the list of names again.")
    asked = {int(each["person_id"]): each for each in row.candidates}
    if row.person_id is not None:
        asked.setdefault(row.person_id, {"score": 1.0, "reason": "Chosen by hand."})
    people = _people(session, asked)
    given: dict[int, Any] = {}
    for each, candidate in asked.items():
        if each in people:
            given.setdefault(people[each][0], candidate)
    named = {stayed: (name, slug) for stayed, name, slug in people.values()}
    held = offices_held(session, list(given), None)
    day = _day(row)
    jurisdiction, chamber = _places(session, [row])(row)
    return Doubt(
        id=row.id,
        printed_name=row.printed_name,
        printed_id=row.printed_id,
        source=source_name(row.source),
        upload=session.scalar(
            select(ImportUpload.name).where(ImportUpload.id == row.upload_id, sees_upload(viewer))
        ),
        batch_id=row.batch_id,
        jurisdiction=jurisdiction,
        chamber=chamber,
        day=day,
        district=row.context.get("district"),
        party=row.context.get("party"),
        proposed_at=row.proposed_at,
        state=row.state,
        person_id=row.person_id,
        decided_at=row.decided_at,
        decided_by=session.scalar(select(User.name).where(User.id == row.decided_by_id)),
        candidates=tuple(
            _card(person_id, *named[person_id], given[person_id], held.get(person_id, ()), day)
            for person_id in given
        ),
    )  # fmt: skip


def next_doubt(session: Session, viewer: Viewer, after: int = 0) -> int | None:
    """The id of the name that waits next after this one; after the last the first again; nothing where none waits."""
    waiting = _seen(select(func.min(NameMatch.id)), viewer, MatchState.WAITING).where(NameMatch.id != after)
    found: int | None = session.scalar(waiting.where(NameMatch.id > after)) or session.scalar(waiting)
    return found


def source_name(source: str) -> str:
    """What a source of names is called: the title of its kind of import."""
    return KINDS[source].title if source in KINDS else "A sheet" if source.startswith("sheet") else source


_NOBODY: Final = (None, None, None)
_DECIDED: Final = (MatchState.MATCHED, MatchState.NOBODY)


def _seen(query: Select[Any], viewer: Viewer, *states: MatchState) -> Select[Any]:
    """Names of public records are everybody's; those of an upload are seen by whoever sees the upload."""
    uploads: ColumnElement[bool] = NameMatch.upload_id.in_(select(ImportUpload.id).where(sees_upload(viewer)))
    return query.where(NameMatch.state.in_(states), or_(NameMatch.upload_id.is_(None), uploads))


def _first(row: NameMatch) -> int | None:
    return int(row.candidates[0]["person_id"]) if row.candidates else None


def _people(session: Session, ids: Iterable[int | None]) -> dict[int | None, tuple[int, str, str]]:
    """Id, name and slug by id; of the record that stayed, where one was merged into another since."""
    wanted = {found for found in ids if found is not None}
    if not wanted:
        return {}
    stayed = aliased(Person)
    rows = session.execute(
        select(Person.id, stayed.id, stayed.name, stayed.slug)
        .join(stayed, stayed.id == func.coalesce(Person.merged_into_id, Person.id))
        .where(Person.id.in_(sorted(wanted)))
    )
    return {found: (person_id, name, slug) for found, person_id, name, slug in rows}


def _places(session: Session, rows: Iterable[NameMatch]) -> Any:
    """A function that says in which government and chamber a name stands (two queries)."""
    rows = list(rows)

    def named(model: Any, key: str) -> dict[int | None, str]:
        wanted = sorted({row.context[key] for row in rows if row.context.get(key)})
        if not wanted:
            return {}
        found: Any = session.execute(select(model.id, model.name).where(model.id.in_(wanted)))
        return dict(found.all())

    governments, chambers = named(Jurisdiction, "jurisdiction_id"), named(Chamber, "chamber_id")
    return lambda row: (
        governments.get(row.context.get("jurisdiction_id")),
        chambers.get(row.context.get("chamber_id")),
    )


def _district(row: NameMatch) -> str | None:
    district = row.context.get("district")
    return f"district {district}" if district and str(district)[:1].isdigit() else district


def _day(row: NameMatch) -> date | None:
    try:
        return date.fromisoformat(row.context.get("day") or "")
    except ValueError:
        return None


def _card(
    person_id: int, name: str, slug: str, given: Any, offices: tuple[HeldOffice, ...], day: date | None
) -> CandidateCard:
    def holds(office: HeldOffice) -> bool:
        return day is not None and (office.started_on or date.min) <= day <= (office.ended_on or date.max)

    return CandidateCard(
        person_id=person_id,
        slug=slug,
        name=name,
        score=float(given.get("score", 0)),
        reason=str(given.get("reason", "")),
        sits=tuple(office for office in offices if holds(office)),
        other=tuple(office for office in offices if not holds(office)),
    )
