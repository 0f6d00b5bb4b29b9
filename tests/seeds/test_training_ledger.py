"""Two years of the invented campaign: stances that move and are mended, and the contacts of which they came."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from crm.accounts.models import User
from crm.bills.queries import find_measure
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, PUBLIC
from crm.outreach.contacted import contacted_since
from crm.outreach.models import (
    ActionOfficial,
    ActionStaff,
    ActionTopic,
    Channel,
    FollowUp,
    Outcome,
    OutreachAction,
)
from crm.people.models import ContactPoint
from crm.positions.as_of import AsOf
from crm.positions.models import Capacity, Evidence, EvidenceKind, NamelessCount, Position, Ruling, ShiftReason
from crm.positions.queries import shifts, standing
from crm.positions.stance import Stance
from seeds.training import MEASURE
from tests.seeds.conftest import TODAY

# They share databases that take seconds to load, so they run in one worker.
pytestmark = pytest.mark.xdist_group("examples")


def test_stances_shift_toward_us_and_away_in_every_half_year(practice: Session) -> None:
    found = shifts(practice, OPERATOR, find_measure(practice, MEASURE).id, date.min, AsOf.of(TODAY, TODAY))
    for first in range(-730, 0, 183):
        days = {TODAY + timedelta(number) for number in range(first, first + 183)}
        ways = {shift.direction for shift in found if shift.said_latest in days}
        assert ways >= {1, -1}
    assert {shift.reason.value for shift in found} >= {"said", "sponsored", "sponsorship_withdrawn", "voted"}


def test_entries_were_corrected_and_a_correction_was_corrected(practice: Session) -> None:
    wrong = aliased(Position)
    corrections = practice.execute(
        select(Position, wrong.corrects_id)
        .join(wrong, wrong.id == Position.corrects_id)
        .where(Position.is_retraction.is_(False))
    ).all()
    assert len(corrections) == 8
    assert sum(corrected is not None for _, corrected in corrections) == 2
    assert all(correction.reason_given for correction, _ in corrections)


def test_what_was_wrong_answered_until_it_was_corrected(practice: Session) -> None:
    wrong = aliased(Position)
    correction, before = practice.execute(
        select(Position, wrong.stance)
        .join(wrong, wrong.id == Position.corrects_id)
        .where(Position.is_retraction.is_(False), wrong.corrects_id.is_(None))
        .limit(1)
    ).one()

    def stance(known: date) -> Stance:
        as_of = AsOf.of(correction.said_latest, known)
        return standing(practice, OPERATOR, correction.measure_id, as_of, [correction.person_id])[
            correction.person_id
        ].stance

    day = correction.recorded_at.date()
    assert (stance(day - timedelta(1)), stance(day)) == (before, correction.stance)


def test_entries_were_taken_back_and_leave_nothing_or_what_was_said_anew(practice: Session) -> None:
    retracted = practice.scalars(select(Position.person_id).where(Position.is_retraction)).all()
    stands = standing(practice, OPERATOR, find_measure(practice, MEASURE).id, AsOf.of(), retracted)
    assert len(retracted) == 5
    assert [stand.stance for stand in stands.values()] == [Stance.YES, Stance.YES]


def test_reports_disagree_openly_and_between_others_somebody_ruled(practice: Session) -> None:
    stands = standing(practice, OPERATOR, find_measure(practice, MEASURE).id, AsOf.of())
    assert sum(stand.contested for stand in stands.values()) == 6
    rulings = practice.scalars(select(Ruling)).all()
    assert len(rulings) == 3
    assert all(ruling.reason and ruling.recorded_by_id for ruling in rulings)


def test_a_yes_under_a_condition_is_soft(practice: Session) -> None:
    stands = standing(practice, OPERATOR, find_measure(practice, MEASURE).id, AsOf.of()).values()
    conditional = [stand for stand in stands if stand.condition and stand.stance is Stance.YES]
    assert len(conditional) == 7
    assert not any(stand.hard for stand in conditional)


def test_every_kind_of_evidence_date_capacity_and_wall_appears(practice: Session) -> None:
    assert set(practice.scalars(select(Evidence.kind))) == set(EvidenceKind)
    assert set(practice.scalars(select(Position.made_by))) == set(ShiftReason) - {ShiftReason.LAPSED}
    assert set(practice.scalars(select(Position.capacity))) == set(Capacity)
    assert set(practice.scalars(select(Position.visibility))) == set(Visibility)
    said = set(practice.scalars(select(Position.said)))
    assert {"month", "by", "season"} == {
        "by" if text.startswith("../") else "season" if text[5:6] == "2" else "month"
        for text in said
        if len(text) != 10 or text.startswith("../")
    }


def test_who_looks_from_outside_sees_only_what_is_public(practice: Session) -> None:
    measure_id = find_measure(practice, MEASURE).id
    seen = standing(practice, PUBLIC, measure_id, AsOf.of())
    assert 0 < len(seen) < len(standing(practice, OPERATOR, measure_id, AsOf.of()))


def test_two_numbers_without_names_are_kept_as_numbers(practice: Session) -> None:
    counts = practice.execute(select(NamelessCount.of_whom, NamelessCount.number).order_by(NamelessCount.number))
    assert [tuple(row) for row in counts] == [("Representatives", 41), ("school boards", 212)]


def test_four_organizations_made_several_hundred_contacts_of_every_kind(practice: Session) -> None:
    by = Counter(practice.scalars(select(OutreachAction.organization_id)))
    assert len(by) == 4
    assert by.total() > 500
    assert set(practice.scalars(select(OutreachAction.channel))) == set(Channel)
    assert set(practice.scalars(select(OutreachAction.outcome))) == set(Outcome)
    assert set(practice.scalars(select(OutreachAction.visibility))) == set(Visibility)


def test_contacts_hold_several_officials_several_topics_and_staff(practice: Session) -> None:
    for table in (ActionOfficial, ActionTopic):
        most = practice.scalar(select(func.count()).select_from(table).group_by(table.action_id).limit(1).order_by(
            func.count().desc()
        ))  # fmt: skip
        assert most is not None
        assert most > 1
    assert practice.scalar(select(func.count()).where(ActionStaff.staff_id.is_not(None)))


def test_a_wrong_number_is_known_to_be_wrong(practice: Session) -> None:
    called = select(OutreachAction.contact_point_id).where(OutreachAction.outcome == Outcome.WRONG_NUMBER)
    since = practice.scalars(select(ContactPoint.wrong_since).where(ContactPoint.id.in_(called))).all()
    assert any(since)


def test_follow_ups_are_overdue_due_ahead_and_done(practice: Session) -> None:
    done = practice.scalar(select(func.count()).where(FollowUp.done_at.is_not(None)))
    due = practice.scalars(select(FollowUp.due_on).where(FollowUp.done_at.is_(None))).all()
    assert done is not None
    assert done > 100
    assert any(day == TODAY for day in due)
    assert sum(day < TODAY for day in due) >= 4
    assert sum(TODAY < day <= TODAY + timedelta(9) for day in due) >= 5


def test_many_offices_were_called_in_the_last_three_days(practice: Session) -> None:
    assert len(contacted_since(practice, OPERATOR, TODAY - timedelta(3))) >= 18


def test_whoever_recorded_something_was_there_to_do_it(practice: Session) -> None:
    for model in (OutreachAction, Position):
        early = select(model.id).join(User, User.id == model.recorded_by_id).where(model.recorded_at < User.created_at)
        assert practice.scalars(early).all() == []
