"""When two terms are one."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from crm.importers.openstates.tenures import Term, joined, overlap

A, B, C, D = (date(year, 1, 1) for year in (2019, 2021, 2023, 2025))
_DAYS = st.none() | st.dates(date(2015, 1, 1), date(2026, 1, 1))


def _term(started_on: date | None, ended_on: date | None) -> Term:
    return Term("a file", started_on, ended_on, None, None, ())


def test_terms_that_only_hand_over_stay_two() -> None:
    assert not overlap(A, B, B, C)
    assert len(joined([_term(A, B), _term(B, C)])) == 2


def test_terms_that_overlap_are_one() -> None:
    (whole,) = joined([_term(B, D), _term(A, C)])
    assert (whole.started_on, whole.ended_on) == (A, D)


@given(st.lists(st.tuples(_DAYS, _DAYS), max_size=6))
def test_joined_terms_never_overlap_and_joining_again_changes_nothing(
    days: list[tuple[date | None, date | None]],
) -> None:
    terms = [_term(start, end) for start, end in days if start is None or end is None or start <= end]
    once = joined(terms)
    assert joined(once) == once
