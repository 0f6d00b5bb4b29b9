"""Verbs for the rare cases: ruling between reports, numbers without names, and erasing by law."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.campaigns.models import Campaign, CampaignOrganization
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.positions.models import Erasure, Evidence, NamelessCount, Position, Ruling
from crm.positions.reading import may_see

ERASED = "(erased)"


def rule(session: Session, viewer: Viewer, upheld_id: int, overruled_id: int, reason: str) -> Ruling:
    """Uphold one of two reports that disagree, and return the ruling. The overruled entry stays and no longer counts.

    Raises NotAllowed unless the viewer leads an organization that takes part in a campaign for the measure, or that
    made both reports; InvalidInput for entries that are not two reports on the same person and measure; Conflict when
    the entry has been overruled already.
    """
    pair = session.scalars(select(Position).where(Position.id.in_((upheld_id, overruled_id)), may_see(viewer))).all()
    if len(pair) != 2:
        raise NotFound("One of the two entries is not on file.", hint="Open the timeline and choose both again.")
    upheld, overruled = sorted(pair, key=lambda entry: entry.id != upheld_id)
    if (upheld.person_id, upheld.measure_id) != (overruled.person_id, overruled.measure_id):
        raise InvalidInput("The two entries are not about the same thing.", hint="Choose two of one timeline.")
    _may_rule(session, viewer, upheld, overruled)
    if not reason.strip():
        raise InvalidInput("A ruling carries its reason.", hint="Say why one report is upheld.", field="reason")
    if session.scalar(select(Ruling.id).where(Ruling.overruled_id == overruled_id)) is not None:
        raise Conflict("That entry has been overruled already.", hint="Record the position anew if it was right.")
    ruling = Ruling(
        upheld_id=upheld_id,
        overruled_id=overruled_id,
        reason=reason.strip(),
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
    )
    session.add(ruling)
    session.flush()
    return ruling


def _may_rule(session: Session, viewer: Viewer, *pair: Position) -> None:
    leads = viewer.lead_organization_ids
    if viewer.sees_all or all(entry.organization_id in leads for entry in pair):
        return
    partaking = (
        select(CampaignOrganization.id)
        .join(Campaign, Campaign.id == CampaignOrganization.campaign_id)
        .where(
            Campaign.measure_id == pair[0].measure_id,
            Campaign.id.in_(sorted(viewer.campaign_ids)),
            CampaignOrganization.organization_id.in_(sorted(leads)),
            CampaignOrganization.left_on.is_(None),
        )
    )
    if session.scalar(partaking.limit(1)) is None:
        raise NotAllowed(
            "Only a lead of an organization in the campaign may rule between reports.",
            hint="Ask the lead of your organization.",
        )


@dataclass(frozen=True, slots=True)
class NewCount:
    """A number without names: "30 / co-sponsors / have signed", said when (EDTF), from where."""

    measure_id: int
    number: int
    of_whom: str
    did_what: str
    said: str
    source: str
    source_url: str | None = None
    bill_id: int | None = None
    chamber_id: int | None = None
    campaign_id: int | None = None
    organization_id: int | None = None
    visibility: Visibility = Visibility.PUBLIC
    fact_key: str | None = None


def record_count(session: Session, viewer: Viewer, new: NewCount) -> NamelessCount:
    """Enter a number without names and return it; once, however often its ``fact_key`` comes.

    Raises InvalidInput for a negative number or an impossible date.
    """
    if new.fact_key is not None:
        there = session.scalar(select(NamelessCount).where(NamelessCount.fact_key == new.fact_key))
        if there is not None:
            return there
    if new.number < 0:
        raise InvalidInput("A count cannot be negative.", field="number")
    if new.organization_id is not None:
        viewer.may_write_for(new.organization_id)
    said = dates.parse(new.said, field="said").capped(clock.today())
    if said.earliest is not None and said.earliest > clock.today():
        raise InvalidInput("That day has not come yet.", field="said")
    count = NamelessCount(
        measure_id=new.measure_id,
        number=new.number,
        of_whom=new.of_whom,
        did_what=new.did_what,
        said=said.text,
        said_earliest=said.earliest,
        said_latest=said.latest,
        source=new.source,
        source_url=new.source_url,
        bill_id=new.bill_id,
        chamber_id=new.chamber_id,
        campaign_id=new.campaign_id,
        organization_id=new.organization_id,
        visibility=new.visibility,
        fact_key=new.fact_key,
        recorded_at=clock.now(),
    )
    session.add(count)
    session.flush()
    return count


def erase(session: Session, viewer: Viewer, position_id: int, reason: str) -> Erasure:
    """Erase the words of one entry and of its evidence, because the law demands it, and return the erasure.

    Person, stance, dates and walls stay, so that no past count changes. The database lets nothing else through.
    Raises NotAllowed unless the viewer is an administrator, InvalidInput without a reason.
    """
    if not (viewer.sees_all or viewer.is_admin):
        raise NotAllowed("Only an administrator may erase.", hint="Send the request to your administrator.")
    if not reason.strip():
        raise InvalidInput("An erasure carries its legal reason.", field="reason")
    entry = session.get(Position, position_id)
    if entry is None:
        raise NotFound("That entry is not on file.")
    erasure = Erasure(
        position_id=position_id, reason=reason.strip(), recorded_at=clock.now(), recorded_by_id=viewer.user_id
    )
    session.add(erasure)
    session.flush()
    # Core statements on the connection: the ORM's guard refuses every update, the trigger admits just these columns.
    connection = session.connection()
    table, evidence = Position.__table__, Evidence.__table__
    connection.execute(
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == position_id)
        .values(words=ERASED, condition=ERASED if entry.condition else None)
    )
    connection.execute(
        update(evidence)  # type: ignore[arg-type]
        .where(evidence.c.position_id == position_id)
        .values(title=ERASED, outlet=None, url=None, quote=None, witnesses=[])
    )
    session.expire_all()
    return erasure
