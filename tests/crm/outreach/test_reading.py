"""Whom we spoke to last, who did, and what allies may learn of it; who knows whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm import clock
from crm.coalition.models import Visibility
from crm.errors import InvalidInput, NotAllowed, NotFound
from crm.outreach import queries, service
from crm.outreach.around import named_officials
from crm.outreach.contacted import contacted_since
from crm.outreach.models import Channel, Outcome
from crm.outreach.queries import Filters
from crm.outreach.service import NewContact, Official, Owed, Staff, Topic
from tests import cast
from tests.builders import people
from tests.builders.scene import Scene
from tests.counting import statements
from tests.crm.outreach.conftest import JUNE


def log(scene: Scene, viewer=None, day: str = "2025-06-10", **given) -> int:
    new = NewContact(
        Channel.CALL,
        Outcome.REACHED_STAFF,
        officials=(Official(scene.senator.id),),
        campaign_id=scene.campaign.id,
        happened=day,
    )
    return service.log_contact(scene.session, viewer or scene.ada, replace(new, **given)).id


def test_the_last_contact_is_the_latest_that_reached_the_office(scene: Scene) -> None:
    log(scene, day="2025-06-01")
    last = log(scene, day="2025-06-05", channel=Channel.EMAIL, outcome=Outcome.SENT)
    log(scene, day="2025-06-08", outcome=Outcome.WRONG_NUMBER)
    log(scene, day="2025-06-09", channel=Channel.MEETING, outcome=Outcome.CANCELLED)
    found = queries.last_contacts(scene.session, scene.ada, [scene.senator.id, scene.other_senator.id])
    assert set(found) == {scene.senator.id}
    assert (found[scene.senator.id].action_id, found[scene.senator.id].day) == (last, date(2025, 6, 5))
    assert found[scene.senator.id].last_called == date(2025, 6, 1), "a letter takes none of the office's time"


def test_the_last_contact_is_that_of_the_day_and_the_knowledge_asked_about(scene: Scene) -> None:
    first = log(scene, day="2025-06-01")
    with clock.held_at(date(2025, 7, 1)):
        log(scene, day="2025-06-05")
    person = scene.senator.id
    until = queries.last_contacts(scene.session, scene.ada, [person], until=date(2025, 6, 3))
    known = queries.last_contacts(scene.session, scene.ada, [person], known=datetime(2025, 6, 30, tzinfo=UTC))
    assert until[person].action_id == known[person].action_id == first


def test_each_sees_the_last_contact_they_may_see(scene: Scene) -> None:
    log(scene, day="2025-06-01")
    log(scene, day="2025-06-05", visibility=Visibility.PRIVATE)
    found = scene.seen_by(lambda session, viewer: queries.last_contacts(session, viewer, [scene.senator.id]))
    days = {name: [each.day.day for each in last.values()] for name, last in found.items()}
    assert days == {"ada": [5], "leo": [5], "paz": [1], "otto": [], "rosa": []}
    since = scene.seen_by(lambda session, viewer: len(contacted_since(session, viewer, date(2025, 6, 3))))
    assert since == {"ada": 1, "leo": 1, "paz": 0, "otto": 0, "rosa": 0}


def touched(scene: Scene, viewer) -> bool:
    return bool(
        queries.touched_by_allies(
            scene.session, viewer, scene.campaign.id, [scene.senator.id], date(2025, 6, 1), until=JUNE
        )
    )


def test_an_ally_learns_that_an_office_was_called_and_no_more(scene: Scene) -> None:
    log(scene, visibility=Visibility.PRIVATE)
    assert scene.seen_by(lambda _, viewer: touched(scene, viewer)) == {
        "ada": False, "leo": False, "paz": True, "otto": False, "rosa": False,
    }  # fmt: skip
    assert queries.history(scene.session, scene.paz, scene.senator.id) == ()


def test_what_took_no_time_or_was_taken_back_touches_no_office(scene: Scene) -> None:
    log(scene, visibility=Visibility.PRIVATE, channel=Channel.EMAIL, outcome=Outcome.SENT)
    log(scene, visibility=Visibility.PRIVATE, outcome=Outcome.WRONG_NUMBER)
    log(scene, visibility=Visibility.PRIVATE, day="2025-05-20")
    action = log(scene, visibility=Visibility.PRIVATE)
    service.retract_contact(scene.session, scene.ada, action, "Logged twice.")
    assert not touched(scene, scene.paz)


def test_an_organization_outside_the_campaign_is_no_ally(scene: Scene) -> None:
    """Naming the campaign in a contact of its own must not keep the campaign's callers from an office."""
    log(scene, scene.otto, visibility=Visibility.PRIVATE)
    assert not touched(scene, scene.ada)


