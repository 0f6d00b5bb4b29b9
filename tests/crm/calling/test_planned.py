"""Planned lists: tiers, gains, what is lost, who is left out and why; and that the numbers are the forecast's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm.calling.callers import set_profile
from crm.calling.effort import Choices
from crm.calling.models import Tier
from crm.calling.plan import Goal
from crm.calling.sheet import CallRow, CallSheet, call_sheet
from crm.campaigns.models import AskKind, AskTarget, Gate, GateKind, GateState
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import InvalidInput
from crm.forecast.distribution import distribution
from crm.forecast.queries import forecast
from crm.jurisdictions.models import ChamberKind, DeadlineKind, District
from crm.outreach.models import Outcome
from crm.outreach.service import set_relationship
from crm.people.models import Committee, CommitteeRole, CommitteeSeat, ContactPoint, Person, Tenure
from crm.positions.as_of import AsOf
from crm.whip.queries import board
from tests import cast
from tests.builders import campaigns, people, users
from tests.counting import statements
from tests.crm.calling.conftest import ENDS, TODAY, Calls, end
from tests.crm.calling.test_sheet import contact, names, row_of, stands, why_not


def sheet(session: Session, scene: Calls, viewer: Viewer = OPERATOR, **chosen: Any) -> CallSheet:
    as_of = AsOf.of(TODAY, TODAY)
    return call_sheet(session, viewer, scene.campaign.slug, as_of, deadline=ENDS, choices=Choices(**chosen))


def lower_chances(session: Session, calls: Calls) -> tuple[list[float], int, list[int | None]]:
    as_of = AsOf.of(TODAY, TODAY)
    boards = board(session, OPERATOR, calls.measure.id, as_of, campaign_id=calls.campaign.id)
    lower = forecast(session, OPERATOR, boards, as_of).chambers[1]
    return (
        [seat.chance.value for seat in lower.seats],
        lower.needed,
        [seat.seat.seat.person_id for seat in lower.seats],
    )


def gain(row: CallRow) -> float:
    assert row.planned is not None
    return row.planned.gain


@pytest.fixture
def open_race(session: Session, calls: Calls) -> Calls:
    """One yes, one undecided, one leaning no in a lower chamber of four that needs three."""
    stands(session, calls, calls.speaker, "leaning_yes")
    stands(session, calls, calls.member, "undecided")
    stands(session, calls, calls.other, "leaning_yes")
    fourth = people.person(session, "Faye Fourth", phone="(555) 555-0199")
    people.seat(session, calls.state.chambers[1], 4, fourth)
    stands(session, calls, fourth, "yes")
    return calls


def test_leaders_come_first_then_votes_by_what_a_call_adds(session: Session, open_race: Calls) -> None:
    found = sheet(session, open_race)
    assert names(found)[0] == "Spike Hall"
    tiers = [row.planned.tier for row in found.rows if row.planned]
    assert tiers == [Tier.LEADERS, Tier.VOTES, Tier.VOTES]
    assert gain(found.rows[1]) >= gain(found.rows[2])
    assert [row.rank for row in found.rows] == [1, 2, 3]


def test_what_the_head_says_is_what_the_forecast_says_once_the_calls_are_made(
    session: Session, open_race: Calls
) -> None:
    found = sheet(session, open_race)
    assert found.plan is not None
    chances, needed, seats = lower_chances(session, open_race)
    assert found.plan.win_before == pytest.approx(distribution(chances).at_least(needed))
    assert found.plan.win_after == pytest.approx(found.plan.win_before + sum(gain(row) for row in found.rows))
    after = list(chances)
    for row in found.rows:
        at = seats.index(row.candidate.person_id)
        step = 0.85 - 0.68 if row.stance == "leaning_yes" else 0.68 - 0.40
        after[at] += step * 0.6 * 0.12
    assert found.plan.win_after == pytest.approx(distribution(after).at_least(needed), abs=2e-3)


def test_every_row_says_why_why_here_and_what_is_lost_without_it(session: Session, open_race: Calls) -> None:
    found = sheet(session, open_race)
    first, *votes = found.rows
    assert "Called first: without what is asked of them by name, the bill gets no vote." in first.worth.reasons
    for row in found.rows:
        assert row.planned is not None
        assert row.planned.lost_without.startswith("Without this call the chance of 3 votes is ")
    told = " ".join(votes[0].worth.reasons)
    assert "A call moves them one step with a chance of 7.2 %, and a step takes their vote from " in told
    assert "the next call adds" in told


def test_what_is_lost_is_what_the_chance_would_be_without_that_call(session: Session, open_race: Calls) -> None:
    whole = sheet(session, open_race)
    assert whole.plan is not None
    last = whole.rows[-1]
    fewer = sheet(session, open_race, calls=2)
    assert fewer.plan is not None
    assert last.planned is not None
    assert f"{fewer.plan.win_after * 100:.2f}"[:4] in last.planned.lost_without
    assert [row.candidate.name for row in fewer.rows] == [row.candidate.name for row in whole.rows[:2]]
    assert why_not(fewer, session.get_one(Person, last.candidate.person_id)) == (
        f"No time: would add {last.worth.reasons[-1].removeprefix('That adds ').partition(' to ')[0]}."
    )
    assert fewer.more == 1


def test_hard_yeses_and_who_has_no_phone_are_left_out_with_the_reason(session: Session, open_race: Calls) -> None:
    session.query(ContactPoint).filter_by(person_id=open_race.other.id).update({"phone": None})
    found = sheet(session, open_race)
    assert why_not(found, open_race.other) == "No phone is on file: find one first."
    fourth = session.query(Person).filter_by(name="Faye Fourth").one()
    assert why_not(found, fourth) == "A hard yes: a call adds nothing to the count."
    assert why_not(found, open_race.senator) == "The Senate went home on June 12."


def test_opponents_come_last_and_only_to_soften(session: Session, open_race: Calls) -> None:
    stands(session, open_race, open_race.member, "no")
    found = sheet(session, open_race)
    last = found.rows[-1]
    assert (last.candidate.name, last.planned and last.planned.tier) == (open_race.member.name, Tier.OPPONENTS)
    assert "Called last: an opponent, only to soften." in last.worth.reasons


def test_who_is_asked_by_name_not_to_speak_against_it_is_an_opponent_whatever_their_stance(
    session: Session, open_race: Calls
) -> None:
    ask = campaigns.ask(session, open_race.campaign, AskKind.SOFTEN)
    session.add(
        AskTarget(ask_id=ask.id, person_id=open_race.other.id, added_on=TODAY - timedelta(days=9), reason="Loud")
    )
    session.flush()
    row = row_of(sheet(session, open_race), open_race.other)
    assert row.planned is not None
    assert row.planned.tier is Tier.OPPONENTS


def test_who_was_called_rests_in_a_plan_too(session: Session, open_race: Calls) -> None:
    contact(session, open_race, open_race.other, 1, outcome=Outcome.REACHED_STAFF)
    assert "rests until" in (why_not(sheet(session, open_race), open_race.other) or "")


def test_a_tie_and_a_neighbor_make_a_call_add_more_and_the_row_says_so(session: Session, open_race: Calls) -> None:
    before = row_of(sheet(session, open_race), open_race.member)
    user = users.user(session, cast.ADA)
    users.member(session, user, open_race.neighbors)
    ada = users.viewer_of(open_race.neighbors, campaigns=(open_race.campaign,), user=user)
    set_relationship(session, ada, open_race.member.id, 3, "donor")
    home = session.query(District).filter_by(chamber_id=open_race.state.chambers[1].id, name="1").one()
    set_profile(session, ada, languages=["es"], calls_per_hour=12, district_ids=[home.id])
    contact(session, open_race, open_race.member, 12, language="es")
    after = row_of(sheet(session, open_race, ada, hours=1), open_race.member)
    assert gain(after) == pytest.approx(gain(before) * 1.6 * 1.5, rel=0.05)
    told = " ".join(after.worth.reasons)
    assert f"{cast.ADA} lives in their district: best called by them." in told
    assert f"Last spoken to in Spanish, which {cast.ADA} can speak." in told
    assert "knows them (donor)." in told
    assert f"Last contact 12 days ago by {open_race.clinic.name}: left a message." in told
    assert after.planned is not None
    assert after.planned.minutes == 5


def test_for_votes_what_decides_nothing_counts_as_well(session: Session, open_race: Calls) -> None:
    found = sheet(session, open_race, goal=Goal.VOTES)
    assert found.plan is not None
    assert found.plan.goal is Goal.VOTES
    assert found.plan.votes_after - found.plan.votes_before == pytest.approx(sum(gain(row) for row in found.rows))
    assert "votes are expected in the Assembly, not" in (
        found.rows[1].planned.lost_without if found.rows[1].planned else ""
    )


def test_where_winning_is_out_of_reach_the_head_says_that_votes_are_counted(session: Session, calls: Calls) -> None:
    for person in (calls.member, calls.other, calls.speaker):
        stands(session, calls, person, "no")
    lower = calls.state.chambers[1]
    lower.pass_num, lower.pass_den = 99, 100
    session.flush()
    found = sheet(session, calls)
    assert found.plan is not None
    assert (found.plan.asked, found.plan.goal) == (Goal.WIN, Goal.VOTES)
    assert any("Winning is out of reach for now" in said for said in found.plan.words)


def test_a_plan_for_chambers_of_which_nobody_is_on_file_says_what_to_do(session: Session, calls: Calls) -> None:
    session.query(Tenure).delete()
    session.flush()
    with pytest.raises(InvalidInput, match="has a member on file"):
        sheet(session, calls)


def test_what_a_viewer_may_not_see_moves_no_plan_of_theirs(session: Session, open_race: Calls) -> None:
    ours = users.viewer_of(open_race.neighbors, campaigns=(open_race.campaign,))
    before = sheet(session, open_race, ours)
    stands(
        session, open_race, open_race.member, "no",
        visibility=Visibility.PRIVATE, organization_id=open_race.clinic.id,
    )  # fmt: skip
    contact(session, open_race, open_race.other, 40, visibility=Visibility.PRIVATE, outcome=Outcome.REFUSED)
    after = sheet(session, open_race, ours)
    assert [(row.candidate.name, row.worth, row.planned) for row in after.rows] == [
        (row.candidate.name, row.worth, row.planned) for row in before.rows
    ]


def test_a_plan_asks_as_many_questions_however_many_members_there_are(session: Session, open_race: Calls) -> None:
    with statements(session) as few:
        sheet(session, open_race, hours=2)
    for number in range(3):
        stands(session, open_race, people.person(session, f"Person Number{number}"), "undecided")
    crowd = [open_race.member, open_race.other, open_race.speaker]
    for person in crowd:
        contact(session, open_race, person, 20)
    with statements(session) as many:
        sheet(session, open_race, hours=2)
    assert len(few) <= 27
    assert len(many) <= 27


def test_of_a_committee_only_its_chair_comes_first_unless_the_calls_are_for_its_own_deadline(
    session: Session, open_race: Calls
) -> None:
    where = open_race.state
    lower = where.chambers[1]
    committee = Committee(
        jurisdiction_id=where.jurisdiction.id, chamber_id=lower.id, name="Finance", classification="committee"
    )  # fmt: skip
    session.add(committee)
    session.flush()
    roles = ((open_race.member, CommitteeRole.MEMBER), (open_race.other, CommitteeRole.CHAIR))
    since = date(2025, 1, 1)
    for person, role in roles:
        session.add(CommitteeSeat(committee_id=committee.id, person_id=person.id, printed_name=person.name, role=role))
    ask = campaigns.ask(session, open_race.campaign, AskKind.COMMITTEE_VOTE)
    session.add_all(
        AskTarget(ask_id=ask.id, person_id=person.id, added_on=since, reason="Sits on Finance.") for person, _ in roles
    )
    session.add(
        Gate(
            campaign_id=open_race.campaign.id, place=1, kind=GateKind.COMMITTEE, name="Finance", state=GateState.AT,
            committee_id=committee.id,
        )
    )  # fmt: skip
    session.flush()

    def tier(found: CallSheet, person: Person) -> Tier | None:
        row = row_of(found, person)
        return row.planned.tier if row.planned else None

    found = sheet(session, open_race)
    assert (tier(found, open_race.other), tier(found, open_race.member)) == (Tier.LEADERS, Tier.VOTES)
    end(session, where, date(2025, 6, 16), kind=DeadlineKind.COMMITTEE, chamber_id=lower.id, name="Finance meets")
    as_of = AsOf.of(TODAY, TODAY)
    earlier = call_sheet(
        session, OPERATOR, open_race.campaign.slug, as_of, deadline=date(2025, 6, 16), choices=Choices()
    )  # fmt: skip
    assert tier(earlier, open_race.member) is Tier.LEADERS


def test_where_no_chamber_sits_any_more_nothing_is_certain_and_it_says_so(session: Session, calls: Calls) -> None:
    as_of = AsOf.of(TODAY, TODAY)
    found = call_sheet(
        session, OPERATOR, calls.campaign.slug, as_of, deadline=ENDS, chamber=ChamberKind.UPPER, choices=Choices()
    )  # fmt: skip
    assert found.rows == ()
    assert found.plan is not None
    assert (found.plan.win_before, found.plan.win_after) == (None, None)
    assert found.plan.words == ("No chamber sits any more in which a call could move a vote.",)
    assert why_not(found, calls.senator) == "The Senate went home on June 12."
