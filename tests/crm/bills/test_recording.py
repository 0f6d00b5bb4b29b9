"""A record may come twice and counts once; what comes later fills the gaps and takes nothing away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills import service
from crm.bills.models import BillLinkKind, Carries, EventKind, SponsorKind, Sponsorship, Stage, VoteCode
from crm.bills.records import links_of, roll_calls_of, sponsors_of
from crm.bills.service import NewVote
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.db import Base
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.positions.as_of import AsOf
from tests import cast
from tests.builders import law, people, states

JUNE = date(2025, 6, 20)
SOMEBODY = Viewer(user_id=1)


@pytest.fixture(autouse=True)
def june():
    with clock.held_at(JUNE):
        yield


class Record:
    """A measure with a bill in each house."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state = states.state(session)
        self.measure = law.measure(session, self.state)
        sitting = self.state.legislative_session
        self.bill = law.bill(session, sitting, "S1", chamber=self.state.upper, carries=self.measure)
        self.other = law.bill(session, sitting, "A1", chamber=self.state.lower)
        self.senator = people.person(session, cast.SENATOR)

    def sponsor(self, name: str = "Abara", kind: SponsorKind = SponsorKind.CO, **given: Any) -> Sponsorship:
        return service.add_sponsorship(self.session, OPERATOR, self.bill.id, name, kind, "the record", **given)

    def names(self, day: date = JUNE, known: date | None = None) -> list[tuple[str, str | None]]:
        lines = sponsors_of(self.session, [self.bill.id], AsOf.of(day, known))[self.bill.id]
        return [(line.name, line.withdrawn) for line in lines]


@pytest.fixture
def record(session: Session) -> Record:
    return Record(session)


def verbs(record: Record) -> dict[str, Callable[[Viewer], Any]]:
    """Every verb, noting always the same."""
    session, bill, other, measure = record.session, record.bill.id, record.other.id, record.measure.id
    where, sitting = record.state.jurisdiction.id, record.state.legislative_session.id
    chamber = record.state.upper.id
    return {
        "ensure_measure": lambda v: service.ensure_measure(session, v, "A Second Act", where),
        "ensure_bill": lambda v: service.ensure_bill(session, v, sitting, "S2"),
        "add_print": lambda v: service.add_print(session, v, bill, "a"),
        "link_bills": lambda v: service.link_bills(session, v, bill, BillLinkKind.SAME_AS, other_id=other),
        "carry": lambda v: service.carry(session, v, measure, other, Carries.VEHICLE, "Part LL"),
        "add_sponsorship": lambda v: service.add_sponsorship(session, v, bill, "Doe", SponsorKind.CO, "the record"),
        "add_event": lambda v: service.add_event(
            session, v, EventKind.REPORTED, "Out of Codes.", "2025-06", "the record", bill_id=bill
        ),
        "add_roll_call": lambda v: service.add_roll_call(
            session, v, bill, chamber, Stage.FLOOR, JUNE, "the record", votes=(NewVote("Doe", VoteCode.AYE),)
        ),
    }


def test_whatever_is_noted_twice_is_there_once(record: Record) -> None:
    for name, verb in verbs(record).items():
        first = verb(OPERATOR)
        rows = {table.name: record.session.scalar(select(func.count()).select_from(table)) for table in _tables()}
        assert verb(OPERATOR).id == first.id, name
        again = {table.name: record.session.scalar(select(func.count()).select_from(table)) for table in _tables()}
        assert again == rows, name


def _tables() -> list[Any]:
    return list(Base.metadata.sorted_tables)


def test_the_records_are_kept_by_people_who_are_signed_in(record: Record) -> None:
    for name, verb in verbs(record).items():
        with pytest.raises(NotAllowed):
            verb(PUBLIC)
        assert verb(SOMEBODY) is not None, name
    with pytest.raises(NotAllowed):
        service.withdraw(record.session, PUBLIC, record.sponsor().id, "2025-06-01")


