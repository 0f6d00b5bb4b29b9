"""Who is to be called, in which order and why, and who is at it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.coalition.models import Walled
from crm.db import Base, key, line, word


class TargetState(enum.StrEnum):
    """Where a target of a list is."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


class CallList(Walled, Base):
    """A list drawn up for a deadline. ``rule`` keeps what it was built from, ``left_out`` who is not on it and why."""

    __tablename__ = "call_lists"

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    name: Mapped[line]
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id"))
    deadline_on: Mapped[date]
    rule: Mapped[dict[str, Any]]
    left_out: Mapped[dict[str, Any]]
    built_at: Mapped[datetime]
    built_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]


class CallTarget(Base):
    """One official of a list, at their place, with the reasons in words."""

    __tablename__ = "call_targets"
    __table_args__ = (
        UniqueConstraint("call_list_id", "person_id"),
        Index("ix_call_targets_list_rank", "call_list_id", "rank"),
    )

    id: Mapped[key]
    call_list_id: Mapped[int] = mapped_column(ForeignKey("call_lists.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    ask_id: Mapped[int | None] = mapped_column(ForeignKey("asks.id"))
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"))
    rank: Mapped[int]
    reasons: Mapped[list[str]]
    state: Mapped[TargetState] = mapped_column(word(TargetState), default=TargetState.WAITING)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("outreach_actions.id"))


class Claim(Base):
    """A lease on one target; it runs out by itself at ``expires_at``."""

    __tablename__ = "claims"
    __table_args__ = (Index("ix_claims_call_target_id_expires_at", "call_target_id", "expires_at"),)

    id: Mapped[key]
    call_target_id: Mapped[int] = mapped_column(ForeignKey("call_targets.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    claimed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
