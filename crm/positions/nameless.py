"""Verbs of numbers without names: kept as somebody gave them, and never turned into invented people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotAllowed
from crm.positions.models import NamelessCount


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

    Raises InvalidInput for a negative number, an impossible date or no organization, NotAllowed for another's.
    """
    if new.fact_key is not None:
        there = session.scalar(select(NamelessCount).where(NamelessCount.fact_key == new.fact_key))
        if there is not None:
            return there
    if new.number < 0:
        raise InvalidInput("A count cannot be negative.", field="number")
    _check_walls(viewer, new)
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


def _check_walls(viewer: Viewer, new: NewCount) -> None:
    if new.organization_id is not None:
        viewer.may_write_for(new.organization_id)
    elif new.visibility is not Visibility.PUBLIC or not (viewer.sees_all or viewer.is_admin):
        raise InvalidInput("For which organization?", hint="Choose the one you speak for.", field="organization_id")
    if new.visibility is Visibility.COALITION and not viewer.sees_all and new.campaign_id not in viewer.campaign_ids:
        raise NotAllowed("Your organization takes no part in that campaign.", hint="Ask its lead to add you.")
