"""What a source says of a bill, as plain records; nothing here knows the database, nor any one source's format.

Every reader of bills (the New York mirror, Open Legislation, LegiScan, Legistar, Open States) makes these, and one
writer puts them on file. Names stay as printed; ids are the source's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.bills.models import BillLinkKind, EventKind, SponsorKind, Stage, VoteCode
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import Place

OutsideId = tuple[str, str]
"""A scheme and an id in it: ("nysenate", "1229")."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A legislative session as bills name it. ``slug`` is its years ("2025-2026")."""

    place: Place
    slug: str
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A name as printed, with what the source says beside it to tell who is meant."""

    name: str
    ids: tuple[OutsideId, ...] = ()
    district: str | None = None
    party: str | None = None
    is_committee: bool = False


@dataclass(frozen=True, slots=True)
class SponsorRecord:
    """A name on the bill. ``joined`` and ``withdrawn`` only where the source itself dates them (EDTF)."""

    who: NameRecord
    kind: SponsorKind
    joined: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A step in the life of the bill, in the source's words."""

    kind: EventKind
    words: str
    day: date
    chamber: ChamberKind | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PrintRecord:
    """A printed version; the first has no letter."""

    letter: str
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """Another bill this one goes with: its number, and the slug of its session where that is another."""

    kind: BillLinkKind
    number: str
    session_slug: str | None = None
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """How one member voted."""

    who: NameRecord
    code: VoteCode


@dataclass(frozen=True, slots=True)
class RollCallRecord:
    """A vote by name. ``ayes`` and ``nays`` as the source counts them, where it does. ``outside_id``: its id there."""

    stage: Stage
    held_on: date
    chamber: ChamberKind
    votes: tuple[VoteRecord, ...]
    committee: str | None = None
    motion: str | None = None
    letter: str | None = None
    ayes: int | None = None
    nays: int | None = None
    passed: bool | None = None
    outside_id: str | None = None


@dataclass(frozen=True, slots=True)
class BillRecord:
    """One bill as a source's record showed it on ``seen_on``.

    ``where`` names the file (and the place in it); ``source`` the importer's kind; ``sha256`` is of the whole record as
    it came, so that the same record is known again without being compared. ``whole_sponsors``: the sponsors are the
    complete list of that day, so that a name that is missing had left; without it names are only added.
    ``nameless_sponsors`` are entries on the list that name nobody. What is None or empty is not said: a record that
    brings nothing but a vote of a bill leaves everything else of it alone (and has ``whole_sponsors`` false).
    ``whole_links`` is to ``links`` of the kind same-as what ``whole_sponsors`` is to sponsors.
    """

    where: str
    source: str
    session: SessionRecord
    number: str
    seen_on: date
    sha256: str
    chamber: ChamberKind | None = None
    title: str | None = None
    summary: str | None = None
    introduced_on: date | None = None
    status: str | None = None
    committee: str | None = None
    url: str | None = None
    ids: tuple[OutsideId, ...] = ()
    prints: tuple[PrintRecord, ...] = ()
    sponsors: tuple[SponsorRecord, ...] = ()
    whole_sponsors: bool = True
    nameless_sponsors: int = 0
    events: tuple[EventRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    roll_calls: tuple[RollCallRecord, ...] = ()
    whole_links: bool = True


@dataclass(frozen=True, slots=True)
class CalendarRecord:
    """A day on which something is to happen in a chamber or committee: a meeting, a calendar, its bills."""

    where: str
    place: Place
    chamber: ChamberKind | None
    kind: str
    name: str
    on: date
    bill_numbers: tuple[str, ...] = ()
    session_slug: str | None = None
    url: str | None = None
    note: str | None = None
