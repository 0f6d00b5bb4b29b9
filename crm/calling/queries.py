"""Reads of call lists that were kept: what is on them now, who is at it, and what is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.bills.models import Measure
from crm.calling.crew import named
from crm.calling.models import CallList, CallTarget, Claim, OfficeHold, Skip, TargetState, Tier
from crm.calling.plan import Goal
from crm.calling.progress import reached_by, tried_since, words
from crm.calling.queue_guard import Guard, guards
from crm.calling.sharing import By
from crm.campaigns.models import Ask, Campaign
from crm.coalition.models import Organization, Visibility
from crm.coalition.visibility import Viewer, visible
from crm.errors import NotFound
from crm.outreach.models import ActionOfficial, Outcome, OutreachAction
from crm.people.directory import offices_held
from crm.people.models import Person
from crm.people.phones import Phone, phones_of
from crm.positions.as_of import AsOf
from crm.positions.queries import Standing, standing

SOMEBODY: Final = "Somebody"
"""Who has an official on the line in a list that the viewer may not see."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list in a row: of ``total``, ``tried`` were called since it was drawn up, and ``reached`` of them were reached.

    ``may_work``: the viewer may call from it, and not only look on.
    """

    id: int
    name: str
    campaign: str
    campaign_slug: str
    deadline_on: date
    organization: str | None
    organization_id: int | None
    visibility: Visibility
    built_at: datetime
    built_by: str | None
    closed_at: datetime | None
    total: int
    tried: int
    reached: int
    may_work: bool

    @property
    def progress(self) -> str:
        """12 of 24 tried, 7 reached."""
        return words(self.total, self.tried, self.reached)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """An official on a list. ``done`` is the contact since it was drawn up; ``taken_by`` who has them just now, in
    whatever list (``SOMEBODY`` where that list is behind a wall). ``guard``: a partner was in touch lately.
    ``aside_because``: why a caller set them aside. ``by`` whom the call is best made.
    """

    id: int
    rank: int
    person_id: int
    slug: str
    name: str
    office: str
    ask: str | None
    ask_id: int | None
    phone: Phone | None
    stance: Standing | None
    reasons: tuple[str, ...]
    set_aside: bool
    done: Done | None
    taken_by: str | None
    taken_by_me: bool
    guard: Guard | None
    aside_because: str | None
    tier: Tier | None = None
    gain: float | None = None
    by: By | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an official on the line; no ``name`` where the viewer may not know it."""

    user_id: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """The latest call with an official since the list was drawn up; ``reached``: it or an earlier one reached them."""

    action_id: int
    outcome: Outcome | None
    day: date
    reached: bool


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list whole: its calls in order, those set aside last; ``left_out``: (name, reason) as it was drawn up.

    ``goal`` is what the gains of its calls are counted in, and ``plan`` what they add in all; nothing in a plain list.
    """

    line: ListLine
    measure_slug: str
    targets: tuple[TargetLine, ...]
    left_out: tuple[tuple[str, str], ...]
    goal: Goal | None = None
    plan: tuple[str, ...] = ()


def call_lists(session: Session, viewer: Viewer, *, size: int = 50, only: int | None = None) -> tuple[ListLine, ...]:
    """The lists the viewer may see (``only`` one of them), open ones first, the newest first (one query)."""
    query = _lists(viewer) if only is None else _lists(viewer).where(CallList.id == only)
    rows = session.execute(
        query.order_by(CallList.closed_at.is_not(None), CallList.built_at.desc(), CallList.id.desc()).limit(size)
    )
    return tuple(_line(row, viewer) for row in rows)


def call_list(session: Session, viewer: Viewer, call_list_id: int) -> KeptList:
    """A list with its calls as they stand now (eleven queries, 13 where they are shared out).

    Raises NotFound outside of what the viewer may see.
    """
    row = session.execute(_lists(viewer).where(CallList.id == call_list_id)).one_or_none()
    if row is None:
        raise NotFound("That call list is not on file.", hint="It may be behind another organization's wall.")
    kept: CallList = row[0]
    rows: Any = session.execute(
        select(CallTarget, Person.slug, Person.name, Ask.words)
        .join(Person, Person.id == CallTarget.person_id)
        .outerjoin(Ask, Ask.id == CallTarget.ask_id)
        .where(CallTarget.call_list_id == call_list_id)
        .order_by(CallTarget.state == TargetState.SKIPPED, CallTarget.rank)
    ).all()
    ids = [target.person_id for target, *_ in rows]
    stands = standing(session, viewer, row.measure_id, AsOf.of(), ids)
    offices = offices_held(session, ids, clock.today())
    phones = phones_of(session, ids)
    done = _done(session, viewer, kept, ids)
    taken = _taken(session, viewer, ids)
    guarded = guards(session, viewer, kept.campaign_id, ids)
    because = _aside_because(session, call_list_id)
    whose = named(session, viewer, kept.campaign_id, [target for target, *_ in rows])
    targets = []
    for target, slug, name, asked in rows:
        person_id, held = target.person_id, offices.get(target.person_id, ())
        by = taken.get(person_id)
        targets.append(
            TargetLine(
                id=target.id,
                rank=target.rank,
                person_id=person_id,
                slug=slug,
                name=name,
                office=held[0].label if held else "holds no office now",
                ask=asked,
                ask_id=target.ask_id,
                phone=_phone(phones.get(person_id, ()), target.contact_point_id),
                stance=stands.get(person_id),
                reasons=tuple(target.reasons),
                set_aside=target.state is TargetState.SKIPPED,
                done=done.get(person_id),
                taken_by=(by.name or SOMEBODY) if by else None,
                taken_by_me=by is not None and by.user_id == viewer.user_id,
                guard=guarded.get(person_id),
                aside_because=because.get(target.id) if target.state is TargetState.SKIPPED else None,
                tier=target.tier,
                gain=target.gain,
                by=whose.get(target.id),
            )
        )
    left_out = tuple((str(name), str(reason)) for _id, name, reason in kept.left_out.get("people", []))
    goal = kept.rule.get("goal")
    plan = tuple(str(said) for said in kept.rule.get("plan", ()))
    return KeptList(_line(row, viewer), row.measure_slug, tuple(targets), left_out, Goal(goal) if goal else None, plan)


def _lists(viewer: Viewer) -> Any:
    called = (
        ActionOfficial.person_id == CallTarget.person_id,
        ActionOfficial.action_id == OutreachAction.id,
        *tried_since(viewer, CallList.built_at),
    )
    mine = CallTarget.call_list_id == CallList.id
    calls = select(func.count()).select_from(CallTarget).where(mine)
    return (
        select(
            CallList,
            Campaign.name.label("campaign"),
            Campaign.slug.label("campaign_slug"),
            Campaign.measure_id.label("measure_id"),
            Measure.slug.label("measure_slug"),
            Organization.name.label("organization"),
            User.name.label("built_by"),
            calls.scalar_subquery().label("total"),
            calls.where(exists().where(*called)).scalar_subquery().label("tried"),
            calls.where(exists().where(*called, reached_by())).scalar_subquery().label("reached"),
        )
        .join(Campaign, Campaign.id == CallList.campaign_id)
        .join(Measure, Measure.id == Campaign.measure_id)
        .outerjoin(Organization, Organization.id == CallList.organization_id)
        .outerjoin(User, User.id == CallList.built_by_id)
        .where(visible(CallList, viewer))
    )


def _line(row: Any, viewer: Viewer) -> ListLine:
    kept: CallList = row[0]
    return ListLine(
        id=kept.id,
        name=kept.name,
        campaign=row.campaign,
        campaign_slug=row.campaign_slug,
        deadline_on=kept.deadline_on,
        organization=row.organization,
        organization_id=kept.organization_id,
        visibility=kept.visibility,
        built_at=kept.built_at,
        built_by=row.built_by,
        closed_at=kept.closed_at,
        total=row.total,
        tried=row.tried,
        reached=row.reached,
        may_work=(
            viewer.sees_all
            or kept.campaign_id in viewer.campaign_ids
            or kept.organization_id in viewer.organization_ids
        ),
    )


def _done(session: Session, viewer: Viewer, kept: CallList, ids: Collection[int]) -> dict[int, Done]:
    rows = session.execute(
        select(
            ActionOfficial.person_id,
            OutreachAction.id,
            OutreachAction.outcome,
            OutreachAction.happened_latest,
            reached_by().label("reached"),
        )
        .join(OutreachAction, OutreachAction.id == ActionOfficial.action_id)
        .where(ActionOfficial.person_id.in_(sorted(ids)), *tried_since(viewer, kept.built_at))
        .order_by(OutreachAction.recorded_at, OutreachAction.id)
    )
    found: dict[int, Done] = {}
    for person_id, action_id, outcome, day, reached in rows:
        before = found.get(person_id)
        found[person_id] = Done(action_id, outcome, day, bool(reached) or (before is not None and before.reached))
    return found


def _taken(session: Session, viewer: Viewer, person_ids: Collection[int]) -> Mapping[int, Holder]:
    """Who has these officials on the line now, in whatever list; no name where the list is behind a wall."""
    rows: Any = session.execute(
        select(OfficeHold.person_id, OfficeHold.user_id, User.name, CallList.id)
        .join(User, User.id == OfficeHold.user_id)
        .join(Claim, Claim.id == OfficeHold.claim_id)
        .join(CallTarget, CallTarget.id == Claim.call_target_id)
        .outerjoin(CallList, and_(CallList.id == CallTarget.call_list_id, visible(CallList, viewer)))
        .where(OfficeHold.person_id.in_(sorted(person_ids)), OfficeHold.expires_at > clock.now())
    )
    return {
        person_id: Holder(user_id, name if list_id is not None or user_id == viewer.user_id else None)
        for person_id, user_id, name, list_id in rows
    }


def _aside_because(session: Session, call_list_id: int) -> dict[int, str]:
    rows: Any = session.execute(
        select(Claim.call_target_id, Claim.reason)
        .join(CallTarget, CallTarget.id == Claim.call_target_id)
        .where(CallTarget.call_list_id == call_list_id, Claim.skipped == Skip.NOBODY, Claim.reason.is_not(None))
        .order_by(Claim.id)
    )
    return dict(list(rows))


def _phone(phones: Collection[Phone], chosen: int | None) -> Phone | None:
    """The number the list was drawn up with, unless it has proved wrong since; then the next one."""
    return next((phone for phone in phones if phone.id == chosen), next(iter(phones), None))
