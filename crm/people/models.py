"""Who: people, the offices they hold for a time, and where they can be reached."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.db import Base, key, line, short, text, word
from crm.jurisdictions.models import Chamber, District, Jurisdiction


class OfficeKind(enum.StrEnum):
    """A seat in a chamber has a vote on bills; a post has other powers."""

    SEAT = "seat"
    POST = "post"


class Power(enum.StrEnum):
    """What the holder of an office does to a bill."""

    VOTES = "votes"
    SIGNS = "signs"
    FLOOR = "floor"
    SPEAKS = "speaks"
    EXECUTES = "executes"


class ContactKind(enum.StrEnum):
    """Which office of a person a phone or an address belongs to."""

    CAPITOL = "capitol"
    DISTRICT = "district"
    PRIMARY = "primary"
    CAPITOL_MAIL = "capitol-mail"
    DISTRICT_MAIL = "district-mail"
    CAMPAIGN = "campaign"
    HOME = "home"


class NameKind(enum.StrEnum):
    """Why a person has another name."""

    SPELLING = "spelling"
    NICKNAME = "nickname"
    FORMER = "former"


class CommitteeRole(enum.StrEnum):
    """A member's part in a committee."""

    CHAIR = "chair"
    CO_CHAIR = "co-chair"
    VICE_CHAIR = "vice-chair"
    RANKING = "ranking member"
    MEMBER = "member"
    OTHER = "other"


class MergeState(enum.StrEnum):
    """What was decided about two records that may be one person."""

    PROPOSED = "proposed"
    SAME = "same"
    DIFFERENT = "different"


class Person(Base):
    """A human being; never the seat. Positions stay with the person when the seat passes on."""

    __tablename__ = "people"

    id: Mapped[key]
    slug: Mapped[short] = mapped_column(unique=True)
    name: Mapped[line]
    given_name: Mapped[line | None]
    family_name: Mapped[line | None]
    sort_name: Mapped[line] = mapped_column(index=True)
    gender: Mapped[short | None]
    birth_date: Mapped[short | None]
    email: Mapped[line | None]
    image_url: Mapped[text | None]
    is_invented: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    recorded_at: Mapped[datetime]


class PersonName(Base):
    """Another name of a person, as a source prints it. ``folded`` is what names are compared by."""

    __tablename__ = "person_names"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[line]
    folded: Mapped[line] = mapped_column(index=True)
    kind: Mapped[NameKind] = mapped_column(word(NameKind), default=NameKind.SPELLING)
    source: Mapped[line | None]


class PersonIdentifier(Base):
    """The id of a person in somebody else's system. One id names one person; a person may have several of a scheme."""

    __tablename__ = "person_identifiers"
    __table_args__ = (UniqueConstraint("scheme", "identifier"),)

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    scheme: Mapped[short]
    identifier: Mapped[line]
    source: Mapped[line | None]


class PersonLink(Base):
    """A public page about a person."""

    __tablename__ = "person_links"
    __table_args__ = (UniqueConstraint("person_id", "url"),)

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    url: Mapped[text]
    note: Mapped[line | None]


class Office(Base):
    """A seat (all seats of one district share the row) or a post such as Governor, Speaker, Mayor, Sheriff."""

    __tablename__ = "offices"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "role", "chamber_id"),
        UniqueConstraint("district_id"),
        CheckConstraint("(kind = 'seat') = (district_id IS NOT NULL)", name="seat_has_district"),
    )

    id: Mapped[key]
    kind: Mapped[OfficeKind] = mapped_column(word(OfficeKind))
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    chamber_id: Mapped[int | None] = mapped_column(ForeignKey("chambers.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    role: Mapped[short | None]
    title: Mapped[line]
    power: Mapped[Power] = mapped_column(word(Power))
    power_note: Mapped[text | None]

    jurisdiction: Mapped[Jurisdiction] = relationship()
    chamber: Mapped[Chamber | None] = relationship()
    district: Mapped[District | None] = relationship()


class Tenure(Base):
    """One person in one office, from its first day to its last (both included; nothing = unknown, or still)."""

    __tablename__ = "tenures"
    __table_args__ = (
        Index("ix_tenures_office_id_started_on", "office_id", "started_on"),
        CheckConstraint("ended_on IS NULL OR started_on IS NULL OR started_on <= ended_on", name="in_order"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    party: Mapped[short | None]
    ballot_lines: Mapped[list[str]] = mapped_column(default=list)
    end_reason: Mapped[line | None]
    source: Mapped[text | None]
    recorded_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    office: Mapped[Office] = relationship()


class ContactPoint(Base):
    """A phone, an address, an e-mail of one person's office, with where it is from and when it last proved right."""

    __tablename__ = "contact_points"

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    kind: Mapped[ContactKind] = mapped_column(word(ContactKind))
    place: Mapped[int] = mapped_column(default=0)
    name: Mapped[line | None]
    address: Mapped[text | None]
    phone: Mapped[short | None]
    fax: Mapped[short | None]
    email: Mapped[line | None]
    source: Mapped[text]
    recorded_at: Mapped[datetime]
    verified_on: Mapped[date | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    wrong_since: Mapped[date | None]


class StaffTenure(Base):
    """A person works for an official, from one day to another."""

    __tablename__ = "staff_tenures"

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    boss_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[line]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    phone: Mapped[short | None]
    email: Mapped[line | None]
    source: Mapped[text]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    boss: Mapped[Person] = relationship(foreign_keys=[boss_id])


class Committee(Base):
    """A committee of a chamber, or of both (no chamber)."""

    __tablename__ = "committees"
    __table_args__ = (Index("ix_committees_jurisdiction_id_chamber_id", "jurisdiction_id", "chamber_id"),)

    id: Mapped[key]
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdictions.id"))
    chamber_id: Mapped[int | None] = mapped_column(ForeignKey("chambers.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id"))
    name: Mapped[line]
    classification: Mapped[short]
    outside_id: Mapped[line | None] = mapped_column(unique=True)


class CommitteeSeat(Base):
    """A person's part in a committee; the printed name stays where no person is matched."""

    __tablename__ = "committee_seats"
    __table_args__ = (Index("ix_committee_seats_committee_id", "committee_id"),)

    id: Mapped[key]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    printed_name: Mapped[line]
    role: Mapped[CommitteeRole] = mapped_column(word(CommitteeRole))
    printed_role: Mapped[line | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    source: Mapped[text | None]


class MergeProposal(Base):
    """Two records that may be one person, and why. A name alone never merges anybody; a person decides."""

    __tablename__ = "merge_proposals"
    __table_args__ = (
        UniqueConstraint("person_id", "other_id"),
        CheckConstraint("person_id < other_id", name="in_order"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[text]
    state: Mapped[MergeState] = mapped_column(word(MergeState), default=MergeState.PROPOSED)
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Merge(Base):
    """One record was joined into another. ``moved`` says all that was changed for it, so that it can be taken back:

    ``{"table", "id", "column", "before", "after"}`` for a row that was pointed elsewhere, ``{"table", "removed"}`` for
    one that said what the kept record says already.
    """

    __tablename__ = "merges"

    id: Mapped[key]
    kept_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("merge_proposals.id"))
    moved: Mapped[list[Any]]
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
