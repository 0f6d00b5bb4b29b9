"""Where law is made, and when."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.db import Base, key, line, short, text, word


class JurisdictionKind(enum.StrEnum):
    """Level of government."""

    COUNTRY = "country"
    STATE = "state"
    COUNTY = "county"
    CITY = "city"


class ChamberKind(enum.StrEnum):
    """``unicameral`` covers one-house legislatures (Nebraska) and city councils."""

    UPPER = "upper"
    LOWER = "lower"
    UNICAMERAL = "unicameral"


class DeadlineKind(enum.StrEnum):
    """What ends on the day."""

    ADJOURNMENT = "adjournment"
    COMMITTEE = "committee"
    INTRODUCTION = "introduction"
    BUDGET = "budget"
    SPECIAL_SESSION = "special_session"
    OPENING = "opening"
    OTHER = "other"


class Certainty(enum.StrEnum):
    """How firm a date is: derived from rules, announced, or what then happened."""

    PREDICTED = "predicted"
    ANNOUNCED = "announced"
    ACTED = "acted"


class Jurisdiction(Base):
    """A government: a state, a county, a city. ``ocd_id`` is the Open Civic Data identifier where known."""

    __tablename__ = "jurisdictions"

    id: Mapped[key]
    slug: Mapped[short] = mapped_column(unique=True)
    name: Mapped[line]
    kind: Mapped[JurisdictionKind] = mapped_column(word(JurisdictionKind))
    abbreviation: Mapped[str | None] = mapped_column(String(8))
    ocd_id: Mapped[line | None] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdictions.id"))
    is_invented: Mapped[bool] = mapped_column(default=False)

    parent: Mapped[Jurisdiction | None] = relationship(remote_side="Jurisdiction.id")


class Chamber(Base):
    """A house of a legislature, with its seats and the rules of its majorities.

    Passing needs more than ``pass_num/pass_den`` of all seats (New York: members elected, Art. III s. 14), an
    override at least ``override_num/override_den``. ``roster_as_of``: from this day on the roster on file is whole, so
    an empty seat is a vacancy and not a gap in our knowledge.
    """

    __tablename__ = "chambers"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "kind"),
        CheckConstraint("seats > 0", name="seats_positive"),
    )

    id: Mapped[key]
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdictions.id"))
    kind: Mapped[ChamberKind] = mapped_column(word(ChamberKind))
    name: Mapped[line]
    seats: Mapped[int]
    member_title: Mapped[short]
    member_abbreviation: Mapped[short]
    pass_num: Mapped[int] = mapped_column(default=1)
    pass_den: Mapped[int] = mapped_column(default=2)
    override_num: Mapped[int] = mapped_column(default=2)
    override_den: Mapped[int] = mapped_column(default=3)
    rule_source: Mapped[line | None]
    roster_as_of: Mapped[date | None]

    jurisdiction: Mapped[Jurisdiction] = relationship()


class District(Base):
    """What one or several members of a chamber are elected from. ``on_map`` is false for districts of former maps."""

    __tablename__ = "districts"
    __table_args__ = (UniqueConstraint("chamber_id", "name"), CheckConstraint("seats > 0", name="seats_positive"))

    id: Mapped[key]
    chamber_id: Mapped[int] = mapped_column(ForeignKey("chambers.id"))
    name: Mapped[short]
    seats: Mapped[int] = mapped_column(default=1)
    on_map: Mapped[bool] = mapped_column(default=True)

    chamber: Mapped[Chamber] = relationship()


class LegislativeSession(Base):
    """A session of a legislature: 2025-26, or a special one."""

    __tablename__ = "legislative_sessions"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "slug"),)

    id: Mapped[key]
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdictions.id"))
    slug: Mapped[short]
    name: Mapped[line]
    is_special: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    jurisdiction: Mapped[Jurisdiction] = relationship()


class Deadline(Base):
    """A day after which something can no longer be done, per chamber.

    Re-setting a deadline adds a row that replaces the former one (``replaces_id``); the former day and its source stay,
    and so does the answer to what was believed on an earlier day (``recorded_at``).
    """

    __tablename__ = "deadlines"

    id: Mapped[key]
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    chamber_id: Mapped[int | None] = mapped_column(ForeignKey("chambers.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("legislative_sessions.id"))
    kind: Mapped[DeadlineKind] = mapped_column(word(DeadlineKind))
    name: Mapped[line]
    falls_on: Mapped[date] = mapped_column(index=True)
    certainty: Mapped[Certainty] = mapped_column(word(Certainty))
    source: Mapped[text]
    source_url: Mapped[text | None]
    reason: Mapped[text | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id"), unique=True)

    jurisdiction: Mapped[Jurisdiction] = relationship()
    chamber: Mapped[Chamber | None] = relationship()
    replaces: Mapped[Deadline | None] = relationship(remote_side="Deadline.id")
