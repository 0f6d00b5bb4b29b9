"""Who is next: the officials of a list in the order in which one caller gets them, and where all the others are.

The order is made outside of any lock; ``take_next`` then tries one after the other, each by a conditional UPDATE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.calling import holds
from crm.calling.models import CallList, CallTarget, Claim, OfficeHold, Skip
from crm.calling.queue_facts import Facts, facts_of
from crm.calling.resting import free_from
from crm.calling.rules import open_from, rule_of
from crm.calling.waiting import Pile, Place, Where, piles
from crm.coalition.visibility import Viewer, visible
from crm.errors import NotAllowed, NotFound
from crm.people.models import Person

EARLY: Final = timedelta(minutes=5)
"""A promised call-back is offered a little before its time, so that the card is open when it comes."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A list for one caller: ``ready`` are the targets they may take, in their order; ``mine`` the one they have.

    The first ``own`` of them are this caller's: call-backs that they promised, then calls that are best made by them.
    ``callers`` are the users who have somebody of the list on the line, this one among them where they do.
    """

    call_list_id: int
    is_closed: bool
    places: tuple[Place, ...]
    ready: tuple[Place, ...]
    own: int
    mine: Place | None
    callers: tuple[int, ...]

    @property
    def piles(self) -> tuple[Pile, ...]:
        """The places, counted."""
        return piles(self.places)

    def number(self, *where: Where) -> int:
        """How many are there."""
        return sum(place.where in where for place in self.places)


def queue(session: Session, viewer: Viewer, call_list_id: int) -> Queue:
    """The list as it stands for the viewer (nine queries). Raises NotFound outside of what they may see."""
    found = session.scalar(select(CallList).where(CallList.id == call_list_id, visible(CallList, viewer)))
    if found is None:
        raise NotFound("That call list is not on file.", hint="It may be behind another organization's wall.")
    now, facts = clock.now(), facts_of(session, viewer, found)
    placed = [(placed_for(each, viewer.user_id, now), each) for each in facts]
    ready = sorted(
        ((place, each) for place, each in placed if place.where is Where.READY),
        key=lambda pair: _order(pair[1], viewer.user_id),
    )
    return Queue(
        call_list_id=call_list_id,
        is_closed=found.closed_at is not None,
        places=tuple(place for place, _ in placed),
        ready=tuple(place for place, _ in ready),
        own=sum(1 for _ in takewhile(lambda pair: _is_own(pair[1], viewer.user_id), ready)),
        mine=next((place for place, _ in placed if place.where is Where.MINE), None),
        callers=tuple(sorted({each.held_by for each in facts if each.held_by is not None})),
    )


def placed_for(facts: Facts, user_id: int | None, now: datetime) -> Place:
    """Where an official is for one caller. A pure rule."""
    where, until = _place(facts, user_id, now)
    return Place(facts.target_id, facts.person_id, where, until)


def _place(facts: Facts, user_id: int | None, now: datetime) -> tuple[Where, datetime | None]:
    if facts.held_by is not None and facts.held_by == user_id:
        return Where.MINE, facts.held_until
    if facts.is_aside:
        return Where.ASIDE, None
    if facts.reached:
        return Where.DONE, None
    if facts.held_by is not None:
        return Where.HELD, facts.held_until
    if facts.has_left:
        return Where.LEFT, None
    if facts.promise is not None:
        opens = open_from(facts.promise.at, is_mine=facts.promise.to_id == user_id, has_access=facts.promise.has_access)
        if now < opens - EARLY:
            return (Where.CALL_BACK if facts.promise.to_id == user_id else Where.CALL_BACK_OTHERS), opens
    elif (rests := free_from(facts.calls)) is not None and rests > now:
        return Where.RESTING, rests
    if facts.skipped is Skip.NOT_ME or any(call.mine and rule_of(call.outcome).not_again for call in facts.calls):
        return Where.NOT_ME, None
    if not facts.phones:
        return Where.NO_PHONE, None
    return Where.READY, None


def _order(facts: Facts, user_id: int | None) -> tuple[bool, bool, bool, bool, int, int]:
    """One's own call-back first; then fresh before tried, what one put off and what a partner has just called last.

    Among those as fresh as each other the calls that this caller best makes come first, then those that are nobody's,
    then the other callers': they are left to them while there are more, and done by somebody in the end.
    """
    whose = 1 if facts.best_by_id is None else 0 if facts.best_by_id == user_id else 2
    return not _is_due(facts, user_id), facts.touched, facts.skipped is Skip.LATER, facts.tried, whose, facts.rank


def _is_own(facts: Facts, user_id: int | None) -> bool:
    return _is_due(facts, user_id) or (facts.best_by_id is not None and facts.best_by_id == user_id)


def _is_due(facts: Facts, user_id: int | None) -> bool:
    return facts.promise is not None and facts.promise.to_id == user_id


def striped(ready: Sequence[Place], callers: Iterable[int], user_id: int) -> list[Place]:
    """The same places, begun as far down as there are callers before this one, so that each reaches for another row.

    Alone, a caller begins with the first; of three at work the third begins with the third. A pure rule.
    """
    if not ready:
        return []
    start = sorted({*callers, user_id}).index(user_id) % len(ready)
    return [*ready[start:], *ready[:start]]


def take_next(session: Session, viewer: Viewer, found: Queue) -> Claim | None:
    """Take the next official of a queue that was read before; the one the caller has already, if they do.

    Returns nothing where all of them were taken in the meantime. Raises NotAllowed for who signs in nowhere.
    """
    if viewer.user_id is None:
        raise NotAllowed("Only somebody who is signed in can take a call.")
    # Two taps of one caller come one after the other, and the second gets what the first got.
    session.execute(_ONE_AT_A_TIME, {"user_id": viewer.user_id})
    held = held_in(session, viewer.user_id, found.call_list_id)
    if held is not None:
        return holds.renew(session, viewer.user_id, held)
    rest = striped(found.ready[found.own :], found.callers, viewer.user_id)
    for place in (*found.ready[: found.own], *rest):
        claim = holds.hold(session, viewer.user_id, place.target_id, place.person_id)
        if claim is not None:
            return claim
    return None


def held_in(session: Session, user_id: int, call_list_id: int, *, apart_from: int = 0) -> Claim | None:
    """The caller's open claim in a list (``apart_from`` one), the latest where they have several (one query)."""
    asked = {"user_id": user_id, "call_list_id": call_list_id, "apart_from": apart_from, "now": clock.now()}
    return session.scalar(_HELD, asked)


