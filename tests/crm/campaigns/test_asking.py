"""What a campaign asks, of whom, and how many it takes; said twice, it is there once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm import clock
from crm.campaigns import queries, service
from crm.campaigns.models import AskKind, PointKind, ThresholdKind
from crm.coalition.visibility import OPERATOR
from crm.errors import InvalidInput, NotFound
from crm.people.models import Power
from tests import cast
from tests.builders import law, people
from tests.builders.scene import Scene
from tests.crm.campaigns.conftest import JUNE


def ask(scene: Scene, words: str = "Vote yes", kind: AskKind = AskKind.VOTE_YES, **given):
    return service.ensure_ask(scene.session, scene.leo, scene.campaign.id, kind, words, **given)


def asked(scene: Scene, day: date) -> list[str]:
    return [line.words for line in queries.asks_open(scene.session, scene.ada, scene.campaign.id, day)]


def names(scene: Scene, ask_id: int, day: date = JUNE) -> list[str | None]:
    return [line.person for line in queries.targets(scene.session, scene.ada, [ask_id], day)[ask_id]]


def test_an_ask_is_open_from_its_first_day_to_its_last(scene: Scene) -> None:
    ask(scene, "Always")
    ask(scene, "In June", opened_on=date(2025, 6, 1), closed_on=date(2025, 6, 30))
    assert asked(scene, date(2025, 5, 31)) == ["Always"]
    assert asked(scene, date(2025, 6, 1)) == asked(scene, date(2025, 6, 30)) == ["Always", "In June"]
    assert asked(scene, date(2025, 7, 1)) == ["Always"]


def test_the_same_ask_again_is_the_same_and_learns_when_it_closes(scene: Scene) -> None:
    first = ask(scene)
    assert ask(scene, " Vote yes ").id == first.id
    assert ask(scene, closed_on=date(2025, 6, 30)).closed_on == date(2025, 6, 30)
    assert ask(scene, closed_on=date(2025, 7, 30)).closed_on == date(2025, 6, 30), "what is known stays"
    assert ask(scene, chamber_id=scene.state.upper.id).id != first.id
    assert first.measure_id == scene.measure.id
    with pytest.raises(InvalidInput, match="What is asked"):
        ask(scene, "  ")


def test_what_is_asked_of_an_office_is_asked_of_whoever_holds_it_on_the_day(scene: Scene) -> None:
    successor = people.person(scene.session, "Nia Next")
    held = people.post(scene.session, scene.state.jurisdiction, "speaker", scene.other_senator, power=Power.FLOOR)
    people.vacate(scene.session, held, date(2025, 6, 30))
    people.post(scene.session, scene.state.jurisdiction, "speaker", successor, date(2025, 7, 2))
    floor = ask(scene, "Bring it to the floor", AskKind.BRING_TO_FLOOR)
    service.add_target(
        scene.session, scene.leo, floor.id, office_id=held.office_id, reason="Nothing passes without.",
        added_on=date(2025, 1, 1),
    )  # fmt: skip
    assert names(scene, floor.id) == [cast.OTHER_SENATOR]
    assert names(scene, floor.id, date(2025, 7, 2)) == ["Nia Next"]
    (vacant,) = queries.targets(scene.session, scene.ada, [floor.id], date(2025, 7, 1))[floor.id]
    assert (vacant.person, vacant.office, vacant.power) == (None, "Speaker", Power.FLOOR)


def test_a_person_is_asked_from_the_day_they_were_added_until_removed(scene: Scene) -> None:
    sign = ask(scene, "Sign it", AskKind.SIGN)
    target = service.add_target(scene.session, scene.leo, sign.id, person_id=scene.governor.id, added_on=JUNE)
    again = service.add_target(scene.session, scene.leo, sign.id, person_id=scene.governor.id)
    assert again.id == target.id
    assert names(scene, sign.id) == [cast.GOVERNOR]
    assert names(scene, sign.id, JUNE - timedelta(days=1)) == []
    target.removed_on = JUNE + timedelta(days=3)
    scene.session.flush()
    assert names(scene, sign.id, JUNE + timedelta(days=3)) == []
    anew = service.add_target(scene.session, scene.leo, sign.id, person_id=scene.governor.id)
    assert anew.id != target.id


def test_it_is_asked_of_a_person_or_of_an_office_and_of_nobody_twice(scene: Scene) -> None:
    sign = ask(scene, "Sign it", AskKind.SIGN)
    for both in ({}, {"person_id": scene.governor.id, "office_id": 1}):
        with pytest.raises(InvalidInput, match="not of both"):
            service.add_target(scene.session, scene.leo, sign.id, **both)
    with pytest.raises(NotFound, match="ask"):
        service.add_target(scene.session, scene.leo, 9999, person_id=scene.governor.id)


def threshold(scene: Scene, votes: int, reason: str = "One to spare.", kind: ThresholdKind = ThresholdKind.COMFORT):
    chamber = scene.state.upper.id
    return service.set_threshold(scene.session, scene.leo, scene.campaign.id, chamber, kind, votes, reason)


def test_the_newest_number_is_in_force_and_the_former_ones_stay_known(scene: Scene) -> None:
    first = threshold(scene, 4)
    with clock.held_at(date(2025, 7, 1)):
        assert threshold(scene, 4, " One to spare. ").id == first.id, "the same again is no news"
        threshold(scene, 5, "Two to spare.")
        threshold(scene, 3, "The rule.", ThresholdKind.PASS)

    def in_force(known: date) -> dict[str, int]:
        lines = queries.thresholds(scene.session, scene.ada, scene.campaign.id, clock.end_of_day(known))
        return {line.kind.value: line.votes for line in lines}

    assert in_force(JUNE) == {"comfort": 4}
    assert in_force(date(2025, 7, 1)) == {"comfort": 5, "pass": 3}


def test_a_number_fits_the_chamber_and_has_a_reason(scene: Scene) -> None:
    for votes, reason, told in ((0, "x", "5 seats"), (6, "x", "5 seats"), (4, "  ", "Why this number")):
        with pytest.raises(InvalidInput, match=told):
            threshold(scene, votes, reason)
    with pytest.raises(NotFound, match="chamber"):
        service.set_threshold(
            scene.session, scene.leo, scene.campaign.id, 9999, ThresholdKind.COMFORT, 1, "x"
        )  # fmt: skip


def test_words_for_a_call_fit_the_stance_and_come_with_those_for_everybody(scene: Scene) -> None:
    sign = ask(scene, "Sign it", AskKind.SIGN)

    def point(kind: PointKind, heading: str, **given) -> None:
        service.add_talking_point(scene.session, scene.leo, scene.campaign.id, kind, heading, "Say so.", **given)

    point(PointKind.OBJECTION, "It costs too much", stance="no")
    point(PointKind.ARGUMENT, "It is right")
    point(PointKind.SCRIPT, "To somebody against", stance="no")
    point(PointKind.SCRIPT, "To everybody")
    point(PointKind.SCRIPT, "To a friend", stance="yes")
    point(PointKind.ARGUMENT, "On signing", ask_id=sign.id)
    for _ in range(2):
        point(PointKind.ARGUMENT, "It is right")

    def told(*asked, **more) -> list[str]:
        lines = queries.talking_points(scene.session, scene.ada, scene.campaign.id, *asked, **more)
        return [line.heading for line in lines]

    assert told("no") == ["To somebody against", "To everybody", "It is right", "On signing", "It costs too much"]
    assert told("yes", ask_id=9999) == ["To a friend", "To everybody", "It is right"]
    assert len(told()) == 6


def test_a_campaign_is_found_by_its_slug_its_name_and_nearly(scene: Scene) -> None:
    for text in (scene.campaign.slug, "OPEN kitchens ACT", "Open Kitchens Act"):
        assert queries.find_campaign(scene.session, text).id == scene.campaign.id
    with pytest.raises(NotFound, match=f"Did you mean {scene.campaign.slug}"):
        queries.find_campaign(scene.session, "open kitchen act")


def test_a_watched_measure_is_noted_once_and_is_not_the_campaigns_own(scene: Scene) -> None:
    other = law.measure(scene.session, scene.state, "Second Act")
    for _ in range(2):
        service.watch_measure(scene.session, scene.leo, scene.campaign.id, other.id)
    assert queries.watched_measure_ids(scene.session, scene.campaign.id) == (other.id,)
    (line,) = queries.campaigns(scene.session, scene.ada)
    assert line.measure_id == scene.measure.id


def test_the_viewers_own_campaigns_come_first(scene: Scene) -> None:
    service.ensure_campaign(scene.session, OPERATOR, "A first by name", scene.measure.id, "Pass it.")
    listed = [(line.name, line.takes_part) for line in queries.campaigns(scene.session, scene.paz)]
    assert listed == [(cast.MEASURE, True), ("A first by name", False)]
    assert [line.takes_part for line in queries.campaigns(scene.session, scene.otto)] == [False, False]
