"""Reads about campaigns: which there are, what they ask on a day, and of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from crm.bills.find import near_names
from crm.bills.models import Bill, Measure
from crm.campaigns.gates import GateLine, gates
from crm.campaigns.models import (
    Ask,
    AskKind,
    AskTarget,
    Campaign,
    CampaignMeasure,
    CampaignOrganization,
    PointKind,
    TalkingPoint,
    Threshold,
    ThresholdKind,
)
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer
from crm.errors import NotFound
from crm.names import fold, slugify
from crm.people.models import Office, Person, Power, Tenure
from crm.people.terms import in_force

__all__ = [
    "AskLine",
    "CampaignLine",
    "GateLine",
    "PointLine",
    "TargetLine",
    "ThresholdLine",
    "asks_open",
    "campaign_line",
    "campaigns",
    "find_campaign",
    "gates",
    "organizations",
    "talking_points",
    "targets",
    "thresholds",
    "watched_measure_ids",
]


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in a list. ``takes_part``: an organization of the viewer does."""

    id: int
    slug: str
    name: str
    goal: str
    measure_id: int
    measure_slug: str
    measure: str
    jurisdiction_id: int
    is_invented: bool
    ended_on: date | None
    takes_part: bool


@dataclass(frozen=True, slots=True)
class AskLine:
    """Something asked: of a chamber's members (``chamber_id``), or of the targets named for it."""

    id: int
    kind: AskKind
    words: str
    measure_id: int
    chamber_id: int | None
    bill_id: int | None
    bill: str | None
    print_letter: str | None
    opened_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """Of whom something is asked on a day. An office without a holder on file has no person."""

    ask_id: int
    person_id: int | None
    person_slug: str | None
    person: str | None
    office_id: int | None
    office: str | None
    power: Power | None
    chamber_id: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """The number in force, with its reason."""

    chamber_id: int
    kind: ThresholdKind
    votes: int
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PointLine:
    """Words for a caller. ``stance`` None: for officials of any stance."""

    id: int
    kind: PointKind
    stance: str | None
    ask_id: int | None
    heading: str
    body: str
    source: str | None


def find_campaign(session: Session, text: str) -> Campaign:
    """The campaign ``text`` names, by its slug or its name. Raises NotFound naming the near ones."""
    found = session.scalar(select(Campaign).where(Campaign.slug == slugify(text)))
    if found is not None:
        return found
    rows = session.execute(select(Campaign.id, Campaign.slug, Campaign.name).order_by(Campaign.slug)).all()
    for row in rows:
        if fold(row.name) == fold(text):
            return session.get_one(Campaign, row.id)
    near = near_names(text, [(row.slug, row.name) for row in rows])
    hint = f"Did you mean {near}?" if near else "Add it, or load an example with: crm demo"
    raise NotFound(f"No campaign “{text}” is on file.", hint=hint)


def campaigns(session: Session, viewer: Viewer) -> tuple[CampaignLine, ...]:
    """Every campaign, the viewer's own first, then by name (one query)."""
    rows = session.execute(
        select(Campaign, Measure.slug, Measure.name, Measure.jurisdiction_id).join(
            Measure, Campaign.measure_id == Measure.id
        )
    )
    lines = [
        CampaignLine(
            campaign.id,
            campaign.slug,
            campaign.name,
            campaign.goal,
            campaign.measure_id,
            slug,
            measure,
            jurisdiction_id,
            campaign.is_invented,
            campaign.ended_on,
            campaign.id in viewer.campaign_ids,
        )
        for campaign, slug, measure, jurisdiction_id in rows
    ]
    return tuple(sorted(lines, key=lambda line: (not line.takes_part, line.name, line.id)))


def campaign_line(session: Session, known: Sequence[CampaignLine], text: str) -> CampaignLine:
    """The one of ``known`` that ``text`` names, by slug (no query) or by name. Raises NotFound as ``find_campaign``."""
    found = next((line for line in known if line.slug == text), None)
    if found is None:
        named = find_campaign(session, text)
        found = next(line for line in known if line.id == named.id)
    return found


def asks_open(session: Session, viewer: Viewer, campaign_id: int, day: date) -> tuple[AskLine, ...]:
    """What the campaign asks on ``day`` (one query)."""
    rows = session.execute(
        select(Ask, Bill.number)
        .outerjoin(Bill, Ask.bill_id == Bill.id)
        .where(
            Ask.campaign_id == campaign_id,
            or_(Ask.opened_on.is_(None), Ask.opened_on <= day),
            or_(Ask.closed_on.is_(None), Ask.closed_on >= day),
        )
        .order_by(Ask.id)
    )
    return tuple(
        AskLine(
            ask.id,
            ask.kind,
            ask.words,
            ask.measure_id,
            ask.chamber_id,
            ask.bill_id,
            number,
            ask.print_letter,
            ask.opened_on,
            ask.closed_on,
        )
        for ask, number in rows
    )


