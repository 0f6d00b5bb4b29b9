"""Who may sign in: users, one-time links, signed-in browsers. Tokens leave here once and are kept as hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts import devices, secrets
from crm.accounts.models import LinkPurpose, LoginSession, OneTimeLink, User
from crm.config import get_settings
from crm.errors import Conflict, InvalidInput, NotFound

LINK_LASTS: Final = timedelta(days=1)
"""A link is typed or clicked on the day it was made; later somebody may find it in a terminal's history."""
SHORTEST_PASSWORD: Final = 12
"""NIST SP 800-63B asks for eight at least and for length rather than strange characters; the notes deserve more."""
_LONGEST_PASSWORD: Final = 256
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Welcome:
    """What an unused link opens, and for whom."""

    link_id: int
    user_id: int
    purpose: LinkPurpose
    name: str
    email: str


def add_user(session: Session, email: str, name: str, *, is_admin: bool = False, is_invented: bool = False) -> User:
    """A new user without a password; a link lets them in. Raises InvalidInput, Conflict (address taken)."""
    address = checked_email(email)
    if session.scalar(select(User.id).where(User.email == address)) is not None:
        raise Conflict(f"{address} already signs in here.", hint="Send that user a new link instead.", field="email")
    user = User(
        email=address,
        name=checked_name(name),
        is_admin=is_admin,
        is_invented=is_invented,
        created_at=clock.now(),
    )
    session.add(user)
    session.flush()
    return user


def find_user(session: Session, email: str) -> User:
    """The user with the address. Raises NotFound."""
    user = session.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise NotFound(f"Nobody signs in here as “{email}”.", hint="See who does: crm user list.")
    return user


def active_user(session: Session, email: str) -> User | None:
    """The user with the address who may sign in, or nothing: who signs in is told no more than "not this way"."""
    return session.scalar(select(User).where(User.email == email.strip().lower(), User.is_active))


def rename(session: Session, user: User, name: str, email: str) -> None:
    """Change a user's name and address. Raises InvalidInput, Conflict (address taken)."""
    address = checked_email(email)
    if session.scalar(select(User.id).where(User.email == address, User.id != user.id)) is not None:
        raise Conflict(f"{address} already signs in here.", hint="Use another address.", field="email")
    user.name, user.email = checked_name(name), address
    session.flush()


def checked_email(email: str) -> str:
    """The address in lower case. Raises InvalidInput for what is none."""
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise InvalidInput("That is not an e-mail address.", hint="Write it as name@example.org.", field="email")
    return address


def checked_name(name: str) -> str:
    """The name without stray spaces. Raises InvalidInput for an empty one."""
    found = " ".join(name.split())
    if not found or len(found) > 200:
        raise InvalidInput("A name is missing.", hint="Write the name colleagues know you by.", field="name")
    return found


def checked_password(password: str) -> str:
    """The password if it is long enough to be one. Raises InvalidInput."""
    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise InvalidInput(
            f"A password has {SHORTEST_PASSWORD} characters or more.",
            hint="Four or five words nobody would guess make a good one.",
            field="password",
        )
    return password


def set_password(session: Session, user: User, password_hash: str) -> None:
    """Give the user a new password (hashed before: that takes long); sign out their browsers and void their links."""
    user.password_hash = password_hash
    end_all_sessions(session, user.id)
    _void_links(session, user.id)
    session.flush()


def deactivate(session: Session, user: User) -> None:
    """Let the user in no more: sign out their browsers, void their links, and close for good what their devices keep.

    Raises Conflict for the last administrator.
    """
    others = select(func.count()).where(User.is_admin, User.is_active, User.id != user.id)
    if user.is_admin and not session.scalar(others):
        raise Conflict("That is the only administrator.", hint="Make somebody else an administrator first.")
    user.is_active = False
    end_all_sessions(session, user.id)
    devices.forget_all(session, user.id)
    _void_links(session, user.id)
    session.flush()


def new_link(session: Session, user: User, purpose: LinkPurpose) -> str:
    """The token of a link that works once, for a day. It is nowhere else: only its hash is stored."""
    token, token_hash = secrets.new_token()
    now = clock.now()
    session.add(
        OneTimeLink(
            user_id=user.id, purpose=purpose, token_hash=token_hash, created_at=now, expires_at=now + LINK_LASTS
        )
    )
    session.flush()
    return token


def welcome(session: Session, token: str) -> Welcome:
    """Whom the link is for. Looking does not use it up: mail programs open links before people do. Raises NotFound."""
    row = session.execute(
        select(OneTimeLink.id, User.id, OneTimeLink.purpose, User.name, User.email)
        .join(User, User.id == OneTimeLink.user_id)
        .where(
            OneTimeLink.token_hash == secrets.hash_token(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
            User.is_active,
        )
    ).one_or_none()
    if row is None:
        raise _no_link()
    return Welcome(*row)


def use_link(session: Session, token: str) -> User:
    """The user the link lets in; it works no second time, whoever comes first. Raises NotFound."""
    found = welcome(session, token)
    used = session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == found.link_id, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise _no_link()
    return session.get_one(User, found.user_id)


def start_session(session: Session, user: User, user_agent: str) -> str:
    """Sign a browser in; the token for its cookie."""
    token, token_hash = secrets.new_token()
    now = clock.now()
    session.add(
        LoginSession(
            user_id=user.id,
            token_hash=token_hash,
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(days=get_settings().session_days),
            user_agent=user_agent[:200],
        )
    )
    session.flush()
    return token


def end_session(session: Session, token: str) -> None:
    """Sign the browser with this token out. A token nobody knows changes nothing."""
    _end(session, LoginSession.token_hash == secrets.hash_token(token))


def end_all_sessions(session: Session, user_id: int) -> None:
    """Sign out every browser of the user."""
    _end(session, LoginSession.user_id == user_id)


def _void_links(session: Session, user_id: int) -> None:
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .values(expires_at=clock.now())
    )


def _end(session: Session, which: object) -> None:
    session.execute(update(LoginSession).where(which, LoginSession.revoked_at.is_(None)).values(revoked_at=clock.now()))  # type: ignore[arg-type]


def _no_link() -> NotFound:
    return NotFound(
        "This link has been used, or its day is over.",
        hint="Ask an administrator for a new one (on the server: crm user link).",
    )
