"""The distribution of the total is exact, whatever the chances."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidInput
from crm.forecast.distribution import distribution, moved, pivotal

CHANCE = st.one_of(st.sampled_from([0.0, 1.0, 0.5, 1e-12, 1 - 1e-12]), st.floats(0, 1))
SMALL = st.lists(CHANCE, max_size=9)
CHAMBER = st.lists(CHANCE, min_size=1, max_size=150)


def by_counting(chances: list[float], votes: int) -> float:
    """The chance of a total, by adding up every way in which it comes about."""
    ways = itertools.product((True, False), repeat=len(chances))
    return math.fsum(
        math.prod(p if yes else 1 - p for p, yes in zip(chances, way, strict=True)) for way in ways if sum(way) == votes
    )


@given(SMALL)
def test_it_equals_the_sum_over_every_way_the_votes_can_fall(chances: list[float]) -> None:
    found = distribution(chances)
    assert found.chances == pytest.approx([by_counting(chances, k) for k in range(len(chances) + 1)], abs=1e-12)


@given(CHAMBER)
def test_chances_stay_between_none_and_certain_and_add_up_to_one(chances: list[float]) -> None:
    found = distribution(chances)
    assert all(0.0 <= chance <= 1.0 for chance in found.chances)
    assert math.fsum(found.chances) == pytest.approx(1.0, abs=1e-9)
    assert all(0.0 <= found.at_least(needed) <= 1.0 for needed in range(-1, len(chances) + 3))


@given(CHAMBER, st.randoms())
def test_the_order_of_the_seats_does_not_matter(chances: list[float], order: random.Random) -> None:
    mixed = list(chances)
    order.shuffle(mixed)
    assert distribution(mixed).chances == pytest.approx(distribution(chances).chances, abs=1e-12)


@given(CHAMBER, st.integers(0, 151))
def test_needing_one_more_is_never_likelier(chances: list[float], needed: int) -> None:
    found = distribution(chances)
    assert found.at_least(needed + 1) <= found.at_least(needed) + 1e-12


@given(st.lists(CHANCE, min_size=1, max_size=40), st.data())
def test_a_seat_decides_as_often_as_the_others_end_one_short(chances: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chances) - 1))
    needed = data.draw(st.integers(0, len(chances) + 1))
    others = distribution(chances[:place] + chances[place + 1 :])
    exact = others.chances[needed - 1] if 0 < needed <= len(chances) else 0.0
    assert pivotal(distribution(chances), chances[place], needed) == pytest.approx(exact, abs=1e-9)


@given(st.lists(CHANCE, min_size=1, max_size=40), CHANCE, st.data())
def test_what_a_step_adds_is_the_step_times_the_chance_to_decide(
    chances: list[float], after: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chances) - 1))
    needed = data.draw(st.integers(1, len(chances)))
    before = distribution(chances)
    moved = distribution([*chances[:place], after, *chances[place + 1 :]])
    gained = (after - chances[place]) * pivotal(before, chances[place], needed)
    assert moved.at_least(needed) - before.at_least(needed) == pytest.approx(gained, abs=1e-9)


@given(st.lists(CHANCE, min_size=1, max_size=150), st.data())
def test_moving_seats_one_by_one_gives_the_same_as_beginning_anew(chances: list[float], data: st.DataObject) -> None:
    now = distribution(chances)
    for place in data.draw(st.lists(st.integers(0, len(chances) - 1), max_size=20)):
        after = data.draw(CHANCE)
        now = moved(now, chances[place], after)
        chances[place] = after
    assert now.chances == pytest.approx(distribution(chances).chances, abs=1e-9)


def test_a_chamber_whose_votes_are_all_certain_has_one_outcome() -> None:
    found = distribution([1.0] * 32 + [0.0] * 31)
    assert found.chances[32] == 1.0
    assert (found.at_least(32), found.at_least(33)) == (1.0, 0.0)
    assert found.between() == (32, 32)


def test_with_one_open_seat_among_certain_ones_that_seat_decides() -> None:
    chances = [1.0] * 31 + [0.3] + [0.0] * 31
    found = distribution(chances)
    assert found.at_least(32) == 0.3
    assert pivotal(found, 0.3, 32) == 1.0
    assert pivotal(found, 1.0, 32) == pytest.approx(0.3)
    assert pivotal(found, 0.0, 32) == pytest.approx(0.7)


def test_an_empty_chamber_reaches_only_what_needs_no_vote() -> None:
    found = distribution([])
    assert (found.at_least(0), found.at_least(1)) == (1.0, 0.0)


def test_a_simulated_chamber_of_150_agrees() -> None:
    draw = random.Random(20250613)
    chances = [draw.random() for _ in range(150)]
    tries = 20_000
    totals = [sum(draw.random() < chance for chance in chances) for _ in range(tries)]
    exact = distribution(chances)
    for needed in (70, 73, 76, 79):
        seen = sum(total >= needed for total in totals) / tries
        # Four standard errors of a share of 20,000 draws.
        assert exact.at_least(needed) == pytest.approx(seen, abs=4 * math.sqrt(0.25 / tries))


def test_what_is_no_chance_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no chance"):
        distribution([0.5, 1.2])
