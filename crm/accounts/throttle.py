"""How often somebody may guess a password: counted by account and by address, checked before anything is hashed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import SignInAttempt
from crm.accounts.secrets import hash_token
from crm.errors import NotAllowed

WINDOW: Final = timedelta(minutes=15)
FAILURES_PER_ACCOUNT: Final = 8
FAILURES_PER_ADDRESS: Final = 40
"""An office full of organizers shares one address."""
_KEPT: Final = timedelta(days=1)


def check(session: Session, email: str, address: str) -> None:
    """Return if another try is allowed. Raises NotAllowed after too many failures in a quarter of an hour."""
    for who, limit in _who(email, address):
        failures = session.scalar(
            select(func.count()).where(
                SignInAttempt.who_hash == who,
                SignInAttempt.at > clock.now() - WINDOW,
                SignInAttempt.succeeded.is_(False),
            )
        )
        if (failures or 0) >= limit:
            raise NotAllowed(
                "Too many tries.", hint="Wait a quarter of an hour, or ask an administrator for a sign-in link."
            )


def note(session: Session, email: str, address: str, *, succeeded: bool) -> None:
    """Keep the try, for the account and for the address; forget those of days before, and failures of who got in.

    The address keeps its failures: signing in oneself must not buy more guesses at colleagues' accounts.
    """
    now = clock.now()
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - _KEPT))
    (account, _), (place, _) = _who(email, address)
    if succeeded:
        session.execute(
            delete(SignInAttempt).where(SignInAttempt.who_hash == account, SignInAttempt.succeeded.is_(False))
        )
    session.add_all(SignInAttempt(who_hash=who, at=now, succeeded=succeeded) for who in (account, place))
    session.flush()


def _who(email: str, address: str) -> tuple[tuple[str, int], ...]:
    account = hash_token("account:" + email.strip().lower())
    return (account, FAILURES_PER_ACCOUNT), (hash_token("address:" + address), FAILURES_PER_ADDRESS)
