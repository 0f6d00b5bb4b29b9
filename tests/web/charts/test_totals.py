"""The picture of the totals: nothing outside of it, enough and short told apart, told in words as well."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from crm.forecast.distribution import distribution
from web.charts import totals


@given(st.lists(st.floats(0, 1), min_size=1, max_size=160), st.data())
def test_whatever_the_chances_every_bar_and_word_stands_inside(chances: list[float], data: st.DataObject) -> None:
    found = distribution(chances)
    needed = data.draw(st.integers(1, len(chances) + 1))
    low, high = found.between()
    picture = str(totals(found.chances, needed, low, high, "A & B"))
    assert 'aria-label="A &amp; B"' in picture
    for x, width in re.findall(r'<rect [^>]*x="([\d.]+)%" [^>]*width="([\d.]+)%"', picture):
        assert float(x) + float(width) <= 100.01
    assert all(float(height) >= 0 for height in re.findall(r'height="([\d.]+)"', picture))
    assert f">{needed} needed<" in picture
    assert "nan" not in picture


def test_bars_from_the_number_needed_on_are_enough() -> None:
    picture = str(totals(distribution([0.5] * 4).chances, 3, 1, 3, ""))
    assert picture.count("totals__bar--enough") == 2
    assert picture.count("totals__bar--short") == 3


def test_a_certain_total_is_one_bar() -> None:
    assert str(totals(distribution([1.0] * 5).chances, 3, 5, 5, "")).count("<rect") == 1


def test_where_nothing_is_possible_there_is_no_picture() -> None:
    assert totals((), 3, 0, 0, "") == ""
