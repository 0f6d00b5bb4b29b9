"""How far a measure has come, from its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from crm.bills.lines import EventLine
from crm.bills.models import EventKind
from crm.bills.progress import Progress, Reached, progress


@dataclass(frozen=True)
class Carrier:
    id: int
    introduced_on: date | None = None


OURS = Carrier(1, date(2025, 1, 8))


def step(kind: EventKind, on: str = "2025-06-01", bill_id: int | None = 1) -> EventLine:
    recorded = datetime(2025, 1, 1, tzinfo=UTC)
    return EventLine(0, kind, "", on, date.fromisoformat(on), None, bill_id, "a test", None, recorded)


def told(*events: EventLine, bills: tuple[Carrier, ...] = (OURS,)) -> Progress:
    return progress(events, bills)


def test_without_bill_and_step_it_is_an_idea_and_with_a_bill_it_is_introduced() -> None:
    assert told(bills=()).reached is Reached.IDEA
    assert told().reached is Reached.INTRODUCED


@pytest.mark.parametrize(
    ("kind", "reached"),
    [
        (EventKind.REFERRED, Reached.INTRODUCED),
        (EventKind.REPORTED, Reached.REPORTED),
        (EventKind.PASSED_CHAMBER, Reached.ONE_CHAMBER),
        (EventKind.DELIVERED, Reached.PASSED),
        (EventKind.SIGNED, Reached.LAW),
        (EventKind.LAPSED_INTO_LAW, Reached.LAW),
        (EventKind.OTHER, Reached.INTRODUCED),
    ],
)
def test_a_step_says_how_far_it_is(kind: EventKind, reached: Reached) -> None:
    assert told(step(kind)).reached is reached


def test_an_amendment_after_a_report_takes_nothing_back() -> None:
    assert told(step(EventKind.REPORTED), step(EventKind.AMENDED)).reached is Reached.REPORTED


def test_a_stall_is_told_until_it_goes_on() -> None:
    stalled = step(EventKind.STALLED, bill_id=None)
    assert told(stalled).turn is stalled
    assert told(stalled, step(EventKind.AMENDED)).turn is None
    assert told(stalled, step(EventKind.ANNOUNCED, bill_id=None)).turn is stalled


def test_a_veto_leaves_it_passed_and_says_so() -> None:
    found = told(step(EventKind.PASSED), step(EventKind.VETOED))
    assert found.reached is Reached.PASSED
    assert found.turn is not None
    assert found.turn.kind is EventKind.VETOED


def test_a_budget_bill_that_is_signed_is_no_law_of_this_measure_but_may_enact_part_of_it() -> None:
    assert told(step(EventKind.SIGNED, bill_id=99)).reached is Reached.INTRODUCED
    part = step(EventKind.ENACTED_IN_PART, bill_id=99)
    assert told(part).turn is part


def test_what_happened_before_the_bill_was_introduced_anew_counts_no_more() -> None:
    earlier = step(EventKind.PASSED_CHAMBER, "2023-06-01", bill_id=None)
    found = told(earlier)
    assert found.reached is Reached.INTRODUCED
    assert found.last is earlier
    unknown = Carrier(1)
    assert told(earlier, bills=(unknown,)).reached is Reached.ONE_CHAMBER
