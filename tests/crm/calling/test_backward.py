"""Planned backward: so many calls a day, with the numbers behind them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from crm import clock
from crm.calling.backward import Pace, backward, rounds_that_fit
from crm.calling.rules import REST
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.jurisdictions.models import DeadlineKind
from crm.people.models import ContactPoint
from crm.positions.as_of import AsOf
from tests.builders import users
from tests.counting import statements
from tests.crm.calling.conftest import ENDS, TODAY, Calls, end
from tests.crm.calling.test_sheet import contact, stands


def lower(session: Session, calls: Calls, viewer: Viewer = OPERATOR, day: date = TODAY) -> Pace:
    with clock.held_at(clock.start_of_day(day) + timedelta(hours=9)):
        (found,) = backward(session, viewer, AsOf.of())
    return next(each for each in found.paces if each.chamber == "Assembly")


def test_so_many_calls_a_day_reach_everybody_who_is_open_before_the_end(session: Session, calls: Calls) -> None:
    stands(session, calls, calls.member, "undecided")
    stands(session, calls, calls.speaker, "yes")
    found = lower(session, calls)
    assert (found.still_open, found.to_reach, found.rounds, found.calls, found.days) == (2, 2, 2, 4, 3)
    assert found.a_day == 2
    assert found.words == (
        "Assembly: 2 calls a day reach everybody who is undecided, leaning or unknown twice before June 17."
    )
    assert found.because == (
        "2 can still be moved: 1 undecided, 1 unknown.",
        "4 calls on 3 working days: 2 a day, 0.2 caller-hours at 8 an hour.",
    )


def test_without_time_for_a_second_call_it_says_so(session: Session, calls: Calls) -> None:
    found = lower(session, calls, day=ENDS - timedelta(days=1))
    assert found.rounds == 1
    assert "once before June 17" in found.words
    assert "After a call an office rests 3 days: there is no time for a second one." in found.because


def test_who_was_just_called_can_be_called_less_often(session: Session, calls: Calls) -> None:
    contact(session, calls, calls.member, 1)
    found = lower(session, calls)
    assert "1 rests first, and can be called less often." in found.because
    assert found.calls == 2 * found.to_reach - 1


def test_a_chamber_that_went_home_has_no_pace_and_one_without_anybody_left_says_so(
    session: Session, calls: Calls
) -> None:
    stands(session, calls, calls.speaker, "no")
    session.query(ContactPoint).update({"phone": None})
    with clock.held_at(clock.start_of_day(TODAY)):
        (found,) = backward(session, OPERATOR, AsOf.of())
    (pace,) = found.paces
    assert pace.words == "Assembly: nobody is left to call before June 17."
    assert pace.because == ("2 can still be moved: 2 unknown.", "2 of them have no phone on file.")
    assert pace.a_day == 0


def test_without_a_day_to_work_towards_nothing_is_planned(session: Session, calls: Calls) -> None:
    with clock.held_at(clock.start_of_day(date(2025, 8, 1))):
        assert backward(session, OPERATOR, AsOf.of()) == ()
        end(session, calls.state, date(2025, 7, 30), kind=DeadlineKind.OPENING)
        assert backward(session, OPERATOR, AsOf.of()) == ()
        end(session, calls.state, date(2025, 9, 1))
        assert len(backward(session, OPERATOR, AsOf.of())[0].paces) == 2


def test_it_is_for_who_takes_part_and_from_what_they_may_know(session: Session, calls: Calls) -> None:
    ours = users.viewer_of(calls.neighbors, campaigns=(calls.campaign,))
    before = lower(session, calls, ours)
    contact(session, calls, calls.member, 1, visibility=Visibility.PRIVATE)
    stands(
        session, calls, calls.other, "yes", visibility=Visibility.PRIVATE, organization_id=calls.clinic.id
    )  # fmt: skip
    assert lower(session, calls, ours) == before
    with clock.held_at(clock.start_of_day(TODAY)):
        assert backward(session, PUBLIC, AsOf.of()) == ()
        assert backward(session, ours, AsOf.of(), campaign_id=calls.campaign.id + 1) == ()
        assert backward(session, ours, AsOf.of(), jurisdiction_id=calls.state.jurisdiction.id + 99) == ()


def test_it_takes_as_many_questions_however_many_are_open(session: Session, calls: Calls) -> None:
    with clock.held_at(clock.start_of_day(TODAY)), statements(session) as asked:
        backward(session, OPERATOR, AsOf.of())
    assert len(asked) <= 15


@pytest.mark.parametrize(
    ("left", "free_in", "fits"), [(0, 0, 1), (3, 0, 1), (4, 0, 2), (4, 1, 1), (8, 0, 3), (2, 3, 0)]
)
def test_after_each_call_an_office_rests(left: int, free_in: int, fits: int) -> None:
    """From a Monday, so that the first five days are working days."""
    monday = date(2025, 6, 9)
    last = monday + timedelta(days=left)
    assert rounds_that_fit(monday, last, monday + timedelta(days=free_in)) == fits


@given(st.integers(0, 30), st.integers(0, 30), st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_more_days_never_leave_time_for_fewer_calls(days: int, more: int, today: date) -> None:
    short = rounds_that_fit(today, today + timedelta(days=days), today)
    long = rounds_that_fit(today, today + timedelta(days=days + more), today)
    assert short >= 0
    assert short <= long + 1, "the last day of a short plan may be a Sunday that a longer one skips"
    assert short <= days // (REST.days + 1) + 1
