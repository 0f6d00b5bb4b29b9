"""Who makes which call: everybody their part, and those whom something speaks for first."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from crm.calling.sharing import Fit, Share, Why, share

FITS = st.builds(Fit, st.booleans(), st.booleans(), st.integers(0, 5))


@st.composite
def work(draw: st.DrawFn) -> tuple[list[dict[int, Fit]], list[int]]:
    """Calls with whom anything speaks for, and callers with the calls that their hours hold: enough for all."""
    sizes = draw(st.lists(st.integers(0, 20), min_size=1, max_size=6).filter(any))
    number = draw(st.integers(0, sum(sizes)))
    places = st.integers(0, len(sizes) - 1)
    return draw(st.lists(st.dictionaries(places, FITS), min_size=number, max_size=number)), sizes


def counted(shares: tuple[Share, ...], callers: int) -> list[int]:
    return [sum(each.place == place for each in shares) for place in range(callers)]


@given(work())
def test_every_call_has_one_caller_and_nobody_more_than_their_hours_hold(
    given_work: tuple[list[dict[int, Fit]], list[int]],
) -> None:
    fits, sizes = given_work
    shares = share(fits, sizes)
    assert len(shares) == len(fits)
    assert all(has <= size for has, size in zip(counted(shares, len(sizes)), sizes, strict=True))


@given(work())
def test_everybodys_part_is_within_one_call_of_what_their_pace_allows(
    given_work: tuple[list[dict[int, Fit]], list[int]],
) -> None:
    fits, sizes = given_work
    for has, size in zip(counted(share(fits, sizes), len(sizes)), sizes, strict=True):
        assert abs(has - Fraction(len(fits) * size, sum(sizes))) < 1


@given(
    st.lists(st.dictionaries(st.integers(0, 3), FITS), max_size=30), st.lists(st.integers(1, 9), min_size=4, max_size=4)
)
def test_without_an_end_of_time_the_parts_go_by_pace_all_the_same(fits: list[dict[int, Fit]], paces: list[int]) -> None:
    for has, pace in zip(counted(share(fits, paces), 4), paces, strict=True):
        assert abs(has - Fraction(len(fits) * pace, sum(paces))) < 1


@given(work())
def test_the_reason_is_true_and_the_same_question_gets_the_same_answer(
    given_work: tuple[list[dict[int, Fit]], list[int]],
) -> None:
    fits, sizes = given_work
    shares = share(fits, sizes)
    assert share([dict(reversed(each.items())) for each in fits], sizes) == shares
    for fitting, each in zip(fits, shares, strict=True):
        fit = fitting.get(each.place, Fit())
        assert {
            Why.NEIGHBOR: fit.neighbor, Why.LANGUAGE: fit.speaks, Why.TIE: fit.tie > 0, Why.EVENLY: True,
        }[each.why]  # fmt: skip


@given(work())
def test_nobody_loses_a_district_call_to_another_while_there_is_room_for_it(
    given_work: tuple[list[dict[int, Fit]], list[int]],
) -> None:
    fits, sizes = given_work
    shares = share(fits, sizes)
    for fitting, each in zip(fits, shares, strict=True):
        for place, fit in fitting.items():
            if fit.neighbor and each.why is not Why.NEIGHBOR:
                theirs = [other for other in shares if other.place == place]
                assert all(other.why is Why.NEIGHBOR for other in theirs), "their part is full of district calls"


def test_the_district_comes_before_the_language_and_that_before_who_knows_them() -> None:
    knows, speaks, lives = Fit(tie=5), Fit(speaks=True), Fit(neighbor=True)
    fits = [{0: knows, 1: speaks, 2: lives}, {0: knows, 1: speaks}, {0: knows}]
    assert share(fits, [8, 8, 8]) == (Share(2, Why.NEIGHBOR), Share(1, Why.LANGUAGE), Share(0, Why.TIE))


def test_of_two_neighbors_the_one_who_speaks_the_language_calls_and_then_who_knows_them_best() -> None:
    both = {0: Fit(neighbor=True), 1: Fit(neighbor=True, speaks=True)}
    better = {0: Fit(tie=3), 1: Fit(tie=4)}
    assert [each.place for each in share([both, {}], [8, 8])] == [1, 0]
    assert [each.place for each in share([better, {}], [8, 8])] == [1, 0]


def test_the_rest_goes_round_by_pace() -> None:
    assert [each.place for each in share([{}] * 6, [8, 4])] == [0, 0, 1, 0, 0, 1]


def test_where_nobody_calls_there_is_nothing_to_share() -> None:
    assert share([], [0, 0]) == ()
    assert share([{}], []) == ()
