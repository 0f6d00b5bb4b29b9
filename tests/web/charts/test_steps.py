"""The steps of one person: as exact as the sources, and no more."""

from datetime import date
from re import findall

import pytest

from web.charts import StepPoint, steps

TODAY = date(2026, 4, 1)
JUNE = StepPoint(date(2025, 6, 1), date(2025, 6, 30), "leaning_no", href="#june")
AUGUST = StepPoint(date(2025, 8, 1), date(2025, 8, 31), "leaning_yes")
JANUARY = StepPoint(None, date(2026, 1, 10), "yes", conditional=True)


def test_a_statement_known_to_the_month_has_a_soft_band_and_one_known_to_the_day_has_none():
    assert "steps__band" in steps([JUNE], TODAY)
    assert "steps__band" not in steps([StepPoint(date(2025, 6, 3), date(2025, 6, 3), "no")], TODAY)


def test_a_statement_without_a_first_day_is_open_to_the_past():
    assert "steps__open l-yes" in steps([JANUARY], TODAY)


def test_only_a_conditional_stance_is_dotted():
    assert findall(r"steps__line l-(\w+) steps__line--dotted", steps([JUNE, AUGUST, JANUARY], TODAY)) == ["yes"]


def test_unknown_leaves_a_gap():
    markup = steps([JUNE, StepPoint(date(2025, 9, 1), date(2025, 9, 1), "unknown")], TODAY)
    assert findall(r"steps__line l-(\w+)", markup) == ["leaning_no"]
    assert "steps__unknown" in markup
    assert ">Unknown</text>" in markup


def test_the_order_in_which_points_come_does_not_matter():
    assert steps([JANUARY, JUNE, AUGUST], TODAY) == steps([JUNE, AUGUST, JANUARY], TODAY)


def test_a_step_leads_to_its_evidence():
    assert '<a href="#june"><title>Leaning no, said by Jun 30, 2025</title>' in steps([JUNE], TODAY)


def test_a_statement_of_today_is_drawn():
    assert "steps__dot s-yes" in steps([StepPoint(TODAY, TODAY, "yes")], TODAY)


def test_nothing_said_draws_nothing():
    assert steps([], TODAY) == ""


def test_a_stance_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="no stance"):
        steps([StepPoint(None, TODAY, "maybe")], TODAY)


def test_no_steps_need_an_inline_style():
    assert "style=" not in steps([JUNE, AUGUST, JANUARY], TODAY)
