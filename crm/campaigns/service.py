"""Verbs of campaigns: what is wanted, of whom, and how many it takes. Each finds what is on file or adds it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
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
from crm.campaigns.rights import may_lead
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotFound
from crm.jurisdictions.models import Chamber
from crm.names import slugify


def ensure_campaign(
    session: Session,
    viewer: Viewer,
    name: str,
    measure_id: int,
    goal: str,
    *,
    slug: str | None = None,
    lead_organization_id: int | None = None,
    started_on: date | None = None,
    ended_on: date | None = None,
    is_invented: bool = False,
) -> Campaign:
    """The campaign of this slug (default: made of its name), added where it is not on file.

    Raises InvalidInput for an empty name, NotAllowed when the viewer may not lead it.
    """
    if not name.strip():
        raise InvalidInput("A campaign needs a name.", field="name")
    slug = slug or slugify(name)
    there = session.scalar(select(Campaign).where(Campaign.slug == slug))
    if there is None:
        may_lead(viewer, lead_organization_id)
        there = Campaign(
            slug=slug,
            name=name.strip(),
            measure_id=measure_id,
            goal=goal,
            lead_organization_id=lead_organization_id,
            started_on=started_on,
            ended_on=ended_on,
            is_invented=is_invented,
        )
        session.add(there)
        session.flush()
    return there


def add_organization(
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    organization_id: int,
    joined_on: date | None = None,
    *,
    agreement: str | None = None,
) -> CampaignOrganization:
    """An organization takes part from ``joined_on`` (default: today); one that does already is returned."""
    _may_lead(session, viewer, campaign_id)
    there = session.scalar(
        select(CampaignOrganization).where(
            CampaignOrganization.campaign_id == campaign_id,
            CampaignOrganization.organization_id == organization_id,
            CampaignOrganization.left_on.is_(None),
        )
    )
    if there is None:
        there = CampaignOrganization(
            campaign_id=campaign_id,
            organization_id=organization_id,
            joined_on=joined_on or clock.today(),
            agreement=agreement,
        )
        session.add(there)
        session.flush()
    return there


def watch_measure(session: Session, viewer: Viewer, campaign_id: int, measure_id: int) -> CampaignMeasure:
    """The campaign also watches a neighbouring measure; it never counts for the campaign's own."""
    _may_lead(session, viewer, campaign_id)
    there = session.scalar(
        select(CampaignMeasure).where(
            CampaignMeasure.campaign_id == campaign_id, CampaignMeasure.measure_id == measure_id
        )
    )
    if there is None:
        there = CampaignMeasure(campaign_id=campaign_id, measure_id=measure_id)
        session.add(there)
        session.flush()
    return there


def ensure_ask(
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    kind: AskKind,
    words: str,
    *,
    measure_id: int | None = None,
    bill_id: int | None = None,
    print_letter: str | None = None,
    chamber_id: int | None = None,
    opened_on: date | None = None,
    closed_on: date | None = None,
) -> Ask:
    """The ask of this kind and wording in a chamber, added where it is not on file; a closing day is filled in.

    ``measure_id`` defaults to the campaign's own. Raises InvalidInput without words.
    """
    campaign = _may_lead(session, viewer, campaign_id)
    if not words.strip():
        raise InvalidInput("What is asked?", hint="Write it as a caller would say it.", field="words")
    there = session.scalar(
        select(Ask).where(
            Ask.campaign_id == campaign_id,
            Ask.kind == kind,
            Ask.words == words.strip(),
            Ask.chamber_id.is_not_distinct_from(chamber_id),
        )
    )
    if there is None:
        there = Ask(
            campaign_id=campaign_id,
            measure_id=measure_id or campaign.measure_id,
            kind=kind,
            words=words.strip(),
            bill_id=bill_id,
            print_letter=print_letter,
            chamber_id=chamber_id,
            opened_on=opened_on,
        )
        session.add(there)
    if there.closed_on is None:
        there.closed_on = closed_on
    session.flush()
    return there


