"""The lobby day of next week: teams with leads, doors of those who can still be moved, and two things to put right."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import OPERATOR
from crm.lobbying.models import SlotState
from crm.lobbying.queries import WholeDay, lobby_day, lobby_days
from tests.seeds.conftest import TODAY

# They share databases that take seconds to load, so they run in one worker.
pytestmark = pytest.mark.xdist_group("examples")


@pytest.fixture
def day(practice: Session) -> WholeDay:
    """The only lobby day of the invented state, as it stands on the day of loading."""
    with clock.held_at(TODAY):
        (line,) = lobby_days(practice, OPERATOR)
        return lobby_day(practice, OPERATOR, line.id)


def test_it_is_next_tuesday_and_nothing_of_it_has_happened(day: WholeDay) -> None:
    assert day.line.held_on == date(2026, 6, 9)
    assert set(day.line.states) == {SlotState.ASKED, SlotState.AGREED}
    assert day.waiting == ()


def test_every_team_has_one_who_leads_and_somebody_who_does_not_sign_in(day: WholeDay) -> None:
    assert len(day.teams) == 3
    for team in day.teams:
        assert sum(member.leads for member in team.members) == 1
        assert any(member.user_id is None for member in team.members)
        assert len({member.user_id for member in team.members if member.user_id}) == 2


def test_every_meeting_has_a_door_and_an_ask_and_one_has_two_officials(day: WholeDay) -> None:
    assert len(day.meetings) == 10
    assert all(each.room and each.ask for each in day.meetings)
    assert sorted(len(each.targets) for each in day.meetings)[-2:] == [1, 2]
    assert len({target.person_id for each in day.meetings for target in each.targets}) == 11


def test_something_is_left_to_put_right(day: WholeDay) -> None:
    assert [clash.words for clash in day.clashes] == ["Team Lunchbox is in two places at 10:00 AM."]
    assert sum(each.team_id is None for each in day.meetings) == 1
