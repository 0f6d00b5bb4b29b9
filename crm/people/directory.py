"""The list of officials: who holds an office on a day, filtered by what stands in the URL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from crm.jurisdictions.models import Chamber, ChamberKind, District, Jurisdiction
from crm.names import fold
from crm.people.finding import has_words
from crm.people.models import Office, OfficeKind, Person, PersonName, Power, Tenure
from crm.people.terms import in_force

PAGE = 50


@dataclass(frozen=True, slots=True)
class OfficialFilters:
    """What narrows the list. ``jurisdiction`` is a slug; ``chamber``: who sits in an upper, lower or unicameral one.

    ``among`` keeps these people alone, ``apart_from`` leaves these out: answers of features above, such as a stance.
    """

    text: str = ""
    jurisdiction: str | None = None
    chamber: ChamberKind | None = None
    party: str | None = None
    among: frozenset[int] | None = None
    apart_from: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office, its power over a bill, and who governs there; seats (and posts of a chamber) have a chamber too."""

    tenure_id: int
    office_id: int
    kind: OfficeKind
    title: str
    role: str | None
    jurisdiction: str
    jurisdiction_slug: str
    chamber: str | None
    chamber_kind: ChamberKind | None
    district: str | None
    party: str | None
    ballot_lines: tuple[str, ...]
    started_on: date | None
    ended_on: date | None
    power: Power
    power_note: str | None

    @property
    def label(self) -> str:
        """The office in words: "Senator, district 13" or "Governor"."""
        return f"{self.title}, district {self.district}" if self.district else self.title


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One official of the list, with the offices held on the day (seats first)."""

    id: int
    slug: str
    name: str
    offices: tuple[HeldOffice, ...]


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """One page of the list: ``total`` officials fit the filters; pages count from 1."""

    rows: tuple[OfficialRow, ...]
    total: int
    page: int
    pages: int


def officials(session: Session, filters: OfficialFilters, day: date, page: int = 1, size: int = PAGE) -> OfficialPage:
    """Who holds an office on ``day``, by family name (three queries). A page beyond the last is the last."""
    wanted = _wanted(filters, day)
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    people = session.execute(wanted.limit(size).offset((page - 1) * size)).all()
    return OfficialPage(_rows(session, people, day), total, page, pages)


def official_ids(session: Session, filters: OfficialFilters, day: date) -> tuple[int, ...]:
    """The ids of all who fit the filters, by family name, for whoever sorts them another way (one query)."""
    return tuple(session.scalars(_wanted(filters, day).with_only_columns(Person.id, maintain_column_froms=True)))


def officials_of(session: Session, ids: Sequence[int], day: date) -> tuple[OfficialRow, ...]:
    """These officials, in this order (two queries)."""
    people = session.execute(select(Person.id, Person.slug, Person.name).where(Person.id.in_(ids))).all()
    order = {id_: place for place, id_ in enumerate(ids)}
    return _rows(session, sorted(people, key=lambda person: order[person.id]), day)


def _rows(session: Session, people: Sequence[Any], day: date) -> tuple[OfficialRow, ...]:
    offices = offices_held(session, [person.id for person in people], day)
    return tuple(OfficialRow(id_, slug, name, offices.get(id_, ())) for id_, slug, name in people)


def offices_held(session: Session, person_ids: Collection[int], day: date | None) -> dict[int, tuple[HeldOffice, ...]]:
    """The offices each person holds on ``day`` (nothing: ever held), seats first, the latest first (one query)."""
    if not person_ids:
        return {}
    held: dict[int, list[HeldOffice]] = defaultdict(list)
    asked: dict[str, Any] = {"ids": list(person_ids)}
    query = _HELD if day is None else _HELD_ON
    rows: Sequence[Any] = session.execute(query, asked if day is None else asked | {"day": day}).all()
    for row in rows:
        held[row[0]].append(_held(*row[1:]))
    return {person_id: tuple(sorted(offices, key=_seats_first)) for person_id, offices in held.items()}


def _held(*columns: Any) -> HeldOffice:
    values: list[Any] = list(columns)
    values[11] = tuple(values[11] or ())
    return HeldOffice(*values)


def parties(session: Session, day: date) -> tuple[str, ...]:
    """The parties of those who hold an office on ``day``, for a filter's choices."""
    return tuple(sorted(party for party in session.scalars(_PARTIES, {"day": day}) if party))


def governments(session: Session) -> tuple[tuple[str, str], ...]:
    """(slug, name) of every government that has an office on file, by name, for a filter's choices."""
    return tuple((slug, name) for slug, name in session.execute(_GOVERNMENTS))


def _wanted(filters: OfficialFilters, day: date) -> Select[int, str, str]:
    holds = select(Tenure.id).where(Tenure.person_id == Person.id, in_force(day))
    if filters.party:
        holds = holds.where(Tenure.party == filters.party)
    if filters.jurisdiction or filters.chamber:
        holds = holds.join(Office, Tenure.office_id == Office.id)
    if filters.jurisdiction:
        holds = holds.join(Jurisdiction, Office.jurisdiction_id == Jurisdiction.id).where(
            Jurisdiction.slug == filters.jurisdiction
        )
    if filters.chamber:
        # Whoever presides over a chamber without a seat in it is none of its members.
        holds = holds.join(Chamber, Office.chamber_id == Chamber.id).where(
            Chamber.kind == filters.chamber, Office.kind == OfficeKind.SEAT
        )
    query = (
        select(Person.id, Person.slug, Person.name)
        .where(Person.merged_into_id.is_(None), holds.exists())
        .order_by(Person.sort_name, Person.id)
    )
    if filters.among is not None:
        query = query.where(Person.id.in_(sorted(filters.among)))
    if filters.apart_from:
        query = query.where(Person.id.not_in(sorted(filters.apart_from)))
    words = fold(filters.text)
    if words:
        query = query.where(Person.id.in_(select(PersonName.person_id).where(*has_words(words))))
    return query


def _seats_first(office: HeldOffice) -> tuple[int, int, int]:
    started = office.started_on.toordinal() if office.started_on else 0
    return (0 if office.kind is OfficeKind.SEAT else 1, -started, office.tenure_id)


# Made once: to build a statement takes longer than to run it.
_HELD = (
    select(
        Tenure.person_id,
        Tenure.id,
        Office.id,
        Office.kind,
        Office.title,
        Office.role,
        Jurisdiction.name,
        Jurisdiction.slug,
        Chamber.name,
        Chamber.kind,
        District.name,
        Tenure.party,
        Tenure.ballot_lines,
        Tenure.started_on,
        Tenure.ended_on,
        Office.power,
        Office.power_note,
    )
    .join(Office, Tenure.office_id == Office.id)
    .join(Jurisdiction, Office.jurisdiction_id == Jurisdiction.id)
    .outerjoin(Chamber, Office.chamber_id == Chamber.id)
    .outerjoin(District, Office.district_id == District.id)
    .where(Tenure.person_id.in_(bindparam("ids", expanding=True)))
)
_HELD_ON = _HELD.where(in_force(bindparam("day")))
_PARTIES = select(Tenure.party).where(Tenure.party.is_not(None), in_force(bindparam("day"))).distinct()
_GOVERNMENTS = (
    select(Jurisdiction.slug, Jurisdiction.name)
    .where(select(Office.id).where(Office.jurisdiction_id == Jurisdiction.id).exists())
    .order_by(Jurisdiction.name, Jurisdiction.slug)
)
