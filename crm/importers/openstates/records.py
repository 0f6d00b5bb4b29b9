"""What the files say, as plain records; nothing here knows the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crm.importers.report import Problem
from crm.jurisdictions.places import Place
from crm.people.models import CommitteeRole, ContactKind

SOURCE = "Open States"
"""Marks what came in from these files, so that a later import may follow them and leave everything else alone."""

SCHEME = "openstates"


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """An office held from a day to a day. ``kind``: upper, lower, legislature, or the role of a post.

    ``party`` where the source names one for this very term; ``seats`` as many as the district elects. ``only_within``:
    the days are as far as the source looks (a session's years), and no evidence that a term began or ended then.
    """

    kind: str
    place: Place
    district: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    party: str | None = None
    seats: int = 1
    only_within: bool = False

    @property
    def is_seat(self) -> bool:
        """Whether it is a seat of a legislature."""
        return self.kind in ("upper", "lower", "legislature")

    def is_current(self, day: date) -> bool:
        """Whether the office is held on ``day``: by the dates, whatever its place in the list."""
        return (self.started_on is None or self.started_on <= day) and (self.ended_on is None or self.ended_on >= day)


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """One office line of a person's file."""

    kind: ContactKind
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    fax: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person's file. ``party`` is the first of its fusion parties, ``ballot_lines`` the others."""

    where: str
    folder: str
    id: str
    name: str
    given_name: str | None = None
    family_name: str | None = None
    gender: str | None = None
    birth_date: str | None = None
    email: str | None = None
    image_url: str | None = None
    party: str | None = None
    ballot_lines: tuple[str, ...] = ()
    roles: tuple[RoleRecord, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    names: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str | None], ...] = ()

    def is_current(self, day: date) -> bool:
        """Whether the person holds any of the file's offices on ``day``."""
        return any(role.is_current(day) for role in self.roles)


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """One line of a committee's list of members."""

    name: str
    role: CommitteeRole
    printed_role: str
    person_id: str | None = None
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class CommitteeRecord:
    """One committee's file. ``chamber`` is upper, lower or legislature.

    ``whole_members``: all members are listed, so that one who is missing has left.
    """

    where: str
    id: str
    name: str
    place: Place
    chamber: str
    classification: str
    parent_id: str | None = None
    members: tuple[MemberRecord, ...] = ()
    whole_members: bool = True


@dataclass(slots=True)
class Roster:
    """All files of one state. ``seats_unread``: some seat could not be read, so the roster is not known to be whole.

    ``source_name`` marks what comes in; ``scheme`` is whose ids ``PersonRecord.id`` are. ``known`` are our ids of those
    who were recognized by other means. ``contact_kinds`` are the offices the files speak of (nothing: all), so that a
    line of another kind is not missed.
    """

    source: str
    source_name: str = SOURCE
    scheme: str = SCHEME
    known: dict[str, int] = field(default_factory=dict)
    contact_kinds: frozenset[ContactKind] | None = None
    people: list[PersonRecord] = field(default_factory=list)
    committees: list[CommitteeRecord] = field(default_factory=list)
    place_names: dict[str, str] = field(default_factory=dict)
    vacancies: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_legislature: bool = False
    seats_unread: bool = False
