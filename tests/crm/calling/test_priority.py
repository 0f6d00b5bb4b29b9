"""How much a call is worth: effort goes where it moves somebody, and every point has its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.calling.priority import Case, is_sunk, worth
from crm.positions.stance import Stance

TODAY = date(2025, 6, 13)
BASE = Case(today=TODAY, days_left=4, said="2025-05")


def points(**changes: object) -> int:
    return worth(replace(BASE, **changes)).points  # type: ignore[arg-type]


def test_the_undecided_come_before_the_leaning_and_the_unknown_before_who_leans_against() -> None:
    order = [Stance.UNDECIDED, Stance.LEANING_YES, Stance.UNKNOWN, Stance.YES, Stance.LEANING_NO, Stance.NO]
    assert sorted(order, key=lambda stance: -points(stance=stance)) == order


def test_a_settled_no_and_a_hard_yes_sink() -> None:
    assert is_sunk(replace(BASE, stance=Stance.NO))
    assert is_sunk(replace(BASE, stance=Stance.YES, hard=True))


@pytest.mark.parametrize("why", ["due", "contested", "named"])
@pytest.mark.parametrize("stance", [Stance.NO, Stance.YES])
def test_what_is_old_disputed_or_asked_by_name_does_not_sink(stance: Stance, why: str) -> None:
    assert not is_sunk(replace(BASE, stance=stance, hard=stance is Stance.YES, **{why: True}))


def test_an_opponent_asked_to_keep_quiet_still_sinks() -> None:
    opponent = replace(BASE, stance=Stance.NO, named=True, why="Others listen to him.", softening=True)
    assert is_sunk(opponent)
    assert worth(opponent).reasons[0] == "Others listen to him."


def test_why_somebody_is_asked_by_name_is_not_told_twice() -> None:
    found = worth(replace(BASE, named=True, why="Sits in Codes, which has the bill.", sits_in="Codes"))
    assert sum("Codes" in reason for reason in found.reasons) == 1


def test_a_soft_yes_never_sinks() -> None:
    assert not is_sunk(replace(BASE, stance=Stance.YES))
    assert not is_sunk(replace(BASE, stance=Stance.YES, condition="Only the county contracts."))


def test_a_conditional_yes_is_asked_for_a_plain_one() -> None:
    found = worth(replace(BASE, stance=Stance.YES, condition="Only the county contracts."))
    assert found.reasons[0] == "Yes, on a condition (May 2025): ask for a plain yes."


def test_who_is_asked_by_name_hears_why_first() -> None:
    found = worth(replace(BASE, named=True, why="Decides what reaches the floor."))
    assert found.reasons[:2] == ("Decides what reaches the floor.", "Nobody knows where they stand.")


def test_the_chair_where_the_bill_is_counts_more_than_a_member() -> None:
    assert points(chairs="Codes", sits_in="Codes") > points(sits_in="Codes") > points()


def test_a_promised_call_and_a_debt_are_told_with_their_days() -> None:
    found = worth(replace(BASE, call_back=date(2025, 6, 12), owed=("send the fact sheet.", date(2025, 6, 9))))
    assert "Asked to be called back on June 12." in found.reasons
    assert "We owe them since June 9: send the fact sheet." in found.reasons


def test_the_longer_ago_the_last_contact_the_more_a_call_is_worth() -> None:
    days = [date(2025, 6, 9), date(2025, 5, 20), date(2025, 3, 1)]
    worths = [points(last_contact=day) for day in days]
    assert worths == sorted(worths)
    assert (
        "Last contact 4 days ago: left a message."
        in worth(replace(BASE, last_contact=days[0], last_outcome="left a message")).reasons
    )


def test_without_a_phone_a_call_is_worth_less_and_says_so() -> None:
    found = worth(replace(BASE, has_phone=False))
    assert found.points < points()
    assert found.reasons[-1] == "No phone is on file: find one first."


def test_the_same_call_is_worth_more_the_nearer_the_deadline() -> None:
    assert points(days_left=1) > points(days_left=5) > points(days_left=60)


@given(
    st.sampled_from(list(Stance)),
    st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.one_of(st.none(), st.dates(date(2024, 1, 1), TODAY)),
    st.integers(0, 400),
)  # fmt: skip
def test_whatever_is_known_there_is_a_reason_and_it_is_a_sentence(
    stance: Stance, hard: bool, due: bool, contested: bool, named: bool, last: date | None, days_left: int
) -> None:
    case = replace(
        BASE, stance=stance, hard=hard, due=due, contested=contested, named=named, last_contact=last,
        days_left=days_left,
    )  # fmt: skip
    found = worth(case)
    assert len(found.reasons) >= 2
    assert all(text.endswith(".") and text[0].isupper() for text in found.reasons)
