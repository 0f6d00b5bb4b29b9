"""Calendar feeds: a link of one's own that a calendar program reads without signing in, until it is taken back."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import FeedToken, SignInAttempt, User
from crm.accounts.secrets import hash_token, new_token
from crm.errors import Conflict, InvalidInput, NotFound

MOST: Final = 20
"""Links a user has at once: one for each program and device, and some to spare."""
LONGEST_LABEL: Final = 100
WINDOW: Final = timedelta(minutes=15)
READS: Final = 60
"""Reads of one link in a window. Calendar programs come every quarter of an hour at most."""
GUESSES: Final = 60
"""Links that nobody has, from one address in a window: an office's old calendars go on asking for some time."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A link that works, as its owner sees it: the token itself is known to nobody any more."""

    id: int
    label: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose days a link shows."""

    feed_id: int
    user_id: int
    is_admin: bool


class Answer(enum.Enum):
    """What a request is answered where it is not answered with a calendar."""

    UNKNOWN = "unknown"
    TOO_MANY = "too many"


def new_feed(session: Session, user_id: int, label: str) -> str:
    """The token of a new link. It is nowhere else: only its hash is stored. Raises InvalidInput, Conflict."""
    name = " ".join(label.split())
    if not name or len(name) > LONGEST_LABEL:
        raise InvalidInput("Where will you use it?", hint="Give it a short name, such as “My phone”.", field="label")
    there = session.scalar(select(func.count()).where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None)))
    if (there or 0) >= MOST:
        raise Conflict(f"You have {MOST} links already.", hint="Take one back that you no longer use.", field="label")
    token, token_hash = new_token()
    session.add(FeedToken(user_id=user_id, label=name, token_hash=token_hash, created_at=clock.now()))
    session.flush()
    return token


def feeds(session: Session, user_id: int) -> tuple[Feed, ...]:
    """The user's links that work, newest first (one query)."""
    rows = session.execute(
        select(FeedToken.id, FeedToken.label, FeedToken.created_at, FeedToken.last_used_at)
        .where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None))
        .order_by(FeedToken.created_at.desc(), FeedToken.id.desc())
    )
    return tuple(Feed(*row) for row in rows)


def revoke_feed(session: Session, user_id: int, feed_id: int) -> str:
    """Take a link of the user's back, at once and for good; its label. Raises NotFound for another's."""
    found = session.scalar(
        select(FeedToken).where(FeedToken.id == feed_id, FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None))
    )
    if found is None:
        raise NotFound("That link is not yours, or is taken back already.", hint="Reload the page.")
    found.revoked_at = clock.now()
    session.flush()
    return found.label


def reader_of(session: Session, token: str, address: str) -> Reader | Answer:
    """Whose days the token shows; ``address`` is where the request comes from (two queries).

    A token that works is never refused because of others' guesses, even where all come from one address.
    """
    token_hash = hash_token(token)
    row = session.execute(
        select(FeedToken.id, User.id, User.is_admin)
        .join(User, User.id == FeedToken.user_id)
        .where(FeedToken.token_hash == token_hash, FeedToken.revoked_at.is_(None), User.is_active)
    ).one_or_none()
    if row is None:
        return Answer.TOO_MANY if _seen(session, _guess(address)) >= GUESSES else Answer.UNKNOWN
    found = Reader(*row)
    return Answer.TOO_MANY if _seen(session, _read(found.feed_id)) >= READS else found


def note_read(session: Session, reader: Reader) -> None:
    """Keep that a link was read, for its owner and for the limit."""
    session.get_one(FeedToken, reader.feed_id).last_used_at = clock.now()
    _note(session, _read(reader.feed_id), succeeded=True)


def note_guess(session: Session, address: str) -> None:
    """Keep that somebody asked for a link that nobody has."""
    _note(session, _guess(address), succeeded=False)


def _read(feed_id: int) -> str:
    return hash_token(f"feed:{feed_id}")


def _guess(address: str) -> str:
    return hash_token(f"feed-address:{address}")


def _seen(session: Session, who: str) -> int:
    return (
        session.scalar(
            select(func.count()).where(SignInAttempt.who_hash == who, SignInAttempt.at > clock.now() - WINDOW)
        )
        or 0
    )


def _note(session: Session, who: str, *, succeeded: bool) -> None:
    now = clock.now()
    session.execute(delete(SignInAttempt).where(SignInAttempt.who_hash == who, SignInAttempt.at < now - WINDOW))
    session.add(SignInAttempt(who_hash=who, at=now, succeeded=succeeded))
    session.flush()
