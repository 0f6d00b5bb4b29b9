"""The invented state: plainly invented, whole on every day of two years, and in its last week whenever it is loaded."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.bills.models import Bill, BillLink, BillPrint, Measure, RollCall, Sponsorship, Vote, VoteCode
from crm.bills.queries import find_measure
from crm.campaigns.models import Ask, AskKind, Campaign, CampaignOrganization, TalkingPoint
from crm.campaigns.viewer import viewer_of
from crm.coalition.models import Organization
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.jurisdictions.calendar import current_deadlines
from crm.jurisdictions.models import ChamberKind, DeadlineKind, Jurisdiction
from crm.outreach.models import OutreachAction
from crm.people.models import ContactPoint, Office, Person, StaffTenure, Tenure
from crm.people.seats import SeatState
from crm.positions.as_of import AsOf
from crm.positions.models import Evidence, NamelessCount, Position
from crm.sessions import Database
from crm.whip.queries import ChamberBoard, board
from seeds.load import load_training
from seeds.training import CAMPAIGN, MEASURE
from seeds.training.days import Days
from seeds.training.replay import steps
from tests.seeds.conftest import TODAY, row_counts

# They share databases that take seconds to load, so they run in one worker.
pytestmark = pytest.mark.xdist_group("examples")


def partner(session: Session) -> Viewer:
    """Somebody of the coalition, who sees what its organizations share."""
    user_id = session.scalars(select(User.id).where(User.email == "tess@parentstable.example")).one()
    return viewer_of(session, user_id, is_admin=False, today=TODAY)


def boards(session: Session, viewer: Viewer, said: date = TODAY, known: date = TODAY) -> tuple[ChamberBoard, ...]:
    return board(session, viewer, find_measure(session, MEASURE).id, AsOf.of(said, known))


@pytest.mark.parametrize("days_known", [-730, -509, -400, -240, -150, -62, -7, 0])
def test_both_chambers_add_up_to_their_seats_on_every_day(practice: Session, days_known: int) -> None:
    for days_said in range(-731, 1, 43):
        said, known = TODAY + timedelta(days_said), TODAY + timedelta(days_known)
        for viewer in (OPERATOR, PUBLIC):
            counts = [each.count for each in boards(practice, viewer, said, known)]
            assert [sum(count.counts.values()) for count in counts] == [63, 150]


def test_both_chambers_are_close_to_what_they_need_and_not_there(practice: Session) -> None:
    upper, lower = (each.count for each in boards(practice, partner(practice)))
    assert (upper.needed, upper.hard, upper.soft, upper.short) == (32, 22, 30, 2)
    assert (lower.needed, lower.hard, lower.soft, lower.short) == (76, 46, 71, 5)
    assert all(count.hard_due and count.contested for count in (upper, lower))


def test_the_lead_asks_for_votes_to_spare_and_says_why(practice: Session) -> None:
    comfort = {each.kind: each.comfort for each in boards(practice, OPERATOR)}
    assert {kind: votes for kind, (votes, _) in comfort.items()} == {ChamberKind.UPPER: 34, ChamberKind.LOWER: 80}
    assert all(reason for _, reason in comfort.values())


def test_all_but_three_seats_are_held_and_these_are_vacant(practice: Session) -> None:
    states = [Counter(seat.seat.state for seat in each.seats) for each in boards(practice, OPERATOR)]
    assert states == [{SeatState.HELD: 62, SeatState.VACANT: 1}, {SeatState.HELD: 148, SeatState.VACANT: 2}]


def test_who_moved_to_the_senate_took_their_yes_along_and_who_followed_is_unknown(practice: Session) -> None:
    def seats(said: date) -> list[dict[str | None, Any]]:
        return [{seat.seat.district_name: seat for seat in each.seats} for each in boards(practice, OPERATOR, said)]

    (_, before), (upper, lower) = seats(TODAY - timedelta(335)), seats(TODAY)
    mover = before["54"]
    assert mover.seat.person_id == upper["17"].seat.person_id
    assert (mover.stance, upper["17"].stance, lower["54"].stance) == ("yes", "yes", "unknown")
    assert lower["54"].seat.holder is not None


def test_everybody_and_everything_is_marked_as_invented(practice: Session) -> None:
    for model in (Jurisdiction, Person, Organization, Measure, Campaign, User):
        assert set(practice.scalars(select(model.is_invented))) == {True}
    for model in (Jurisdiction, Organization, Measure, Campaign):
        assert all("invented" in name for name in practice.scalars(select(model.name)))
    for sources in (Tenure, ContactPoint, StaffTenure, Bill, Sponsorship, RollCall, NamelessCount, TalkingPoint):
        assert all("Invented" in source for source in practice.scalars(select(sources.source)))


def test_nobody_has_a_password_and_no_phone_can_ring(practice: Session) -> None:
    assert set(practice.scalars(select(User.password_hash))) == {None}
    phones = [*practice.scalars(select(ContactPoint.phone)), *practice.scalars(select(StaffTenure.phone))]
    assert all(phone and phone[:2] == "37" and phone[3:10] == "-555-01" for phone in phones)
    assert len(set(practice.scalars(select(ContactPoint.phone)))) == practice.scalar(
        select(func.count()).select_from(ContactPoint)
    )


def test_no_two_people_share_a_name(practice: Session) -> None:
    names = practice.scalars(select(Person.name)).all()
    assert len(names) > 250
    assert len(set(names)) == len(names)


def test_every_member_can_be_reached_at_two_offices(practice: Session) -> None:
    held = select(Tenure.person_id).where(Tenure.ended_on.is_(None))
    offices = practice.execute(
        select(ContactPoint.person_id, func.count())
        .where(ContactPoint.person_id.in_(held))
        .group_by(ContactPoint.person_id)
    ).all()
    assert len(offices) == 212
    assert {many for _, many in offices} == {2}


@pytest.mark.parametrize("loaded", [TODAY + timedelta(number) for number in range(7)])
def test_whenever_it_is_loaded_both_chambers_adjourn_next_week(loaded: date) -> None:
    """Next week begins on the Monday that comes."""
    days = Days(loaded)
    monday = loaded + timedelta(7 - loaded.weekday())
    assert days.of({"next_week": "wednesday"}) == monday + timedelta(2)
    assert days.of({"next_week": "friday"}) == monday + timedelta(4)
    assert days.of({"next_week": "friday", "weeks_earlier": 1}) == monday - timedelta(3)


@pytest.mark.parametrize("loaded", [TODAY + timedelta(number) for number in range(7)])
def test_nothing_is_recorded_before_it_was_known_nor_today(loaded: date) -> None:
    played = steps(Days(loaded))
    assert max(step.known for step in played) < clock.start_of_day(loaded)
    assert min(step.known for step in played) >= clock.start_of_day(loaded - timedelta(731))


def test_deadlines_lie_behind_and_ahead_and_one_of_next_week_has_slipped(practice: Session) -> None:
    deadlines = current_deadlines(practice, clock.now())
    ends = {
        each.chamber: each
        for each in deadlines
        if each.kind is DeadlineKind.ADJOURNMENT and each.falls_on > TODAY and each.chamber
    }
    assert {chamber: each.falls_on for chamber, each in ends.items()} == {
        "Senate": date(2026, 6, 10),
        "House": date(2026, 6, 12),
    }
    assert [former.falls_on for former in ends["House"].slipped_from] == [date(2026, 6, 5)]
    assert ends["House"].reason
    assert ends["Senate"].slipped_from == ()
    for kind in (DeadlineKind.COMMITTEE, DeadlineKind.BUDGET, DeadlineKind.OPENING):
        assert any(each.kind is kind and each.falls_on > TODAY for each in deadlines)
    assert any(each.kind is DeadlineKind.COMMITTEE and each.falls_on < TODAY for each in deadlines)


def test_bills_of_two_sessions_carry_the_act_in_prints_that_differ_for_a_few_days(practice: Session) -> None:
    prints = Counter(
        practice.scalars(select(Bill.number).join(BillPrint, BillPrint.bill_id == Bill.id).order_by(Bill.id))
    )
    assert prints == {"S118": 2, "H305": 1, "S42": 3, "H117": 3, "S77": 2, "H203": 2, "S9001": 1}
    assert {link.kind.value for link in practice.scalars(select(BillLink))} == {"same_as", "previous_version"}


def test_a_committee_voted_in_all_six_ways(practice: Session) -> None:
    votes = Counter(practice.scalars(select(Vote.code)))
    assert votes == {
        VoteCode.AYE: 7,
        VoteCode.AYE_WITH_RESERVATIONS: 1,
        VoteCode.NAY: 4,
        VoteCode.EXCUSED: 1,
        VoteCode.ABSENT: 1,
        VoteCode.ABSTAINED: 1,
    }


def test_names_joined_the_bills_and_some_left(practice: Session) -> None:
    left = practice.scalars(select(Sponsorship.withdrawn).where(Sponsorship.withdrawn.is_not(None))).all()
    stand = practice.scalar(select(func.count()).select_from(Sponsorship).where(Sponsorship.withdrawn.is_(None)))
    assert len(left) == 6
    assert stand is not None
    assert stand > 60


def test_the_campaign_asks_for_everything_it_takes(practice: Session) -> None:
    kinds = set(practice.scalars(select(Ask.kind)))
    assert kinds >= {
        AskKind.COSPONSOR,
        AskKind.VOTE_YES,
        AskKind.BRING_TO_FLOOR,
        AskKind.COMMITTEE_VOTE,
        AskKind.SIGN,
    }
    stances = set(practice.scalars(select(TalkingPoint.stance)))
    assert stances == {None, "yes", "leaning_yes", "undecided", "leaning_no", "no", "unknown"}


def test_four_organizations_take_part_and_one_leads(practice: Session) -> None:
    campaign = practice.scalars(select(Campaign)).one()
    assert campaign.slug == CAMPAIGN
    takes_part = practice.scalars(select(CampaignOrganization.organization_id)).all()
    assert len(takes_part) == len(set(takes_part)) == 4
    assert campaign.lead_organization_id in takes_part


def test_loading_again_on_the_same_day_and_on_a_later_one_changes_nothing(training: Database) -> None:
    before = row_counts(training)
    for day in (TODAY, TODAY + timedelta(40)):
        with clock.held_at(day):
            load_training(training)
    assert row_counts(training) == before


def told(session: Session) -> list[Any]:
    """All that organizations and the record of the invented state hold, without ids."""
    entries = session.execute(
        select(
            Person.name, Position.stance, Position.words, Position.condition, Position.said, Position.recorded_at,
            Position.visibility, Organization.name,
        )
        .join(Person, Person.id == Position.person_id)
        .outerjoin(Organization, Organization.id == Position.organization_id)
        .where(Person.is_invented, or_(Organization.name.is_(None), Organization.name != "Demo desk (invented)"))
        .order_by(Position.id)
    ).all()  # fmt: skip
    contacts = session.execute(
        select(OutreachAction.channel, OutreachAction.outcome, OutreachAction.notes, OutreachAction.happened_at)
        .join(Organization, Organization.id == OutreachAction.organization_id)
        .where(Organization.is_invented, Organization.name != "Demo desk (invented)")
        .order_by(OutreachAction.id)
    ).all()
    return [*entries, *contacts]


def test_loaded_twice_on_one_day_it_is_the_same_state_beside_whatever(practice: Session, examples: Session) -> None:
    once, again = told(practice), told(examples)
    assert len(once) > 1000
    assert once == again


def test_nothing_of_it_touches_what_is_real(examples: Session) -> None:
    """Nobody invented has an office, a word or a name on a bill anywhere else; nobody real has one there."""
    real = select(Jurisdiction.id).where(Jurisdiction.is_invented.is_(False))
    crossing = [
        select(Tenure.id)
        .join(Person, Person.id == Tenure.person_id)
        .join(Office, Office.id == Tenure.office_id)
        .where(Office.jurisdiction_id.in_(real) == Person.is_invented),
        select(Position.id)
        .join(Person, Person.id == Position.person_id)
        .join(Measure, Measure.id == Position.measure_id)
        .where(Measure.jurisdiction_id.in_(real) == Person.is_invented),
        select(CampaignOrganization.id)
        .join(Campaign, Campaign.id == CampaignOrganization.campaign_id)
        .join(Organization, Organization.id == CampaignOrganization.organization_id)
        .where(Campaign.is_invented != Organization.is_invented, Organization.name != "Demo desk (invented)"),
        select(OutreachAction.id)
        .join(Campaign, Campaign.id == OutreachAction.campaign_id)
        .join(Organization, Organization.id == OutreachAction.organization_id)
        .where(Campaign.is_invented != Organization.is_invented),
    ]
    assert [examples.scalars(query).all() for query in crossing] == [[], [], [], []]


def test_every_entry_has_its_evidence(practice: Session) -> None:
    bare = select(Position.id).where(
        Position.is_retraction.is_(False), Position.id.not_in(select(Evidence.position_id))
    )
    assert practice.scalars(bare).all() == []
