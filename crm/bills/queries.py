"""Reads about measures: what they are, which bills carry them, and how far these have come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from crm.bills.asked import Asked
from crm.bills.find import find_measure
from crm.bills.lines import BillLine, EventLine, LinkLine, MeasureLine, MeasurePage, PrintLine, SponsorLine
from crm.bills.models import Bill, BillEvent, Carries, EventKind, Measure, MeasureBill
from crm.bills.records import beside_of, links_of, prints_of, roll_calls_of, sponsors_of
from crm.coalition.visibility import Viewer
from crm.errors import NotFound
from crm.jurisdictions.models import Chamber, Jurisdiction, LegislativeSession

__all__ = [
    "BillLine",
    "EventLine",
    "LinkLine",
    "MeasureLine",
    "MeasurePage",
    "PrintLine",
    "SponsorLine",
    "events_of",
    "find_measure",
    "measure_page",
    "measures",
]


_ON_THE_WAY = (EventKind.REFERRED, EventKind.REPORTED, EventKind.AMENDED, EventKind.OTHER)
"""Steps that matter of a bill that is the measure's own."""


def measures(
    session: Session, viewer: Viewer, as_of: Asked, *, measure_ids: Collection[int] | None = None
) -> tuple[MeasureLine, ...]:
    """The measures on file, by name, each with the bills that carry it and the last step known (three queries)."""
    query = select(Measure, Jurisdiction.name, Jurisdiction.slug, Jurisdiction.kind).join(
        Jurisdiction, Measure.jurisdiction_id == Jurisdiction.id
    )
    if measure_ids is not None:
        query = query.where(Measure.id.in_(sorted(set(measure_ids))))
    rows = session.execute(query.order_by(Measure.name, Measure.id)).all()
    ids = [measure.id for measure, _name, _slug, _kind in rows]
    numbers = _numbers(session, ids, as_of)
    last = {measure_id: events[-1] for measure_id, events in events_of(session, ids, as_of).items() if events}
    return tuple(
        MeasureLine(
            measure.id,
            measure.slug,
            measure.name,
            measure.summary,
            name,
            slug,
            kind,
            measure.is_invented,
            tuple(numbers[measure.id]),
            last.get(measure.id),
        )
        for measure, name, slug, kind in rows
    )


def measure_page(session: Session, viewer: Viewer, measure_id: int, as_of: Asked) -> MeasurePage:
    """All about one measure (eleven queries, however many bills). Raises NotFound."""
    lines = measures(session, viewer, as_of, measure_ids=(measure_id,))
    if not lines:
        raise NotFound("That measure is not on file.", hint="Look through the list of measures.")
    events = events_of(session, (measure_id,), as_of, every_bill=True)[measure_id]
    source = session.scalar(select(Measure.source).where(Measure.id == measure_id))
    return MeasurePage(lines[0], source, _bills(session, measure_id, as_of), tuple(events))


def events_of(
    session: Session, measure_ids: Collection[int], as_of: Asked, *, every_bill: bool = False
) -> dict[int, list[EventLine]]:
    """The steps of each measure and of the bills that carry it, oldest first (one query).

    Of a vehicle or a rival bill only with ``every_bill``, and then what decides: that a budget bill is signed is no
    step of the measure, and its way through committees even less.
    """
    carried = select(MeasureBill.measure_id, MeasureBill.bill_id, MeasureBill.carries).where(
        MeasureBill.measure_id.in_(sorted(set(measure_ids))), MeasureBill.recorded_at <= as_of.known
    )
    if not every_bill:
        carried = carried.where(MeasureBill.carries == Carries.CARRIER)
    bills = carried.subquery()
    rows = session.execute(
        select(BillEvent, Bill.number, bills.c.measure_id.label("through"))
        .outerjoin(Bill, BillEvent.bill_id == Bill.id)
        .outerjoin(bills, bills.c.bill_id == BillEvent.bill_id)
        .where(
            or_(BillEvent.measure_id.in_(sorted(set(measure_ids))), bills.c.measure_id.is_not(None)),
            or_(
                BillEvent.measure_id.is_not(None),
                bills.c.carries == Carries.CARRIER,
                BillEvent.kind.not_in(_ON_THE_WAY),
            ),
            BillEvent.happened_latest <= as_of.said,
            BillEvent.recorded_at <= as_of.known,
        )
        .order_by(BillEvent.happened_latest, BillEvent.id)
    )
    found: dict[int, list[EventLine]] = defaultdict(list)
    for event, number, through in rows:
        owner = event.measure_id if event.measure_id in measure_ids else through
        lines = found[owner]
        if not lines or lines[-1].id != event.id:
            lines.append(_event(event, number))
    return found


def _event(event: BillEvent, number: str | None) -> EventLine:
    return EventLine(
        event.id,
        EventKind(event.kind),
        event.words,
        event.happened,
        event.happened_latest,
        number,
        event.bill_id,
        event.source,
        event.source_url,
        event.recorded_at,
    )


def _numbers(session: Session, measure_ids: Collection[int], as_of: Asked) -> dict[int, list[str]]:
    """The numbers of the bills in the newest session of each measure."""
    rows = session.execute(
        select(MeasureBill.measure_id, Bill.number, LegislativeSession.slug)
        .join(Bill, MeasureBill.bill_id == Bill.id)
        .join(LegislativeSession, Bill.session_id == LegislativeSession.id)
        .where(MeasureBill.measure_id.in_(list(measure_ids)), MeasureBill.carries == Carries.CARRIER, _there(as_of))
        .order_by(LegislativeSession.slug.desc(), Bill.number.desc())
    )
    newest: dict[int, str] = {}
    numbers: dict[int, list[str]] = defaultdict(list)
    for measure_id, number, sitting in rows:
        if newest.setdefault(measure_id, sitting) == sitting:
            numbers[measure_id].append(number)
    return numbers


def _there(as_of: Asked) -> ColumnElement[bool]:
    """The bill had been introduced by then, and we knew that it carries the measure."""
    introduced = or_(Bill.introduced_on.is_(None), Bill.introduced_on <= as_of.said)
    return (MeasureBill.recorded_at <= as_of.known) & introduced


def _bills(session: Session, measure_id: int, as_of: Asked) -> tuple[BillLine, ...]:
    rows = session.execute(
        select(MeasureBill, Bill, LegislativeSession, Chamber.name)
        .join(Bill, MeasureBill.bill_id == Bill.id)
        .join(LegislativeSession, Bill.session_id == LegislativeSession.id)
        .outerjoin(Chamber, Bill.chamber_id == Chamber.id)
        .where(MeasureBill.measure_id == measure_id, _there(as_of))
        .order_by(LegislativeSession.slug.desc(), MeasureBill.carries, Bill.number.desc())
    ).all()
    ids = [bill.id for _carried, bill, _sitting, _chamber in rows]
    prints, links = prints_of(session, ids, as_of), links_of(session, ids, as_of)
    sponsors, roll_calls = sponsors_of(session, ids, as_of), roll_calls_of(session, ids, as_of)
    beside = beside_of(session, ids, measure_id, as_of)
    return tuple(
        BillLine(
            bill.id,
            bill.number,
            bill.title,
            sitting.name,
            sitting.slug,
            bill.chamber_id,
            chamber,
            carried.carries,
            carried.part,
            bill.introduced_on,
            bill.status,
            bill.source,
            tuple(prints[bill.id]),
            tuple(links[bill.id]),
            tuple(sponsors[bill.id]),
            tuple(roll_calls[bill.id]),
            carried.note,
            tuple(beside[bill.id]),
        )
        for carried, bill, sitting, chamber in rows
    )
