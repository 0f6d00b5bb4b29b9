"""What names on bills and votes say about a stance: once, from their own day, and no more than they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import RollCall, SponsorKind, Sponsorship, Stage, VoteCode
from crm.bills.service import NewVote, add_roll_call, add_sponsorship, withdraw
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, PUBLIC
from crm.errors import InvalidInput
from crm.positions.as_of import AsOf
from crm.positions.facts import enter_sponsorship, enter_votes, enter_withdrawal
from crm.positions.models import Position, ShiftReason
from crm.positions.queries import standing
from crm.positions.stance import Stance
from tests import cast
from tests.builders import law, people, states

JUNE = date(2025, 6, 20)


@pytest.fixture(autouse=True)
def june() -> Iterator[None]:
    with clock.held_at(JUNE):
        yield


class Record:
    """A measure with a bill, and a senator."""

    def __init__(self, session: Session) -> None:
        self.session = session
        state = states.state(session)
        assert state.upper is not None
        self.upper = state.upper
        self.measure = law.measure(session, state)
        self.bill = law.bill(session, state.legislative_session, "S1", chamber=self.upper, carries=self.measure)
        self.senator = people.person(session, cast.SENATOR)

    def sponsor(self, joined: str | None = "2025-03-04", *, matched: bool = True) -> Sponsorship:
        person_id = self.senator.id if matched else None
        return add_sponsorship(
            self.session,
            OPERATOR,
            self.bill.id,
            cast.SENATOR,
            SponsorKind.CO,
            "the record",
            person_id=person_id,
            joined=joined,
        )

    def vote(self, *codes: VoteCode, matched: bool = True) -> RollCall:
        votes = []
        for number, code in enumerate(codes):
            voter = people.person(self.session, f"Voter {number}")
            votes.append(NewVote(voter.name, code, voter.id if matched else None))
        return add_roll_call(
            self.session, OPERATOR, self.bill.id, self.upper.id, Stage.FLOOR, JUNE, "the journal", votes=votes
        )

    def stance(self, day: date) -> tuple[Stance, bool] | None:
        stand = standing(self.session, PUBLIC, self.measure.id, AsOf.of(day)).get(self.senator.id)
        return (stand.stance, stand.hard) if stand else None


@pytest.fixture
def record(session: Session) -> Record:
    return Record(session)


def test_a_name_on_a_bill_is_a_public_hard_yes_from_the_day_it_joined(record: Record) -> None:
    entry = enter_sponsorship(record.session, OPERATOR, record.sponsor(), record.measure.id)
    assert entry is not None
    assert (entry.made_by, entry.visibility) == (ShiftReason.SPONSORED, Visibility.PUBLIC)
    assert record.stance(date(2025, 3, 3)) is None
    assert record.stance(date(2025, 3, 4)) == (Stance.YES, True)


def test_without_a_day_of_joining_it_counts_from_the_day_it_was_first_seen(record: Record) -> None:
    enter_sponsorship(record.session, OPERATOR, record.sponsor(None), record.measure.id)
    assert record.stance(date(2025, 6, 19)) is None
    assert record.stance(JUNE) == (Stance.YES, True)


def test_a_withdrawal_leaves_nothing_on_record_which_is_not_a_no(record: Record) -> None:
    sponsorship = record.sponsor()
    enter_sponsorship(record.session, OPERATOR, sponsorship, record.measure.id)
    withdraw(record.session, OPERATOR, sponsorship.id, "2025-05-01")
    entry = enter_withdrawal(record.session, OPERATOR, sponsorship, record.measure.id)
    assert entry is not None
    assert entry.made_by is ShiftReason.SPONSORSHIP_WITHDRAWN
    assert record.stance(date(2025, 4, 30)) == (Stance.YES, True)
    assert record.stance(date(2025, 5, 1)) == (Stance.UNKNOWN, False)


def test_a_name_that_stands_on_the_bill_has_not_left_it(record: Record) -> None:
    with pytest.raises(InvalidInput):
        enter_withdrawal(record.session, OPERATOR, record.sponsor(), record.measure.id)


def test_votes_say_yes_no_or_a_leaning_yes_and_an_absence_says_nothing(record: Record) -> None:
    entries = enter_votes(record.session, OPERATOR, record.vote(*VoteCode), record.measure.id)
    assert [(entry.stance, entry.words) for entry in entries] == [
        (Stance.YES, "Voted aye on the floor on S1."),
        (Stance.NO, "Voted nay on the floor on S1."),
        (Stance.LEANING_YES, "Voted aye with reservations on the floor on S1."),
    ]
    assert {entry.made_by for entry in entries} == {ShiftReason.VOTED}


def test_every_fact_is_entered_once_however_often_it_comes(record: Record) -> None:
    sponsorship, roll_call = record.sponsor(), record.vote(VoteCode.AYE)
    for _ in range(2):
        enter_sponsorship(record.session, OPERATOR, sponsorship, record.measure.id)
        enter_votes(record.session, OPERATOR, roll_call, record.measure.id)
    assert record.session.scalar(select(func.count()).select_from(Position)) == 2


def test_names_that_are_matched_with_nobody_say_nothing(record: Record) -> None:
    sponsorship = record.sponsor(matched=False)
    assert enter_sponsorship(record.session, OPERATOR, sponsorship, record.measure.id) is None
    assert enter_withdrawal(record.session, OPERATOR, sponsorship, record.measure.id) is None
    roll_call = record.vote(VoteCode.AYE, VoteCode.NAY, matched=False)
    assert enter_votes(record.session, OPERATOR, roll_call, record.measure.id) == ()
