"""Who has an official on the line: a lease on the person, from whatever list of whatever campaign they are called.

One conditional UPDATE decides: it takes a row that is free, run out, or the caller's own, and no two callers at once
(``stack.md`` section 6: rank outside the lock, claim by a conditional UPDATE). Claims are the trail of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm import clock
from crm.calling.models import Claim, OfficeHold, Skip
from crm.people.models import Person

LEASE: Final = timedelta(minutes=20)
"""How long an official is one caller's: a call and what to write down about it. Then it is free again by itself."""


def hold(session: Session, user_id: int, target_id: int, person_id: int) -> Claim | None:
    """Take an official for the length of a call; held already by the same caller, the lease begins anew.

    Returns nothing while somebody else has them. Nobody else gets them before this transaction has ended.
    """
    asked = clock.now()
    won, former_id = _won(session, user_id, person_id, asked)
    if not won and _is_missing(session, person_id):
        _make_room(session, person_id)
        won, former_id = _won(session, user_id, person_id, asked)
    if not won:
        return None
    # The row may have been waited for, and the clocks of two servers differ: a claim begins after the one before it.
    now = max(asked, clock.now())
    former = session.get(Claim, former_id, populate_existing=True) if former_id is not None else None
    if former is not None and former.user_id == user_id and is_open(former, now):
        if former.call_target_id == target_id:
            # A server whose clock lags shortens no lease that another one gave.
            former.expires_at = max(former.expires_at, now + LEASE)
            _note(session, person_id, former)
            return former
        former.released_at = max(now, former.claimed_at)
    if former is not None:
        now = max(now, former.claimed_at, ended_at(former))
    claim = Claim(
        call_target_id=target_id, person_id=person_id, user_id=user_id, claimed_at=now, expires_at=now + LEASE
    )
    session.add(claim)
    _note(session, person_id, claim)
    return claim


def renew(session: Session, user_id: int, claim: Claim) -> Claim | None:
    """Let the lease begin anew, as an open card does from time to time.

    A lease that ran out is taken again where nobody else has the office by now; nothing where somebody has.
    """
    if claim.person_id is None or claim.released_at is not None:
        return None
    return hold(session, user_id, claim.call_target_id, claim.person_id)


def release(
    session: Session, user_id: int, person_id: int, *, skipped: Skip | None = None, reason: str | None = None
) -> Claim | None:
    """End the caller's own lease and return its claim; nothing where they have none.

    A lease that has run out ended then, not now; what was ``skipped`` and why is noted all the same.
    """
    freed = _run(session, _FREE, person_id=person_id, user_id=user_id)
    if not freed or freed[0][0] is None:
        return None
    claim = session.get_one(Claim, freed[0][0], populate_existing=True)
    now = clock.now()
    if is_open(claim, now):
        claim.released_at = max(now, claim.claimed_at)
    if skipped is not None:
        claim.skipped, claim.reason = skipped, (reason or "").strip() or None
    session.flush()
    return claim


def has(session: Session, user_id: int, person_id: int) -> Claim | None:
    """The caller's open claim on an official, if they have one (one query)."""
    return session.scalar(
        select(Claim)
        .join(OfficeHold, OfficeHold.claim_id == Claim.id)
        .where(OfficeHold.person_id == person_id, OfficeHold.user_id == user_id, OfficeHold.expires_at > clock.now())
    )


def is_open(claim: Claim, now: datetime) -> bool:
    """Whether the claim has neither been given back nor run out."""
    return claim.released_at is None and claim.expires_at > now


def ended_at(claim: Claim) -> datetime:
    """When the claim ended, or will."""
    return claim.expires_at if claim.released_at is None else min(claim.released_at, claim.expires_at)


def _won(session: Session, user_id: int, person_id: int, now: datetime) -> tuple[bool, int | None]:
    """Whether the row is ours now, and the claim it named before."""
    taken = _run(session, _TAKE, person_id=person_id, user_id=user_id, now=now, until=now + LEASE)
    return (True, taken[0][0]) if taken else (False, None)


def _is_missing(session: Session, person_id: int) -> bool:
    return session.scalar(select(OfficeHold.id).where(OfficeHold.person_id == person_id)) is None


def _make_room(session: Session, person_id: int) -> None:
    """The official's row, for the first call ever made to them; of two who make it, both find it.

    None for a record that was joined to another one in the meantime: the office is held at the one that stays.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    stands = select(Person.id).where(Person.id == person_id, Person.merged_into_id.is_(None)).with_for_update(read=True)
    session.execute(insert(OfficeHold).from_select(["person_id"], stands).on_conflict_do_nothing())


def _note(session: Session, person_id: int, claim: Claim) -> None:
    session.flush()
    _run(session, _NAME, person_id=person_id, claim_id=claim.id, until=claim.expires_at)


def _run(session: Session, statement: Any, **asked: Any) -> Sequence[Any]:
    """The rows a statement changed. Past the unit of work, which knows nothing of these rows."""
    return session.connection().execute(statement, {f"the_{name}": value for name, value in asked.items()}).all()


# Made once, since a caller waits for them: to build a statement takes longer than to run it.
_HOLDS: Any = OfficeHold.__table__
_OF_PERSON: Any = _HOLDS.c.person_id == bindparam("the_person_id")
_BY_USER: Any = _HOLDS.c.user_id == bindparam("the_user_id")
_IS_FREE: Any = or_(_HOLDS.c.expires_at.is_(None), _HOLDS.c.expires_at <= bindparam("the_now"), _BY_USER)
_TAKE: Final = (
    update(_HOLDS)
    .where(_OF_PERSON, _IS_FREE)
    .values(user_id=bindparam("the_user_id"), expires_at=bindparam("the_until"))
    .returning(_HOLDS.c.claim_id)
)
_FREE: Final = (
    update(_HOLDS).where(_OF_PERSON, _BY_USER).values(user_id=None, expires_at=None).returning(_HOLDS.c.claim_id)
)
_NAME: Final = (
    update(_HOLDS)
    .where(_OF_PERSON)
    .values(claim_id=bindparam("the_claim_id"), expires_at=bindparam("the_until"))
    .returning(_HOLDS.c.id)
)
