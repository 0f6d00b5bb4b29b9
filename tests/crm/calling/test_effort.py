"""The time there is for calls, when offices answer, and what one call does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.calling.effort import MOST_HOURS, Choices, effect, effort
from crm.calling.office_hours import hours_left, working_days
from crm.calling.plan import Goal
from crm.errors import InvalidInput
from crm.forecast.assumptions import DEFAULTS

FRIDAY = date(2025, 6, 13)
TUESDAY = date(2025, 6, 17)


def test_four_callers_with_six_hours_make_so_many_calls() -> None:
    time = effort(Choices(hours=6, callers=4), hours_left=31)
    assert time.minutes == 24 * 60
    assert time.words == "4 callers with 6 hours each: 192 calls at 8 an hour."


def test_a_number_of_calls_and_the_hours_end_whichever_comes_first() -> None:
    assert effort(Choices(calls=3), 31).minutes == pytest.approx(22.5)
    assert effort(Choices(hours=1, calls=3), 31).minutes == pytest.approx(22.5)
    assert effort(Choices(hours=1, calls=30), 31).minutes == 60
    assert effort(Choices(), 31).minutes == float("inf")
    assert effort(Choices(), 31, limit=2).minutes == 15


def test_hours_in_which_no_office_answers_are_not_counted_and_that_is_said() -> None:
    time = effort(Choices(hours=6), hours_left=2.5, per_hour=10)
    assert time.minutes == 150
    assert time.words == (
        "1 caller with 2.5 hours: 25 calls at 10 an hour. Of the 6 hours only 2.5 are left in which offices answer."
    )


@pytest.mark.parametrize(
    ("choices", "field", "says"),
    [
        ({"hours": 0}, "hours", "Nobody calls for 0 hours."),
        ({"hours": -1}, "hours", "Nobody calls for -1 hours."),
        ({"hours": 1_000_000}, "hours", "Nobody calls for 1,000,000 hours."),
        ({"hours": float("nan")}, "hours", "Nobody calls for nan hours."),
        ({"hours": 2, "callers": 0}, "callers", "0 callers make no list."),
        ({"calls": 0}, "calls", "0 calls make no list."),
    ],
)
def test_time_that_nobody_has_gets_a_clear_sentence(choices: dict[str, float], field: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as wrong:
        Choices(**choices)  # type: ignore[arg-type]
    assert wrong.value.field == field
    assert wrong.value.hint


def test_a_kept_list_remembers_its_choices() -> None:
    chosen = Choices(Goal.VOTES, 2.5, 3, 40)
    assert Choices.of_rule(chosen.as_rule()) == chosen
    assert Choices.of_rule(None) is None


def test_offices_answer_on_weekdays_and_on_the_last_day_in_any_case() -> None:
    assert [day.day for day in working_days(FRIDAY, TUESDAY)] == [13, 16, 17]
    assert [day.day for day in working_days(FRIDAY, date(2025, 6, 15))] == [13, 15], "a Sunday on which a session ends"
    assert working_days(TUESDAY, FRIDAY) == ()


def test_the_hours_left_begin_now_and_end_at_midnight_of_the_last_day() -> None:
    assert hours_left(FRIDAY, TUESDAY) == 8 + 8 + 15
    assert hours_left(FRIDAY, TUESDAY, datetime(2025, 6, 13, 15, 30)) == 1.5 + 8 + 15
    assert hours_left(FRIDAY, TUESDAY, datetime(2025, 6, 13, 20)) == 8 + 15
    assert hours_left(FRIDAY, FRIDAY, datetime(2025, 6, 13, 20)) == 4, "into the night, when it is the last"


@given(st.integers(0, 40), st.integers(0, 23))
def test_time_runs_down(days: int, hour: int) -> None:
    last = FRIDAY + timedelta(days=days)
    now = datetime(2025, 6, 13, hour)
    assert 0 <= hours_left(FRIDAY, last, now) <= hours_left(FRIDAY, last)
    assert hours_left(FRIDAY + timedelta(days=1), last) <= hours_left(FRIDAY, last)


def test_a_call_must_reach_them_and_then_move_them() -> None:
    plain = effect(DEFAULTS, 0.28)
    assert plain.moves == pytest.approx(DEFAULTS.reach * DEFAULTS.move)
    assert plain.added == pytest.approx(plain.moves * 0.28)
    assert effect(DEFAULTS, 0.28, tie=5).moves == pytest.approx(plain.moves * 2)
    assert effect(DEFAULTS, 0.28, neighbor=True).moves == pytest.approx(plain.moves * 1.5)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 5), st.booleans())
def test_whatever_is_assumed_a_call_adds_a_share_of_a_step(reach, move, tie, neighbor, strength, lives) -> None:
    numbers = replace(DEFAULTS, reach=reach, move=move, tie=tie, neighbor=neighbor)
    does = effect(numbers, 0.28, tie=strength, neighbor=lives)
    assert 0 <= does.moves <= 1
    assert 0 <= does.added <= 0.28


def test_so_many_hours_may_be_asked_for() -> None:
    assert Choices(hours=MOST_HOURS).hours == MOST_HOURS
