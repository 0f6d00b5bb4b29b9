"""Measures and bills."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, BillPrint, Carries, Measure, MeasureBill
from crm.jurisdictions.models import Chamber, Jurisdiction, LegislativeSession
from crm.names import slugify
from tests import cast
from tests.builders.states import State


def measure(session: Session, where: State | Jurisdiction, name: str = cast.MEASURE) -> Measure:
    """A measure of the state."""
    jurisdiction = where.jurisdiction if isinstance(where, State) else where
    found = Measure(
        slug=slugify(name),
        name=name,
        jurisdiction_id=jurisdiction.id,
        summary="What it does.",
        is_invented=True,
        recorded_at=clock.now(),
    )
    session.add(found)
    session.flush()
    return found


def bill(
    session: Session,
    sitting: LegislativeSession,
    number: str,
    *,
    chamber: Chamber | None = None,
    carries: Measure | None = None,
    prints: tuple[str, ...] = ("",),
) -> Bill:
    """A bill with its prints ("" is the first), carrying the measure where one is given."""
    found = Bill(
        session_id=sitting.id, chamber_id=chamber.id if chamber else None, number=number, recorded_at=clock.now()
    )
    session.add(found)
    session.flush()
    session.add_all(BillPrint(bill_id=found.id, letter=letter, recorded_at=clock.now()) for letter in prints)
    if carries:
        session.add(
            MeasureBill(measure_id=carries.id, bill_id=found.id, carries=Carries.CARRIER, recorded_at=clock.now())
        )
    session.flush()
    return found
