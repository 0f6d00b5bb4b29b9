"""Who stood where on any day is what the looks at the record say, in whatever order and however often they come in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import BillSnapshot, Sponsorship
from crm.coalition.visibility import OPERATOR
from crm.importers.bills.records import BillRecord
from crm.positions.as_of import AsOf
from crm.positions.queries import shifts
from tests import builders, cast
from tests.builders.looks import look
from tests.crm.importers.bills.conftest import BROOK, TODAY, Records

FIRST = date(2025, 3, 1)
PEOPLE = (cast.SENATOR, BROOK)


def looks() -> st.SearchStrategy[list[BillRecord]]:
    days = st.dictionaries(st.integers(0, 8), st.sets(st.sampled_from(PEOPLE)), min_size=1, max_size=6)
    return days.map(
        lambda found: [look((FIRST + timedelta(days=n)).isoformat(), *sorted(names)) for n, names in found.items()]
    )


def told(records: Records) -> Any:
    """All that can be asked afterwards, without the numbers of rows and the times at which they came."""
    session = records.session
    moved = shifts(session, OPERATOR, records.measure.id, date(2025, 1, 1), AsOf.of())
    return (
        records.names(),
        sorted((row.first_seen_on, row.last_seen_on, row.sha256) for row in session.scalars(select(BillSnapshot))),
        sorted((shift.person, shift.said, shift.before, shift.after, shift.reason) for shift in moved),
    )


def played(session: Session, records: Records, imports: list[list[BillRecord]]) -> tuple[Any, list[dict[str, str]]]:
    """What all imports, one after the other, leave behind; taken back at the end."""
    with session.begin_nested() as undone:
        records.put(look("2025-02-01"))
        records.carried("S1")
        for part in imports:
            records.put(*part)
        answer = told(records)
        days = [records.stances((FIRST + timedelta(days=n)).isoformat()) for n in range(-1, 10)]
        session.expire_all()
        undone.rollback()
    session.expire_all()
    return answer, days


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=looks(), random=st.randoms(use_true_random=False))
def test_the_order_and_the_number_of_imports_change_nothing(session: Session, found, random, make) -> None:
    with clock.held_at(TODAY), session.begin_nested() as undone:
        records = make()
        once, days = played(session, records, [sorted(found, key=lambda each: each.seen_on)])
        shuffled = found + [each for each in found if random.random() < 0.4]
        random.shuffle(shuffled)
        assert played(session, records, [[each] for each in shuffled]) == (once, days)
        undone.rollback()
    session.expire_all()
    by_day = {each.seen_on: {sponsor.who.name for sponsor in each.sponsors} for each in found}
    for number, stances in enumerate(days):
        seen = [day for day in by_day if day <= FIRST + timedelta(days=number - 1)]
        yes = {name for name, stance in stances.items() if stance == "yes"}
        assert yes == (by_day[max(seen)] if seen else set())


def test_the_roster_may_come_in_after_the_bills(records: Records) -> None:
    """A name that nobody on file bears yet is matched by the next import, whatever that brings."""
    seen = look("2025-03-04", "Vic Lowe")
    records.put(seen)
    records.carried("S1")
    assert records.session.scalars(select(Sponsorship.person_id)).all() == [None]
    records.people["Vic Lowe"] = builders.person(records.session, "Vic Lowe")
    builders.seat(records.session, records.upper, 4, records.people["Vic Lowe"])
    assert records.put(seen).same == 1
    assert records.stances("2025-03-05") == {"Vic Lowe": "yes"}
