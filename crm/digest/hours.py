"""At which hour somebody wants the daily e-mail, if at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.calling.models import CallerProfile
from crm.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Wish:
    """The hour (0 to 23 on this server's clock; nothing for no mail), and the day of the last one."""

    hour: int | None
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class Awaiting:
    """Somebody whose hour has come and who has not had today's mail."""

    user_id: int
    email: str
    name: str
    is_admin: bool
    sent_on: date | None


def wish_of(session: Session, user_id: int) -> Wish:
    """What the user wishes (one query)."""
    row = session.execute(
        select(CallerProfile.digest_hour, CallerProfile.digest_sent_on).where(CallerProfile.user_id == user_id)
    ).one_or_none()
    return Wish(*row) if row else Wish(None, None)


def set_hour(session: Session, user_id: int, hour: int | None) -> Wish:
    """Let the mail come at this hour, or no more. The first comes tomorrow where today's hour is past already.

    Raises InvalidInput for an hour that no clock has.
    """
    if hour is not None and not 0 <= hour <= 23:
        raise InvalidInput("No clock has that hour.", hint="Choose one from 0 to 23.", field="hour")
    profile = _profile(session, user_id)
    profile.digest_hour = hour
    now = clock.local(clock.now())
    if hour is not None and now.hour >= hour:
        profile.digest_sent_on = now.date()
    session.flush()
    return Wish(profile.digest_hour, profile.digest_sent_on)


def awaiting(session: Session, now: datetime) -> tuple[Awaiting, ...]:
    """Everybody whose hour has come and who has not had the day's mail, in the order of their hours (one query)."""
    local = clock.local(now)
    rows = session.execute(
        select(User.id, User.email, User.name, User.is_admin, CallerProfile.digest_sent_on)
        .join(CallerProfile, CallerProfile.user_id == User.id)
        .where(
            User.is_active,
            CallerProfile.digest_hour <= local.hour,
            or_(CallerProfile.digest_sent_on.is_(None), CallerProfile.digest_sent_on < local.date()),
        )
        .order_by(CallerProfile.digest_hour, User.id)
    )
    return tuple(Awaiting(*row) for row in rows)


def take(session: Session, user_id: int, day: date) -> bool:
    """Note that the day's mail is on its way; no for whoever comes second, or where it was switched off meanwhile.

    One conditional UPDATE: of two runs at once only one sends.
    """
    taken = session.execute(
        update(CallerProfile)
        .where(
            CallerProfile.user_id == user_id,
            CallerProfile.digest_hour.is_not(None),
            or_(CallerProfile.digest_sent_on.is_(None), CallerProfile.digest_sent_on < day),
        )
        .values(digest_sent_on=day)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def give_back(session: Session, user_id: int, day: date, former: date | None) -> None:
    """The mail did not go out: let the next run try again."""
    session.execute(
        update(CallerProfile)
        .where(CallerProfile.user_id == user_id, CallerProfile.digest_sent_on == day)
        .values(digest_sent_on=former)
        .execution_options(synchronize_session=False)
    )


def _profile(session: Session, user_id: int) -> CallerProfile:
    there = session.scalar(select(CallerProfile).where(CallerProfile.user_id == user_id))
    if there is not None:
        return there
    try:
        with session.begin_nested():
            session.add(made := CallerProfile(user_id=user_id, languages=[], calls_per_hour=8))
        return made
    except IntegrityError:
        # Somebody in another window was as quick.
        return session.scalars(select(CallerProfile).where(CallerProfile.user_id == user_id)).one()
