"""The list of measures: what narrows it, in which order it comes, and as of when."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.bills import service
from crm.bills.listed import MeasureFilters, MeasureOrder, governments_with_measures, measure_list
from crm.bills.models import Carries, EventKind, Measure, SponsorKind
from crm.bills.progress import Reached
from crm.coalition.visibility import OPERATOR
from crm.positions.as_of import AsOf
from tests.builders import law, states
from tests.builders.states import State


@pytest.fixture
def merrow(session: Session) -> State:
    return states.state(session)


@pytest.fixture
def kitchens(session: Session, merrow: State) -> Measure:
    """Carried by S100-B and A200; one name of two has left S100."""
    found = law.measure(session, merrow)
    senate = law.bill(
        session, merrow.legislative_session, "S100", chamber=merrow.upper, carries=found, prints=("", "A", "B")
    )
    law.bill(session, merrow.legislative_session, "A200", chamber=merrow.lower, carries=found)
    service.add_sponsorship(session, OPERATOR, senate.id, "Abara", SponsorKind.PRIME, "the record")
    left = service.add_sponsorship(session, OPERATOR, senate.id, "Doe", SponsorKind.CO, "the record")
    service.withdraw(session, OPERATOR, left.id, "2025-06-01")
    service.add_event(session, OPERATOR, EventKind.REPORTED, "Out.", "2025-05-01", "the record", bill_id=senate.id)
    return found


def names(session: Session, filters: MeasureFilters | None = None, **asked: object) -> list[str]:
    found = measure_list(session, OPERATOR, filters or MeasureFilters(), AsOf.of(), **asked)  # type: ignore[arg-type]
    return [row.name for row in found.rows]


def test_a_row_says_where_it_is_carried_now_and_how_far_it_is(session: Session, kitchens: Measure) -> None:
    (row,) = measure_list(session, OPERATOR, MeasureFilters(), AsOf.of()).rows
    assert [(bill.printed, bill.chamber, bill.sponsors, bill.prime) for bill in row.bills] == [
        ("S100-B", "Senate", 1, ("Abara",)),
        ("A200", "Assembly", 0, ()),
    ]
    assert row.progress.reached is Reached.REPORTED


@pytest.mark.parametrize("words", ["kitchens", "OPEN act", "s100", "a200", "what it does", "merrow"])
def test_it_is_found_by_words_of_its_name_summary_government_and_bills(
    session: Session, kitchens: Measure, words: str
) -> None:
    law.measure(session, states.state(session, name="Elsewhere"), "Fair Wages Act").summary = "Pay."
    session.flush()
    assert names(session, MeasureFilters(text=words)) == [kitchens.name]


def test_it_is_not_found_by_the_number_of_a_rival(session: Session, merrow: State, kitchens: Measure) -> None:
    rival = law.bill(session, merrow.legislative_session, "S777")
    service.carry(session, OPERATOR, kitchens.id, rival.id, Carries.RIVAL)
    assert names(session, MeasureFilters(text="S777")) == []


def test_it_is_narrowed_by_government_and_by_the_answers_of_others(
    session: Session, merrow: State, kitchens: Measure
) -> None:
    elsewhere = states.state(session, name="Elsewhere")
    other = law.measure(session, elsewhere, "Fair Wages Act")
    assert names(session, MeasureFilters(jurisdiction="elsewhere")) == [other.name]
    assert names(session, MeasureFilters(among=frozenset({kitchens.id}))) == [kitchens.name]
    assert governments_with_measures(session) == (("elsewhere", "Elsewhere"), ("merrow", "Merrow"))


def test_it_comes_in_the_order_asked_for(session: Session, merrow: State, kitchens: Measure) -> None:
    law.measure(session, states.state(session, name="Arden"), "Zoning Act")
    busy = law.measure(session, merrow, "Fair Wages Act")
    service.add_event(session, OPERATOR, EventKind.ANNOUNCED, "Now.", "2025-08-01", "a test", measure_id=busy.id)
    assert names(session) == ["Fair Wages Act", kitchens.name, "Zoning Act"]
    assert names(session, descending=True) == ["Zoning Act", kitchens.name, "Fair Wages Act"]
    assert names(session, order=MeasureOrder.GOVERNMENT)[0] == "Zoning Act"
    assert names(session, order=MeasureOrder.STEP) == ["Fair Wages Act", kitchens.name, "Zoning Act"]
    assert names(session, order=MeasureOrder.STEP, descending=True)[-1] == "Zoning Act", "no step comes last"


def test_as_known_earlier_it_knows_less(session: Session, merrow: State) -> None:
    with clock.held_at(date(2025, 3, 1)):
        law.measure(session, merrow)
    with clock.held_at(date(2025, 5, 1)):
        law.measure(session, merrow, "Fair Wages Act")
    then = measure_list(session, OPERATOR, MeasureFilters(), AsOf.of(known=date(2025, 4, 1)))
    assert ([row.name for row in then.rows], then.on_file) == (["Open Kitchens Act"], 1)


def test_fifty_fit_on_a_page_and_a_page_too_far_is_the_last(session: Session, merrow: State) -> None:
    for number in range(51):
        law.measure(session, merrow, f"Act {number:02}")
    found = measure_list(session, OPERATOR, MeasureFilters(), AsOf.of(), page=9)
    assert (found.page, found.pages, found.total, found.first, found.last) == (2, 2, 51, 51, 51)
