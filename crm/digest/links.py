"""The link in each mail that ends the mails: it needs no sign-in, and can do nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.accounts.secrets import hash_token, new_token
from crm.calling.models import CallerProfile
from crm.digest.models import DigestLink
from crm.errors import NotFound

LASTS: Final = timedelta(days=90)
"""Mails are kept; a link in an old one should still do what it says."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Whose mails a link ends, and whether any still come."""

    user_id: int
    name: str
    comes: bool


def new_link(session: Session, user_id: int) -> str:
    """The token of a new link. It is nowhere else: only its hash is stored. Links of long ago are thrown away."""
    token, token_hash = new_token()
    now = clock.now()
    session.execute(delete(DigestLink).where(DigestLink.user_id == user_id, DigestLink.created_at < now - LASTS))
    session.add(DigestLink(user_id=user_id, token_hash=token_hash, created_at=now))
    session.flush()
    return token


def made_since(session: Session, user_id: int, since: timedelta) -> int:
    """How many links, and so mails, were made for the user in this time."""
    made = select(func.count()).where(DigestLink.user_id == user_id, DigestLink.created_at > clock.now() - since)
    return session.scalar(made) or 0


def ending(session: Session, token: str) -> Ending:
    """Whose mails the link ends. Raises NotFound for a link that nobody has, or of long ago."""
    row = session.execute(
        select(User.id, User.name, CallerProfile.digest_hour)
        .join(DigestLink, DigestLink.user_id == User.id)
        .outerjoin(CallerProfile, CallerProfile.user_id == User.id)
        .where(DigestLink.token_hash == hash_token(token), DigestLink.created_at > clock.now() - LASTS)
    ).one_or_none()
    if row is None:
        raise NotFound("This link is of long ago.", hint="The newest mail has one that works, and so has your account.")
    return Ending(row[0], row[1], row[2] is not None)


def stop(session: Session, token: str) -> Ending:
    """End the mails; a link that has done so already changes nothing. Raises NotFound as ``ending`` does."""
    found = ending(session, token)
    profile = session.scalar(select(CallerProfile).where(CallerProfile.user_id == found.user_id))
    if profile is not None:
        profile.digest_hour = None
    session.flush()
    return found
