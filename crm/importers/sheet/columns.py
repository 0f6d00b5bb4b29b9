"""How a sheet is read: what kind of things its rows are, what each column is for, and what holds for all rows."""

from __future__ import annotations

import enum
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from crm.bills.models import SponsorKind
from crm.coalition.models import Visibility
from crm.errors import InvalidInput
from crm.importers.sheet.tables import Table
from crm.jurisdictions.models import ChamberKind
from crm.names import fold
from crm.outreach.models import Channel, Outcome
from crm.positions.models import EvidenceKind


class SheetKind(enum.StrEnum):
    """What a row of the sheet is."""

    OFFICIALS = "officials"
    POSITIONS = "positions"
    CONTACTS = "contacts"
    ORGANIZATIONS = "organizations"
    SPONSORS = "sponsors"


class Use(enum.StrEnum):
    """What a column is for. ``stance`` and ``sponsors`` cells say something about the column's own measure or bill."""

    IGNORE = "ignore"
    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    CHAMBER = "chamber"
    DISTRICT = "district"
    PARTY = "party"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    WEBSITE = "website"
    STANCE = "stance"
    SPONSORS = "sponsors"
    MEASURE = "measure"
    BILL = "bill"
    SPONSOR_KIND = "sponsor_kind"
    SAID = "said"
    WITHDRAWN = "withdrawn"
    WORDS = "words"
    CONDITION = "condition"
    SOURCE = "source"
    CHANNEL = "channel"
    OUTCOME = "outcome"
    NOTES = "notes"
    STAFF = "staff"
    FOLLOW_UP = "follow_up"
    DUE = "due"
    LEVEL = "level"
    MEASURES = "measures"


_PEOPLE = (Use.NAME, Use.GIVEN_NAME, Use.FAMILY_NAME, Use.CHAMBER, Use.DISTRICT, Use.PARTY)
USES: dict[SheetKind, tuple[Use, ...]] = {
    SheetKind.OFFICIALS: (*_PEOPLE, Use.PHONE, Use.EMAIL, Use.ADDRESS, Use.WEBSITE),
    SheetKind.POSITIONS: (*_PEOPLE, Use.STANCE, Use.MEASURE, Use.SAID, Use.WORDS, Use.CONDITION, Use.SOURCE),
    SheetKind.CONTACTS: (
        *_PEOPLE, Use.SAID, Use.CHANNEL, Use.OUTCOME, Use.NOTES, Use.STAFF, Use.MEASURE, Use.STANCE, Use.WORDS,
        Use.FOLLOW_UP, Use.DUE,
    ),
    SheetKind.ORGANIZATIONS: (Use.NAME, Use.LEVEL, Use.ADDRESS, Use.PHONE, Use.WEBSITE, Use.MEASURES, Use.NOTES),
    SheetKind.SPONSORS: (*_PEOPLE, Use.SPONSORS, Use.BILL, Use.SPONSOR_KIND, Use.SAID, Use.WITHDRAWN, Use.SOURCE),
}  # fmt: skip
"""What columns can be for, by the kind of sheet."""

MANY = frozenset({Use.IGNORE, Use.STANCE, Use.SPONSORS, Use.NOTES, Use.PHONE})
"""What several columns of one sheet may be for."""

