"""One clock: it can be held, and it counts days as this server's people do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import clock
from crm.config import get_settings

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2100, 12, 31))


@given(DAYS)
def test_days_meet_without_gap_or_overlap(day: date) -> None:
    """Daylight saving days included: a day ends one microsecond before the next begins."""
    assert clock.end_of_day(day) + timedelta(microseconds=1) == clock.start_of_day(day + timedelta(days=1))
    assert clock.local(clock.start_of_day(day)).date() == day == clock.local(clock.end_of_day(day)).date()


def test_a_day_of_the_clock_change_is_an_hour_short() -> None:
    length = clock.start_of_day(date(2025, 3, 10)) - clock.start_of_day(date(2025, 3, 9))
    assert length == timedelta(hours=23)


@given(DAYS)
def test_a_clock_held_at_a_day_shows_that_day(day: date) -> None:
    with clock.held_at(day):
        assert clock.today() == day
        assert clock.start_of_day(day) < clock.now() < clock.end_of_day(day)


def test_a_held_clock_stands_still_and_runs_again_afterwards() -> None:
    instant = datetime(2025, 6, 14, 3, 30, tzinfo=UTC)
    with clock.held_at(instant):
        assert clock.now() == clock.now() == instant
        assert clock.today() == date(2025, 6, 13), "it is still the evening before in New York"
    assert clock.now() > instant


def test_clocks_are_held_one_inside_the_other() -> None:
    with clock.held_at(date(2025, 6, 14)):
        with clock.held_at(date(2026, 1, 8)):
            assert clock.today() == date(2026, 1, 8)
        assert clock.today() == date(2025, 6, 14)


def test_a_clock_is_let_go_when_something_fails_inside() -> None:
    with pytest.raises(ZeroDivisionError), clock.held_at(date(2025, 6, 14)):
        _ = 1 / 0
    assert clock.today() != date(2025, 6, 14)


def test_the_time_zone_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_TIME_ZONE", "Pacific/Honolulu")
    get_settings.cache_clear()
    try:
        with clock.held_at(datetime(2025, 6, 14, 5, 0, tzinfo=UTC)):
            assert clock.today() == date(2025, 6, 13)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_the_last_day_of_the_calendar_has_an_end() -> None:
    assert clock.end_of_day(date.max) == datetime.max.replace(tzinfo=UTC)
