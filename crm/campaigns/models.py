"""What is wanted, of whom, by when, and how many it takes."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.bills.models import Measure
from crm.coalition.models import Organization
from crm.db import Base, key, line, short, text, word


class AskKind(enum.StrEnum):
    """What an official is asked to do."""

    COSPONSOR = "cosponsor"
    VOTE_YES = "vote_yes"
    COMMITTEE_VOTE = "committee_vote"
    BRING_TO_FLOOR = "bring_to_floor"
    SIGN = "sign"
    SPEAK = "speak"
    SPECIAL_SESSION = "special_session"
    OVERRIDE = "override"
    SOFTEN = "soften"


class ThresholdKind(enum.StrEnum):
    """Why a number is needed: to pass, to override a veto, or for a conference's comfort (field.md 3.2)."""

    PASS = "pass"  # noqa: S105 - a word, not a secret
    OVERRIDE = "override"
    COMFORT = "comfort"


class GateKind(enum.StrEnum):
    """What stands between a bill and the vote."""

    COMMITTEE = "committee"
    RULES = "rules"
    LEADER = "leader"
    FLOOR = "floor"
    OTHER_HOUSE = "other_house"
    EXECUTIVE = "executive"


class GateState(enum.StrEnum):
    """Whether the bill is through."""

    AHEAD = "ahead"
    AT = "at"
    PASSED = "passed"
    BLOCKED = "blocked"


class PointKind(enum.StrEnum):
    """What a caller says, or answers."""

    SCRIPT = "script"
    ARGUMENT = "argument"
    OBJECTION = "objection"


class Campaign(Base):
    """A coalition's work for one measure."""

    __tablename__ = "campaigns"

    id: Mapped[key]
    slug: Mapped[short] = mapped_column(unique=True)
    name: Mapped[line]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), index=True)
    lead_organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    goal: Mapped[text]
    is_invented: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    measure: Mapped[Measure] = relationship()
    lead_organization: Mapped[Organization | None] = relationship()


class CampaignMeasure(Base):
    """A neighbouring measure the campaign also watches; it never counts for the campaign's own."""

    __tablename__ = "campaign_measures"
    __table_args__ = (UniqueConstraint("campaign_id", "measure_id"),)

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), index=True)


class CampaignOrganization(Base):
    """An organization takes part in a campaign from one day to another: within the walls of "coalition".

    ``level`` is the coalition's own word for how far ("steering committee", "endorser").
    """

    __tablename__ = "campaign_organizations"
    __table_args__ = (UniqueConstraint("campaign_id", "organization_id", "joined_on"),)

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    level: Mapped[line | None]
    agreement: Mapped[text | None]


class Ask(Base):
    """One thing asked: of the members of a chamber, or of the targets named for it."""

    __tablename__ = "asks"
    __table_args__ = (Index("ix_asks_campaign_id", "campaign_id"),)

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("bills.id"))
    print_letter: Mapped[short | None]
    kind: Mapped[AskKind] = mapped_column(word(AskKind))
    words: Mapped[line]
    chamber_id: Mapped[int | None] = mapped_column(ForeignKey("chambers.id"))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class AskTarget(Base):
    """An office (whoever holds it) or a person of whom something is asked by name."""

    __tablename__ = "ask_targets"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (office_id IS NULL)", name="person_or_office"),)

    id: Mapped[key]
    ask_id: Mapped[int] = mapped_column(ForeignKey("asks.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    reason: Mapped[text | None]
    added_on: Mapped[date]
    removed_on: Mapped[date | None]


class Threshold(Base):
    """A number of votes the lead sets above the chamber's own rule, with the reason. The newest is in force."""

    __tablename__ = "thresholds"
    __table_args__ = (Index("ix_thresholds_campaign_id_chamber_id", "campaign_id", "chamber_id"),)

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    chamber_id: Mapped[int] = mapped_column(ForeignKey("chambers.id"))
    kind: Mapped[ThresholdKind] = mapped_column(word(ThresholdKind))
    votes: Mapped[int]
    reason: Mapped[text]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Gate(Base):
    """A gate on a campaign's way, in its order, with who holds the key."""

    __tablename__ = "gates"
    __table_args__ = (UniqueConstraint("campaign_id", "chamber_id", "place"),)

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    chamber_id: Mapped[int | None] = mapped_column(ForeignKey("chambers.id"))
    place: Mapped[int]
    kind: Mapped[GateKind] = mapped_column(word(GateKind))
    name: Mapped[line]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id"))
    state: Mapped[GateState] = mapped_column(word(GateState), default=GateState.AHEAD)
    state_since: Mapped[date | None]
    source: Mapped[text | None]


class TalkingPoint(Base):
    """Words for a caller: a script for a stance, an argument, or an objection with its answer."""

    __tablename__ = "talking_points"

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    ask_id: Mapped[int | None] = mapped_column(ForeignKey("asks.id"))
    kind: Mapped[PointKind] = mapped_column(word(PointKind))
    stance: Mapped[short | None]
    place: Mapped[int] = mapped_column(default=0)
    heading: Mapped[line]
    body: Mapped[text]
    source: Mapped[text | None]