NOTHING = ""
"""The meaning of a cell that says nothing: no entry comes of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the column with this header is for.

    ``measure`` (slug) and ``bill`` ("S2235-2025") say what a ``stance`` or ``sponsors`` column speaks of; ``values``
    what its cells mean: folded text of the cell to the name of a stance (or of a kind of sponsor), or ``NOTHING``.
    """

    header: str
    use: Use = Use.IGNORE
    measure: str | None = None
    bill: str | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Constants:
    """What holds for every row, where no column says otherwise. Measures, campaigns, ... are named by their slugs.

    ``said`` is EDTF text: when it was said or done; ``day`` (2023-06-01) as of which the sheet names office-holders,
    where that is another. ``source`` is the title of the evidence (default: the file's name). ``add_people``: who is
    not on file is added; otherwise officials are only matched.
    """

    jurisdiction: str | None = None
    chamber: ChamberKind | None = None
    measure: str | None = None
    bill: str | None = None
    campaign: str | None = None
    organization: str | None = None
    said: str | None = None
    day: str | None = None
    visibility: Visibility | None = None
    evidence: EvidenceKind = EvidenceKind.THIRD_PARTY
    source: str | None = None
    url: str | None = None
    level: str | None = None
    channel: Channel = Channel.CALL
    outcome: Outcome | None = None
    sponsor_kind: SponsorKind = SponsorKind.CO
    add_people: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet is read. Columns are known by their headers, so that a recipe fits the next sheet of the make."""

    kind: SheetKind
    columns: tuple[Column, ...] = ()
    constants: Constants = Constants()

    def column(self, use: Use) -> Column | None:
        """The first column for this use."""
        return next((column for column in self.columns if column.use is use), None)

    def all_for(self, use: Use) -> tuple[Column, ...]:
        """Every column for this use."""
        return tuple(column for column in self.columns if column.use is use)

    def with_column(self, changed: Column) -> Mapping:
        """The same with this column as given. What only one column can be for, it takes from the one that had it."""
        others = (
            replace(column, use=Use.IGNORE) if column.use is changed.use and changed.use not in MANY else column
            for column in self.columns
            if column.header != changed.header
        )
        by_header = {column.header: column for column in (*others, changed)}
        order = dict.fromkeys([*(column.header for column in self.columns), changed.header])
        return replace(self, columns=tuple(by_header[header] for header in order))

    def fitted(self, table: Table) -> Mapping:
        """The same for the table at hand: columns by its headers, in its order; headers are compared as words."""
        known = {fold(column.header): column for column in self.columns}
        return replace(
            self,
            columns=tuple(
                replace(known[fold(header)], header=header) if fold(header) in known else Column(header)
                for header in table.headers
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """As plain values, to be kept; what is as usual is left out."""
        columns = [
            {key: value for key, value in asdict(column).items() if value not in (None, {})} for column in self.columns
        ]
        usual = Constants()
        constants = {
            each.name: getattr(self.constants, each.name)
            for each in fields(Constants)
            if getattr(self.constants, each.name) != getattr(usual, each.name)
        }
        return {"kind": self.kind.value, "columns": columns, "constants": constants}

    @classmethod
    def from_json(cls, said: AnyMapping[str, Any]) -> Mapping:
        """The mapping that ``to_json`` gave. Raises InvalidInput for words it does not know."""
        try:
            columns = tuple(
                Column(
                    header=str(each["header"]),
                    use=Use(each.get("use", Use.IGNORE)),
                    measure=each.get("measure") or None,
                    bill=each.get("bill") or None,
                    values={str(key): str(value) for key, value in (each.get("values") or {}).items()},
                )
                for each in said.get("columns", ())
            )
            return cls(SheetKind(said["kind"]), columns, constants_from(said.get("constants") or {}))
        except (KeyError, TypeError, AttributeError, ValueError) as wrong:
            raise InvalidInput(
                f"The mapping cannot be read ({wrong}).", hint="Map the columns anew, and save it again."
            ) from None


_WORDS = {
    "chamber": ChamberKind, "visibility": Visibility, "evidence": EvidenceKind, "channel": Channel, "outcome": Outcome,
    "sponsor_kind": SponsorKind,
}  # fmt: skip


def constants_from(said: AnyMapping[str, Any], usual: Constants | None = None) -> Constants:
    """Constants out of plain values; what is empty stays as ``usual``. Raises InvalidInput for unknown words."""
    known = {each.name for each in fields(Constants)}
    values: dict[str, Any] = {}
    for name, value in said.items():
        if name not in known:
            raise InvalidInput(f"“{name}” is nothing that holds for all rows.", hint=f"It may be {', '.join(known)}.")
        if value in (None, ""):
            continue
        try:
            values[name] = _WORDS[name](value) if name in _WORDS else value
        except ValueError:
            words = ", ".join(each.value for each in _WORDS[name])
            raise InvalidInput(f"“{value}” is no {name}.", hint=f"Use one of: {words}.", field=name) from None
    return replace(usual or Constants(), **values)
