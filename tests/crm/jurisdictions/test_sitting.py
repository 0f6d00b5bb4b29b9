"""Whether a chamber sits, by its calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.jurisdictions.calendar import CurrentDeadline, gone_home
from crm.jurisdictions.models import Certainty, DeadlineKind
from crm.jurisdictions.sitting import SittingState, Spell, chamber_days

SENATE, ASSEMBLY = 1, 2
OPENS, ENDS, BUDGET = DeadlineKind.OPENING, DeadlineKind.ADJOURNMENT, DeadlineKind.BUDGET


def on(day: date, kind: DeadlineKind, chamber: int | None = None, place: int = 1) -> CurrentDeadline:
    return CurrentDeadline(
        day.toordinal(), place, "Merrow", chamber, None, None, kind, "It", day,
        Certainty.ANNOUNCED, "a test", None, None, datetime(2025, 1, 1, tzinfo=UTC), (),
    )  # fmt: skip


YEAR = [on(date(2025, 1, 8), OPENS), on(date(2025, 6, 12), ENDS, SENATE), on(date(2025, 6, 17), ENDS, ASSEMBLY)]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 1, 7), SittingState.NOT_YET),
        (date(2025, 1, 8), SittingState.SITS),
        (date(2025, 6, 12), SittingState.SITS),
        (date(2025, 6, 13), SittingState.HOME),
    ],
)
def test_it_sits_from_its_opening_to_its_adjournment_both_included(day: date, state: SittingState) -> None:
    assert chamber_days(YEAR, SENATE, 1, day).state is state
    assert chamber_days(YEAR, ASSEMBLY, 1, date(2025, 6, 13)).state is SittingState.SITS


def test_a_calendar_that_does_not_say_is_not_guessed() -> None:
    assert chamber_days([], SENATE, 1, date(2025, 3, 1)).state is SittingState.UNKNOWN
    assert chamber_days([on(date(2025, 4, 1), BUDGET)], SENATE, 1, date(2025, 3, 1)).state is SittingState.UNKNOWN
    assert chamber_days(YEAR, SENATE, 2, date(2025, 3, 1)).state is SittingState.UNKNOWN, "another government's"


def test_what_only_has_an_end_ahead_sits() -> None:
    found = chamber_days(YEAR[1:], SENATE, 1, date(2025, 3, 1))
    assert found.state is SittingState.SITS
    assert found.spells == ()


def test_it_names_what_it_turned_with_and_turns_with_next() -> None:
    found = chamber_days([YEAR[0], on(date(2025, 4, 1), BUDGET), *YEAR[1:]], SENATE, 1, date(2025, 3, 1))
    assert found.turned is YEAR[0]
    assert found.turns is YEAR[1], "a budget turns no chamber"
    assert found.spells == (Spell(date(2025, 1, 8), date(2025, 6, 12)),)


def test_an_opening_without_an_end_is_an_open_spell() -> None:
    assert chamber_days(YEAR[:1], SENATE, 1, date(2025, 3, 1)).spells == (Spell(date(2025, 1, 8), None),)


_DAYS = st.dates(date(2025, 1, 1), date(2025, 2, 10))
_CALENDARS = st.lists(
    st.builds(on, _DAYS, st.sampled_from([OPENS, ENDS, BUDGET]), st.sampled_from([None, SENATE, ASSEMBLY])),
    max_size=8,
    unique_by=lambda each: each.falls_on,
).map(lambda found: sorted(found, key=lambda each: each.falls_on))


@given(calendar=_CALENDARS, day=_DAYS)
def test_whoever_has_gone_home_by_the_call_list_s_rule_has_gone_home_here(
    calendar: list[CurrentDeadline], day: date
) -> None:
    home = gone_home(calendar, {SENATE: 1}, day)
    assert (chamber_days(calendar, SENATE, 1, day).state is SittingState.HOME) == (SENATE in home)
