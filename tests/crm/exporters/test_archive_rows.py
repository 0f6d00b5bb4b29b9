"""Rows that name other rows of their own table come in after them, in whatever order their ids stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidInput
from crm.exporters.archive.rows import in_order
from crm.people.models import Person

PEOPLE = Person.__table__


@st.composite
def forests(draw) -> dict[int, int | None]:
    """Ids with the id each names, or nothing; no chain bites its own tail."""
    ids = sorted(draw(st.sets(st.integers(1, 1000), max_size=12)))
    shuffled = draw(st.permutations(ids))
    return {each: draw(st.sampled_from([None, each, *shuffled[:place]])) for place, each in enumerate(shuffled)}


def _ordered(names: dict[int, int | None]) -> list[int]:
    rows = [{"id": each, "merged_into_id": names[each]} for each in sorted(names)]
    return [row["id"] for row in in_order(PEOPLE, rows)]


@given(forests())
def test_every_row_comes_once_and_after_the_one_it_names(names: dict[int, int | None]) -> None:
    found = _ordered(names)
    assert sorted(found) == sorted(names)
    for each, other in names.items():
        assert other is None or found.index(other) <= found.index(each)


@given(forests())
def test_rows_that_name_older_ones_keep_their_order(names: dict[int, int | None]) -> None:
    older = {each: other if other is not None and other < each else None for each, other in names.items()}
    assert _ordered(older) == sorted(older)


@pytest.mark.parametrize("names", [{1: 9}, {1: 2, 2: 1}, {1: 2, 2: 3, 3: 1, 4: None}])
def test_a_row_that_names_nobody_or_itself_in_a_round_is_refused(names: dict[int, int | None]) -> None:
    with pytest.raises(InvalidInput, match="which is not there"):
        _ordered(names)
