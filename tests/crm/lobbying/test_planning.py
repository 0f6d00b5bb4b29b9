"""A lobby day is planned by the organization it belongs to; its teams say how far their meetings are."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from crm import clock
from crm.coalition.models import Visibility
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound, WhipcountError
from crm.lobbying import queries, service, slots
from crm.lobbying.models import SlotState
from crm.lobbying.slots import NewMeeting
from tests.builders import campaigns, users
from tests.counting import statements
from tests.crm.lobbying.conftest import TODAY, Plan, at


def whole(plan: Plan, viewer=None) -> queries.WholeDay:
    return queries.lobby_day(plan.session, viewer or plan.ada, plan.day.id)


def test_a_day_has_teams_with_a_lead_and_meetings_in_their_order(plan: Plan) -> None:
    service.add_member(plan.session, plan.leo, plan.first.id, printed_name="  Bo   Reyes ")
    plan.meet(13, building="Capitol", room="512", with_staff="the chief of staff", notes="Bring the sheet.")
    plan.meet(9, 30, person_ids=(plan.senator.id, plan.other_senator.id), team_id=None)
    found = whole(plan)
    assert (found.line.teams, found.line.meetings, found.line.states) == (2, 2, {SlotState.ASKED: 2})
    assert [(each.name, each.leads) for each in found.teams[0].members] == [("Ada Okafor", True), ("Bo Reyes", False)]
    first, second = found.meetings
    assert (first.starts_at, first.team, first.who) == (time(9, 30), None, "Sena Abara, Tomás Peña-Ortiz")
    assert (second.where, second.with_staff, second.team) == ("room 512, Capitol", "the chief of staff", "Team 1")
    assert second.targets[0].office.startswith("Senator")


def test_a_coalition_day_is_seen_by_the_campaign_and_a_private_one_by_its_organization(session) -> None:
    with clock.held_at(at(8, 30)):
        plan = Plan(session)
        private = service.add_day(
            session, plan.leo, plan.campaign.id, "Only ours", TODAY, visibility=Visibility.PRIVATE
        )

        def seen(session, viewer):
            return [line.name for line in queries.lobby_days(session, viewer)]

        both, one = ["Only ours", "Kitchens Lobby Day"], ["Kitchens Lobby Day"]
        assert plan.seen_by(seen) == {"ada": both, "leo": both, "paz": one, "otto": [], "rosa": []}
        for outside in (plan.paz, plan.otto, plan.rosa):
            with pytest.raises(NotFound):
                queries.lobby_day(session, outside, private.id)
        for outside in (plan.otto, plan.rosa):
            with pytest.raises(NotFound):
                queries.lobby_day(session, outside, plan.day.id)


def test_nobody_plans_for_everybody_to_see(plan: Plan) -> None:
    with pytest.raises(InvalidInput) as wrong:
        service.add_day(plan.session, plan.leo, plan.campaign.id, "Open", TODAY, visibility=Visibility.PUBLIC)
    assert wrong.value.field == "visibility"


def test_a_partner_looks_on_and_who_stands_outside_does_not_know_of_it(plan: Plan) -> None:
    slot = plan.meet(10)
    member = whole(plan).teams[0].members[0].id
    verbs = (
        lambda v: service.change_day(plan.session, v, plan.day.id, name="x", held_on=TODAY),
        lambda v: service.cancel_day(plan.session, v, plan.day.id),
        lambda v: service.add_team(plan.session, v, plan.day.id, "x"),
        lambda v: service.remove_team(plan.session, v, plan.first.id),
        lambda v: service.add_member(plan.session, v, plan.first.id, printed_name="x"),
        lambda v: service.let_lead(plan.session, v, member),
        lambda v: service.remove_member(plan.session, v, member),
        lambda v: slots.add_meeting(plan.session, v, plan.day.id, NewMeeting(time(9), (plan.senator.id,))),
        lambda v: slots.change_meeting(plan.session, v, slot.id, NewMeeting(time(9), (plan.senator.id,))),
        lambda v: slots.set_state(plan.session, v, slot.id, SlotState.AGREED),
        lambda v: slots.fall_through(plan.session, v, slot.id, "late"),
        lambda v: slots.remove_meeting(plan.session, v, slot.id),
    )
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb(plan.paz)
        for outside in (plan.otto, plan.rosa):
            with pytest.raises(NotFound):
                verb(outside)


def test_a_partners_organizer_in_a_team_says_how_far_its_meetings_are_and_plans_nothing(plan: Plan) -> None:
    service.add_member(plan.session, plan.leo, plan.second.id, user_id=plan.paz.user_id)
    theirs, other = plan.meet(10, team_id=plan.second.id), plan.meet(11)
    slots.set_state(plan.session, plan.paz, theirs.id, SlotState.AGREED)
    slots.fall_through(plan.session, plan.paz, theirs.id, "  Session  ran late ")
    assert (theirs.state, theirs.reason) == (SlotState.FELL_THROUGH, "Session ran late")
    slots.set_state(plan.session, plan.paz, theirs.id, SlotState.ASKED)
    assert theirs.reason is None
    with pytest.raises(NotAllowed):
        slots.set_state(plan.session, plan.paz, other.id, SlotState.AGREED)
    with pytest.raises(NotAllowed):
        slots.remove_meeting(plan.session, plan.paz, theirs.id)


def test_only_who_may_see_the_day_goes_as_a_user(session) -> None:
    with clock.held_at(at(8, 30)):
        plan = Plan(session, visibility=Visibility.PRIVATE)
        for outside in (plan.paz, plan.otto, plan.rosa):
            with pytest.raises(NotFound):
                service.add_member(session, plan.leo, plan.first.id, user_id=outside.user_id)
        service.add_member(session, plan.leo, plan.first.id, user_id=plan.leo.user_id)


def test_a_team_has_one_lead_the_first_until_another_is_named(plan: Plan) -> None:
    leo = service.add_member(plan.session, plan.leo, plan.first.id, user_id=plan.leo.user_id, leads=True)
    assert [each.name for each in whole(plan).teams[0].members if each.leads] == ["Leo Brandt"]
    ada = next(each for each in whole(plan).teams[0].members if each.name == "Ada Okafor")
    service.let_lead(plan.session, plan.leo, ada.id)
    assert [each.name for each in whole(plan).teams[0].members if each.leads] == ["Ada Okafor"]
    service.remove_member(plan.session, plan.leo, leo.id)
    assert len(whole(plan).teams[0].members) == 1


def test_nobody_is_twice_in_a_team_and_no_two_teams_have_one_name(plan: Plan) -> None:
    service.add_member(plan.session, plan.leo, plan.first.id, printed_name="Bo Reyes")
    for who in ({"user_id": plan.ada.user_id}, {"printed_name": "Bo  Reyes"}):
        with pytest.raises(Conflict):
            service.add_member(plan.session, plan.leo, plan.first.id, **who)
    with pytest.raises(InvalidInput):
        service.add_member(plan.session, plan.leo, plan.first.id, printed_name=" ")
    with pytest.raises(Conflict):
        service.add_team(plan.session, plan.leo, plan.day.id, " Team  1")


def test_a_dissolved_teams_meetings_wait_for_another(plan: Plan) -> None:
    slot = plan.meet(10)
    service.remove_team(plan.session, plan.leo, plan.first.id)
    assert slot.lobby_team_id is None
    assert [team.name for team in whole(plan).teams] == ["Team 2"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"person_ids": ()}, "person_id"),
        ({"ends_at": time(10)}, "ends_at"),
        ({"ends_at": time(9, 59)}, "ends_at"),
        ({"person_ids": (1, 1)}, "person_id"),
        ({"state": SlotState.HELD}, "state"),
        ({"room": "x" * 501}, "room"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(plan: Plan, given: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        plan.meet(10, **given)
    assert wrong.value.field == field
    assert whole(plan).meetings == ()


def test_a_meeting_names_nothing_of_another_day_or_campaign(plan: Plan) -> None:
    other = service.add_day(plan.session, plan.leo, plan.campaign.id, "Another", TODAY + timedelta(7))
    team = service.add_team(plan.session, plan.leo, other.id, "Team 9")
    elsewhere = campaigns.campaign(plan.session, plan.measure, [plan.ours], name="Elsewhere")
    for given in (
        {"team_id": team.id},
        {"team_id": 10**6},
        {"ask_id": campaigns.ask(plan.session, elsewhere).id},
        {"person_ids": (10**6,)},
    ):
        with pytest.raises(NotFound):
            plan.meet(10, **given)


def test_changing_a_meeting_keeps_the_officials_that_stay(plan: Plan) -> None:
    slot = plan.meet(10, person_ids=(plan.senator.id, plan.governor.id))
    slots.change_meeting(
        plan.session, plan.leo, slot.id, NewMeeting(time(11), (plan.other_senator.id, plan.senator.id))
    )
    (found,) = whole(plan).meetings
    assert {each.name for each in found.targets} == {"Sena Abara", "Tomás Peña-Ortiz"}
    assert (found.starts_at, found.team) == (time(11), None)
    day = slots.remove_meeting(plan.session, plan.leo, slot.id)
    assert day.id == plan.day.id
    assert whole(plan).meetings == ()


def test_the_plan_tells_what_clashes_and_not_what_fell_through(plan: Plan) -> None:
    first = plan.meet(10)
    plan.meet(10, 5)
    assert sorted(clash.words for clash in whole(plan).clashes) == [
        "Sena Abara is to meet us twice at 10:05 AM.",
        "Team 1 is in two places at 10:05 AM.",
    ]
    slots.fall_through(plan.session, plan.leo, first.id, "She is ill")
    assert whole(plan).clashes == ()


def test_a_day_that_is_called_off_keeps_its_plan_and_takes_no_change(plan: Plan) -> None:
    slot = plan.meet(9)
    service.cancel_day(plan.session, plan.leo, plan.day.id)
    found = whole(plan)
    assert found.line.cancelled_at
    assert len(found.meetings) == 1
    with clock.held_at(at(18)):
        assert whole(plan).waiting == ()
        assert queries.my_meetings(plan.session, plan.ada, TODAY) == ()
        for verb in (
            lambda: plan.meet(11),
            lambda: slots.set_state(plan.session, plan.ada, slot.id, SlotState.AGREED),
            lambda: service.add_team(plan.session, plan.leo, plan.day.id, "x"),
        ):
            with pytest.raises(Conflict):
                verb()
    service.cancel_day(plan.session, plan.leo, plan.day.id, cancelled=False)
    plan.meet(11)


def test_ones_own_meetings_are_those_of_ones_teams_on_the_day(plan: Plan) -> None:
    plan.meet(11)
    plan.meet(10, team_id=plan.second.id)
    fell = plan.meet(12)
    slots.fall_through(plan.session, plan.leo, fell.id, "ill")

    def mine(session, viewer):
        return [each.starts_at.hour for each in queries.my_meetings(session, viewer, TODAY)]

    assert plan.seen_by(mine) == {"ada": [11], "leo": [], "paz": [], "otto": [], "rosa": []}
    assert queries.my_meetings(plan.session, plan.ada, TODAY + timedelta(1)) == ()
    assert len(queries.my_meetings(plan.session, plan.ada, TODAY - timedelta(3), until=TODAY)) == 1


def test_who_left_the_organization_sees_the_meetings_no_more_though_still_named_in_the_team(plan: Plan) -> None:
    plan.meet(11)
    gone = users.viewer_of(user=plan.users["ada"])
    assert queries.my_meetings(plan.session, gone, TODAY) == ()
    assert queries.without_debrief(plan.session, gone) == ()


def test_reading_a_day_takes_the_same_queries_however_many_meetings(plan: Plan) -> None:
    plan.meet(9)
    with statements(plan.session) as few:
        whole(plan)
    for hour in range(10, 20):
        plan.meet(hour, person_ids=(plan.senator.id, plan.other_senator.id))
    with statements(plan.session) as many:
        whole(plan)
    assert len(many) == len(few) <= 7


def test_a_year_that_no_calendar_has_and_a_name_without_letters_are_refused(plan: Plan) -> None:
    for name in ("", "  ", "x" * 201):
        with pytest.raises(WhipcountError):
            service.add_day(plan.session, plan.leo, plan.campaign.id, name, TODAY)