def add_target(
    session: Session,
    viewer: Viewer,
    ask_id: int,
    *,
    person_id: int | None = None,
    office_id: int | None = None,
    reason: str | None = None,
    added_on: date | None = None,
) -> AskTarget:
    """Ask it of a person, or of whoever holds an office. Raises InvalidInput unless exactly one of the two is given."""
    ask = session.get(Ask, ask_id)
    if ask is None:
        raise NotFound("That ask is not on file.")
    _may_lead(session, viewer, ask.campaign_id)
    if (person_id is None) == (office_id is None):
        raise InvalidInput("Ask it of a person or of an office, not of both.", field="person_id")
    there = session.scalar(
        select(AskTarget).where(
            AskTarget.ask_id == ask_id,
            AskTarget.person_id.is_not_distinct_from(person_id),
            AskTarget.office_id.is_not_distinct_from(office_id),
            AskTarget.removed_on.is_(None),
        )
    )
    if there is None:
        there = AskTarget(
            ask_id=ask_id,
            person_id=person_id,
            office_id=office_id,
            reason=reason,
            added_on=added_on or clock.today(),
        )
        session.add(there)
        session.flush()
    return there


def set_threshold(
    session: Session, viewer: Viewer, campaign_id: int, chamber_id: int, kind: ThresholdKind, votes: int, reason: str
) -> Threshold:
    """Set how many votes are needed, with the reason; the newest of a kind is in force. The same again changes nothing.

    Raises InvalidInput for more votes than the chamber has seats, or without a reason.
    """
    _may_lead(session, viewer, campaign_id)
    chamber = session.get(Chamber, chamber_id)
    if chamber is None:
        raise NotFound("That chamber is not on file.")
    if not 1 <= votes <= chamber.seats:
        raise InvalidInput(f"The {chamber.name} has {chamber.seats} seats.", hint="Set fewer votes.", field="votes")
    if not reason.strip():
        raise InvalidInput("Why this number?", hint="Say where it is from.", field="reason")
    newest = session.scalar(
        select(Threshold)
        .where(Threshold.campaign_id == campaign_id, Threshold.chamber_id == chamber_id, Threshold.kind == kind)
        .order_by(Threshold.recorded_at.desc(), Threshold.id.desc())
        .limit(1)
    )
    if newest is not None and (newest.votes, newest.reason) == (votes, reason.strip()):
        return newest
    threshold = Threshold(
        campaign_id=campaign_id,
        chamber_id=chamber_id,
        kind=kind,
        votes=votes,
        reason=reason.strip(),
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
    )
    session.add(threshold)
    session.flush()
    return threshold


def add_talking_point(
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    kind: PointKind,
    heading: str,
    body: str,
    *,
    stance: str | None = None,
    ask_id: int | None = None,
    place: int = 0,
    source: str | None = None,
) -> TalkingPoint:
    """Words for a caller, for officials of one stance or (None) for all; the same heading again is returned."""
    _may_lead(session, viewer, campaign_id)
    there = session.scalar(
        select(TalkingPoint).where(
            TalkingPoint.campaign_id == campaign_id,
            TalkingPoint.kind == kind,
            TalkingPoint.heading == heading,
            TalkingPoint.stance.is_not_distinct_from(stance),
            TalkingPoint.ask_id.is_not_distinct_from(ask_id),
        )
    )
    if there is None:
        there = TalkingPoint(
            campaign_id=campaign_id,
            ask_id=ask_id,
            kind=kind,
            stance=stance,
            place=place,
            heading=heading,
            body=body,
            source=source,
        )
        session.add(there)
        session.flush()
    return there


def _may_lead(session: Session, viewer: Viewer, campaign_id: int) -> Campaign:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("That campaign is not on file.", hint="Look through the list of campaigns.")
    may_lead(viewer, campaign.lead_organization_id)
    return campaign
