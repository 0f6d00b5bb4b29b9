"""What a seat counts as, and what seats add up to. A pure rule."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.people.seats import Seat, SeatHolder, SeatState
from crm.positions.models import EvidenceKind
from crm.positions.stance import Stance
from crm.positions.standing import Standing
from crm.whip.count import SeatStance, count, count_seat

HELD = Seat(SeatState.HELD, 1, "1", SeatHolder(1, 7, 1))


def standing(stance: Stance, *, hard: bool = False, contested: bool = False) -> Standing:
    return Standing(
        7, 1, 1, stance, hard, contested, None, "Said so.", "2025-06-01", date(2025, 6, 1),
        datetime(2025, 6, 1, tzinfo=UTC), None, None, None, None, (EvidenceKind.LETTER,),
    )  # fmt: skip


def test_a_seat_counts_as_its_holder_stands() -> None:
    for stance in Stance:
        assert count_seat(HELD, standing(stance)).stance.value == stance.value


@pytest.mark.parametrize(
    ("seat", "stance"),
    [
        (Seat(SeatState.VACANT, 1, "1"), SeatStance.VACANT),
        (Seat(SeatState.UNKNOWN, 1, "1"), SeatStance.UNKNOWN),
        (HELD, SeatStance.UNKNOWN),
    ],
)
def test_nobody_and_nothing_on_record_are_told_apart(seat: Seat, stance: SeatStance) -> None:
    assert count_seat(seat, None).stance is stance


def test_a_vacant_seat_takes_over_nothing_from_who_left_it() -> None:
    counted = count_seat(Seat(SeatState.VACANT, 1, "1"), standing(Stance.YES, hard=True), due=True)
    assert (counted.stance, counted.hard, counted.due, counted.standing) == (SeatStance.VACANT, False, False, None)


def test_nothing_any_longer_on_record_is_not_due_again() -> None:
    assert not count_seat(HELD, standing(Stance.UNKNOWN), due=True).due
    assert count_seat(HELD, standing(Stance.NO), due=True).due


def test_soft_holds_the_hard_and_short_is_never_below_nothing() -> None:
    seats = [
        count_seat(HELD, standing(Stance.YES, hard=True), due=True),
        count_seat(HELD, standing(Stance.YES, contested=True)),
        count_seat(HELD, standing(Stance.LEANING_YES)),
        count_seat(HELD, standing(Stance.NO)),
        count_seat(HELD, None),
    ]
    total = count(seats, 3)
    assert (total.seats, total.hard, total.soft, total.short, total.short_hard) == (5, 1, 3, 0, 2)
    assert (total.hard_due, total.contested) == (1, 1)
    assert sum(total.counts.values()) == 5
    assert count(seats, 5).short == 2
