"""Which bills carry a measure on a day, as far as we knew; which steps are the measure's own."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.bills import queries, service
from crm.bills.carriers import carriers
from crm.bills.find import find_measure
from crm.bills.models import BillLinkKind, Carries, EventKind, Measure, SponsorKind
from crm.bills.records import links_of
from crm.coalition.visibility import OPERATOR
from crm.errors import NotFound
from crm.jurisdictions.models import LegislativeSession
from crm.positions.as_of import AsOf
from tests import cast
from tests.builders import law, states
from tests.builders.states import State

JUNE = date(2025, 6, 20)


@pytest.fixture(autouse=True)
def june():
    with clock.held_at(JUNE):
        yield


@pytest.fixture
def merrow(session: Session) -> State:
    return states.state(session)


@pytest.fixture
def kitchens(session: Session, merrow: State) -> Measure:
    return law.measure(session, merrow)


def former_session(session: Session, merrow: State) -> LegislativeSession:
    found = LegislativeSession(jurisdiction_id=merrow.jurisdiction.id, slug="2023-24", name="2023-24 Regular Session")
    session.add(found)
    session.flush()
    return found


def printed(session: Session, measure: Measure, said: date = JUNE, known: date | None = None) -> list[str]:
    return [bill.printed for bill in carriers(session, measure.id, AsOf.of(said, known))]


def test_the_carriers_are_those_of_the_newest_session_introduced_by_the_day(
    session: Session, merrow: State, kitchens: Measure
) -> None:
    old = law.bill(session, former_session(session, merrow), "S7", chamber=merrow.upper, carries=kitchens)
    new = law.bill(session, merrow.legislative_session, "S9", chamber=merrow.upper, carries=kitchens)
    old.introduced_on, new.introduced_on = date(2023, 1, 10), date(2025, 1, 16)
    session.flush()
    assert printed(session, kitchens) == ["S9"]
    assert printed(session, kitchens, date(2025, 1, 15)) == ["S7"]
    assert printed(session, kitchens, date(2022, 1, 1)) == []
    assert printed(session, kitchens, known=date(2025, 6, 19)) == [], "we learned of them today"


def test_a_carrier_is_named_with_the_print_of_its_day(session: Session, merrow: State, kitchens: Measure) -> None:
    bill = law.bill(session, merrow.legislative_session, "S9", carries=kitchens, prints=("",))
    service.add_print(session, OPERATOR, bill.id, "A", date(2025, 6, 9))
    assert printed(session, kitchens, date(2025, 6, 8)) == ["S9"]
    assert printed(session, kitchens) == ["S9-A"]


def test_a_vehicle_and_a_rival_carry_nothing(session: Session, merrow: State, kitchens: Measure) -> None:
    for number, carries in (("S9005", Carries.VEHICLE), ("S8504", Carries.RIVAL)):
        bill = law.bill(session, merrow.legislative_session, number)
        service.carry(session, OPERATOR, kitchens.id, bill.id, carries, "Part LL")
    assert printed(session, kitchens) == []
    page = queries.measure_page(session, OPERATOR, kitchens.id, AsOf.of())
    assert {(bill.number, bill.carries, bill.part) for bill in page.bills} == {
        ("S9005", Carries.VEHICLE, "Part LL"),
        ("S8504", Carries.RIVAL, "Part LL"),
    }


def test_the_names_on_a_carrier_are_counted_as_of_the_day(session: Session, merrow: State, kitchens: Measure) -> None:
    bill = law.bill(session, merrow.legislative_session, "S9", carries=kitchens)
    for name, kind, joined in (
        ("A", SponsorKind.PRIME, "2025-01-16"),
        ("B", SponsorKind.CO, "2025-05"),
        ("C", SponsorKind.MULTI, "2025-06-01"),
    ):
        there = service.add_sponsorship(session, OPERATOR, bill.id, name, kind, "the record", joined=joined)
    service.withdraw(session, OPERATOR, there.id, "2025-06-15")
    days = (date(2025, 2, 1), date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 15))
    counted = [carriers(session, kitchens.id, AsOf.of(day))[0].sponsors for day in days]
    assert counted == [1, 2, 3, 2], "all kinds count; who left does not"


def test_a_measure_comes_back_under_a_new_number(session: Session, merrow: State, kitchens: Measure) -> None:
    old = law.bill(session, former_session(session, merrow), "S7", carries=kitchens)
    new = law.bill(session, merrow.legislative_session, "S9", carries=kitchens)
    service.link_bills(session, OPERATOR, new.id, BillLinkKind.PREVIOUS_VERSION, other_id=old.id)
    service.link_bills(session, OPERATOR, old.id, BillLinkKind.PREVIOUS_VERSION, printed_number="S3 of 2021")
    links = links_of(session, [new.id, old.id], AsOf.of())
    assert ("S7", "2023-24") in [(line.number, line.session) for line in links[new.id]]
    assert "S3 of 2021" in [line.number for line in links[old.id]]


def test_the_signing_of_a_vehicle_is_no_step_of_the_measure(session: Session, merrow: State, kitchens: Measure) -> None:
    own = law.bill(session, merrow.legislative_session, "S9", carries=kitchens)
    budget = law.bill(session, merrow.legislative_session, "S9005")
    service.carry(session, OPERATOR, kitchens.id, budget.id, Carries.VEHICLE, "Part LL")

    def step(kind: EventKind, words: str, happened: str, **about: int) -> None:
        service.add_event(session, OPERATOR, kind, words, happened, "the record", **about)

    step(EventKind.REFERRED, "To Codes.", "2025-01-16", bill_id=own.id)
    step(EventKind.SIGNED, "The budget is signed.", "2025-06-10", bill_id=budget.id)
    step(EventKind.ENACTED_IN_PART, "In part, inside the budget.", "2025-06", measure_id=kitchens.id)
    (line,) = queries.measures(session, OPERATOR, AsOf.of(date(2025, 6, 15)))
    assert line.stage is not None
    assert line.stage.words == "To Codes."
    (line,) = queries.measures(session, OPERATOR, AsOf.of())
    assert line.stage is not None
    assert line.stage.kind is EventKind.ENACTED_IN_PART, "a month counts from its last day, or from today"
    whole = queries.measure_page(session, OPERATOR, kitchens.id, AsOf.of())
    assert [event.words for event in whole.events] == [
        "To Codes.",
        "The budget is signed.",
        "In part, inside the budget.",
    ]


def test_a_step_of_a_bill_that_carries_two_measures_is_told_of_each(session: Session, merrow: State) -> None:
    first, second = law.measure(session, merrow, "First Act"), law.measure(session, merrow, "Second Act")
    bill = law.bill(session, merrow.legislative_session, "S9", carries=first)
    service.carry(session, OPERATOR, second.id, bill.id)
    service.add_event(session, OPERATOR, EventKind.PASSED, "It passed.", "2025-06-01", "the record", bill_id=bill.id)
    found = queries.events_of(session, (first.id, second.id), AsOf.of())
    assert [[event.words for event in found[each.id]] for each in (first, second)] == [["It passed."], ["It passed."]]


def test_a_measure_is_found_by_slug_and_name_and_nearly(session: Session, kitchens: Measure) -> None:
    for text in ("open-kitchens-act", "Open Kitchens Act", "  open kitchens ACT "):
        assert find_measure(session, text).id == kitchens.id
    with pytest.raises(NotFound, match="open-kitchens-act"):
        find_measure(session, "open kitchen")
    with pytest.raises(NotFound):
        queries.measure_page(session, OPERATOR, 9999, AsOf.of())
    assert kitchens.name == cast.MEASURE
