"""What mapping a sheet needs: the table, the values in its columns, what is on file to choose from."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Measure
from crm.campaigns.models import Campaign
from crm.coalition.models import Organization, Visibility
from crm.coalition.visibility import Viewer
from crm.importers.models import ImportUpload
from crm.importers.rights import organizations_of
from crm.importers.sheet.columns import Mapping, SheetKind
from crm.importers.sheet.completing import completed
from crm.importers.sheet.guessing import guess
from crm.importers.sheet.tables import Table, read_table
from crm.importers.sheet.words import cell_key
from crm.jurisdictions.models import Jurisdiction

MOST_VALUES: Final = 40
"""Different values of one column whose meaning is asked for; a column with more is no column of stances."""
MOST_LOOKED_AT: Final = 1_500
"""Rows that are looked at while columns are chosen: each change is answered within about a second."""
_KEPT: Final = 4
_KEPT_CELLS: Final = 400_000


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value of a column: as meanings are known by, as somebody wrote it, and how often it comes."""

    key: str
    written: str
    times: int


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be chosen: (slug, name) of measures, campaigns, governments; organizations the sheet may be for."""

    measures: tuple[tuple[str, str], ...]
    campaigns: tuple[tuple[str, str], ...]
    governments: tuple[tuple[str, str], ...]
    organizations: tuple[tuple[str, str], ...]


def values_of(table: Table, header: str) -> tuple[FoundValue, ...]:
    """The different values of a column, the most frequent first; at most ``MOST_VALUES``."""
    cells = [cell for cell in table.column(header) if cell]
    times = Counter(cell_key(cell) for cell in cells)
    written = {cell_key(cell): cell for cell in reversed(cells)}
    return tuple(FoundValue(key, written[key], number) for key, number in times.most_common(MOST_VALUES))


def offers(session: Session, viewer: Viewer, upload: ImportUpload) -> Offers:
    """What is on file to choose from (four queries). The sheet of one organization is for that one."""

    def named(query: object) -> tuple[tuple[str, str], ...]:
        return tuple((slug, name) for slug, name in session.execute(query))  # type: ignore[call-overload]

    ours = [found for found, _ in organizations_of(session, viewer, clock.today())]
    if upload.organization_id is not None:
        ours = [upload.organization_id]
    mine = select(Campaign.slug, Campaign.name).order_by(Campaign.name)
    return Offers(
        measures=named(select(Measure.slug, Measure.name).order_by(Measure.name)),
        campaigns=named(mine if viewer.sees_all else mine.where(Campaign.id.in_(sorted(viewer.campaign_ids)))),
        governments=named(select(Jurisdiction.slug, Jurisdiction.name).order_by(Jurisdiction.name)),
        organizations=named(
            select(Organization.slug, Organization.name).where(Organization.id.in_(ours)).order_by(Organization.name)
        ),
    )


def beginning(table: Table, rows: int = MOST_LOOKED_AT) -> Table:
    """The table with its first rows alone: enough to see whether a mapping is right, at once, however long it is."""
    return table if len(table.rows) <= rows else replace(table, rows=table.rows[:rows])


def mapping_kept(session: Session, viewer: Viewer, upload: ImportUpload, table: Table) -> Mapping:
    """The mapping noted at the upload; else a guess, completed, for the organization whose sheet it is."""
    if upload.options.get("mapping"):
        return Mapping.from_json(upload.options["mapping"]).fitted(table)
    return for_upload(completed(session, guess(table)), offers(session, viewer, upload))


def for_upload(mapping: Mapping, offered: Offers) -> Mapping:
    """The mapping with what is certain filled in: whose it is, what there is only one of; kept private at first."""
    said = mapping.constants
    if said.organization is None and len(offered.organizations) == 1:
        said = replace(said, organization=offered.organizations[0][0])
    if said.jurisdiction is None and len(offered.governments) == 1:
        said = replace(said, jurisdiction=offered.governments[0][0])
    if said.visibility is None and mapping.kind in (SheetKind.POSITIONS, SheetKind.CONTACTS):
        said = replace(said, visibility=Visibility.PRIVATE)
    return replace(mapping, constants=said)


def table_of(upload: ImportUpload) -> Table:
    """The upload as a table, with the sheet and the header rows that were chosen. Raises as ``read_table`` does.

    The last few are kept in memory, for a mapping is looked at many times.
    """
    sheet = upload.options.get("sheet")
    rows = upload.options.get("header_rows")
    told = (int(rows[0]), int(rows[1])) if rows else None
    asked = (upload.sha256, upload.name, sheet, told)
    with _MUTEX:
        if asked in _TABLES:
            _TABLES.move_to_end(asked)
            return _TABLES[asked]
    table = read_table(upload.name, upload.content, sheet=sheet, header_rows=told)
    if len(table.rows) * len(table.headers) <= _KEPT_CELLS:
        with _MUTEX:
            _TABLES[asked] = table
            while len(_TABLES) > _KEPT:
                _TABLES.popitem(last=False)
    return table


_Asked = tuple[str, str, str | None, tuple[int, int] | None]
_TABLES: OrderedDict[_Asked, Table] = OrderedDict()
_MUTEX: Final = threading.Lock()
