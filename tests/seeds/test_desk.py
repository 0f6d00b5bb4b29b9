"""The desk: whoever opens the examples finds work on it, and changes no count by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.bills.queries import find_measure
from crm.calling.today import Today, today
from crm.campaigns.models import Campaign
from crm.campaigns.queries import campaigns
from crm.campaigns.viewer import viewer_of
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer
from crm.lobbying.queries import my_meetings, without_debrief
from crm.outreach.models import OutreachAction
from crm.positions.as_of import AsOf
from crm.sessions import Database
from crm.whip.queries import board
from seeds.desk import EMAIL, ORGANIZATION
from seeds.load import load_demo
from seeds.training import CAMPAIGN, MEASURE
from tests.seeds.conftest import TODAY, row_counts

# They share databases that take seconds to load, so they run in one worker.
pytestmark = pytest.mark.xdist_group("examples")


@pytest.fixture
def newcomer(examples: Session) -> Viewer:
    """The desk's administrator, today."""
    user_id = examples.scalars(select(User.id).where(User.email == EMAIL)).one()
    return viewer_of(examples, user_id, is_admin=True, today=TODAY)


@pytest.fixture
def page(examples: Session, newcomer: Viewer) -> Today:
    """What they see first."""
    return today(examples, newcomer)


def test_the_desk_takes_part_in_every_campaign_and_has_no_password(examples: Session, newcomer: Viewer) -> None:
    user = examples.get_one(User, newcomer.user_id)
    assert (user.is_admin, user.is_invented, user.password_hash) == (True, True, None)
    lines = campaigns(examples, newcomer)
    assert len(lines) == 2
    assert all(line.takes_part for line in lines)


def test_they_owe_something_overdue_today_and_soon(page: Today) -> None:
    days = sorted((owed.due_on - TODAY).days for owed in page.mine if owed.due_on)
    assert days == [-4, -1, 0, 0, 1, 3]


def test_they_have_contacts_of_their_own(page: Today) -> None:
    assert len(page.contacts) == 4


def test_their_practice_campaign_has_moves_contested_reports_and_stale_ones(page: Today) -> None:
    practice = next(each for each in page.campaigns if each.campaign.slug == CAMPAIGN)
    assert len(practice.moves) > 5
    assert len(practice.contested) == 6
    assert len(practice.due) > 5
    assert [chamber.sitting.ended for chamber in practice.chambers] == [None, None]


def test_next_weeks_deadlines_are_ahead(page: Today) -> None:
    assert {each.name for each in page.deadlines} >= {"The Senate adjourns", "The House adjourns"}


def test_their_contacts_change_no_count(examples: Session, newcomer: Viewer) -> None:
    counts = [each.count for each in board(examples, newcomer, find_measure(examples, MEASURE).id, AsOf.of())]
    assert [(count.hard, count.soft, count.contested) for count in counts] == [(22, 30, 2), (46, 71, 4)]


def test_they_contacted_nobody_real(examples: Session) -> None:
    theirs = (
        select(Campaign.slug)
        .join(OutreachAction, OutreachAction.campaign_id == Campaign.id)
        .join(Organization, Organization.id == OutreachAction.organization_id)
        .where(Organization.name == ORGANIZATION)
    )
    assert set(examples.scalars(theirs)) == {CAMPAIGN}


def test_loading_all_examples_again_on_a_later_day_changes_nothing(demo: Database) -> None:
    before = row_counts(demo)
    with clock.held_at(TODAY + timedelta(9)):
        load_demo(demo)
    assert row_counts(demo) == before


def test_they_go_to_meetings_today_and_one_of_yesterday_waits_for_its_debrief(
    examples: Session, newcomer: Viewer
) -> None:
    with clock.held_at(TODAY):
        mine = my_meetings(examples, newcomer, TODAY)
        waiting = without_debrief(examples, newcomer)
    assert [each.starts_at.hour for each in mine] == [10, 14]
    assert all(each.room for each in mine)
    assert {each.held_on for each in waiting} == {TODAY - timedelta(1), TODAY}
    assert [each.starts_at.hour for each in waiting] == [10, 10]
