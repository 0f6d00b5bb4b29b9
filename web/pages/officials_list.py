"""A page of the list of officials: who fits, how each stands, when each was last spoken to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.outreach.queries import LastContact, last_contacts
from crm.outreach.roll import narrowed, ordered_ids, stances_on
from crm.people.directory import PAGE
from crm.people.queries import OfficialFilters, OfficialPage, OfficialRow, officials, officials_of
from crm.positions.queries import Standing
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
    measure_id = asked.roll.measure_id
    stances = stances_on(session, viewer, measure_id, times.as_of) if asked.roll.needs_stances else None
    filters = narrowed(session, viewer, asked.roll, stances)
    if asked.sort == "name" and not asked.descending:
        found = officials(session, filters, times.said, asked.page)
    else:
        found = _sorted(session, viewer, asked, filters, times, stances or {})
    ids = [row.id for row in found.rows]
    if stances is None:
        stances = stances_on(session, viewer, measure_id, times.as_of, ids)
    contacts = last_contacts(session, viewer, ids) if ids else {}
    lines = tuple(Line(row, stances.get(row.id), contacts.get(row.id)) for row in found.rows)
    return Listed(lines, found.total, found.page, found.pages)


def _sorted(
    session: Session,
    viewer: Viewer,
    asked: Wanted,
    filters: OfficialFilters,
    times: AskedAsOf,
    stances: dict[int, Standing],
) -> OfficialPage:
    """The page in another order than by name."""
    ordered = ordered_ids(session, viewer, asked.roll, filters, times.said, stances)
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(asked.page, pages)
    rows = officials_of(session, ordered[(page - 1) * PAGE : page * PAGE], times.said)
    return OfficialPage(rows, len(ordered), page, pages)