def test_the_log_is_narrowed_by_who_what_when_and_how(scene: Scene) -> None:
    paz, ada = scene.users["paz"].id, scene.users["ada"].id
    first = log(scene, day="2025-06-01", notes="On the steps of the Capitol", topics=(Topic(scene.measure.id),))
    second = log(scene, scene.paz, day="2025-06-05", channel=Channel.MEETING, outcome=Outcome.HELD)
    third = log(scene, day="2025-06-09", officials=(), staff=(Staff("Aida", boss_id=scene.other_senator.id),))
    for asked, found in (
        (Filters(), [third, second, first]),
        (Filters(user_id=paz), [second]),
        (Filters(user_id=ada, until=date(2025, 6, 5)), [first]),
        (Filters(organization_id=scene.ally.id), [second]),
        (Filters(measure_id=scene.measure.id), [first]),
        (Filters(person_id=scene.other_senator.id), [third]),
        (Filters(channel=Channel.MEETING), [second]),
        (Filters(outcome=Outcome.REACHED_STAFF), [third, first]),
        (Filters(since=date(2025, 6, 5)), [third, second]),
        (Filters(text="capitol"), [first]),
        (Filters(text="ABARA"), [second, first]),
        (Filters(text="100%"), []),
        (Filters(campaign_id=9999), []),
    ):
        page = queries.recent(scene.session, scene.ada, asked)
        assert [line.id for line in page.rows] == found, asked
        assert page.total == len(found)


def test_a_page_after_the_last_is_empty_and_says_how_many_there_are(scene: Scene) -> None:
    for day in range(1, 6):
        log(scene, day=f"2025-06-0{day}")
    first, last, after = (queries.recent(scene.session, scene.ada, page=number, size=2) for number in (1, 3, 4))
    assert [len(page.rows) for page in (first, last, after)] == [2, 1, 0]
    assert {page.total for page in (first, last, after)} == {5}
    assert first.last == 3
    assert queries.recent(scene.session, scene.otto).last == 1


def test_the_history_of_an_official_holds_contacts_with_their_staff(scene: Scene) -> None:
    with_staff = log(scene, officials=(), staff=(Staff("Aida", boss_id=scene.senator.id),))
    assert [line.id for line in queries.history(scene.session, scene.ada, scene.senator.id)] == [with_staff]


def test_a_contact_costs_as_many_queries_alone_as_among_thirty(scene: Scene) -> None:
    def cost() -> int:
        with statements(scene.session) as seen:
            queries.history(scene.session, scene.ada, scene.senator.id)
        return len(seen)

    log(scene, topics=(Topic(scene.measure.id),), follow_ups=(Owed("Send it"),))
    few = cost()
    for _ in range(29):
        log(scene, topics=(Topic(scene.measure.id),), follow_ups=(Owed("Send it"),))
    assert cost() == few <= 8


def tie(scene: Scene, viewer=None, strength: int = 3, **given) -> None:
    given = {"campaign_id": scene.campaign.id} | given
    service.set_relationship(scene.session, viewer or scene.ada, scene.senator.id, strength, "neighbor", **given)


def test_who_knows_an_official_best_comes_first_and_is_seen_by_who_may(scene: Scene) -> None:
    tie(scene, strength=2)
    tie(scene, scene.paz, strength=5, visibility=Visibility.PRIVATE)
    tie(scene, scene.leo, strength=4, user_id=scene.users["leo"].id)
    known = scene.seen_by(lambda session, viewer: queries.ties(session, viewer, [scene.senator.id]))
    strengths = {name: [each.strength for each in found.get(scene.senator.id, ())] for name, found in known.items()}
    assert strengths == {"ada": [4, 2], "leo": [4, 2], "paz": [5, 4, 2], "otto": [], "rosa": []}
    assert known["ada"][scene.senator.id][0].user == cast.LEO


def test_noting_a_tie_again_replaces_it(scene: Scene) -> None:
    tie(scene, strength=2)
    tie(scene, strength=4)
    (found,) = queries.ties(scene.session, scene.ada, [scene.senator.id])[scene.senator.id]
    assert found.strength == 4


def test_a_tie_has_a_strength_a_kind_and_people_on_file(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="1"):
        tie(scene, strength=6)
    with pytest.raises(InvalidInput, match="know each other"):
        service.set_relationship(scene.session, scene.ada, scene.senator.id, 3, " ")
    with pytest.raises(NotFound, match="person"):
        service.set_relationship(scene.session, scene.ada, 9999, 3, "neighbor")
    with pytest.raises(NotFound, match="user"):
        tie(scene, user_id=9999)
    with pytest.raises(NotAllowed):
        tie(scene, organization_id=scene.ally.id)


def test_a_record_that_was_joined_to_another_is_named_by_the_one_that_stayed(scene: Scene) -> None:
    gone = people.person(scene.session, "Sena A. Abara")
    gone.merged_into_id = scene.senator.id
    scene.session.flush()
    (found,) = named_officials(scene.session, [gone.slug], JUNE)
    assert (found.id, found.name) == (scene.senator.id, cast.SENATOR)
    assert found.slug == gone.slug, "what was typed for that name in a form still finds it"
    assert found.phones
