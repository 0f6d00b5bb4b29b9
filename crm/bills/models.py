"""What is to become law: measures, and the bills that carry them from session to session."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.db import Base, key, line, short, text, word
from crm.jurisdictions.models import Chamber, Jurisdiction, LegislativeSession


class Carries(enum.StrEnum):
    """How a bill relates to a measure: its own text, a vehicle that took (part of) it in, or a rival."""

    CARRIER = "carrier"
    VEHICLE = "vehicle"
    RIVAL = "rival"


class BillLinkKind(enum.StrEnum):
    """How two bills relate."""

    SAME_AS = "same_as"
    PREVIOUS_VERSION = "previous_version"
    SUBSTITUTED_BY = "substituted_by"


class SponsorKind(enum.StrEnum):
    """New York's Assembly also knows multi-sponsors; all three count."""

    PRIME = "prime"
    CO = "co"
    MULTI = "multi"


class EventKind(enum.StrEnum):
    """A step in the life of a bill or a measure."""

    INTRODUCED = "introduced"
    AMENDED = "amended"
    REFERRED = "referred"
    REPORTED = "reported"
    PASSED_CHAMBER = "passed_chamber"
    PASSED = "passed"
    DELIVERED = "delivered"
    SIGNED = "signed"
    VETOED = "vetoed"
    LAPSED_INTO_LAW = "lapsed_into_law"
    ENACTED_IN_PART = "enacted_in_part"
    CHALLENGED_IN_COURT = "challenged_in_court"
    COURT_RULING = "court_ruling"
    STALLED = "stalled"
    ANNOUNCED = "announced"
    OTHER = "other"


class Stage(enum.StrEnum):
    """Where a roll call was held."""

    COMMITTEE = "committee"
    FLOOR = "floor"


class VoteCode(enum.StrEnum):
    """How a member voted; never collapsed to yes and no (field.md 3.2)."""

    AYE = "aye"
    NAY = "nay"
    AYE_WITH_RESERVATIONS = "aye_with_reservations"
    EXCUSED = "excused"
    ABSENT = "absent"
    ABSTAINED = "abstained"


class Measure(Base):
    """A policy under its popular name, wherever and in whatever session it is carried."""

    __tablename__ = "measures"

    id: Mapped[key]
    slug: Mapped[short] = mapped_column(unique=True)
    name: Mapped[line]
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    summary: Mapped[text]
    source: Mapped[text | None]
    is_invented: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]

    jurisdiction: Mapped[Jurisdiction] = relationship()


class Bill(Base):
    """A numbered bill of one session, in one chamber."""

    __tablename__ = "bills"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[key]
    session_id: Mapped[int] = mapped_column(ForeignKey("legislative_sessions.id"))
    chamber_id: Mapped[int | None] = mapped_column(ForeignKey("chambers.id"), index=True)
    number: Mapped[short]
    title: Mapped[text | None]
    introduced_on: Mapped[date | None]
    status: Mapped[line | None]
    source: Mapped[text | None]
    recorded_at: Mapped[datetime]

    session: Mapped[LegislativeSession] = relationship()
    chamber: Mapped[Chamber | None] = relationship()


class BillIdentifier(Base):
    """The id of a bill in somebody else's system."""

    __tablename__ = "bill_identifiers"
    __table_args__ = (UniqueConstraint("scheme", "identifier"),)

    id: Mapped[key]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"), index=True)
    scheme: Mapped[short]
    identifier: Mapped[line]


class BillSnapshot(Base):
    """What a source's record of a bill showed, unchanged from one day to another (both included).

    Comings and goings of sponsors and companions are worked out from all snapshots of a source, whatever the order in
    which they came in. ``sponsors`` are ``[printed name, kind, id there or null]`` in printed order; ``same_as`` are
    printed numbers with their session ("A3506 2025-2026"). A part of which the record did not tell is null. ``sha256``
    is of the whole record.
    """

    __tablename__ = "bill_snapshots"
    __table_args__ = (UniqueConstraint("bill_id", "source", "first_seen_on"),)

    id: Mapped[key]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"))
    source: Mapped[short]
    first_seen_on: Mapped[date]
    last_seen_on: Mapped[date]
    sha256: Mapped[short]
    sponsors: Mapped[list[Any]]
    same_as: Mapped[list[str]]
    recorded_at: Mapped[datetime]


