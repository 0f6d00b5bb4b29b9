"""An invented senate with its members, and one call that puts records of bills on file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, Measure, Sponsorship
from crm.bills.service import carry
from crm.coalition.visibility import OPERATOR
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import BillRecord
from crm.importers.report import ImportReport
from crm.people.models import Person
from crm.positions.as_of import AsOf
from crm.positions.feeding import feed_measure
from crm.positions.queries import standing
from tests import builders, cast

TODAY = date(2026, 6, 1)
BROOK, CRANE = "Ira Brook", "Uma Crane"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.held_at(TODAY):
        yield


class Records:
    """A state with two senators on file and a measure; ``put`` is an import."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state = builders.state(session)
        assert self.state.upper is not None
        self.upper = self.state.upper
        self.measure: Measure = builders.measure(session, self.state)
        self.people: dict[str, Person] = {}
        for number, name in enumerate((cast.SENATOR, BROOK, CRANE), start=1):
            self.people[name] = builders.person(session, name)
            builders.seat(session, self.upper, number, self.people[name])

    def put(self, *records: BillRecord) -> ImportReport:
        """Put the records on file as one import."""
        with batch(self.session, "ny-bills", "a test") as report:
            put_bills(self.session, iter(records), report)
        return report

    def bill(self, number: str = "S1") -> Bill:
        """The bill of this number."""
        return self.session.scalars(select(Bill).where(Bill.number == number)).one()

    def carried(self, *numbers: str) -> None:
        """Let the bills carry the measure, and tell the ledger."""
        for number in numbers:
            carry(self.session, OPERATOR, self.measure.id, self.bill(number).id)
        feed_measure(self.session, OPERATOR, self.measure.id)

    def names(self, number: str = "S1") -> list[tuple[str, str | None, str | None]]:
        """Who stood on the bill from when to when."""
        rows = self.session.scalars(select(Sponsorship).where(Sponsorship.bill_id == self.bill(number).id))
        return sorted((row.printed_name, row.joined, row.withdrawn) for row in rows)

    def stances(self, day: str) -> dict[str, str]:
        """Where everybody on record stands, as said by the day, by name."""
        found = standing(self.session, OPERATOR, self.measure.id, AsOf.of(date.fromisoformat(day)))
        names = {person.id: name for name, person in self.people.items()}
        return {names[person_id]: each.stance.value for person_id, each in found.items()}


@pytest.fixture
def records(session: Session) -> Records:
    return Records(session)


@pytest.fixture
def make(session: Session) -> Callable[[], Records]:
    return lambda: Records(session)
