"""Users and their sign-ins. Secrets are stored only as hashes."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key, line, word


class LinkPurpose(enum.StrEnum):
    """What a one-time link lets its holder do."""

    SIGN_IN = "sign_in"
    SET_PASSWORD = "set_password"  # noqa: S105 - a word, not a secret


class User(Base):
    """Somebody who signs in. ``email`` is kept in lower case."""

    __tablename__ = "users"

    id: Mapped[key]
    email: Mapped[line] = mapped_column(unique=True)
    name: Mapped[line]
    password_hash: Mapped[line | None]
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_invented: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(12), default="en")
    created_at: Mapped[datetime]


class LoginSession(Base):
    """One browser that is signed in. The cookie holds the token, this row only its SHA-256."""

    __tablename__ = "login_sessions"

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    user_agent: Mapped[line]


class OneTimeLink(Base):
    """A link that works once and for a short time; only the hash of its token is stored."""

    __tablename__ = "one_time_links"

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(word(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A try to sign in, kept to slow down guessing. Who and where are kept as hashes only."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_who_at", "who_hash", "at"),)

    id: Mapped[key]
    who_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    succeeded: Mapped[bool]


class FeedToken(Base):
    """Lets a calendar program read one person's dates without signing in, until revoked; only its hash is kept."""

    __tablename__ = "feed_tokens"

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    label: Mapped[line]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class DeviceKey(Base):
    """The key of what one person keeps on one device, for work without network. Without ``secret`` it is forgotten.

    ``device`` is a random name that the device gave itself. The key is no use without what is on the device, and what
    is on the device is none without the key.
    """

    __tablename__ = "device_keys"
    __table_args__ = (UniqueConstraint("user_id", "device"),)

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    device: Mapped[str] = mapped_column(String(64))
    secret: Mapped[str | None] = mapped_column(String(64))
    user_agent: Mapped[line]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]
