"""Which turns a river numbers: those that crossed most of the scale."""

from __future__ import annotations

from datetime import date, timedelta

from crm.positions.stance import Stance
from crm.whip.moves import Turn, widest

DAY = date(2025, 1, 1)


def turn(days: int, before: Stance, after: Stance) -> Turn:
    return Turn(DAY + timedelta(days=days), "sena-abara", "Sena Abara", before, after)


STEP = turn(3, Stance.UNDECIDED, Stance.LEANING_YES)
LEAP = turn(1, Stance.NO, Stance.YES)
FIRST = turn(9, Stance.UNKNOWN, Stance.YES)


def test_a_leap_goes_before_a_step_and_a_first_word_comes_last() -> None:
    assert widest([LEAP, STEP, FIRST], 1) == [LEAP]
    assert widest([LEAP, STEP, FIRST], 2) == [LEAP, STEP]


def test_they_are_told_in_the_order_of_their_days() -> None:
    assert widest([STEP, FIRST, LEAP], 3) == [LEAP, STEP, FIRST]


def test_of_equals_the_latest_are_told() -> None:
    later = turn(5, Stance.LEANING_NO, Stance.UNDECIDED)
    assert widest([STEP, later], 1) == [later]


def test_a_withdrawal_to_unknown_crossed_nothing() -> None:
    assert turn(1, Stance.YES, Stance.UNKNOWN).width == 0
    assert LEAP.width == 4
