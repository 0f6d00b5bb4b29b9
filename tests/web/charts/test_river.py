"""The river: its bands add up, its labels never collide, and it copes with little."""

import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from web.charts import RiverEvent, RiverPoint, river
from web.charts.river import LABEL_GAP, bands, changes, thin_out
from web.charts.river_events import DOT_ROOM, dots
from web.charts.spreading import spread
from web.charts.stances import SCALE
from web.charts.timescale import TimeScale

DAY = date(2025, 1, 1)
counts = st.lists(st.integers(0, 12), min_size=5, max_size=5).map(lambda five: dict(zip(SCALE, five, strict=True)))
rivers = st.lists(counts, min_size=1, max_size=30).map(
    lambda many: [RiverPoint(DAY + timedelta(days=3 * place), each) for place, each in enumerate(many)]
)


def area(ring: list[tuple[float, int]]) -> float:
    """Return the area within a closed ring (shoelace formula)."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def width(series: list[RiverPoint], place: int) -> float:
    return 3.0 if place < len(series) - 1 else 1.0


@given(rivers)
def test_the_area_of_a_band_is_its_seats_times_their_days(series: list[RiverPoint]):
    xs = [3.0 * place for place in range(len(series))]
    rings = bands(xs, [point.levels() for point in series], xs[-1] + 1)
    for stance, ring in zip(SCALE, rings, strict=True):
        wanted = sum(point.counts[stance] * width(series, place) for place, point in enumerate(series))
        assert abs(area(ring) - wanted) < 1e-6


@given(rivers)
def test_the_areas_of_all_bands_add_up_to_all_stances_on_record(series: list[RiverPoint]):
    xs = [3.0 * place for place in range(len(series))]
    rings = bands(xs, [point.levels() for point in series], xs[-1] + 1)
    total = sum(point.levels()[-1] * width(series, place) for place, point in enumerate(series))
    assert abs(sum(area(ring) for ring in rings) - total) < 1e-6


@given(st.lists(st.floats(0, 220), max_size=5))
def test_labels_beside_the_bands_never_collide_and_never_leave_the_picture(places: list[float]):
    moved = spread(places, LABEL_GAP, 14, 220)
    assert all(later - earlier >= LABEL_GAP - 1e-9 for earlier, later in pairwise(moved))
    assert all(14 - 1e-9 <= place <= 220 + 1e-9 for place in moved)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=12))
def test_the_dots_of_shifts_stand_in_one_row_in_order_and_never_touch(days: list[int]):
    events = [RiverEvent(DAY + timedelta(days=day), "A shift") for day in sorted(days)]
    _, marks, _ = dots(events, TimeScale(DAY, DAY + timedelta(days=700)), 220)
    assert len(set(re.findall(r'cy="(\d+)"', marks))) == 1
    at = [float(text) for text in re.findall(r'cx="([\d.]+)%"', marks)]
    room = min(DOT_ROOM, 100 / len(at))
    assert all(later - earlier >= room - 0.02 for earlier, later in pairwise(at))
    assert all(room / 2 - 0.02 <= place <= 100 - room / 2 + 0.02 for place in at)


def test_a_river_without_points_says_so():
    assert "Nothing was on record yet" in river([], 32, 63)
    assert "Nothing was on record yet" in river([RiverPoint(DAY, {})], 32, 0)


def test_a_river_of_one_point_is_drawn():
    markup = river([RiverPoint(DAY, {"yes": 3})], 32, 63)
    assert markup.count("<polygon") == len(SCALE)
    assert "Jan 2025" in markup


def test_the_table_says_what_is_unknown_or_vacant():
    markup = river([RiverPoint(DAY, {"yes": 3, "no": 10})], 32, 63)
    assert '<td class="number" data-label="Unknown or vacant">50</td>' in markup


def test_every_event_has_its_number_on_the_axis_and_in_the_list():
    events = [RiverEvent(DAY + timedelta(days=day), f"Shift {day}", "/p", "toward") for day in (9, 1, 5)]
    markup = river([RiverPoint(DAY, {"yes": 3})], 32, 63, events)
    assert [markup.count(f"Shift {day}") for day in (1, 5, 9)] == [2, 2, 2]
    assert markup.index("Shift 1</a>") < markup.index("Shift 5</a>") < markup.index("Shift 9</a>")


def test_an_event_before_the_first_point_is_left_out():
    markup = river([RiverPoint(DAY, {"yes": 3})], 32, 63, [RiverEvent(DAY - timedelta(days=1), "Too early")])
    assert "Too early" not in markup


def test_an_event_label_cannot_become_markup():
    markup = river([RiverPoint(DAY, {})], 32, 63, [RiverEvent(DAY, "<b>x</b>", '/"><i>', '"><i>')])
    assert "<b>x" not in markup
    assert "<i>" not in markup


def test_days_on_which_nothing_changed_are_not_drawn_twice():
    same = [RiverPoint(DAY + timedelta(days=day), {"yes": 3}) for day in range(500)]
    assert changes(same) == same[:1]


def test_thinning_out_keeps_the_first_and_the_last_point():
    many = [RiverPoint(DAY + timedelta(days=day), {"yes": day % 60}) for day in range(500)]
    few = thin_out(many, 24)
    assert (len(few), few[0], few[-1]) == (24, many[0], many[-1])


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 9000))
def test_the_axis_never_has_more_labels_than_it_can_hold(first: date, days: int):
    ticks = TimeScale(first, first + timedelta(days=days)).ticks(12)
    assert 1 <= len(ticks) <= 13
    assert ticks[0].major


def test_no_river_needs_an_inline_style():
    assert "style=" not in river([RiverPoint(DAY, {"yes": 3})], 32, 63, [RiverEvent(DAY, "x", "/x")], DAY)
