"""A measure whole: its bills and steps, where people stand on it, and which campaigns are about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.find import find_measure
from crm.bills.lines import BillLine
from crm.bills.models import Carries
from crm.bills.progress import Progress, progress
from crm.bills.proposed import Proposed, proposed_carriers
from crm.bills.queries import MeasurePage, measure_page
from crm.campaigns.about import MeasureCampaign, Neighbour, campaigns_about, neighbours
from crm.coalition.visibility import Viewer
from crm.people.directory import offices_held
from crm.people.models import Person
from crm.positions.as_of import AsOf
from crm.positions.carrying import may_carry
from crm.positions.queries import CountLine, counts_without_names, standing
from crm.positions.stance import Stance
from crm.positions.standing import Standing
from crm.whip.keyholders import office_words
from crm.whip.queries import ChamberBoard, board
from crm.whip.sponsors import ChamberSponsors, ListedBill, count_listed


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Somebody on record who has no seat in the measure's chambers, with the office they hold on the day."""

    slug: str
    name: str
    office: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class MeasureScreen:
    """All that a measure's page shows. ``now``: the bills of its newest session; ``before``: of earlier ones.

    ``vehicles`` took (part of) it in, ``rivals`` are other bills for the same end. ``chambers`` is empty where nobody
    is on record and no campaign counts. ``proposed`` are bills that may carry it, for a viewer who may say so.
    """

    page: MeasurePage
    progress: Progress
    now: tuple[BillLine, ...]
    before: tuple[BillLine, ...]
    vehicles: tuple[BillLine, ...]
    rivals: tuple[BillLine, ...]
    chambers: tuple[ChamberBoard, ...]
    sponsors: tuple[ChamberSponsors, ...]
    proposed: tuple[Proposed, ...]
    unseated: tuple[OnRecord, ...]
    counts: tuple[CountLine, ...]
    campaigns: tuple[MeasureCampaign, ...]
    neighbours: tuple[Neighbour, ...]


def measure_screen(session: Session, viewer: Viewer, slug: str, as_of: AsOf) -> MeasureScreen:
    """The measure of that slug as of ``as_of``, in 33 queries at most, however much is on file. Raises NotFound."""
    measure_id = find_measure(session, slug).id
    page = measure_page(session, viewer, measure_id, as_of)
    campaigns = campaigns_about(session, (measure_id,)).get(measure_id, ())
    stands = standing(session, viewer, measure_id, as_of)
    chambers = board(session, viewer, measure_id, as_of, stands=stands) if stands or campaigns else ()
    carriers = [bill for bill in page.bills if bill.carries is Carries.CARRIER]
    newest = next((bill.session_slug for bill in carriers), None)
    now = tuple(bill for bill in carriers if bill.session_slug == newest)
    seated = {seat.seat.person_id for each in chambers for seat in each.seats}
    return MeasureScreen(
        page=page,
        progress=progress(page.events, now),
        now=now,
        before=tuple(bill for bill in carriers if bill.session_slug != newest),
        vehicles=tuple(bill for bill in page.bills if bill.carries is Carries.VEHICLE),
        rivals=tuple(bill for bill in page.bills if bill.carries is Carries.RIVAL),
        chambers=chambers,
        sponsors=count_listed(
            session, [ListedBill(bill.id, bill.printed, bill.chamber_id, bill.sponsors) for bill in now], as_of
        ),
        proposed=proposed_carriers(session, measure_id) if may_carry(viewer) else (),
        unseated=_unseated(session, stands, seated, as_of),
        counts=counts_without_names(session, viewer, measure_id, as_of),
        campaigns=campaigns,
        neighbours=neighbours(session, measure_id),
    )


def _unseated(
    session: Session, stands: Mapping[int, Standing], seated: Collection[int | None], as_of: AsOf
) -> tuple[OnRecord, ...]:
    """Who is on record without a seat, by family name (two queries, none where there is nobody)."""
    # Who has nothing on record any longer is on no list of those who have.
    known = {person_id for person_id, each in stands.items() if each.stance is not Stance.UNKNOWN}
    ids = sorted(known - set(seated))
    if not ids:
        return ()
    offices = offices_held(session, ids, as_of.said)
    rows = session.execute(
        select(Person.id, Person.slug, Person.name).where(Person.id.in_(ids)).order_by(Person.sort_name, Person.id)
    )
    return tuple(OnRecord(row.slug, row.name, office_words(offices.get(row.id, ())), stands[row.id]) for row in rows)
