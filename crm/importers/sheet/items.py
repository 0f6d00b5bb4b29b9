"""What the rows of a sheet become, before anything is written: people, entries, contacts, groups, sponsors."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.bills.models import SponsorKind
from crm.importers.matching.printed import Match, Printed
from crm.importers.report import Problem
from crm.jurisdictions.models import ChamberKind
from crm.outreach.models import Channel, Outcome
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class Who:
    """The official a row is about: as printed, whom it means, and (once matched) the name on file."""

    printed: Printed
    match: Match
    on_file: str | None = None

    @property
    def person_id(self) -> int | None:
        """The person it surely means."""
        return self.match.person_id if self.match.sure else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A stance on a measure. ``dated``: the row itself says when; ``cell`` as written under ``header``."""

    measure_id: int
    measure: str
    stance: Stance
    words: str
    said: str | None
    dated: bool
    header: str
    cell: str
    condition: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with the official: how, when, how it went, and what is owed after it."""

    channel: Channel
    outcome: Outcome | None
    happened: str | None
    notes: str
    staff: tuple[str, ...] = ()
    entry: Entry | None = None
    measure_id: int | None = None
    answer: str | None = None
    follow_up: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """An organization. ``campaign_ids`` are the campaigns it is part of, by its level; ``supports`` as printed."""

    name: str
    level: str | None = None
    phone: str | None = None
    address: str | None = None
    website: str | None = None
    notes: str | None = None
    supports: tuple[str, ...] = ()
    campaign_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SponsorLine:
    """A name on a bill."""

    bill_id: int
    number: str
    kind: SponsorKind
    joined: str | None = None
    withdrawn: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialFacts:
    """What the row says of the official beside the name."""

    name: str
    given_name: str | None = None
    family_name: str | None = None
    chamber: ChamberKind | None = None
    district: str | None = None
    party: str | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None
    address: str | None = None
    website: str | None = None


Item = Entry | Contact | Group | SponsorLine


@dataclass(slots=True)
class Reading:
    """One row, read. A row with a problem may still have items that come in."""

    number: int
    cells: tuple[str, ...]
    who: Who | None = None
    facts: OfficialFacts | None = None
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, what: str, hint: str) -> None:
        """Note what of the row cannot be used."""
        self.problems.append(Problem(f"row {self.number}", what, hint))
