"""Before which day the calls are made, and whose day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.calling.horizon import Horizon, horizon
from crm.errors import InvalidInput
from crm.jurisdictions.calendar import CurrentDeadline
from crm.jurisdictions.models import Certainty, DeadlineKind

SENATE, ASSEMBLY = 1, 2
CHAMBERS = {SENATE: "Senate", ASSEMBLY: "Assembly"}
TODAY = date(2025, 6, 13)


def deadline(
    falls_on: date, chamber: int | None = None, kind: DeadlineKind = DeadlineKind.ADJOURNMENT
) -> CurrentDeadline:
    return CurrentDeadline(
        falls_on.toordinal(), 1, "Merrow", chamber, CHAMBERS.get(chamber or 0), None, kind, "It ends", falls_on,
        Certainty.ANNOUNCED, "the calendar", None, None, datetime(2025, 1, 1, tzinfo=UTC), (),
    )  # fmt: skip


def seen(*deadlines: CurrentDeadline, day: date | None = None, today: date = TODAY) -> Horizon:
    ordered = sorted(deadlines, key=lambda each: each.falls_on)
    return horizon(ordered, CHAMBERS, 1, today, day)


OPENED = deadline(date(2025, 1, 8), kind=DeadlineKind.OPENING)
SENATE_ENDS = deadline(date(2025, 6, 12), SENATE)
ASSEMBLY_ENDS = deadline(date(2025, 6, 17), ASSEMBLY)


def test_a_chamber_that_went_home_is_not_called() -> None:
    found = seen(OPENED, SENATE_ENDS, ASSEMBLY_ENDS, day=date(2025, 6, 17))
    assert found.shut == {SENATE: "The Senate went home on June 12."}
    assert found.last_days == {ASSEMBLY: date(2025, 6, 17)}


def test_on_the_day_of_its_adjournment_a_chamber_still_sits() -> None:
    found = seen(OPENED, SENATE_ENDS, ASSEMBLY_ENDS, day=date(2025, 6, 12), today=date(2025, 6, 12))
    assert SENATE in found.last_days


def test_a_deadline_of_one_chamber_is_not_the_others() -> None:
    found = seen(OPENED, SENATE_ENDS, ASSEMBLY_ENDS, day=date(2025, 6, 17), today=date(2025, 6, 10))
    assert found.shut == {SENATE: "The deadline of June 17 is that of the Assembly."}
    assert found.of_one_chamber == "Assembly"


def test_a_deadline_of_the_whole_government_binds_both_chambers() -> None:
    budget = deadline(date(2025, 6, 20), kind=DeadlineKind.BUDGET)
    found = seen(OPENED, budget, day=budget.falls_on)
    assert set(found.last_days) == {SENATE, ASSEMBLY}
    assert found.of_one_chamber is None


def test_a_chamber_that_goes_home_earlier_must_be_called_earlier() -> None:
    found = seen(OPENED, ASSEMBLY_ENDS, day=date(2025, 6, 30))
    assert found.last_days == {SENATE: date(2025, 6, 30), ASSEMBLY: date(2025, 6, 17)}


def test_without_a_day_it_is_the_next_adjournment_before_anything_else() -> None:
    committee = deadline(date(2025, 6, 14), ASSEMBLY, DeadlineKind.COMMITTEE)
    assert seen(OPENED, committee, ASSEMBLY_ENDS).day == ASSEMBLY_ENDS.falls_on
    assert seen(OPENED, committee).day == committee.falls_on


def test_an_opening_is_nothing_to_work_towards() -> None:
    with pytest.raises(InvalidInput, match="no deadline ahead"):
        seen(deadline(date(2026, 1, 7), kind=DeadlineKind.OPENING))


def test_a_day_that_is_past_is_refused() -> None:
    with pytest.raises(InvalidInput, match="2025-06-12 is past"):
        seen(OPENED, day=date(2025, 6, 12))
