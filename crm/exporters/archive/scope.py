"""Which rows go into an archive: all of them, or what one organization may see.

For one organization the rule is that of every page (``crm.coalition.visibility``), on the day of the export. A row
goes where all go that it cannot do without; a reference it can do without is emptied where it leads to what stays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    false,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import CampaignOrganization
from crm.campaigns.viewer import audience
from crm.coalition.models import Membership, Visibility, Walled
from crm.coalition.visibility import visible
from crm.db import Base
from crm.exporters.archive.tables import columns_of, exported

Columns = ReadOnlyColumnCollection[str, Any]

STAYS: Final = {
    "audit_entries": "What rows held before, also while they stood behind another organization's wall.",
    "import_batches": "Files that anybody here brought in.",
    "imported_rows": "Which rows came with which file.",
    "name_matches": "Names out of anybody's files.",
    "source_differences": "A list of work of this server.",
    "refresh_sources": "What this server fetches.",
    "merges": "How to part two records again, with rows of any organization.",
}
"""Tables that hold what is behind several walls at once, or serve this server alone: empty for one organization."""

WHOLE: Final = frozenset(
    {
        "jurisdictions", "chambers", "districts", "legislative_sessions", "deadlines",
        "people", "person_names", "person_identifiers", "person_links", "offices", "tenures", "contact_points",
        "staff_tenures", "committees", "committee_seats", "merge_proposals",
        "measures", "bills", "bill_identifiers", "bill_snapshots", "bill_prints", "bill_links", "measure_bills",
        "sponsorships", "bill_events", "roll_calls", "votes",
        "organizations", "campaigns", "campaign_measures", "campaign_organizations", "asks", "ask_targets",
        "thresholds", "gates", "forecast_numbers",
    }
)  # fmt: skip
"""The public record and the shared directory: what every page shows to whoever signs in."""

OWN: Final = {
    "memberships": "organization_id",
    "import_uploads": "organization_id",
    "import_recipes": "organization_id",
    "caller_profiles": "user_id",
    "caller_districts": "user_id",
}
"""Tables of which an organization takes out its own rows alone, and the column that says whose a row is."""

_USERS: Final = "users"
_IS_OURS: Final = "is_ours"


_RULED: Final = frozenset({"organization_contacts", "talking_points", _USERS})


def walled() -> frozenset[str]:
    """The tables whose rows stand behind the coalition's walls."""
    return frozenset(
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Walled)
    )


def is_decided(table: Table) -> bool:
    """Whether somebody decided how much of the table one organization takes out. What nobody decided stays."""
    hangs_on = (
        key.column.table
        for column in table.columns
        if not column.nullable
        for key in column.foreign_keys
        if key.column.table is not table and key.column.table.name not in WHOLE | {_USERS}
    )
    named = WHOLE | OWN.keys() | STAYS.keys() | _RULED | walled()
    return table.name in named or any(is_decided(other) for other in hangs_on)


