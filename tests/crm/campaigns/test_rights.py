"""Who may say what a campaign asks; and what working for an organization lets somebody see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from crm import clock
from crm.campaigns import joined, queries, service
from crm.campaigns.gates import ensure_gate, move_gate
from crm.campaigns.models import AskKind, CampaignOrganization, GateKind, GateState, PointKind, ThresholdKind
from crm.campaigns.viewer import viewer_of
from crm.coalition.models import Role
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import InvalidInput, NotAllowed, NotFound
from tests.builders import campaigns, law, users
from tests.builders.scene import Scene
from tests.crm.campaigns.conftest import JUNE


def verbs(scene: Scene) -> dict[str, Callable[[Any], object]]:
    """Everything that changes a campaign, as a call for a viewer."""
    session, campaign = scene.session, scene.campaign.id
    ask = service.ensure_ask(session, OPERATOR, campaign, AskKind.SIGN, "Sign it").id
    gate = ensure_gate(session, OPERATOR, campaign, 1, GateKind.RULES, "Rules").id
    upper = scene.state.upper.id
    return {
        "add_organization": lambda v: service.add_organization(session, v, campaign, scene.outside.id),
        "watch_measure": lambda v: service.watch_measure(session, v, campaign, scene.measure.id),
        "ensure_ask": lambda v: service.ensure_ask(session, v, campaign, AskKind.SPEAK, "Speak"),
        "add_target": lambda v: service.add_target(session, v, ask, person_id=scene.governor.id),
        "set_threshold": lambda v: service.set_threshold(
            session, v, campaign, upper, ThresholdKind.COMFORT, 4, "One to spare."
        ),
        "add_talking_point": lambda v: service.add_talking_point(
            session, v, campaign, PointKind.SCRIPT, "Hello", "Hi."
        ),
        "ensure_gate": lambda v: ensure_gate(session, v, campaign, 2, GateKind.FLOOR, "Floor"),
        "move_gate": lambda v: move_gate(session, v, gate, GateState.AT, JUNE),
    }


def test_the_campaigns_lead_and_an_administrator_change_it_and_nobody_else(scene: Scene) -> None:
    users.member(scene.session, scene.users["paz"], scene.ally, Role.LEAD)
    partner = viewer_of(scene.session, scene.users["paz"].id, is_admin=False, today=JUNE)
    assert partner.lead_organization_ids
    for name, verb in verbs(scene).items():
        for refused in (scene.ada, scene.paz, partner, scene.otto):
            with pytest.raises(NotAllowed, match="lead"):
                verb(refused)
        for viewer in (scene.leo, scene.rosa, OPERATOR):
            assert verb(viewer) is not None, name


def test_a_campaign_that_is_not_on_file_is_not_found(scene: Scene) -> None:
    with pytest.raises(NotFound, match="campaign"):
        service.ensure_ask(scene.session, scene.leo, 9999, AskKind.SIGN, "Sign it")
    with pytest.raises(NotFound, match="campaign"):
        ensure_gate(scene.session, scene.leo, 9999, 1, GateKind.RULES, "Rules")


def test_a_lead_begins_a_campaign_of_its_own_organization_and_of_no_other(scene: Scene) -> None:
    def begin(viewer, organization, name="A new one"):
        return service.ensure_campaign(
            scene.session, viewer, name, scene.measure.id, "Pass it.", lead_organization_id=organization.id
        )

    for viewer, organization in ((scene.ada, scene.ours), (scene.leo, scene.ally)):
        with pytest.raises(NotAllowed):
            begin(viewer, organization)
    made = begin(scene.leo, scene.ours)
    assert begin(scene.paz, scene.ally).id == made.id, "the same name is the same campaign, as it is"
    with pytest.raises(InvalidInput, match="needs a name"):
        begin(scene.leo, scene.ours, " ")


def test_an_organization_joins_once_and_may_come_back_after_leaving(scene: Scene) -> None:
    first = service.add_organization(scene.session, scene.leo, scene.campaign.id, scene.outside.id, agreement="signed")
    assert service.add_organization(scene.session, scene.leo, scene.campaign.id, scene.outside.id).id == first.id
    first.left_on = JUNE
    with clock.held_at(JUNE + timedelta(days=9)):
        again = service.add_organization(scene.session, scene.leo, scene.campaign.id, scene.outside.id)
    assert (again.joined_on, first.left_on) == (JUNE + timedelta(days=9), JUNE)

    def there(day: date) -> bool:
        return scene.outside in queries.organizations(scene.session, scene.campaign.id, day)

    assert [there(JUNE + timedelta(days=days)) for days in (-1, 0, 1, 8, 9)] == [False, True, False, False, True]


def test_what_a_user_may_see_follows_todays_memberships(scene: Scene) -> None:
    user = users.user(scene.session, "Nia Marsh")

    def viewer(day: date = JUNE):
        return viewer_of(scene.session, user.id, is_admin=False, today=day)

    assert (viewer().organization_ids, viewer().campaign_ids) == (frozenset(), frozenset())
    membership = users.member(scene.session, user, scene.ally, Role.LEAD, since=JUNE)
    assert viewer(JUNE - timedelta(days=1)).organization_ids == frozenset()
    assert viewer().organization_ids == viewer().lead_organization_ids == frozenset({scene.ally.id})
    assert viewer().campaign_ids == frozenset({scene.campaign.id})
    membership.ended_on = JUNE
    scene.session.flush()
    assert viewer().organization_ids
    assert viewer(JUNE + timedelta(days=1)) == Viewer(user_id=user.id)


def test_being_an_administrator_opens_no_wall(scene: Scene) -> None:
    assert scene.rosa.is_admin
    assert (scene.rosa.organization_ids, scene.rosa.campaign_ids) == (frozenset(), frozenset())
    assert not scene.rosa.sees_all


def test_an_organization_that_left_a_campaign_is_outside_of_it(scene: Scene) -> None:
    other = campaigns.campaign(scene.session, law.measure(scene.session, scene.state, "Second Act"), [scene.ally])
    taken = joined.campaigns_joined(scene.session, JUNE, [scene.ally.id])[scene.ally.id]
    assert {each.campaign_id: each.leads for each in taken} == {scene.campaign.id: False, other.id: True}
    scene.session.execute(
        update(CampaignOrganization)
        .where(CampaignOrganization.organization_id == scene.ally.id, CampaignOrganization.campaign_id == other.id)
        .values(left_on=JUNE - timedelta(days=1))
    )
    paz = viewer_of(scene.session, scene.users["paz"].id, is_admin=False, today=JUNE)
    assert paz.campaign_ids == frozenset({scene.campaign.id})
    assert [each.campaign_id for each in joined.campaigns_joined(scene.session, JUNE)[scene.ally.id]] == [
        scene.campaign.id
    ]


def test_the_campaigns_one_may_change_are_those_one_leads_and_that_go_on(scene: Scene) -> None:
    ended = campaigns.campaign(scene.session, scene.measure, [scene.ours], name="Ended")
    ended.ended_on = JUNE - timedelta(days=1)
    scene.campaign.ended_on = JUNE
    scene.session.flush()
    led = scene.seen_by(lambda session, viewer: [each.slug for each in joined.campaigns_led(session, viewer)])
    here = [scene.campaign.slug]
    assert led == {"ada": [], "leo": here, "paz": [], "otto": [], "rosa": here}
