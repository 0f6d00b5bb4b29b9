"""A page of the list of officials: who fits, how each stands, when each was last spoken to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.outreach.contacted import contacted_since
from crm.outreach.queries import LastContact, last_contacts
from crm.people.directory import PAGE
from crm.people.queries import (
    OfficialFilters,
    OfficialPage,
    OfficialRow,
    offices_held,
    official_ids,
    officials,
    officials_of,
)
from crm.positions.queries import Standing, standing
from crm.positions.stance import Stance
from web.as_of import AskedAsOf
from web.pages.officials_filters import Wanted


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    official: OfficialRow
    standing: Standing | None
    last: LastContact | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list; ``first`` and ``last`` count from 1."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The place of the page's first row."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of the page's last row."""
        return self.first + len(self.lines) - 1


def listed(session: Session, viewer: Viewer, asked: Wanted, times: AskedAsOf) -> Listed:
    """The page that is asked for (at most eight queries, however many officials there are)."""
    day = times.said
    stances = _stances(session, viewer, asked, times) if asked.stance or asked.sort == "stance" else None
    filters = _narrowed(session, viewer, asked, stances)
    if asked.sort == "name" and not asked.descending:
        found = officials(session, filters, day, asked.page)
    else:
        found = _sorted(session, viewer, asked, filters, day, stances or {})
    ids = [row.id for row in found.rows]
    if stances is None:
        stances = _stances(session, viewer, asked, times, ids)
    contacts = last_contacts(session, viewer, ids) if ids else {}
    lines = tuple(Line(row, stances.get(row.id), contacts.get(row.id)) for row in found.rows)
    return Listed(lines, found.total, found.page, found.pages)


def _stances(
    session: Session, viewer: Viewer, asked: Wanted, times: AskedAsOf, ids: list[int] | None = None
) -> dict[int, Standing]:
    if asked.measure is None or ids == []:
        return {}
    return standing(session, viewer, asked.measure.id, times.as_of, ids)


def _narrowed(session: Session, viewer: Viewer, asked: Wanted, stances: dict[int, Standing] | None) -> OfficialFilters:
    filters = asked.filters
    if asked.quiet_since is not None:
        filters = replace(filters, apart_from=contacted_since(session, viewer, asked.quiet_since))
    if asked.stance is Stance.UNKNOWN:
        on_record = {id_ for id_, each in (stances or {}).items() if each.stance is not Stance.UNKNOWN}
        return replace(filters, apart_from=filters.apart_from | on_record)
    if asked.stance is not None:
        return replace(
            filters, among=frozenset(id_ for id_, each in (stances or {}).items() if each.stance is asked.stance)
        )
    return filters


def _sorted(
    session: Session,
    viewer: Viewer,
    asked: Wanted,
    filters: OfficialFilters,
    day: date,
    stances: dict[int, Standing],
) -> OfficialPage:
    """The page in another order than by name; equals stay in the order of their names."""
    ids = official_ids(session, filters, day)
    key = _key(session, viewer, asked.sort, ids, day, stances)
    ordered = sorted(ids, key=key, reverse=asked.descending) if key else list(reversed(ids))
    pages = max(1, -(-len(ids) // PAGE))
    page = min(asked.page, pages)
    rows = officials_of(session, ordered[(page - 1) * PAGE : page * PAGE], day)
    return OfficialPage(rows, len(ids), page, pages)


def _key(
    session: Session, viewer: Viewer, sort: str, ids: tuple[int, ...], day: date, stances: dict[int, Standing]
) -> Callable[[int], Any] | None:
    if sort == "stance":
        order = list(Stance)
        return lambda id_: order.index(stances[id_].stance if id_ in stances else Stance.UNKNOWN)
    if sort == "contact":
        last = last_contacts(session, viewer, ids) if ids else {}
        never = date.min
        return lambda id_: last[id_].day if id_ in last else never
    if sort == "office":
        held = offices_held(session, ids, day)
        return lambda id_: _place(held[id_][0]) if id_ in held else ("~",)
    return None


def _place(office: Any) -> tuple[Any, ...]:
    number = office.district or ""
    return (office.jurisdiction, office.chamber or "~", number.zfill(6) if number.isdecimal() else number, office.title)
