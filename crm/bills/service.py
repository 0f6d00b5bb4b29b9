"""Verbs of measures and bills. Each finds what is on file or adds it, so that the same record may come twice."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.events import NewVote, add_event, add_roll_call
from crm.bills.models import Bill, BillLink, BillLinkKind, BillPrint, Carries, Measure, MeasureBill
from crm.bills.noting import complete, may_note
from crm.bills.sponsors import add_sponsorship, withdraw
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.names import slugify

__all__ = [
    "NewVote",
    "add_event",
    "add_print",
    "add_roll_call",
    "add_sponsorship",
    "carry",
    "ensure_bill",
    "ensure_measure",
    "link_bills",
    "withdraw",
]


def ensure_measure(
    session: Session,
    viewer: Viewer,
    name: str,
    jurisdiction_id: int,
    *,
    summary: str = "",
    slug: str | None = None,
    source: str | None = None,
    is_invented: bool = False,
) -> Measure:
    """The measure of this slug (default: made of its name), added where it is not on file.

    Raises InvalidInput for an empty name, NotAllowed for a viewer who is not signed in.
    """
    may_note(viewer)
    if not name.strip():
        raise InvalidInput("A measure needs a name.", hint="Use the name people know it by.", field="name")
    slug = slug or slugify(name)
    there = session.scalar(select(Measure).where(Measure.slug == slug))
    if there is None:
        there = Measure(
            slug=slug,
            name=name.strip(),
            jurisdiction_id=jurisdiction_id,
            summary=summary,
            source=source,
            is_invented=is_invented,
            recorded_at=clock.now(),
        )
        session.add(there)
        session.flush()
    return there


def ensure_bill(
    session: Session,
    viewer: Viewer,
    session_id: int,
    number: str,
    *,
    chamber_id: int | None = None,
    title: str | None = None,
    introduced_on: date | None = None,
    status: str | None = None,
    source: str | None = None,
) -> Bill:
    """The bill of this number in a legislative session, added where it is not on file; gaps in it are filled."""
    may_note(viewer)
    if not number.strip():
        raise InvalidInput("A bill needs a number.", field="number")
    there = session.scalar(select(Bill).where(Bill.session_id == session_id, Bill.number == number.strip()))
    if there is None:
        there = Bill(session_id=session_id, number=number.strip(), recorded_at=clock.now())
        session.add(there)
    complete(there, chamber_id=chamber_id, title=title, introduced_on=introduced_on, status=status, source=source)
    session.flush()
    return there


def add_print(
    session: Session,
    viewer: Viewer,
    bill_id: int,
    letter: str = "",
    printed_on: date | None = None,
    *,
    source: str | None = None,
) -> BillPrint:
    """A printed version of a bill (the first has no letter), added where it is not on file."""
    may_note(viewer)
    letter = letter.strip().upper()
    there = session.scalar(select(BillPrint).where(BillPrint.bill_id == bill_id, BillPrint.letter == letter))
    if there is None:
        there = BillPrint(bill_id=bill_id, letter=letter, recorded_at=clock.now())
        session.add(there)
    complete(there, printed_on=printed_on, source=source)
    session.flush()
    return there


def link_bills(
    session: Session,
    viewer: Viewer,
    bill_id: int,
    kind: BillLinkKind,
    *,
    other_id: int | None = None,
    printed_number: str | None = None,
    started_on: date | None = None,
    ended_on: date | None = None,
    source: str | None = None,
) -> BillLink:
    """Note that a bill is the same as, follows on, or was substituted by another (on file, or by its printed number).

    The same link noted again is returned as it is. Raises InvalidInput when the other bill is not named.
    """
    may_note(viewer)
    if other_id is None and not printed_number:
        raise InvalidInput("Which other bill?", hint="Give the bill, or its printed number.", field="other")
    if other_id == bill_id:
        raise InvalidInput("A bill is not its own companion.", field="other")
    there = session.scalar(
        select(BillLink).where(
            BillLink.bill_id == bill_id,
            BillLink.kind == kind,
            BillLink.other_id.is_not_distinct_from(other_id),
            BillLink.printed_number.is_not_distinct_from(printed_number),
            BillLink.started_on.is_not_distinct_from(started_on),
        )
    )
    if there is None:
        there = BillLink(
            bill_id=bill_id,
            other_id=other_id,
            printed_number=printed_number,
            kind=kind,
            started_on=started_on,
            recorded_at=clock.now(),
        )
        session.add(there)
    complete(there, ended_on=ended_on, source=source)
    session.flush()
    return there


def carry(
    session: Session,
    viewer: Viewer,
    measure_id: int,
    bill_id: int,
    carries: Carries = Carries.CARRIER,
    part: str | None = None,
    *,
    note: str | None = None,
    source: str | None = None,
) -> MeasureBill:
    """Note that a bill carries a measure: as its own text, as a vehicle (``part`` says which part), or as a rival."""
    may_note(viewer)
    there = session.scalar(
        select(MeasureBill).where(MeasureBill.measure_id == measure_id, MeasureBill.bill_id == bill_id)
    )
    if there is None:
        there = MeasureBill(
            measure_id=measure_id,
            bill_id=bill_id,
            carries=carries,
            part=part,
            note=note,
            source=source,
            recorded_at=clock.now(),
        )
        session.add(there)
        session.flush()
    return there
