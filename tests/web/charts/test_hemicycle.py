"""The seat chart: every seat has its place, and the line stands where the majority is."""

from math import atan2, hypot, pi
from re import findall

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.charts import SeatMark, seat_chart
from web.charts.benches import CENTRE, HEIGHT, WIDTH, layout, line_after, mark_radius
from web.charts.stances import ALL

CHAMBERS = range(1, 436)


def seat(stance: str = "yes", hard: bool = True, label: str = "A seat", href: str | None = "/officials/x") -> SeatMark:
    return SeatMark(stance, hard, label, href)


def drawn_stances(markup: str) -> list[str]:
    return findall(r'class="seat s-(\w+)"', markup)


def test_a_chamber_of_any_size_has_one_place_per_seat():
    assert all(len(layout(seats)) == seats for seats in CHAMBERS)


def test_no_two_marks_overlap_in_a_chamber_of_any_size():
    for seats in CHAMBERS:
        points, least = layout(seats), 2 * mark_radius(seats)
        touching = [
            (a, b)
            for place, a in enumerate(points)
            for b in points[place + 1 :]
            if abs(a.x - b.x) < least and hypot(a.x - b.x, a.y - b.y) < least
        ]
        assert not touching, f"{seats} seats"


def test_marks_stay_inside_the_picture_and_large_enough_to_see():
    for seats in CHAMBERS:
        radius = mark_radius(seats)
        assert radius > 3
        assert all(radius <= p.x <= WIDTH - radius and radius <= p.y <= HEIGHT - radius for p in layout(seats))


def test_seats_run_from_left_to_right():
    for seats in CHAMBERS:
        angles = [round(point.angle, 9) for point in layout(seats)]
        assert angles == sorted(angles)


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 435).flatmap(lambda seats: st.tuples(st.just(seats), st.integers(1, seats - 1))))
def test_the_majority_line_has_exactly_the_needed_seats_on_its_left(chamber: tuple[int, int]):
    seats, needed = chamber
    turned = [angle_of(x, y) for x, y in line_after(seats, needed).points[1:-1]]
    assert sum(point.angle < turned[point.row] for point in layout(seats)) == needed


def angle_of(x: float, y: float) -> float:
    """Return how far a place lies from the left end of the arc; a little below 0 and beyond pi is possible."""
    angle = atan2(CENTRE[1] - y, CENTRE[0] - x)
    return angle + 2 * pi if angle < -pi / 2 else angle


@pytest.mark.parametrize(("seats", "needed"), [(63, 32), (63, 42), (150, 76), (150, 100), (49, 25), (400, 201)])
def test_the_majority_line_keeps_its_distance_from_every_mark(seats: int, needed: int):
    rows = line_after(seats, needed).points[1:-1]
    nearest = min(hypot(p.x - rows[p.row][0], p.y - rows[p.row][1]) for p in layout(seats))
    assert nearest > mark_radius(seats)


def test_a_line_outside_the_chamber_is_refused():
    with pytest.raises(ValueError, match="between 1 and 63"):
        line_after(63, 64)
    with pytest.raises(ValueError, match="at least one seat"):
        layout(0)


def test_seats_are_sorted_from_yes_to_vacant_whatever_order_they_come_in():
    markup = seat_chart("Senate", [seat(stance) for stance in reversed(ALL)] * 9, 32)
    assert drawn_stances(markup) == [stance for stance in ALL for _ in range(9)]


def test_the_number_in_the_middle_counts_yes_and_leaning_yes():
    markup = seat_chart("Senate", [seat("yes"), seat("leaning_yes"), seat("undecided")], 2)
    assert 'text-anchor="middle">2</text>' in markup
    assert "of 2 needed" in markup


def test_a_soft_yes_has_a_hole_and_a_hard_yes_has_none():
    hard, soft = (findall(r' d="([^"]+)"', seat_chart("Senate", [seat(hard=hard)], 1))[0] for hard in (True, False))
    assert (hard.count("a"), soft.count("a")) == (2, 4)


def test_every_stance_has_an_outline_of_its_own_or_is_hollow():
    shapes = {
        findall(r' d="M[\d. ]+([^"]+)" class="seat (s-unknown|s-vacant)?', seat_chart("Senate", [seat(stance)], 1))[0]
        for stance in ALL
    }
    assert len(shapes) == len(ALL)


def test_a_label_from_outside_cannot_become_markup():
    markup = seat_chart('Se"nate', [seat(label='<script>"x"</script>', href='/o/"><script>')], 1)
    assert "<script" not in markup
    assert "Seats of the Se&#34;nate" in markup


def test_a_vacant_seat_without_a_page_is_no_link():
    markup = seat_chart("Senate", [seat("vacant", href=None)], 1)
    assert "<a " not in markup
    assert "<title>A seat</title>" in markup


def test_a_threshold_beyond_the_seats_at_hand_draws_no_line_and_no_seats_draw_nothing():
    assert "needed-line" not in seat_chart("Senate", [seat()], 32)
    assert seat_chart("Senate", [], 32) == ""


def test_an_unknown_stance_is_refused_by_name():
    with pytest.raises(ValueError, match="'maybe' is no stance; use one of: yes"):
        seat_chart("Senate", [seat("maybe")], 1)


def test_no_picture_needs_an_inline_style():
    assert "style=" not in seat_chart("Senate", [seat(stance) for stance in ALL], 4)
