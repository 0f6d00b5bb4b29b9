"""What was done, by whom, to whom, how it went, and what is owed next."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.coalition.models import Walled
from crm.db import Base, key, line, short, text, word


class Channel(enum.StrEnum):
    """How contact was made."""

    CALL = "call"
    MEETING = "meeting"
    LOBBY_VISIT = "lobby_visit"
    LETTER = "letter"
    EMAIL = "email"
    TEXT = "text"
    SOCIAL = "social"
    RALLY = "rally"
    EVENT = "event"
    TESTIMONY = "testimony"


class Outcome(enum.StrEnum):
    """How it went."""

    REACHED_MEMBER = "reached_member"
    REACHED_STAFF = "reached_staff"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    HELD = "held"
    SENT = "sent"
    CANCELLED = "cancelled"


class Part(enum.StrEnum):
    """An official's part in an action: it was aimed at them, they attended, they sent it, they spoke."""

    TARGET = "target"
    ATTENDED = "attended"
    SENT = "sent"
    SPOKE = "spoke"


class OutreachAction(Walled, Base):
    """One contact or event. ``happened`` is EDTF; ``happened_at`` the instant where it is known.

    ``client_key`` is made by the client, so that a contact sent twice is written once.
    """

    __tablename__ = "outreach_actions"
    __table_args__ = (
        CheckConstraint("visibility <> 'coalition' OR campaign_id IS NOT NULL", name="coalition_has_campaign"),
        CheckConstraint("visibility <> 'private' OR organization_id IS NOT NULL", name="private_has_owner"),
        Index("ix_outreach_actions_campaign_id_happened_latest", "campaign_id", "happened_latest"),
        Index("ix_outreach_actions_happened_latest", "happened_latest"),
    )

    id: Mapped[key]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    channel: Mapped[Channel] = mapped_column(word(Channel))
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome))
    title: Mapped[line | None]
    notes: Mapped[text]
    place: Mapped[line | None]
    happened: Mapped[short]
    happened_earliest: Mapped[date | None]
    happened_latest: Mapped[date]
    happened_at: Mapped[datetime | None]
    call_back_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    language: Mapped[str | None] = mapped_column(String(12))
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"), index=True)
    unnamed_people: Mapped[line | None]
    source: Mapped[text | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    client_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    retracted_at: Mapped[datetime | None]
    retracted_reason: Mapped[text | None]


class ActionOfficial(Base):
    """An official in an action."""

    __tablename__ = "action_officials"
    __table_args__ = (UniqueConstraint("person_id", "action_id"),)

    id: Mapped[key]
    action_id: Mapped[int] = mapped_column(ForeignKey("outreach_actions.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    part: Mapped[Part] = mapped_column(word(Part), default=Part.TARGET)


class ActionStaff(Base):
    """A staff member spoken to. Contact with staff is contact (field.md 3.3)."""

    __tablename__ = "action_staff"

    id: Mapped[key]
    action_id: Mapped[int] = mapped_column(ForeignKey("outreach_actions.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    printed_name: Mapped[line]
    boss_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ActionOrganization(Base):
    """An organization that took part."""

    __tablename__ = "action_organizations"
    __table_args__ = (UniqueConstraint("action_id", "organization_id"),)

    id: Mapped[key]
    action_id: Mapped[int] = mapped_column(ForeignKey("outreach_actions.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)


class ActionUser(Base):
    """A user who took part on our side."""

    __tablename__ = "action_users"
    __table_args__ = (UniqueConstraint("action_id", "user_id"),)

    id: Mapped[key]
    action_id: Mapped[int] = mapped_column(ForeignKey("outreach_actions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)


class ActionTopic(Base):
    """A measure that came up, what was asked, what was answered, and the ledger entry that came of it."""

    __tablename__ = "action_topics"

    id: Mapped[key]
    action_id: Mapped[int] = mapped_column(ForeignKey("outreach_actions.id"), index=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), index=True)
    ask_id: Mapped[int | None] = mapped_column(ForeignKey("asks.id"))
    answer: Mapped[text | None]
    position_id: Mapped[int | None] = mapped_column(ForeignKey("positions.id"), unique=True)


class FollowUp(Walled, Base):
    """Something owed, by whom, to whom, by when. ``result``: what came of it, once it is done."""

    __tablename__ = "follow_ups"
    __table_args__ = (Index("ix_follow_ups_owed_by_id_done_at", "owed_by_id", "done_at"),)

    id: Mapped[key]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("outreach_actions.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    owed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    what: Mapped[line]
    due_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    result: Mapped[text | None]


class FollowUpChange(Base):
    """A follow-up was moved to another day, or handed over to a colleague, and why. Those before it stay."""

    __tablename__ = "follow_up_changes"

    id: Mapped[key]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"), index=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    former_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    former_owed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    owed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[line]


class Relationship(Walled, Base):
    """An organization knows an official, and how well (1 = has met, 5 = can call any time)."""

    __tablename__ = "relationships"
    __table_args__ = (CheckConstraint("strength BETWEEN 1 AND 5", name="strength_in_scale"),)

    id: Mapped[key]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[short]
    strength: Mapped[int]
    note: Mapped[text | None]
    recorded_at: Mapped[datetime]
