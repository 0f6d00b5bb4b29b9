"""What came of a meeting is one contact with all who were there, written once, behind the walls of its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.coalition.models import Visibility
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.lobbying import queries, service, slots
from crm.lobbying.debriefs import debrief
from crm.lobbying.models import SlotState
from crm.outreach.models import Channel, FollowUp, Outcome, OutreachAction
from crm.outreach.queries import contact
from crm.outreach.service import NewContact, Official, Owed, Staff, Topic, retract_contact
from crm.positions.models import Position
from crm.positions.stance import Stance
from tests.crm.lobbying.conftest import TODAY, Plan, at


def told(plan: Plan, **given) -> NewContact:
    defaults = {
        "channel": Channel.CALL,
        "outcome": Outcome.REACHED_MEMBER,
        "officials": (Official(plan.senator.id),),
        "client_key": "the form",
    }
    return NewContact(**(defaults | given))


def test_several_officials_and_colleagues_stances_words_promises_and_staff_are_one_contact(plan: Plan) -> None:
    slot = plan.meet(10, person_ids=(plan.senator.id, plan.other_senator.id))
    with clock.held_at(at(10, 30)):
        action = debrief(
            plan.session,
            plan.ada,
            slot.id,
            told(
                plan,
                officials=(Official(plan.senator.id), Official(plan.other_senator.id)),
                user_ids=(plan.ada.user_id, plan.leo.user_id),
                staff=(Staff("Kit"),),
                topics=(
                    Topic(plan.measure.id, answer="I will vote for it.", stance=Stance.YES, person_id=plan.senator.id,
                          witnesses=("Leo Brandt",)),
                    Topic(plan.measure.id, answer="No.", stance=Stance.NO, person_id=plan.other_senator.id),
                ),
                follow_ups=(Owed("Send the sheet", TODAY + timedelta(1), person_id=plan.senator.id),),
            ),
        )  # fmt: skip
        line = contact(plan.session, plan.ada, action.id)
        (found,) = queries.lobby_day(plan.session, plan.ada, plan.day.id).meetings
    assert line is not None
    assert (line.channel, line.campaign_id, line.visibility) == (
        Channel.LOBBY_VISIT, plan.campaign.id, Visibility.COALITION,
    )  # fmt: skip
    assert (len(line.officials), line.users, line.staff) == (2, ("Ada Okafor", "Leo Brandt"), ("Kit",))
    assert [each.what for each in line.follow_ups] == ["Send the sheet"]
    stances = {tuple(row) for row in plan.session.execute(select(Position.person_id, Position.stance))}
    assert stances == {(plan.senator.id, Stance.YES), (plan.other_senator.id, Stance.NO)}
    assert (found.state, found.action_id, found.waits) == (SlotState.HELD, action.id, False)
    assert clock.local(action.happened_at).hour == 10


def test_the_same_form_sent_twice_is_one_contact(plan: Plan) -> None:
    slot = plan.meet(10)
    with clock.held_at(at(10, 30)):
        first = debrief(plan.session, plan.ada, slot.id, told(plan, follow_ups=(Owed("Send it"),)))
        again = debrief(plan.session, plan.ada, slot.id, told(plan, follow_ups=(Owed("Send it"),)))
    assert first.id == again.id
    for table in (OutreachAction, FollowUp):
        assert plan.session.scalar(select(func.count()).select_from(table)) == 1


def test_two_of_a_team_who_write_at_once_write_one_debrief(plan: Plan) -> None:
    slot = plan.meet(10)
    with clock.held_at(at(10, 30)):
        debrief(plan.session, plan.ada, slot.id, told(plan))
        with pytest.raises(Conflict) as late:
            debrief(plan.session, plan.leo, slot.id, told(plan, client_key="another form"))
    assert "log one" in late.value.hint
    assert plan.session.scalar(select(func.count()).select_from(OutreachAction)) == 1


def test_a_debrief_that_was_taken_back_is_waited_for_anew(plan: Plan) -> None:
    slot = plan.meet(10)
    with clock.held_at(at(10, 30)):
        action = debrief(plan.session, plan.ada, slot.id, told(plan))
        retract_contact(plan.session, plan.ada, action.id, "the wrong office")
        assert [each.id for each in queries.without_debrief(plan.session, plan.ada)] == [slot.id]
        new = debrief(plan.session, plan.ada, slot.id, told(plan, client_key="another form"))
        assert queries.without_debrief(plan.session, plan.ada) == ()
    assert new.id != action.id
    assert slot.action_id == new.id


def test_nothing_is_told_of_a_day_to_come_nor_of_a_meeting_that_was_cancelled(plan: Plan) -> None:
    slot = plan.meet(10)
    with clock.held_at(at(8) - timedelta(days=1)), pytest.raises(InvalidInput):
        debrief(plan.session, plan.ada, slot.id, told(plan))
    with pytest.raises(InvalidInput) as wrong:
        debrief(plan.session, plan.ada, slot.id, told(plan, outcome=Outcome.CANCELLED))
    assert wrong.value.field == "outcome"
    assert (slot.state, slot.action_id) == (SlotState.ASKED, None)


def test_a_meeting_that_was_held_early_is_told_without_its_hour(plan: Plan) -> None:
    slot = plan.meet(10)
    action = debrief(plan.session, plan.ada, slot.id, told(plan))
    assert (action.happened, action.happened_at) == (TODAY.isoformat(), None)


def test_it_may_be_told_days_later(plan: Plan) -> None:
    slot = plan.meet(10)
    with clock.held_at(at(12) + timedelta(days=2)):
        action = debrief(plan.session, plan.ada, slot.id, told(plan))
    assert action.happened_latest == TODAY


def test_a_partner_in_the_team_tells_for_their_own_organization(plan: Plan) -> None:
    service.add_member(plan.session, plan.leo, plan.second.id, user_id=plan.paz.user_id)
    slot = plan.meet(10, team_id=plan.second.id)
    with clock.held_at(at(11)):
        action = debrief(plan.session, plan.paz, slot.id, told(plan, visibility=Visibility.PRIVATE))
        seen = {
            name: queries.lobby_day(plan.session, getattr(plan, name), plan.day.id).meetings[0]
            for name in ("ada", "paz")
        }
    assert action.organization_id == plan.ally.id
    assert [(each.state, each.debriefed) for each in seen.values()] == [(SlotState.HELD, True)] * 2
    assert (seen["ada"].action_id, seen["paz"].action_id) == (None, action.id)


def test_a_private_day_tells_to_its_organization_alone(session) -> None:
    with clock.held_at(at(8, 30)):
        plan = Plan(session, visibility=Visibility.PRIVATE)
        slot = plan.meet(8)
        action = debrief(session, plan.ada, slot.id, told(plan))
        assert action.visibility is Visibility.PRIVATE
        for outside in (plan.paz, plan.otto, plan.rosa):
            with pytest.raises(NotFound):
                debrief(session, outside, slot.id, told(plan, client_key="x"))
            assert contact(session, outside, action.id) is None


def test_who_is_in_no_team_of_a_partners_day_tells_nothing(plan: Plan) -> None:
    slot = plan.meet(8)
    with pytest.raises(NotAllowed):
        debrief(plan.session, plan.paz, slot.id, told(plan))


def test_what_waits_for_its_debrief_is_shown_to_its_team_to_who_planned_it_and_to_the_lead(plan: Plan) -> None:
    service.add_member(plan.session, plan.leo, plan.second.id, user_id=plan.paz.user_id)
    mine, theirs = plan.meet(9), plan.meet(10, team_id=plan.second.id)
    fell = plan.meet(11)
    slots.fall_through(plan.session, plan.leo, fell.id, "ill")
    plan.meet(16)

    def waiting(session, viewer):
        return [each.id for each in queries.without_debrief(session, viewer)]

    assert plan.seen_by(waiting) == {"ada": [], "leo": [], "paz": [], "otto": [], "rosa": []}
    with clock.held_at(at(12)):
        both = [mine.id, theirs.id]
        expected = {"ada": [mine.id], "leo": both, "paz": [theirs.id], "otto": [], "rosa": []}
        assert plan.seen_by(waiting) == expected
    with clock.held_at(date(2026, 6, 1)):
        assert plan.seen_by(waiting)["leo"] == []


def test_a_meeting_with_its_debrief_is_changed_and_removed_no_more(plan: Plan) -> None:
    slot = plan.meet(8)
    debrief(plan.session, plan.ada, slot.id, told(plan))
    for verb in (
        lambda: slots.fall_through(plan.session, plan.ada, slot.id, "late"),
        lambda: slots.set_state(plan.session, plan.ada, slot.id, SlotState.ASKED),
        lambda: slots.remove_meeting(plan.session, plan.leo, slot.id),
        lambda: service.remove_team(plan.session, plan.leo, plan.first.id),
        lambda: service.change_day(plan.session, plan.leo, plan.day.id, name="Kitchens", held_on=TODAY + timedelta(1)),
    ):
        with pytest.raises(Conflict):
            verb()
    service.change_day(plan.session, plan.leo, plan.day.id, name="Another name", held_on=TODAY)