def ran_out(session: Session, user_id: int, call_list_id: int) -> tuple[str, datetime] | None:
    """Whom the caller had last in a list, and until when, if that lease ran out within the last hour (one query)."""
    now = clock.now()
    row = session.execute(
        select(Person.name, Claim.expires_at, Claim.released_at)
        .join(CallTarget, CallTarget.id == Claim.call_target_id)
        .join(Person, Person.id == CallTarget.person_id)
        .where(CallTarget.call_list_id == call_list_id, Claim.user_id == user_id)
        .order_by(Claim.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row[2] is not None or not now - timedelta(hours=1) < row[1] <= now:
        return None
    return row[0], row[1]


# Made once, since a caller waits for them: to build a statement takes longer than to run it.
_HELD: Final = (
    select(Claim)
    .join(OfficeHold, OfficeHold.claim_id == Claim.id)
    .join(CallTarget, CallTarget.id == Claim.call_target_id)
    .where(
        CallTarget.call_list_id == bindparam("call_list_id"),
        OfficeHold.user_id == bindparam("user_id"),
        OfficeHold.expires_at > bindparam("now"),
        Claim.id != bindparam("apart_from"),
    )
    .order_by(Claim.id.desc())
    .limit(1)
)
_ONE_AT_A_TIME: Final = select(User.id).where(User.id == bindparam("user_id")).with_for_update(key_share=True)
