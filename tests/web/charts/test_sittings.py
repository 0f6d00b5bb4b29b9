"""The line of the year: what is over, what slipped, and what is out of reach."""

from __future__ import annotations

from datetime import date

from web.charts.sittings import Pin, Stretch, scale_of, sitting_axis, sitting_row
from web.charts.timescale import TimeScale

YEAR = TimeScale(date(2025, 1, 1), date(2025, 12, 31))
DAY = date(2025, 6, 1)


def pin(day: date, *former: date, ends: bool = True, sure: bool = True, name: str = "It ends") -> Pin:
    return Pin(day, name, former, ends, sure)


def test_a_stretch_is_filled_up_to_the_day_looked_at() -> None:
    running = sitting_row(YEAR, DAY, [Stretch(date(2025, 1, 8), date(2025, 6, 12))], [])
    assert running.count("sits__ahead") == running.count("sits__over") == 1
    ahead = sitting_row(YEAR, date(2025, 1, 2), [Stretch(date(2025, 1, 8), None)], [])
    assert "sits__over" not in ahead


def test_what_slipped_leaves_its_former_day_and_a_line_to_the_new_one() -> None:
    drawn = sitting_row(YEAR, DAY, [], [pin(date(2025, 6, 17), date(2025, 6, 12))])
    assert drawn.count("sits__slip") == drawn.count("sits__former") == 1
    assert "June 12" not in drawn
    assert "It ends: Jun 17, 2025" in drawn


def test_an_expected_day_looks_unlike_an_announced_one_and_an_end_unlike_another_deadline() -> None:
    drawn = sitting_row(YEAR, DAY, [], [pin(date(2025, 5, 1), ends=False), pin(date(2025, 6, 17), sure=False)])
    assert drawn.count("sits__pin--end") == 1
    assert drawn.count("sits__pin--expected") == 1


def test_what_lies_out_of_reach_is_not_drawn_and_does_not_stretch_the_line() -> None:
    scale = scale_of(DAY, [date(2025, 6, 17), date(2019, 1, 1)])
    assert (scale.first.year, scale.last.year) == (2025, 2025)
    drawn = sitting_row(scale, DAY, [Stretch(date(2019, 1, 1), date(2019, 6, 1))], [pin(date(2019, 6, 1))])
    assert "sits__pin" not in drawn
    assert "sits__ahead" not in drawn


def test_a_name_is_written_as_text() -> None:
    assert "&lt;b&gt;" in sitting_row(YEAR, DAY, [], [pin(date(2025, 6, 17), name="<b>")])


def test_the_axis_names_months() -> None:
    assert "Mar" in sitting_axis(YEAR)
