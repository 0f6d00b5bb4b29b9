"""Who is left in peace for now: one rule for the queue, by the minute, and for sheets, by the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import clock
from crm.calling.calls import Call
from crm.calling.queue import placed_for
from crm.calling.queue_facts import Facts, Promise
from crm.calling.resting import call_back_day, free_from, promise_of, recent, why_it_rests, why_later
from crm.calling.rules import RULES
from crm.calling.waiting import Where
from crm.outreach.models import Channel, Outcome
from crm.outreach.queries import LastContact
from crm.people.models import ContactKind
from crm.people.phones import Phone

TODAY = date(2025, 6, 13)
TEN = clock.start_of_day(TODAY) + timedelta(hours=10)
"""When the calls of these tests were made: on a Friday at ten."""
PHONES = (Phone(1, ContactKind.CAPITOL, None, "(555) 555-0101"),)
CLINIC = "Harbor Law Clinic"


def call(outcome: Outcome | None, at: datetime = TEN, back: datetime | None = None) -> Call:
    return Call(1, outcome, at, 7, back, 8, mine=False, organization=CLINIC)


def why(*calls: Call, days: int = 0, by_an_ally: bool = False) -> str | None:
    return why_it_rests(calls, TODAY + timedelta(days=days), by_an_ally=by_an_ally)


FREE = [
    # outcome, hours until the queue hands them out again, days until a sheet lists them
    (Outcome.NO_ANSWER, 3, 0),
    (Outcome.BUSY, 1, 0),
    (Outcome.WRONG_NUMBER, 0, 0),
    (Outcome.LEFT_MESSAGE, 24, 1),
    (Outcome.REACHED_MEMBER, 14 + 72, 4),
    (Outcome.REACHED_STAFF, 14 + 72, 4),
    (Outcome.HELD, 14 + 72, 4),
    (None, 14 + 72, 4),
    (Outcome.REFUSED, 14 + 14 * 24, 15),
    (Outcome.CALL_BACK, 0, 0),
]


@pytest.mark.parametrize(("outcome", "hours", "days"), FREE)
def test_each_outcome_has_its_own_rule_for_the_queue_and_for_a_sheet_alike(
    outcome: Outcome | None, hours: int, days: int
) -> None:
    made = (call(outcome),)
    assert free_from(made) == TEN + timedelta(hours=hours)
    facts = Facts(1, 1, 1, calls=made, phones=PHONES)
    for minutes, where in ((-1, Where.RESTING), (0, Where.READY)):
        at = TEN + timedelta(hours=hours, minutes=minutes)
        if at >= TEN:
            assert placed_for(facts, 7, at).where is where
    assert why(*made, days=days) is None
    if days:
        assert why(*made, days=days - 1) is not None


def test_the_table_names_every_outcome_that_has_a_rule() -> None:
    assert {outcome for outcome, *_ in FREE} == {*RULES, None}


CALLS = st.builds(
    call,
    st.sampled_from([None, *(outcome for outcome in RULES if outcome is not Outcome.CALL_BACK)]),
    st.integers(0, 60 * 24 * 20).map(lambda minutes: TEN - timedelta(minutes=minutes)),
)


@given(st.lists(CALLS, max_size=4).map(lambda calls: sorted(calls, key=lambda each: each.at, reverse=True)))
def test_whoever_the_queue_hands_out_some_time_today_is_on_a_sheet_for_today_and_nobody_else(calls: list[Call]) -> None:
    facts = Facts(1, 1, 1, calls=tuple(calls), phones=PHONES)
    tonight = clock.end_of_day(TODAY)
    handed_out = placed_for(facts, 7, tonight).where is Where.READY
    assert (why(*calls) is None) == handed_out
    now = placed_for(facts, 7, TEN).where is Where.READY
    assert (why(*calls) is None and why_later(calls, TEN) is None) == now


def test_the_reason_says_who_called_how_it_went_and_until_when_it_rests() -> None:
    assert why(call(Outcome.REACHED_STAFF), days=2) == (
        "Called 2 days ago by Harbor Law Clinic: spoke with staff; rests until June 17."
    )
    assert why(call(Outcome.LEFT_MESSAGE)) == "Called today by Harbor Law Clinic: left a message; rests until June 14."


def test_the_longest_rest_of_several_calls_binds() -> None:
    assert why(call(Outcome.NO_ANSWER), call(Outcome.REACHED_STAFF, TEN - timedelta(days=2))) == (
        "Called 2 days ago by Harbor Law Clinic: spoke with staff; rests until June 15."
    )


def test_who_may_be_rung_later_today_is_on_the_sheet_which_says_from_when() -> None:
    made = (call(Outcome.NO_ANSWER),)
    assert why(*made) is None
    soon = TEN + timedelta(hours=1)
    assert why_later(made, soon) == "Called today by Harbor Law Clinic: no answer; not again before 1:00 PM."
    assert why_later(made, TEN + timedelta(hours=3)) is None
    assert why_later((), soon) is None


def test_what_an_ally_did_is_told_without_who_or_when() -> None:
    assert why(by_an_ally=True) == "A partner in the campaign reached out to this office within the last three days."


def test_who_asked_to_be_called_back_is_called_on_that_day_and_not_before() -> None:
    tomorrow = TEN + timedelta(days=1)
    made = (call(Outcome.CALL_BACK, back=tomorrow), call(Outcome.REACHED_STAFF, TEN - timedelta(hours=1)))
    assert why(*made) == "Asked to be called back on June 14."
    assert why(*made, days=1, by_an_ally=True) is None
    assert call_back_day(made, TODAY) == date(2025, 6, 14)
    assert why_later(made, TEN + timedelta(hours=20)) == (
        "Not before 10:00 AM: that is when they asked to be called back."
    )
    promise = Facts(1, 1, 1, calls=made, phones=PHONES, promise=Promise(tomorrow, 7))
    assert placed_for(promise, 7, TEN).where is Where.CALL_BACK
    assert placed_for(promise, 7, tomorrow).where is Where.READY


def test_a_wrong_number_breaks_no_promise_and_a_call_that_came_through_keeps_it() -> None:
    promise = call(Outcome.CALL_BACK, back=TEN + timedelta(days=3))
    later = TEN + timedelta(hours=2)
    assert promise_of((call(Outcome.WRONG_NUMBER, later), promise), later) is promise
    assert promise_of((call(Outcome.NO_ANSWER, later), promise), later) is None


def test_a_call_promised_long_ago_is_forgotten() -> None:
    spring = call(Outcome.CALL_BACK, TEN - timedelta(days=50), TEN - timedelta(days=40))
    assert (call_back_day((spring,), TODAY), why(spring)) == (None, None)


def test_a_promise_older_than_the_calls_of_late_still_holds_unless_something_came_since() -> None:
    asked = LastContact(
        1, 1, Channel.CALL, Outcome.CALL_BACK, TODAY - timedelta(days=40), None, 7, CLINIC, None,
        TEN + timedelta(days=2),
    )  # fmt: skip
    assert call_back_day(recent((), asked), TODAY) == TODAY + timedelta(days=2)
    since = (call(Outcome.NO_ANSWER),)
    assert recent(since, asked) == since
    assert recent((), None) == ()
