"""Companions, told once for each stretch of days, by whichever bill; and bills that may carry a measure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.find import find_bill
from crm.bills.lines import LinkLine
from crm.bills.linked import told_once
from crm.bills.models import BillLinkKind, Carries
from crm.bills.proposed import Gap, proposed_carriers
from crm.bills.service import carry, link_bills
from crm.coalition.visibility import OPERATOR
from crm.errors import InvalidInput, NotFound
from crm.jurisdictions.models import LegislativeSession
from tests import builders


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.held_at(date(2026, 6, 1)):
        yield


def same(started: str | None, ended: str | None = None) -> LinkLine:
    days = [date.fromisoformat(day) if day else None for day in (started, ended)]
    return LinkLine(BillLinkKind.SAME_AS, "A1", 1, "2025-26", *days)


def test_stretches_that_overlap_are_one_and_those_apart_are_not() -> None:
    lines = [
        same("2025-03-04", "2025-06-09"), same("2025-08-01", "2026-02-09"), same("2025-06-11", "2026-02-09"),
        same("2026-03-12"), same(None),
    ]  # fmt: skip
    assert [(str(line.started_on), str(line.ended_on)) for line in told_once(lines)] == [
        ("2025-03-04", "2025-06-09"), ("2025-06-11", "2026-02-09"), ("2026-03-12", "None"),
    ]  # fmt: skip


def test_a_link_without_a_day_is_told_where_no_other_is() -> None:
    assert told_once([same(None), same(None)]) == [same(None)]


def test_what_the_records_link_is_proposed_with_its_reasons_and_the_days_it_was_missing(session: Session) -> None:
    state = builders.state(session)
    measure = builders.measure(session, state)
    old = LegislativeSession(jurisdiction_id=state.jurisdiction.id, slug="2023-24", name="2023-24")
    session.add(old)
    session.flush()
    own = builders.bill(session, state.legislative_session, "S1", chamber=state.upper, carries=measure)
    other = builders.bill(session, state.legislative_session, "A9", chamber=state.lower)
    former = builders.bill(session, old, "S7", chamber=state.upper)
    rival = builders.bill(session, state.legislative_session, "S8")
    carry(session, OPERATOR, measure.id, rival.id, Carries.RIVAL)
    further = builders.bill(session, state.legislative_session, "A8")
    days = [(date(2025, 3, 4), date(2025, 6, 9)), (date(2025, 8, 1), None)]
    for started_on, ended_on in days:
        link_bills(
            session, OPERATOR, own.id, BillLinkKind.SAME_AS, other_id=other.id, started_on=started_on,
            ended_on=ended_on,
        )  # fmt: skip
    link_bills(session, OPERATOR, own.id, BillLinkKind.PREVIOUS_VERSION, other_id=former.id)
    link_bills(session, OPERATOR, rival.id, BillLinkKind.SAME_AS, other_id=further.id)
    found = {each.number: each for each in proposed_carriers(session, measure.id)}
    assert set(found) == {"A9", "S7"}, "a rival leads to nothing"
    assert found["S7"].reasons == ("came before S1",)
    assert found["A9"].missing == (Gap(date(2025, 6, 9), date(2025, 7, 31)),)
    assert found["A9"].reasons == ("the same as S1", "the record did not say so from June 9, 2025 to July 31, 2025")
    carry(session, OPERATOR, measure.id, other.id)
    assert [each.number for each in proposed_carriers(session, measure.id)] == ["S7"]


@pytest.mark.parametrize("text", ["S1-2025", "s1 2025-2026", "S1-2026", "S1 2025-26", "S1"])
def test_a_bill_is_found_by_its_number_and_session_however_written(text: str, session: Session) -> None:
    state = builders.state(session)
    bill = builders.bill(session, state.legislative_session, "S1")
    assert find_bill(session, text).id == bill.id


def test_a_number_of_several_sessions_asks_which(session: Session) -> None:
    state = builders.state(session)
    old = LegislativeSession(jurisdiction_id=state.jurisdiction.id, slug="2023-24", name="2023-24")
    session.add(old)
    session.flush()
    for sitting in (state.legislative_session, old):
        builders.bill(session, sitting, "S1")
    with pytest.raises(InvalidInput, match="several") as wrong:
        find_bill(session, "S1")
    assert "S1 2023-24" in wrong.value.hint
    with pytest.raises(NotFound):
        find_bill(session, "S1-2019")


def test_a_city_numbers_its_bills_with_the_year_in_them(session: Session) -> None:
    state = builders.state(session)
    bill = builders.bill(session, state.legislative_session, "Int 0214-2024")
    assert find_bill(session, "Int 0214-2024").id == bill.id
