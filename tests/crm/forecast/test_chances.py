"""The chance of one seat follows what is known of its holder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidInput
from crm.forecast.assumptions import DEFAULTS, Prior, Standpoint, changed
from crm.forecast.chances import Known, chance, one_step_up, standpoint
from crm.positions.models import Capacity, EvidenceKind
from crm.positions.stance import Stance

DAY = date(2025, 6, 13)
START = {kind: prior.chance for kind, prior in DEFAULTS.priors.items()}
KNOWN = st.builds(
    Known,
    stance=st.sampled_from(Stance),
    hard=st.booleans(),
    conditional=st.booleans(),
    contested=st.booleans(),
    capacity=st.sampled_from(Capacity),
    said=st.none() | st.dates(date(2015, 1, 1), DAY),
    kinds=st.lists(st.sampled_from(EvidenceKind), max_size=3).map(tuple),
)


def on(known: Known, day: date = DAY) -> float:
    return chance(known, DEFAULTS, START, day).value


@given(KNOWN)
def test_it_is_a_chance_and_lies_between_what_was_said_and_nothing_known(known: Known) -> None:
    low, high = sorted((START[standpoint(known)], START[Standpoint.UNKNOWN]))
    assert 0 <= low - 1e-12 <= on(known) <= high + 1e-12 <= 1


@given(KNOWN)
def test_a_step_toward_us_that_is_heard_today_raises_it(known: Known) -> None:
    higher = one_step_up(known)
    if higher is None:
        assert known.stance is Stance.YES
        assert known.hard
    # A hopeful report that is old is worth less than a step down from it that is fresh, so only no-ward is certain.
    elif known.stance in (Stance.NO, Stance.LEANING_NO) and on(known) < START[standpoint(higher)]:
        assert on(higher) > on(known)


@given(st.sampled_from([Stance.YES, Stance.LEANING_YES, Stance.NO]), st.integers(0, 3000), st.integers(1, 3000))
def test_what_was_said_longer_ago_tells_less(stance: Stance, days: int, more: int) -> None:
    newer = Known(stance, said=DAY - timedelta(days), kinds=(EvidenceKind.CONVERSATION,))
    older = Known(stance, said=DAY - timedelta(days + more), kinds=(EvidenceKind.CONVERSATION,))
    nothing = START[Standpoint.UNKNOWN]
    assert abs(on(older) - nothing) <= abs(on(newer) - nothing)


def test_names_on_bills_and_votes_do_not_fade() -> None:
    for kind in (EvidenceKind.SPONSORSHIP, EvidenceKind.VOTE):
        assert on(Known(Stance.YES, hard=True, said=date(2015, 1, 1), kinds=(kind,))) == START[Standpoint.HARD_YES]


def test_after_its_half_life_a_statement_tells_half() -> None:
    said = DAY - timedelta(days=365)
    found = on(Known(Stance.LEANING_YES, said=said, kinds=(EvidenceKind.STAFF,)))
    assert found == pytest.approx((START[Standpoint.LEANING_YES] + START[Standpoint.UNKNOWN]) / 2)


def test_a_candidates_promise_and_a_contested_report_count_less_and_say_so() -> None:
    plain = Known(Stance.YES, said=DAY, kinds=(EvidenceKind.CONVERSATION,))
    promised = Known(Stance.YES, said=DAY, kinds=(EvidenceKind.CONVERSATION,), capacity=Capacity.CANDIDATE)
    contested = Known(Stance.YES, said=DAY, kinds=(EvidenceKind.CONVERSATION,), contested=True)
    assert on(promised) < on(plain)
    assert on(contested) < on(plain)
    assert "Promised as a candidate." in chance(promised, DEFAULTS, START, DAY).reasons
    assert "Reports about them disagree." in chance(contested, DEFAULTS, START, DAY).reasons


@given(st.floats(0, 1), st.floats(0, 1000), st.integers(0, 500), st.integers(0, 500))
def test_votes_move_a_prior_toward_what_was_seen(start: float, weight: float, yes: int, no: int) -> None:
    learned = Prior(start, weight).learned(yes, yes + no)
    seen = yes / (yes + no) if yes + no else start
    low, high = sorted((start, seen))
    assert low - 1e-9 <= learned <= high + 1e-9


def test_a_number_can_be_changed_and_only_to_what_it_can_be() -> None:
    found = changed({"undecided": 0.5, "undecided_weight": 8, "half_life": 100})
    assert found.priors[Standpoint.UNDECIDED] == Prior(0.5, 8)
    assert found.half_life == 100
    assert found.priors[Standpoint.NO] == DEFAULTS.priors[Standpoint.NO]
    for name, value in (("undecided", 1.5), ("half_life", 0), ("undecided_weight", -1), ("nonsense", 0.5)):
        with pytest.raises(InvalidInput):
            changed({name: value})