class Everything:
    """All rows of all tables."""

    organization: str | None = None

    def query(self, table: Table) -> Select[*tuple[Any, ...]]:
        """The rows of the table, by id."""
        return select(*columns_of(table)).order_by(table.c.id)

    def finish(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        """The row as it goes out."""
        return row


class OneOrganization(Everything):
    """What one organization may see on ``day``."""

    def __init__(self, session: Session, organization_id: int, slug: str, day: date) -> None:
        self.organization = slug
        self._id = organization_id
        self._day = day
        self._viewer = audience(session, Visibility.PRIVATE, organization_id, 0, day)
        self._rules: dict[str, Callable[[Columns], ColumnElement[bool]]] = {
            **dict.fromkeys((table.name for table in exported() if not is_decided(table)), lambda _: false()),
            **dict.fromkeys(walled(), lambda c: visible(c, self._viewer)),
            **dict.fromkeys(STAYS, lambda _: false()),
            **{table: self._own(column) for table, column in OWN.items()},
            "positions": self._entry,
            "organization_contacts": lambda c: c.organization_id.in_(self._known),
            "talking_points": lambda c: c.campaign_id.in_(self._campaigns),
        }

    def query(self, table: Table) -> Select[*tuple[Any, ...]]:
        """The rows of the table that the organization may see, by id."""
        if table.name == _USERS:
            return self._users(table)
        values = (self._value(table, column) for column in columns_of(table))
        return select(*values).where(self._kept(table, table.c)).order_by(table.c.id)

    def finish(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        """The row as it goes out: of a user who never worked for the organization nothing but the id."""
        if table.name != _USERS or row.pop(_IS_OURS):
            return row
        nobody = {
            "email": f"user-{row['id']}@not-in-this-archive.invalid",
            "name": "Somebody of another organization",
            "created_at": "1970-01-01T00:00:00.000000Z",
            "locale": "en",
            "is_admin": False,
            "is_active": False,
        }
        return {name: nobody.get(name, value) for name, value in row.items()}

    def _value(self, table: Table, column: Any) -> ColumnElement[Any]:
        """The column, or nothing where it leads to a row that stays."""
        if table.name == "campaign_organizations" and column.name == "agreement":
            own = or_(table.c.organization_id == self._id, table.c.campaign_id.in_(self._campaigns))
            return case((own, column)).label(column.name)
        for key in column.foreign_keys:
            if column.nullable and self._is_limited(key.column.table):
                return case((column.in_(self._ids(key.column.table)), column)).label(column.name)
        return column  # type: ignore[no-any-return]

    def _kept(self, table: Table, c: Columns) -> ColumnElement[bool]:
        """The condition under which a row goes out; ``c`` are the columns of the table or of an alias of it."""
        needed = [
            c[column.name].in_(self._ids(key.column.table))
            for column in table.columns
            for key in column.foreign_keys
            if not column.nullable and self._is_limited(key.column.table)
        ]
        rule = self._rules.get(table.name)
        return and_(true(), *([rule(c)] if rule else []), *needed)

    def _ids(self, table: Table) -> Select[Any]:
        """The ids of the rows of the table that go out."""
        # An alias, lest the statement around it takes the table for its own.
        other = table.alias()
        return select(other.c.id).where(self._kept(table, other.c))

    def _is_limited(self, table: Table) -> bool:
        if table.name == _USERS:
            return False
        needed = (key.column.table for column in table.columns if not column.nullable for key in column.foreign_keys)
        return table.name in self._rules or any(other is not table and self._is_limited(other) for other in needed)

    def _entry(self, c: Columns) -> ColumnElement[bool]:
        """An entry of the ledger; a retraction only with what it takes back, for alone it would say nothing."""
        other = next(table for table in exported() if table.name == "positions").alias()
        there = select(other.c.id).where(visible(other.c, self._viewer), not_(other.c.is_retraction))
        return and_(visible(c, self._viewer), or_(not_(c.is_retraction), c.corrects_id.in_(there)))

    def _own(self, column: str) -> Callable[[Columns], ColumnElement[bool]]:
        if column == "user_id":
            return lambda c: c.user_id.in_(self._our_users)
        return lambda c: c.organization_id == self._id

    @property
    def _campaigns(self) -> list[int]:
        return sorted(self._viewer.campaign_ids)

    @property
    def _known(self) -> Select[Any]:
        """The organizations whose people are known to this one: its own, and those it works with."""
        taking = CampaignOrganization
        partners = and_(taking.campaign_id.in_(self._campaigns), takes_part_on(self._day))
        return select(taking.organization_id).where(partners).union(select(literal(self._id))).subquery().select()

    @property
    def _our_users(self) -> Select[Any]:
        return select(Membership.user_id).where(Membership.organization_id == self._id)

    def _users(self, table: Table) -> Select[*tuple[Any, ...]]:
        ours = table.c.id.in_(self._our_users)
        return (
            select(*columns_of(table), ours.label(_IS_OURS))
            .where(or_(ours, table.c.id.in_(self._referenced)))
            .order_by(table.c.id)
        )

    @cached_property
    def _referenced(self) -> Any:
        """The ids of users that some row of the archive names."""
        found = []
        for table in exported():
            for column in table.columns:
                if any(key.column.table.name == _USERS for key in column.foreign_keys):
                    other = table.alias()
                    named = other.c[column.name]
                    found.append(select(named).where(named.is_not(None), self._kept(table, other.c)))
        return union(*found) if found else select(null())
