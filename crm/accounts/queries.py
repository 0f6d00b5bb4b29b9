"""Reads of accounts: who is behind a cookie, who signs in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import LoginSession, User
from crm.accounts.secrets import hash_token


@dataclass(frozen=True, slots=True)
class SignedInUser:
    """The user behind a cookie."""

    user_id: int
    name: str
    email: str
    is_admin: bool
    locale: str


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user as an administrator sees them. ``has_password``: signs in without a link."""

    id: int
    email: str
    name: str
    is_admin: bool
    is_active: bool
    has_password: bool
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that is signed in."""

    id: int
    user_agent: str
    created_at: datetime
    expires_at: datetime


def user_of_token(session: Session, token: str) -> SignedInUser | None:
    """Who is signed in with the cookie's token; nothing for a token unknown, ended, run out, or of a former user."""
    row = session.execute(_OF_TOKEN, {"token_hash": hash_token(token), "now": clock.now()}).one_or_none()
    return SignedInUser(*row) if row else None


def users(session: Session) -> tuple[UserLine, ...]:
    """Everybody who signs in or did, by name."""
    seen = select(func.max(LoginSession.last_seen_at)).where(LoginSession.user_id == User.id).scalar_subquery()
    rows = session.execute(
        select(
            User.id, User.email, User.name, User.is_admin, User.is_active, User.password_hash.is_not(None), seen
        ).order_by(User.name, User.id)
    )
    return tuple(UserLine(*row) for row in rows)


def browsers(session: Session, user_id: int) -> tuple[Browser, ...]:
    """Where the user is signed in now, newest first."""
    rows = session.execute(
        select(LoginSession.id, LoginSession.user_agent, LoginSession.created_at, LoginSession.expires_at)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > clock.now(),
        )
        .order_by(LoginSession.created_at.desc(), LoginSession.id.desc())
    )
    return tuple(Browser(*row) for row in rows)


def first_administrator(session: Session) -> User | None:
    """The administrator who was here first, if there is one."""
    return session.scalar(select(User).where(User.is_admin, User.is_active).order_by(User.id).limit(1))


def an_administrator_can_sign_in(session: Session) -> bool:
    """Whether some administrator has a password, and so needs no link from the terminal."""
    return bool(session.scalar(select(exists().where(User.is_admin, User.is_active, User.password_hash.is_not(None)))))


# Made once, since every page asks it: to build a statement takes longer than to run it.
_OF_TOKEN = (
    select(User.id, User.name, User.email, User.is_admin, User.locale)
    .join(LoginSession, LoginSession.user_id == User.id)
    .where(
        LoginSession.token_hash == bindparam("token_hash"),
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > bindparam("now"),
        User.is_active,
    )
)