class BillPrint(Base):
    """A printed version of a bill; the first has no letter."""

    __tablename__ = "bill_prints"
    __table_args__ = (UniqueConstraint("bill_id", "letter"),)

    id: Mapped[key]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"))
    letter: Mapped[short]
    printed_on: Mapped[date | None]
    source: Mapped[text | None]
    recorded_at: Mapped[datetime]


class BillLink(Base):
    """A bill and its companion, its former self or its substitute, with the days on which the link stood."""

    __tablename__ = "bill_links"
    __table_args__ = (
        Index("ix_bill_links_bill_id", "bill_id"),
        CheckConstraint("other_id IS NOT NULL OR printed_number IS NOT NULL", name="names_the_other"),
    )

    id: Mapped[key]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("bills.id"), index=True)
    printed_number: Mapped[short | None]
    kind: Mapped[BillLinkKind] = mapped_column(word(BillLinkKind))
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    source: Mapped[text | None]
    recorded_at: Mapped[datetime]


class MeasureBill(Base):
    """A bill carries a measure, wholly or in part ("enacted in part inside S9005-C, Part LL")."""

    __tablename__ = "measure_bills"
    __table_args__ = (UniqueConstraint("measure_id", "bill_id"),)

    id: Mapped[key]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"), index=True)
    carries: Mapped[Carries] = mapped_column(word(Carries), default=Carries.CARRIER)
    part: Mapped[line | None]
    note: Mapped[text | None]
    source: Mapped[text | None]
    recorded_at: Mapped[datetime]


class Sponsorship(Base):
    """A member's name on a bill: when it was first seen there, joined, withdrawn. Unmatched names stay as printed.

    ``printed_id`` is the source's id of the name ("nysenate:1229"); ``derived_from`` the source whose snapshots the
    row was worked out from, nothing for one that somebody noted.
    """

    __tablename__ = "sponsorships"
    __table_args__ = (
        Index("ix_sponsorships_bill_id_person_id", "bill_id", "person_id"),
        CheckConstraint("(withdrawn IS NULL) = (withdrawn_seen_at IS NULL)", name="withdrawal_is_known"),
    )

    id: Mapped[key]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    printed_name: Mapped[line]
    printed_id: Mapped[short | None]
    derived_from: Mapped[short | None]
    kind: Mapped[SponsorKind] = mapped_column(word(SponsorKind))
    joined: Mapped[short | None]
    withdrawn: Mapped[short | None]
    first_seen_at: Mapped[datetime]
    withdrawn_seen_at: Mapped[datetime | None]
    source: Mapped[text]


class BillEvent(Base):
    """A step in the life of a bill, or of a measure that has no bill on file; ``happened`` is an EDTF date."""

    __tablename__ = "bill_events"
    __table_args__ = (
        Index("ix_bill_events_measure_id_happened_latest", "measure_id", "happened_latest"),
        CheckConstraint("measure_id IS NOT NULL OR bill_id IS NOT NULL", name="of_something"),
    )

    id: Mapped[key]
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"))
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("bills.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(word(EventKind))
    words: Mapped[text]
    happened: Mapped[short]
    happened_earliest: Mapped[date | None]
    happened_latest: Mapped[date]
    source: Mapped[text]
    source_url: Mapped[text | None]
    recorded_at: Mapped[datetime]


class RollCall(Base):
    """A vote that was taken by name, on the floor or in a committee.

    ``fact_key`` is made of what the record says (bill, stage, chamber, committee, day, motion), so that the same vote
    is recorded once, whoever tells of it, and again under the same key after an import was undone.
    """

    __tablename__ = "roll_calls"

    id: Mapped[key]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bills.id"), index=True)
    print_letter: Mapped[short | None]
    chamber_id: Mapped[int] = mapped_column(ForeignKey("chambers.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id"))
    stage: Mapped[Stage] = mapped_column(word(Stage))
    motion: Mapped[line | None]
    held_on: Mapped[date]
    ayes: Mapped[int | None]
    nays: Mapped[int | None]
    passed: Mapped[bool | None]
    source: Mapped[text]
    recorded_at: Mapped[datetime]
    fact_key: Mapped[line | None] = mapped_column(unique=True)


class Vote(Base):
    """How one member voted in a roll call."""

    __tablename__ = "votes"
    __table_args__ = (Index("ix_votes_roll_call_id", "roll_call_id"),)

    id: Mapped[key]
    roll_call_id: Mapped[int] = mapped_column(ForeignKey("roll_calls.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    printed_name: Mapped[line]
    printed_id: Mapped[short | None]
    code: Mapped[VoteCode] = mapped_column(word(VoteCode))
