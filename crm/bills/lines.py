"""The values that reads about measures and bills answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm.bills.models import BillLinkKind, Carries, EventKind, SponsorKind, Stage, VoteCode
from crm.jurisdictions.models import JurisdictionKind


@dataclass(frozen=True, slots=True)
class EventLine:
    """A step. ``bill`` is its number where it is a bill's; ``happened`` is EDTF text."""

    id: int
    kind: EventKind
    words: str
    happened: str
    happened_latest: date
    bill: str | None
    bill_id: int | None
    source: str
    source_url: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SponsorLine:
    """A name on a bill; without ``person_slug`` it is not matched to anybody. ``joined``, ``withdrawn``: EDTF text.

    ``first_seen_at``: when we first saw it there, which may be long after the day it joined.
    """

    person_id: int | None
    person_slug: str | None
    name: str
    kind: SponsorKind
    joined: str | None
    withdrawn: str | None
    source: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A printed version; the first has the letter ""."""

    letter: str
    printed_on: date | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """Another bill and how it relates: ``kind`` reads from this bill to the other, or ``back`` from the other to this.

    ``started_on``, ``ended_on``: the days between which the link stood, where they are known.
    """

    kind: BillLinkKind
    number: str
    bill_id: int | None
    session: str | None
    started_on: date | None
    ended_on: date | None
    back: bool = False


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One member's vote."""

    person_id: int | None
    person_slug: str | None
    name: str
    code: VoteCode


@dataclass(frozen=True, slots=True)
class RollCallLine:
    """A roll call with its totals, and the votes by name where they are on file."""

    id: int
    stage: Stage
    body: str
    motion: str | None
    held_on: date
    ayes: int | None
    nays: int | None
    passed: bool | None
    print_letter: str | None
    source: str
    votes: tuple[VoteLine, ...]

    def named(self, code: VoteCode) -> tuple[VoteLine, ...]:
        """Who voted so, as far as the names are on file."""
        return tuple(vote for vote in self.votes if vote.code is code)


@dataclass(frozen=True, slots=True)
class BesideLine:
    """Another measure that a bill carries, too. ``part`` says which part of a vehicle does."""

    slug: str
    name: str
    carries: Carries
    part: str | None


@dataclass(frozen=True, slots=True)
class BillLine:
    """A bill as it stood. ``part``: which part of a vehicle carries the measure, ``beside`` what else it carries."""

    id: int
    number: str
    title: str | None
    session: str
    session_slug: str
    chamber_id: int | None
    chamber: str | None
    carries: Carries
    part: str | None
    introduced_on: date | None
    status: str | None
    source: str | None
    prints: tuple[PrintLine, ...]
    links: tuple[LinkLine, ...]
    sponsors: tuple[SponsorLine, ...]
    roll_calls: tuple[RollCallLine, ...]
    note: str | None
    beside: tuple[BesideLine, ...]

    @property
    def names(self) -> tuple[SponsorLine, ...]:
        """The names that stand on it: those that left are not among them."""
        return tuple(sponsor for sponsor in self.sponsors if sponsor.withdrawn is None)

    @property
    def printed(self) -> str:
        """The number with the letter of its newest print: "S2235-B"."""
        letter = self.prints[-1].letter if self.prints else ""
        return f"{self.number}-{letter}" if letter else self.number


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure in a list. ``stage`` is the last step that is on file."""

    id: int
    slug: str
    name: str
    summary: str
    jurisdiction: str
    jurisdiction_slug: str
    jurisdiction_kind: JurisdictionKind
    is_invented: bool
    bills: tuple[str, ...]
    stage: EventLine | None


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """All about one measure: its bills (newest session first) and its steps (oldest first)."""

    measure: MeasureLine
    source: str | None
    bills: tuple[BillLine, ...]
    events: tuple[EventLine, ...]
