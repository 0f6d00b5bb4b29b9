"""Who is to be called, in which order and why, and who is at it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.coalition.models import Walled
from crm.db import Base, key, line, word
from crm.people.on_the_line import UNTIL


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


class Tier(enum.StrEnum):
    """Why an official is called: the keys to the floor, a vote to win, an opponent to soften (field.md 3.1, H8)."""

    LEADERS = "leaders"
    VOTES = "votes"
    OPPONENTS = "opponents"


class CallTarget(Base):
    """One official of a list, at their place, with the reasons in words.

    ``gain`` is what the call adds to the list's goal, as it was drawn up: to the chance of winning (0 to 1), or to the
    expected votes. ``call_back_to_id``: the caller to whom an office said when to call again.
    ``caller_number``: by whom of the list's callers it is best called; ``caller_id`` who that is, where it is known.
    """

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
    tier: Mapped[Tier | None] = mapped_column(word(Tier))
    gain: Mapped[float | None]
    call_back_at: Mapped[datetime | None]
    call_back_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    caller_number: Mapped[int | None]
    caller_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Skip(enum.StrEnum):
    """Why a caller gave an official back without a call: not now, somebody else should call, nobody should."""

    LATER = "later"
    NOT_ME = "not_me"
    NOBODY = "nobody"


class Claim(Base):
    """A lease on one target; it runs out by itself at ``expires_at``. Ended ones stay, and tell who held whom when.

    No two claims of one person overlap at any instant, in whatever lists (see ``crm.calling.holds``).
    """

    __tablename__ = "claims"
    __table_args__ = (Index("ix_claims_call_target_id_expires_at", "call_target_id", "expires_at"),)

    id: Mapped[key]
    call_target_id: Mapped[int] = mapped_column(ForeignKey("call_targets.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    claimed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    skipped: Mapped[Skip | None] = mapped_column(word(Skip))
    reason: Mapped[line | None]


class OfficeHold(Base):
    """Who has an official on the line just now, in whatever list of whatever campaign: one row for each official.

    A caller takes it by one conditional UPDATE (free, run out, or theirs), so that two never hold one office at once.
    ``claim_id`` is the latest claim; it is held while there is a ``user_id`` and ``expires_at`` is ahead.
    """

    __tablename__ = "office_holds"
    # Who has somebody on the line is nothing that those who join records could know of otherwise.
    __table_args__ = {"info": {UNTIL: "expires_at"}}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime | None]


class CallerProfile(Base):
    """What a list needs to know of who calls, and when they want to be reminded.

    ``languages`` are codes ("en", "es"); ``digest_hour`` is the hour (0 to 23, of the server's time zone) of the daily
    e-mail, nothing for none; ``digest_sent_on`` the day of the last one.
    """

    __tablename__ = "caller_profiles"

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    languages: Mapped[list[str]] = mapped_column(default=list)
    calls_per_hour: Mapped[int] = mapped_column(default=8)
    digest_hour: Mapped[int | None]
    digest_sent_on: Mapped[date | None]


class CallerDistrict(Base):
    """A district in which a caller lives: they call as a constituent."""

    __tablename__ = "caller_districts"
    __table_args__ = (UniqueConstraint("user_id", "district_id"),)

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