def targets(session: Session, viewer: Viewer, ask_ids: Collection[int], day: date) -> dict[int, tuple[TargetLine, ...]]:
    """Of whom each ask is asked on ``day``: an office means whoever holds it then (one query)."""
    rows = session.execute(_TARGETS, {"ask_ids": sorted(set(ask_ids)), "day": day})
    found: dict[int, list[TargetLine]] = defaultdict(list)
    for target, named, held_by, office in rows:
        person = named or held_by
        found[target.ask_id].append(
            TargetLine(
                target.ask_id,
                person.id if person else None,
                person.slug if person else None,
                person.name if person else None,
                office.id if office else None,
                office.title if office else None,
                office.power if office else None,
                office.chamber_id if office else None,
                target.reason,
            )
        )
    return {ask_id: tuple(found[ask_id]) for ask_id in ask_ids}


def thresholds(session: Session, viewer: Viewer, campaign_id: int, known: datetime) -> tuple[ThresholdLine, ...]:
    """The numbers in force as known at an instant, the newest of each chamber and kind (one query)."""
    rows = session.scalars(
        select(Threshold)
        .where(Threshold.campaign_id == campaign_id, Threshold.recorded_at <= known)
        .order_by(Threshold.recorded_at, Threshold.id)
    )
    newest = {(row.chamber_id, row.kind): row for row in rows}
    return tuple(
        ThresholdLine(row.chamber_id, row.kind, row.votes, row.reason, row.recorded_at) for row in newest.values()
    )


def talking_points(
    session: Session, viewer: Viewer, campaign_id: int, stance: str | None = None, *, ask_id: int | None = None
) -> tuple[PointLine, ...]:
    """Words for a call to an official of ``stance``: those for it first, then those for everybody (one query).

    Without ``stance`` all of them; with ``ask_id`` only those for that ask or for any.
    """
    query = select(TalkingPoint).where(TalkingPoint.campaign_id == campaign_id)
    if stance is not None:
        query = query.where(or_(TalkingPoint.stance == stance, TalkingPoint.stance.is_(None)))
    if ask_id is not None:
        query = query.where(or_(TalkingPoint.ask_id == ask_id, TalkingPoint.ask_id.is_(None)))
    order = {PointKind.SCRIPT: 0, PointKind.ARGUMENT: 1, PointKind.OBJECTION: 2}
    rows = sorted(session.scalars(query), key=lambda row: (order[row.kind], row.stance is None, row.place, row.id))
    return tuple(PointLine(row.id, row.kind, row.stance, row.ask_id, row.heading, row.body, row.source) for row in rows)


def watched_measure_ids(session: Session, campaign_id: int) -> tuple[int, ...]:
    """The neighbouring measures a campaign also watches."""
    return tuple(
        session.scalars(
            select(CampaignMeasure.measure_id)
            .where(CampaignMeasure.campaign_id == campaign_id)
            .order_by(CampaignMeasure.id)
        )
    )


def organizations(session: Session, campaign_id: int, day: date) -> tuple[Organization, ...]:
    """The organizations that take part on ``day``, by name."""
    return tuple(
        session.scalars(
            select(Organization)
            .join(CampaignOrganization, CampaignOrganization.organization_id == Organization.id)
            .where(
                CampaignOrganization.campaign_id == campaign_id,
                CampaignOrganization.joined_on <= day,
                or_(CampaignOrganization.left_on.is_(None), CampaignOrganization.left_on >= day),
            )
            .order_by(Organization.name)
            .distinct()
        )
    )


# Made once: to build a statement takes longer than to run it.
_DAY: Any = bindparam("day")
_HOLDER: Any = aliased(Person)
_TARGETS = (
    select(AskTarget, Person, _HOLDER, Office)
    .outerjoin(Person, AskTarget.person_id == Person.id)
    .outerjoin(Office, AskTarget.office_id == Office.id)
    .outerjoin(
        Tenure,
        and_(Tenure.office_id == AskTarget.office_id, in_force(_DAY)),
    )
    .outerjoin(_HOLDER, Tenure.person_id == _HOLDER.id)
    .where(
        AskTarget.ask_id.in_(bindparam("ask_ids", expanding=True)),
        AskTarget.added_on <= _DAY,
        or_(AskTarget.removed_on.is_(None), AskTarget.removed_on > _DAY),
    )
    .order_by(AskTarget.id)
)
