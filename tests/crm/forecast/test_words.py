"""How chances are written: never surer than they are, and with enough digits to tell two apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.forecast.words import apart, percent, points, votes


@pytest.mark.parametrize(
    ("chance", "written"),
    [(0.412, "41.2 %"), (0, "0 %"), (1, "100 %"), (1e-9, "below 0.1 %"), (0.99999, "above 99.9 %"), (0.5, "50.0 %")],
)
def test_what_is_not_certain_is_never_said_to_be(chance: float, written: str) -> None:
    assert percent(chance) == written


@pytest.mark.parametrize(
    ("gain", "written"),
    [(0.0042, "0.42 points"), (0.00018, "0.018 points"), (0.0000021, "0.00021 points"), (0, "0 points")],
)
def test_a_small_gain_keeps_two_digits_that_tell_something(gain: float, written: str) -> None:
    assert points(gain) == written


def test_parts_of_votes_are_written_alike() -> None:
    assert (votes(0.0207), votes(1.5), votes(0)) == ("0.021 votes", "1.50 votes", "0 votes")


def test_two_numbers_are_told_apart() -> None:
    assert apart(41.2, 41.6) == ("41.2", "41.6")
    assert apart(41.601, 41.6) == ("41.601", "41.600")


@given(st.floats(0, 1), st.floats(0, 1))
def test_any_two_chances_can_be_written(one: float, other: float) -> None:
    left, right = apart(one * 100, other * 100)
    assert len(left.partition(".")[2]) == len(right.partition(".")[2])
    assert percent(one).endswith(" %")
    assert points(one).endswith("points")
