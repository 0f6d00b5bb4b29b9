"""A lobby day: teams, their rounds, the room of each meeting, and the entry that came of it."""

from __future__ import annotations

import enum
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.coalition.models import Walled
from crm.db import Base, key, line, short, text, word


class SlotState(enum.StrEnum):
    """How far a meeting is: asked for, agreed, took place, did not."""

    ASKED = "asked"
    AGREED = "agreed"
    HELD = "held"
    FELL_THROUGH = "fell_through"


class LobbyDay(Walled, Base):
    """A day on which many of us go to see officials. ``place`` is where everybody meets."""

    __tablename__ = "lobby_days"
    __table_args__ = (
        CheckConstraint("visibility <> 'coalition' OR campaign_id IS NOT NULL", name="coalition_has_campaign"),
        CheckConstraint("visibility <> 'private' OR organization_id IS NOT NULL", name="private_has_owner"),
    )

    id: Mapped[key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    name: Mapped[line]
    held_on: Mapped[date] = mapped_column(index=True)
    place: Mapped[line | None]
    notes: Mapped[text]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cancelled_at: Mapped[datetime | None]


class LobbyTeam(Base):
    """A team of a lobby day."""

    __tablename__ = "lobby_teams"
    __table_args__ = (UniqueConstraint("lobby_day_id", "name"),)

    id: Mapped[key]
    lobby_day_id: Mapped[int] = mapped_column(ForeignKey("lobby_days.id"))
    name: Mapped[line]


class LobbyMember(Base):
    """Somebody in a team: a user, or a name of somebody who does not sign in here."""

    __tablename__ = "lobby_members"
    __table_args__ = (Index("ix_lobby_members_lobby_team_id", "lobby_team_id"),)

    id: Mapped[key]
    lobby_team_id: Mapped[int] = mapped_column(ForeignKey("lobby_teams.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    printed_name: Mapped[line]
    leads: Mapped[bool] = mapped_column(default=False)


class LobbySlot(Base):
    """A meeting of a team: with whom, when, in which room. ``action_id`` is the contact its debrief made.

    ``reason``: why it fell through.
    """

    __tablename__ = "lobby_slots"
    __table_args__ = (
        Index("ix_lobby_slots_lobby_day_id_starts_at", "lobby_day_id", "starts_at"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="in_order"),
    )

    id: Mapped[key]
    lobby_day_id: Mapped[int] = mapped_column(ForeignKey("lobby_days.id"))
    lobby_team_id: Mapped[int | None] = mapped_column(ForeignKey("lobby_teams.id"), index=True)
    starts_at: Mapped[time]
    ends_at: Mapped[time | None]
    building: Mapped[line | None]
    room: Mapped[short | None]
    ask_id: Mapped[int | None] = mapped_column(ForeignKey("asks.id"))
    with_staff: Mapped[line | None]
    state: Mapped[SlotState] = mapped_column(word(SlotState), default=SlotState.ASKED)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("outreach_actions.id"))
    notes: Mapped[text]
    reason: Mapped[line | None]


class LobbyTarget(Base):
    """An official whom a meeting is with; a meeting may be with several."""

    __tablename__ = "lobby_targets"
    __table_args__ = (UniqueConstraint("lobby_slot_id", "person_id"),)

    id: Mapped[key]
    lobby_slot_id: Mapped[int] = mapped_column(ForeignKey("lobby_slots.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
