"""Who is left in peace for now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm.calling.resting import call_back_day, why_it_rests
from crm.outreach.models import Channel, Outcome
from crm.outreach.queries import LastContact

TODAY = date(2025, 6, 13)
CALLED = LastContact(1, 1, Channel.CALL, Outcome.LEFT_MESSAGE, TODAY, None, 7, "Harbor Law Clinic", TODAY, None)


def called(days: int) -> LastContact:
    day = TODAY - timedelta(days=days)
    return replace(CALLED, day=day, last_called=day)


@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_an_office_called_within_three_days_waits(days: int) -> None:
    assert why_it_rests(called(days), TODAY, by_an_ally=False) is not None


def test_the_reason_says_who_called_and_until_when_it_rests() -> None:
    words = why_it_rests(called(2), TODAY, by_an_ally=False)
    assert words == "Called 2 days ago by Harbor Law Clinic; rests until June 15."


def test_after_that_it_may_be_called() -> None:
    assert why_it_rests(called(4), TODAY, by_an_ally=False) is None
    assert why_it_rests(None, TODAY, by_an_ally=False) is None


def test_a_letter_takes_none_of_an_offices_patience() -> None:
    letter = replace(CALLED, channel=Channel.LETTER, outcome=Outcome.SENT, last_called=None)
    assert why_it_rests(letter, TODAY, by_an_ally=False) is None


def test_what_an_ally_did_is_told_without_who_or_when() -> None:
    words = why_it_rests(None, TODAY, by_an_ally=True)
    assert words == "A partner in the campaign reached out to this office within the last three days."


def test_who_asked_to_be_called_back_is_called_on_that_day_and_not_before() -> None:
    tomorrow = datetime(2025, 6, 14, 15, tzinfo=UTC)
    promised = replace(CALLED, outcome=Outcome.CALL_BACK, call_back_at=tomorrow)
    assert why_it_rests(promised, TODAY, by_an_ally=False) == "Asked to be called back on June 14."
    assert why_it_rests(promised, date(2025, 6, 14), by_an_ally=True) is None
    assert call_back_day(promised, TODAY) == date(2025, 6, 14)


def test_a_call_promised_long_ago_is_forgotten() -> None:
    spring = replace(
        CALLED, day=date(2025, 3, 1), last_called=date(2025, 3, 1), outcome=Outcome.CALL_BACK,
        call_back_at=datetime(2025, 3, 4, 15, tzinfo=UTC),
    )  # fmt: skip
    assert call_back_day(spring, TODAY) is None
    assert why_it_rests(spring, TODAY, by_an_ally=False) is None