def test_what_comes_later_fills_gaps_and_takes_nothing_away(record: Record) -> None:
    sitting = record.state.legislative_session.id
    service.ensure_bill(record.session, OPERATOR, sitting, " S1 ", title="An act", status="In Codes")
    service.ensure_bill(record.session, OPERATOR, sitting, "S1", title="Another title", introduced_on=date(2025, 1, 8))
    assert (record.bill.title, record.bill.status, record.bill.introduced_on) == (
        "An act",
        "In Codes",
        date(2025, 1, 8),
    )
    printed = service.add_print(record.session, OPERATOR, record.bill.id, " b ")
    assert service.add_print(record.session, OPERATOR, record.bill.id, "B", date(2025, 6, 9)).id == printed.id
    assert (printed.letter, printed.printed_on) == ("B", date(2025, 6, 9))


def test_a_record_without_a_name_a_number_or_a_source_is_refused(record: Record) -> None:
    session, bill = record.session, record.bill.id
    refused: list[Callable[[], object]] = [
        lambda: service.ensure_measure(session, OPERATOR, " ", record.state.jurisdiction.id),
        lambda: service.ensure_bill(session, OPERATOR, record.state.legislative_session.id, " "),
        lambda: service.link_bills(session, OPERATOR, bill, BillLinkKind.SAME_AS),
        lambda: service.link_bills(session, OPERATOR, bill, BillLinkKind.SAME_AS, other_id=bill),
        lambda: service.add_event(session, OPERATOR, EventKind.OTHER, "x", "2025-06", "a source"),
        lambda: service.add_event(session, OPERATOR, EventKind.OTHER, "x", "2025-06", " ", bill_id=bill),
        lambda: service.add_event(session, OPERATOR, EventKind.OTHER, "x", "2025-07", "a source", bill_id=bill),
        lambda: service.add_sponsorship(session, OPERATOR, bill, " ", SponsorKind.CO, "the record"),
        lambda: record.sponsor(joined="2025-13"),
        lambda: record.sponsor(joined="2025-07-01"),
    ]
    for refusal in refused:
        with pytest.raises(InvalidInput):
            refusal()


def test_a_name_counts_from_the_day_it_had_joined_to_the_day_it_left(record: Record) -> None:
    abara = record.sponsor(joined="2025-03")
    record.sponsor("Doe", SponsorKind.PRIME)
    service.withdraw(record.session, OPERATOR, abara.id, "2025-06-10")
    assert record.names(date(2025, 3, 30)) == [("Doe", None)], "not certainly before the month is over"
    assert record.names(date(2025, 3, 31)) == [("Doe", None), ("Abara", None)]
    assert record.names() == [("Doe", None), ("Abara", "2025-06-10")]
    assert record.names(known=date(2025, 6, 19)) == [], "we first saw the names today"


def test_who_left_and_joins_again_has_two_rows_and_the_first_import_again_adds_none(record: Record) -> None:
    first = record.sponsor(person_id=record.senator.id, joined="2025-01-10")
    service.withdraw(record.session, OPERATOR, first.id, "2025-03-01")
    second = record.sponsor(person_id=record.senator.id, joined="2025-05-01")
    assert second.id != first.id
    assert record.sponsor(person_id=record.senator.id, joined=" 2025-01-10 ").id == first.id
    assert record.sponsor(person_id=record.senator.id, joined="2025-05-01").id == second.id
    assert [withdrawn for _, withdrawn in record.names()] == ["2025-03-01", None]


def test_a_name_that_is_matched_later_is_still_one_name(record: Record) -> None:
    printed = record.sponsor("Abara")
    matched = record.sponsor("Abara", person_id=record.senator.id, joined="2025-03-01")
    assert matched.id == printed.id
    assert (matched.person_id, matched.joined) == (record.senator.id, "2025-03-01")
    assert record.sponsor("Abara").id == printed.id, "and again without the match"
    assert record.names() == [(cast.SENATOR, None)]


def test_two_members_of_one_printed_name_are_two(record: Record) -> None:
    other = people.person(record.session, "Bea Abara")
    first = record.sponsor("Abara", person_id=record.senator.id)
    assert record.sponsor("Abara", person_id=other.id).id != first.id


