"""What the queue of a list is made from: per official the last call, who has them, what was promised, the phones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.calling.calls import LOOK_BACK, Call, calls_to
from crm.calling.models import CallList, CallTarget, Claim, OfficeHold, Skip, TargetState
from crm.calling.progress import logged_since
from crm.calling.resting import promise_of
from crm.calling.rules import REST, rule_of
from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import AskTarget, CampaignOrganization
from crm.coalition.models import Membership
from crm.coalition.queries import works_on
from crm.coalition.visibility import Viewer
from crm.outreach.queries import touched_by_allies
from crm.people.models import Tenure
from crm.people.phones import NEVER_RUNG, Phone, phones_of
from crm.people.terms import in_force


@dataclass(frozen=True, slots=True)
class Promise:
    """A call-back that was promised: at which time, by whom, and whether they may still call."""

    at: datetime
    to_id: int | None
    has_access: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the place of one official depends on, for one caller.

    ``calls`` come newest first. Since the list was drawn up they were ``tried``, or ``reached``: somebody spoke with
    them. ``skipped``: why this caller gave them back last. ``touched``: a partner called within the days of rest,
    behind a wall. ``best_by_id``: the caller who best makes the call, where the list says.
    ``has_left``: they hold no office any more.
    """

    target_id: int
    person_id: int
    rank: int
    is_aside: bool = False
    tried: bool = False
    reached: bool = False
    held_by: int | None = None
    held_until: datetime | None = None
    calls: tuple[Call, ...] = ()
    promise: Promise | None = None
    skipped: Skip | None = None
    phones: tuple[Phone, ...] = ()
    chosen_phone_id: int | None = None
    touched: bool = False
    best_by_id: int | None = None
    has_left: bool = False


def facts_of(session: Session, viewer: Viewer, call_list: CallList) -> tuple[Facts, ...]:
    """The facts of every official on a list, in its order (eight queries)."""
    targets = session.scalars(
        select(CallTarget).where(CallTarget.call_list_id == call_list.id).order_by(CallTarget.rank, CallTarget.id)
    ).all()
    ids = [target.person_id for target in targets]
    made = [target.action_id for target in targets if target.action_id]
    calls = calls_to(session, viewer, ids, clock.today() - LOOK_BACK, of_the_list=made)
    holds = _holds(session, ids)
    skipped = _skipped(session, viewer, call_list.id)
    phones = phones_of(session, ids)
    touched = touched_by_allies(session, viewer, call_list.campaign_id, ids, clock.today() - REST)
    promises = {target.id: _promised(target, calls.get(target.person_id, ())) for target in targets}
    left = _have_left(session, targets)
    access = _have_access(session, call_list, [to for each in promises.values() if each and (to := each[1])])
    found = []
    for target in targets:
        theirs, promise = calls.get(target.person_id, ()), promises[target.id]
        held = holds.get(target.person_id, (None, None))
        since = logged_since(theirs, call_list.built_at)
        found.append(
            Facts(
                target_id=target.id,
                person_id=target.person_id,
                rank=target.rank,
                is_aside=target.state is TargetState.SKIPPED,
                tried=bool(since),
                reached=any(rule_of(call.outcome).done for call in since),
                held_by=held[0],
                held_until=held[1],
                calls=theirs,
                promise=Promise(promise[0], promise[1], promise[1] in access) if promise else None,
                skipped=skipped.get(target.id),
                phones=tuple(each for each in phones.get(target.person_id, ()) if each.kind not in NEVER_RUNG),
                chosen_phone_id=target.contact_point_id,
                touched=target.person_id in touched,
                best_by_id=target.caller_id,
                has_left=target.person_id in left,
            )
        )
    return tuple(found)


def _holds(session: Session, person_ids: Collection[int]) -> dict[int, tuple[int | None, datetime | None]]:
    rows = session.execute(
        select(OfficeHold.person_id, OfficeHold.user_id, OfficeHold.expires_at).where(
            OfficeHold.person_id.in_(sorted(set(person_ids))), OfficeHold.expires_at > clock.now()
        )
    )
    return {person_id: (user_id, until) for person_id, user_id, until in rows}


def _skipped(session: Session, viewer: Viewer, call_list_id: int) -> dict[int, Skip]:
    """Why this caller gave officials of the list back, the latest reason of each."""
    rows: Any = session.execute(
        select(Claim.call_target_id, Claim.skipped)
        .join(CallTarget, CallTarget.id == Claim.call_target_id)
        .where(
            CallTarget.call_list_id == call_list_id, Claim.user_id == (viewer.user_id or 0), Claim.skipped.is_not(None)
        )
        .order_by(Claim.id)
    )
    return dict(list(rows))


def _promised(target: CallTarget, calls: Sequence[Call]) -> tuple[datetime, int | None] | None:
    """The call-back that still holds: nobody has rung since it was promised.

    A list remembers its own, for all who work on it; another list's is known from the contact, where it may be seen.
    """
    last = next(iter(calls), None)
    if target.call_back_at is not None and (last is None or last.action_id == target.action_id):
        return target.call_back_at, target.call_back_to_id
    promise = promise_of(calls, clock.now())
    return (promise.call_back_at, promise.caller_id) if promise is not None and promise.call_back_at else None


def _have_left(session: Session, targets: Collection[CallTarget]) -> frozenset[int]:
    """Who held an office once and holds none today, by resignation or death; not who is asked by their own name."""
    today = clock.today()
    by_name = exists().where(
        AskTarget.person_id == CallTarget.person_id,
        AskTarget.ask_id == CallTarget.ask_id,
        or_(AskTarget.removed_on.is_(None), AskTarget.removed_on > today),
    )
    return frozenset(
        session.scalars(
            select(CallTarget.person_id).where(
                CallTarget.id.in_(sorted(target.id for target in targets)),
                exists().where(Tenure.person_id == CallTarget.person_id),
                ~exists().where(Tenure.person_id == CallTarget.person_id, in_force(today)),
                ~by_name,
            )
        )
    )


def _have_access(session: Session, call_list: CallList, user_ids: Collection[int]) -> frozenset[int]:
    """Which of these users may still call from the list (no query for nobody)."""
    if not user_ids:
        return frozenset()
    today = clock.today()
    takes_part = exists().where(
        CampaignOrganization.organization_id == Membership.organization_id,
        CampaignOrganization.campaign_id == call_list.campaign_id,
        takes_part_on(today),
    )
    return frozenset(
        session.scalars(
            select(User.id)
            .join(Membership, and_(Membership.user_id == User.id, works_on(today)))
            .where(
                User.id.in_(sorted(set(user_ids))),
                User.is_active,
                or_(Membership.organization_id == call_list.organization_id, takes_part),
            )
        )
    )
