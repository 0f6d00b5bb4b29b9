"""What is owed, by whom, by when, and who may say that it is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.coalition.models import Visibility
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach import queries, service
from crm.outreach.models import Channel
from crm.outreach.service import NewContact, Official, Owed
from tests.builders.scene import Scene
from tests.crm.outreach.conftest import JUNE


def owe(scene: Scene, what: str = "Send the brief", due: date | None = None, **given) -> int:
    viewer = given.pop("viewer", scene.ada)
    given.setdefault("campaign_id", scene.campaign.id)
    owed = Owed(what, due, given.pop("by", None), scene.senator.id)
    return service.add_follow_up(scene.session, viewer, owed, **given).id


def whats(scene: Scene, viewer, **asked) -> list[str]:
    return [line.what for line in queries.follow_ups(scene.session, viewer, **asked)]


def test_the_soonest_comes_first_and_what_has_no_day_last(scene: Scene) -> None:
    owe(scene, "some day")
    owe(scene, "late", JUNE - timedelta(days=3))
    owe(scene, "next week", JUNE + timedelta(days=7))
    owe(scene, "tomorrow", JUNE + timedelta(days=1))
    assert whats(scene, scene.ada) == ["late", "tomorrow", "next week", "some day"]
    assert whats(scene, scene.ada, due=queries.Due.OVERDUE, today=JUNE) == ["late"]
    assert whats(scene, scene.ada, today=JUNE, within=timedelta(days=2)) == ["late", "tomorrow"]


def test_who_notes_it_owes_it_unless_somebody_else_does(scene: Scene) -> None:
    owe(scene, "mine")
    owe(scene, "Leo's", by=scene.users["leo"].id)
    assert whats(scene, scene.ada, mine=True) == ["mine"]
    assert whats(scene, scene.leo, mine=True) == ["Leo's"]
    assert whats(scene, scene.paz) == ["mine", "Leo's"]


def test_what_another_organization_keeps_private_is_nobodys_elses_debt_to_see(scene: Scene) -> None:
    owe(scene, "ours", visibility=Visibility.PRIVATE)
    owe(scene, "Paz’s, but ours", visibility=Visibility.PRIVATE, by=scene.users["paz"].id)
    assert whats(scene, scene.paz) == []
    assert whats(scene, scene.paz, mine=True) == []
    assert whats(scene, scene.rosa) == []


def test_a_debt_after_a_contact_stands_behind_the_contacts_wall(scene: Scene) -> None:
    contact = NewContact(Channel.CALL, officials=(Official(scene.senator.id),), visibility=Visibility.PRIVATE)
    action = service.log_contact(scene.session, scene.ada, contact)
    owe(scene, "after it", action_id=action.id, campaign_id=None, visibility=Visibility.PUBLIC)
    assert whats(scene, scene.leo) == ["after it"]
    assert whats(scene, scene.paz) == []
    with pytest.raises(NotFound):
        owe(scene, viewer=scene.paz, action_id=action.id)


def test_a_debt_says_what_is_owed_and_names_people_who_are_on_file(scene: Scene) -> None:
    for owed, refusal in (
        (Owed("  "), InvalidInput),
        (Owed("Send it", person_id=9999), NotFound),
        (Owed("Send it", owed_by_id=9999), NotFound),
    ):
        with pytest.raises(refusal):
            service.add_follow_up(scene.session, scene.ada, owed, campaign_id=scene.campaign.id)
    with pytest.raises(NotAllowed):
        service.add_follow_up(scene.session, scene.otto, Owed("Send it"), campaign_id=scene.campaign.id)


def test_it_is_done_once_by_ones_own_organization_and_says_by_whom(scene: Scene) -> None:
    shared, hidden = owe(scene), owe(scene, visibility=Visibility.PRIVATE)
    with pytest.raises(NotAllowed):
        service.complete_follow_up(scene.session, scene.paz, shared)
    with pytest.raises(NotFound):
        service.complete_follow_up(scene.session, scene.paz, hidden)
    done = service.complete_follow_up(scene.session, scene.leo, shared)
    assert done.done_by_id == scene.users["leo"].id
    with pytest.raises(Conflict):
        service.complete_follow_up(scene.session, scene.ada, shared)
    assert [line.id for line in queries.follow_ups(scene.session, scene.ada)] == [hidden]
    assert [line.id for line in queries.follow_ups(scene.session, scene.ada, due=queries.Due.DONE)] == [shared]