def test_a_name_leaves_once_and_not_before_it_joined(record: Record) -> None:
    abara = record.sponsor(joined="2025-03-10")
    for withdrawn, refusal in (
        ("2025-03-09", InvalidInput),
        ("2025-06-21", InvalidInput),
        ("soon", InvalidInput),
    ):
        with pytest.raises(refusal):
            service.withdraw(record.session, OPERATOR, abara.id, withdrawn)
    service.withdraw(record.session, OPERATOR, abara.id, "2025-06-01")
    assert service.withdraw(record.session, OPERATOR, abara.id, "2025-06-01").id == abara.id
    with pytest.raises(Conflict, match="2025-06-01"):
        service.withdraw(record.session, OPERATOR, abara.id, "2025-06-02")
    with pytest.raises(NotFound):
        service.withdraw(record.session, OPERATOR, 9999, "2025-06-02")


def roll_call(record: Record, chamber: Any, **given: Any) -> Any:
    about = {"stage": Stage.FLOOR, "held_on": JUNE, "source": "the journal"} | given
    return service.add_roll_call(record.session, OPERATOR, record.bill.id, chamber.id, **about)


def test_both_houses_may_vote_on_one_bill_on_one_day(record: Record) -> None:
    """At the end of a session one house's bill is substituted for the other's and passes both within hours."""
    upper, lower = record.state.chambers
    first = roll_call(record, upper, ayes=3, nays=2, passed=True)
    assert roll_call(record, lower, ayes=5, nays=4, passed=True).id != first.id
    found = roll_calls_of(record.session, [record.bill.id], AsOf.of())[record.bill.id]
    assert [(each.body, each.ayes) for each in found] == [("Senate", 3), ("Assembly", 5)]


def test_votes_by_name_that_come_after_the_totals_are_kept(record: Record) -> None:
    upper, _ = record.state.chambers
    totals = roll_call(record, upper, ayes=1, nays=1)
    votes = (
        NewVote("Abara", VoteCode.AYE_WITH_RESERVATIONS, record.senator.id),
        NewVote("Doe", VoteCode.EXCUSED),
    )
    assert roll_call(record, upper, passed=False, votes=votes).id == totals.id
    roll_call(record, upper, votes=votes)
    (found,) = roll_calls_of(record.session, [record.bill.id], AsOf.of())[record.bill.id]
    assert (found.ayes, found.nays, found.passed) == (1, 1, False)
    assert [(each.name, each.code) for each in found.votes] == [
        (cast.SENATOR, VoteCode.AYE_WITH_RESERVATIONS),
        ("Doe", VoteCode.EXCUSED),
    ]
    assert roll_calls_of(record.session, [record.bill.id], AsOf.of(date(2025, 6, 19))) == {}


def test_a_withdrawal_learned_later_was_not_known_before(record: Record) -> None:
    with clock.held_at(date(2025, 5, 1)):
        name = record.sponsor(joined="2025-04-30")
    with clock.held_at(date(2025, 6, 20)):
        service.withdraw(record.session, OPERATOR, name.id, "2025-06-01")
    assert record.names(date(2025, 6, 30), known=date(2025, 6, 19)) == [("Abara", None)]
    assert record.names(date(2025, 6, 30), known=date(2025, 6, 20)) == [("Abara", "2025-06-01")]


def test_the_day_a_withdrawal_became_known_stays_when_it_is_noted_again(record: Record) -> None:
    with clock.held_at(date(2025, 5, 1)):
        name = record.sponsor()
        service.withdraw(record.session, OPERATOR, name.id, "2025-05-01")
    first = name.withdrawn_seen_at
    service.withdraw(record.session, OPERATOR, name.id, "2025-05-01")
    assert name.withdrawn_seen_at == first


def test_companions_learned_of_later_were_not_known_before(record: Record) -> None:
    for bill in (record.bill, record.other):
        bill.recorded_at = clock.start_of_day(date(2025, 1, 1))
    with clock.held_at(date(2025, 6, 20)):
        service.link_bills(record.session, OPERATOR, record.bill.id, BillLinkKind.SAME_AS, other_id=record.other.id)
    for day, known in ((date(2025, 6, 19), 0), (date(2025, 6, 20), 1)):
        links = links_of(record.session, [record.bill.id], AsOf.of(date(2025, 6, 30), day))
        assert len(links.get(record.bill.id, [])) == known
