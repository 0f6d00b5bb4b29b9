"""What follows from an outcome, and why a queue is empty: pure rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import clock
from crm.calling.calls import Call
from crm.calling.models import Skip
from crm.calling.queue import placed_for, striped
from crm.calling.queue_facts import Facts, Promise
from crm.calling.rules import REST, RULES, free_at, open_from, rule_of
from crm.calling.waiting import Place, Where, at, next_at, piles, when, why_empty
from crm.outreach.models import Outcome
from crm.people.models import ContactKind
from crm.people.phones import Phone

NOW = datetime(2025, 6, 13, 14, tzinfo=UTC)
"""10 AM in New York."""
ME, OTHER = 7, 8
PHONES = (Phone(1, ContactKind.CAPITOL, None, "(555) 555-0101"),)
INSTANTS = st.datetimes(datetime(2025, 6, 1), datetime(2025, 6, 20)).map(lambda each: each.replace(tzinfo=UTC))
CALLS = st.builds(
    Call, st.integers(1, 99), st.sampled_from(list(RULES)), INSTANTS, st.none(), st.none(), st.none(), st.booleans()
)
FACTS = st.builds(
    Facts, st.just(1), st.just(1), st.integers(1, 9), is_aside=st.booleans(), reached=st.booleans(),
    held_by=st.sampled_from([None, ME, OTHER]), held_until=st.just(NOW + timedelta(minutes=9)),
    calls=st.lists(CALLS, max_size=3).map(tuple), skipped=st.sampled_from([None, *Skip]),
    promise=st.none() | st.builds(Promise, INSTANTS, st.sampled_from([ME, OTHER]), st.booleans()),
    phones=st.sampled_from([(), PHONES]),
)  # fmt: skip


def call(outcome: Outcome, hours_ago: float, *, mine: bool = False) -> Call:
    return Call(5, outcome, NOW - timedelta(hours=hours_ago), 1, None, OTHER, mine)


def where(now: datetime = NOW, **columns: object) -> Where:
    return placed_for(Facts(1, 1, 1, **{"phones": PHONES, **columns}), ME, now).where  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "hours"),
    [(Outcome.NO_ANSWER, 3), (Outcome.BUSY, 1), (Outcome.LEFT_MESSAGE, 24), (Outcome.WRONG_NUMBER, 0)],
)
def test_who_was_not_reached_waits_some_hours_and_then_goes_to_anyone(outcome: Outcome, hours: int) -> None:
    assert free_at(outcome, NOW) == NOW + timedelta(hours=hours)
    if hours:
        assert where(calls=(call(outcome, hours - 0.01),)) is Where.RESTING
    assert where(calls=(call(outcome, hours),)) is Where.READY


@pytest.mark.parametrize("outcome", [Outcome.REACHED_MEMBER, Outcome.REACHED_STAFF, Outcome.HELD])
def test_who_was_reached_rests_as_the_call_sheet_says_and_is_done(outcome: Outcome) -> None:
    assert rule_of(outcome).done
    assert clock.local(free_at(outcome, NOW)).date() - clock.local(NOW).date() == REST + timedelta(days=1)


def test_who_refused_rests_for_two_weeks_and_is_then_asked_by_somebody_else() -> None:
    assert where(calls=(call(Outcome.REFUSED, 24 * 14),)) is Where.RESTING
    assert where(calls=(call(Outcome.REFUSED, 24 * 15),)) is Where.READY
    assert where(calls=(call(Outcome.REFUSED, 24 * 15, mine=True),)) is Where.NOT_ME


def test_a_call_back_is_for_who_promised_it_for_an_hour_and_then_for_all() -> None:
    at = NOW + timedelta(hours=2)
    assert open_from(at, is_mine=True, has_access=True) == at
    assert open_from(at, is_mine=False, has_access=True) == at + timedelta(hours=1)
    assert open_from(at, is_mine=False, has_access=False) == at
    mine, others = Promise(at, ME), Promise(at, OTHER)
    assert where(promise=mine) is Where.CALL_BACK
    assert where(promise=others) is Where.CALL_BACK_OTHERS
    assert where(at, promise=mine) is Where.READY
    assert where(at, promise=others) is Where.CALL_BACK_OTHERS
    assert where(at + timedelta(hours=1), promise=others) is Where.READY
    assert where(at, promise=Promise(at, OTHER, has_access=False)) is Where.READY


def test_what_keeps_an_official_from_a_caller_is_told_by_its_own_name() -> None:
    assert where(phones=()) is Where.NO_PHONE
    assert where(is_aside=True) is Where.ASIDE
    assert where(reached=True) is Where.DONE
    assert where(held_by=OTHER) is Where.HELD
    assert where(held_by=ME, reached=True) is Where.MINE
    assert where(skipped=Skip.NOT_ME) is Where.NOT_ME
    assert where(skipped=Skip.LATER) is Where.READY


@given(facts=FACTS)
def test_every_official_is_in_one_place_and_nobody_is_ready_who_may_not_be_called(facts: Facts) -> None:
    place = placed_for(facts, ME, NOW)
    if place.where is Where.READY:
        assert facts.phones
        assert not any((facts.is_aside, facts.reached, facts.held_by))
        assert facts.promise is not None or all(free_at(each.outcome, each.at) <= NOW for each in facts.calls)
    if place.where in (Where.RESTING, Where.CALL_BACK, Where.CALL_BACK_OTHERS):
        assert place.until is not None
        assert place.until > NOW


@given(st.lists(st.tuples(st.sampled_from(list(Where)), st.none() | INSTANTS), max_size=30))
def test_the_piles_add_up_to_the_list(given_places: list[tuple[Where, datetime | None]]) -> None:
    counted = piles(Place(number, number, *each) for number, each in enumerate(given_places))
    assert sum(pile.number for pile in counted) == len(given_places)


def test_an_empty_queue_says_why_by_number() -> None:
    def places(where: Where, *until: datetime | None) -> list[Place]:
        return [Place(1, 1, where, each) for each in until]

    noon, three = NOW + timedelta(hours=4, minutes=20), NOW + timedelta(hours=5)
    counted = piles(
        [
            *places(Where.RESTING, noon, noon, noon, noon),
            *places(Where.HELD, three, three),
            *places(Where.NO_PHONE, None, None, None),
            *places(Where.CALL_BACK, three),
            *places(Where.DONE, None),
        ]
    )
    assert why_empty(counted, NOW) == (
        "4 in cool-down until 2:20 PM", "2 held by others", "1 to call back at 3:00 PM", "3 without a phone",
        "1 reached",
    )  # fmt: skip
    assert next_at(counted) == noon


def test_times_are_told_as_people_say_them() -> None:
    assert at(NOW + timedelta(hours=1), NOW) == "11:00 AM"
    assert at(NOW + timedelta(days=1), NOW) == "tomorrow at 10:00 AM"
    assert at(clock.start_of_day(clock.local(NOW).date() + timedelta(days=1)), NOW) == "tomorrow"
    assert at(NOW + timedelta(days=4), NOW) == "June 17"
    assert [when(NOW + timedelta(days=days), NOW) for days in (0, 1, 4)] == [
        "at 10:00 AM", "tomorrow at 10:00 AM", "on June 17",
    ]  # fmt: skip


@given(number=st.integers(0, 30), others=st.sets(st.integers(1, 20)))
def test_callers_begin_at_different_rows_and_each_gets_all_of_them(number: int, others: set[int]) -> None:
    ready = [Place(each, each, Where.READY) for each in range(number)]
    found = striped(ready, others, ME)
    assert sorted(each.target_id for each in found) == list(range(number))
    if number and not others - {ME}:
        assert found[0].target_id == 0
