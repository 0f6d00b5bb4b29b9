"""The ledger: positions and their evidence. Rows are only ever inserted."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.coalition.models import Walled
from crm.db import Base, key, line, short, text, word
from crm.people.models import Person
from crm.positions.stance import Stance

STANCES = ", ".join(f"'{stance}'" for stance in Stance)


class Capacity(enum.StrEnum):
    """In which capacity something was said."""

    OFFICEHOLDER = "officeholder"
    CANDIDATE = "candidate"


class EvidenceKind(enum.StrEnum):
    """Where we have it from."""

    PUBLIC_STATEMENT = "public_statement"
    SPONSORSHIP = "sponsorship"
    VOTE = "vote"
    LETTER = "letter"
    CONVERSATION = "conversation"
    STAFF = "staff"
    THIRD_PARTY = "third_party"


class ShiftReason(enum.StrEnum):
    """What made an entry."""

    SAID = "said"
    SPONSORED = "sponsored"
    SPONSORSHIP_WITHDRAWN = "sponsorship_withdrawn"
    LAPSED = "lapsed"
    VOTED = "voted"


class Position(Walled, Base):
    """One entry of the ledger: who, on which measure, stands where, said when, learned when, in which words.

    ``said`` is EDTF text with its bounds. ``corrects_id`` replaces a wrong entry from ``recorded_at`` on; with
    ``is_retraction`` nothing is put in its place. ``fact_key`` names the public fact behind the entry, so that the same
    fact is entered once however often it is imported.
    """

    __tablename__ = "positions"
    __table_args__ = (
        CheckConstraint(f"stance IS NULL OR stance IN ({STANCES})", name="stance_on_scale"),
        CheckConstraint("(stance IS NULL) = is_retraction", name="stance_unless_retraction"),
        CheckConstraint("corrects_id IS NOT NULL OR NOT is_retraction", name="retraction_corrects"),
        CheckConstraint("corrects_id IS NULL OR reason_given IS NOT NULL", name="correction_has_reason"),
        CheckConstraint("said_earliest IS NULL OR said_earliest <= said_latest", name="said_in_order"),
        CheckConstraint("visibility <> 'coalition' OR campaign_id IS NOT NULL", name="coalition_has_campaign"),
        CheckConstraint("visibility <> 'private' OR organization_id IS NOT NULL", name="private_has_owner"),
        Index("ix_positions_stance_as_of", "measure_id", "person_id", "said_latest", "recorded_at", "id"),
        Index("ix_positions_person", "person_id", "measure_id", "said_latest"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    ask_id: Mapped[int | None] = mapped_column(ForeignKey("asks.id"))
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("bills.id"), index=True)
    print_letter: Mapped[short | None]
    stance: Mapped[Stance | None] = mapped_column(word(Stance))
    capacity: Mapped[Capacity] = mapped_column(word(Capacity), default=Capacity.OFFICEHOLDER)
    made_by: Mapped[ShiftReason] = mapped_column(word(ShiftReason), default=ShiftReason.SAID)
    words: Mapped[text]
    condition: Mapped[text | None]
    said: Mapped[short]
    said_earliest: Mapped[date | None]
    said_latest: Mapped[date]
    learned_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("positions.id"), unique=True)
    is_retraction: Mapped[bool] = mapped_column(default=False)
    reason_given: Mapped[text | None]
    fact_key: Mapped[line | None] = mapped_column(unique=True)

    person: Mapped[Person] = relationship()


class Evidence(Base):
    """Why we think so. ``is_firm``: it makes a plain yes a hard one (public, written, or said before a second witness).

    ``published`` is an EDTF date. Later evidence is added as a further row, known from its own ``recorded_at``.
    """

    __tablename__ = "evidence"

    id: Mapped[key]
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(word(EvidenceKind))
    is_firm: Mapped[bool]
    title: Mapped[text | None]
    outlet: Mapped[line | None]
    url: Mapped[text | None]
    quote: Mapped[text | None]
    published: Mapped[short | None]
    witnesses: Mapped[list[str]] = mapped_column(default=list)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    verified_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class EvidenceFile(Base):
    """A file that is the evidence: a letter, a photo of a form."""

    __tablename__ = "evidence_files"

    id: Mapped[key]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    name: Mapped[line]
    media_type: Mapped[short]
    sha256: Mapped[short]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Ruling(Base):
    """Two reports disagreed; somebody with the right to rule upheld one. The other stays, without counting."""

    __tablename__ = "rulings"

    id: Mapped[key]
    upheld_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    overruled_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), unique=True)
    reason: Mapped[text]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Erasure(Base):
    """The law demands that the words of an entry go. The database lets only an entry named here lose its words."""

    __tablename__ = "erasures"

    id: Mapped[key]
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), unique=True)
    reason: Mapped[text]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class NamelessCount(Walled, Base):
    """A number without names ("30 co-sponsors as of June 2025"): a fact, never turned into invented people."""

    __tablename__ = "nameless_counts"

    id: Mapped[key]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("bills.id"))
    chamber_id: Mapped[int | None] = mapped_column(ForeignKey("chambers.id"))
    number: Mapped[int]
    of_whom: Mapped[line]
    did_what: Mapped[line]
    said: Mapped[short]
    said_earliest: Mapped[date | None]
    said_latest: Mapped[date]
    source: Mapped[text]
    source_url: Mapped[text | None]
    recorded_at: Mapped[datetime]
    fact_key: Mapped[line | None] = mapped_column(unique=True)
