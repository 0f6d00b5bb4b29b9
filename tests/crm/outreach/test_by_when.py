"""What is owed is parted by when it is due."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crm.outreach.by_when import by_when
from crm.outreach.lines import OwedLine

DAY = date(2025, 6, 13)


def line(number: int, due_on: date | None) -> OwedLine:
    given: dict[str, Any] = dict.fromkeys(field.name for field in fields(OwedLine))
    return OwedLine(**given | {"id": number, "due_on": due_on})


def test_yesterday_is_late_and_a_week_ahead_is_soon_but_a_day_more_is_later() -> None:
    days = [DAY + timedelta(days) for days in (-1, 0, 1, 7, 8)]
    late, today, tomorrow, week, beyond = lines = [line(number, day) for number, day in enumerate(days)]
    found = by_when([*lines, line(9, None)], DAY)
    assert (found.overdue, found.today, found.soon) == ((late,), (today,), (tomorrow, week))
    assert found.later == (beyond, line(9, None))
    assert found.now == (late, today, tomorrow, week)


@given(st.lists(st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31))))
def test_each_line_is_in_exactly_one_of_the_four(days: list[date | None]) -> None:
    lines = [line(number, day) for number, day in enumerate(days)]
    found = by_when(lines, DAY)
    parted = [*found.overdue, *found.today, *found.soon, *found.later]
    assert sorted(each.id for each in parted) == list(range(len(lines)))
