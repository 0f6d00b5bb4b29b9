"""What belongs to a bill, as it stood: its companions, the bills before and after it, what else it carries."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from crm import clock
from crm.bills import queries, service
from crm.bills.models import BillLinkKind, Carries, SponsorKind
from crm.bills.records import links_of, sponsors_of
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions.models import LegislativeSession
from crm.positions.as_of import AsOf
from tests.builders import law, states


def linked(session: Session, **days: date) -> tuple[int, int]:
    where = states.state(session)
    senate = law.bill(session, where.legislative_session, "S1", chamber=where.upper)
    house = law.bill(session, where.legislative_session, "A1", chamber=where.lower)
    service.link_bills(session, OPERATOR, house.id, BillLinkKind.SAME_AS, other_id=senate.id, **days)
    return senate.id, house.id


def test_a_companion_is_told_of_both_bills_from_the_day_the_link_stood(session: Session) -> None:
    senate, house = linked(session, started_on=date(2025, 6, 11))
    before, after = AsOf.of(date(2025, 6, 10)), AsOf.of(date(2025, 6, 11))
    assert links_of(session, (senate, house), before) == {}
    found = links_of(session, (senate, house), after)
    assert [(line.number, line.started_on, line.back) for line in found[senate]] == [("A1", date(2025, 6, 11), False)]
    assert [line.number for line in found[house]] == ["S1"]


def test_the_end_of_a_link_is_told_from_the_day_it_ended(session: Session) -> None:
    senate, _ = linked(session, started_on=date(2025, 1, 1), ended_on=date(2025, 6, 9))
    (then,) = links_of(session, (senate,), AsOf.of(date(2025, 6, 8)))[senate]
    (later,) = links_of(session, (senate,), AsOf.of(date(2025, 6, 9)))[senate]
    assert (then.ended_on, later.ended_on) == (None, date(2025, 6, 9))


def test_a_companion_noted_on_both_bills_is_told_once_with_its_day(session: Session) -> None:
    senate, house = linked(session)
    service.link_bills(session, OPERATOR, senate, BillLinkKind.SAME_AS, other_id=house, started_on=date(2025, 3, 1))
    (line,) = links_of(session, (senate,), AsOf.of())[senate]
    assert line.started_on == date(2025, 3, 1)


def test_a_former_bill_names_its_successor_once_that_is_there(session: Session) -> None:
    where = states.state(session)
    sitting = LegislativeSession(jurisdiction_id=where.jurisdiction.id, slug="2023-24", name="2023-24")
    session.add(sitting)
    session.flush()
    old = law.bill(session, sitting, "S9")
    new = law.bill(session, where.legislative_session, "S1")
    new.introduced_on = date(2025, 1, 16)
    service.link_bills(session, OPERATOR, new.id, BillLinkKind.PREVIOUS_VERSION, other_id=old.id)
    assert links_of(session, (old.id,), AsOf.of(date(2025, 1, 15))) == {}
    (line,) = links_of(session, (old.id,), AsOf.of(date(2025, 1, 16)))[old.id]
    assert (line.number, line.session, line.back) == ("S1", "2025-26", True)
    (forward,) = links_of(session, (new.id,), AsOf.of())[new.id]
    assert (forward.number, forward.back) == ("S9", False)


def test_a_name_says_when_we_first_saw_it(session: Session) -> None:
    where = states.state(session)
    bill = law.bill(session, where.legislative_session, "S1")
    with clock.held_at(date(2025, 3, 4)):
        service.add_sponsorship(session, OPERATOR, bill.id, "Doe", SponsorKind.CO, "the record", joined="2025-01")
    (line,) = sponsors_of(session, (bill.id,), AsOf.of())[bill.id]
    assert clock.local(line.first_seen_at).date() == date(2025, 3, 4)


def test_a_vehicle_names_the_other_measures_inside_it(session: Session) -> None:
    where = states.state(session)
    ours, other = law.measure(session, where), law.measure(session, where, "Fair Wages Act")
    budget = law.bill(session, where.legislative_session, "S9005")
    service.carry(session, OPERATOR, ours.id, budget.id, Carries.VEHICLE, "Part LL")
    service.carry(session, OPERATOR, other.id, budget.id, Carries.VEHICLE, "Part C")
    (bill,) = queries.measure_page(session, OPERATOR, ours.id, AsOf.of()).bills
    assert [(line.name, line.part) for line in bill.beside] == [("Fair Wages Act", "Part C")]
    (back,) = queries.measure_page(session, OPERATOR, other.id, AsOf.of()).bills
    assert [(line.slug, line.part) for line in back.beside] == [(ours.slug, "Part LL")]
