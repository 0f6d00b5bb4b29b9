"""All that a board's page shows: moves with their seats, key holders, sittings; in a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm import clock
from crm.campaigns import service
from crm.campaigns.models import AskKind
from crm.coalition.visibility import OPERATOR
from crm.errors import NotFound
from crm.jurisdictions.models import Deadline
from crm.people.models import Power
from crm.positions import service as positions
from crm.positions.as_of import AsOf
from crm.positions.stance import Stance
from crm.whip.screen import Screen, screen
from tests import cast
from tests.builders import law, ledger, people, states
from tests.builders.scene import Scene
from tests.counting import statements
from tests.crm.whip.conftest import JUNE


def shown(scene: Scene, said: date = JUNE, *, known: date | None = None, since: date | None = None) -> Screen:
    return screen(scene.session, scene.ada, scene.campaign.slug, AsOf.of(said, known), since)


def stands(scene: Scene, person, stance=Stance.YES, said: str = "2025-06-10", **given):
    return ledger.position(scene.session, person, scene.measure, stance, said, **given)


def moved(found: Screen) -> list[tuple[str, str, str, str | None]]:
    return [(each.shift.name, each.shift.before, each.shift.after, each.seat) for each in found.moves]


def test_moves_are_told_with_the_seat_of_their_day_the_newest_first(scene: Scene) -> None:
    stands(scene, scene.senator, "no", "2025-06-11")
    stands(scene, scene.governor, "yes", "2025-06-12")
    stands(scene, scene.senator, "yes", "2025-06-13")
    found = shown(scene)
    assert moved(found) == [
        (cast.SENATOR, "no", "yes", "Sen. · 1"),
        (cast.GOVERNOR, "unknown", "yes", None),
        (cast.SENATOR, "unknown", "no", "Sen. · 1"),
    ]
    assert (found.toward, found.away) == (1, 1), "the governor moves no count"
    assert found.last_move == date(2025, 6, 13)


def test_what_moved_is_told_of_two_weeks_unless_the_reader_says_otherwise(scene: Scene) -> None:
    stands(scene, scene.senator, "no", "2025-06-05")
    stands(scene, scene.senator, "yes", "2025-06-06")
    assert len(moved(shown(scene))) == 1
    assert shown(scene).since == JUNE - timedelta(days=14)
    assert len(moved(shown(scene, since=date(2025, 6, 1)))) == 2
    assert moved(shown(scene, since=JUNE)) == []


def test_a_mended_entry_moves_on_the_day_it_was_mended(scene: Scene) -> None:
    with clock.held_at(date(2025, 3, 2)):
        wrong = stands(scene, scene.senator, "no", "2025-03-01", organization_id=scene.ours.id)
    positions.retract(scene.session, scene.ada, wrong.id, "It was her colleague.")
    found = shown(scene)
    assert [(each.day, each.shift.reason, each.seat) for each in found.moves] == [(JUNE, "retracted", "Sen. · 1")]
    assert moved(shown(scene, known=JUNE - timedelta(days=1))) == []


def test_the_river_runs_on_to_what_came_after_the_day_looked_at(scene: Scene) -> None:
    stands(scene, scene.senator, "no", "2025-05-01")
    stands(scene, scene.senator, "yes", "2025-06-10")
    upper = shown(scene, date(2025, 5, 10)).chambers[0]
    assert upper.board.count.soft == 0
    assert upper.series[-1].day == JUNE
    assert [point.counts["yes"] for point in upper.series] == [0, 0, 1, 1]
    assert [(turn.name, turn.day.day) for turn in upper.turns] == [(cast.SENATOR, 1), (cast.SENATOR, 10)]
    assert shown(scene, date(2025, 5, 10)).last_move == date(2025, 5, 1)


def test_an_empty_ledger_makes_no_river(scene: Scene) -> None:
    assert [each.series for each in shown(scene).chambers] == [(), ()]
    assert shown(scene).last_move is None


def test_key_holders_are_who_is_asked_by_name_and_who_is_on_record_without_a_seat(scene: Scene) -> None:
    speaker = people.post(scene.session, scene.state.jurisdiction, "speaker", scene.other_senator, power=Power.FLOOR)
    elsewhere = states.state(scene.session, name="Elsewhere")
    mayor = people.person(scene.session, "Mika Mayor")
    people.post(scene.session, elsewhere.jurisdiction, "mayor", mayor, power=Power.EXECUTES)
    floor = service.ensure_ask(scene.session, OPERATOR, scene.campaign.id, AskKind.BRING_TO_FLOOR, "Bring it up")
    again = service.ensure_ask(scene.session, OPERATOR, scene.campaign.id, AskKind.SPEAK, "Speak for it")
    long_ago = date(2025, 1, 1)
    for ask in (floor, again):
        service.add_target(
            scene.session, OPERATOR, ask.id, office_id=speaker.office_id, reason="Key.", added_on=long_ago
        )
    service.add_target(scene.session, OPERATOR, again.id, person_id=scene.governor.id, added_on=long_ago)
    stands(scene, mayor)
    stands(scene, scene.senator)
    holders = {each.name: each for each in shown(scene).key_holders}
    assert list(holders) == [cast.OTHER_SENATOR, cast.GOVERNOR, "Mika Mayor"], "a senator is in the seats already"
    speaking, governing, apart = holders.values()
    assert (speaking.asks, speaking.has_vote, speaking.power) == (("Bring it up", "Speak for it"), True, Power.FLOOR)
    assert (governing.asks, governing.has_vote, governing.power) == (("Speak for it",), False, Power.SIGNS)
    assert (apart.asks, apart.office, apart.power) == ((), "Mayor, Elsewhere", Power.EXECUTES)
    assert apart.standing is not None
    assert apart.standing.stance is Stance.YES


def test_an_office_nobody_holds_is_still_asked(scene: Scene) -> None:
    held = people.post(scene.session, scene.state.jurisdiction, "speaker", scene.other_senator)
    people.vacate(scene.session, held, date(2025, 6, 1))
    ask = service.ensure_ask(scene.session, OPERATOR, scene.campaign.id, AskKind.SPEAK, "Speak for it")
    service.add_target(scene.session, OPERATOR, ask.id, office_id=held.office_id, added_on=date(2025, 1, 1))
    (holder,) = shown(scene).key_holders
    assert (holder.person_id, holder.office, holder.asks) == (None, "Speaker", ("Speak for it",))


def test_a_chamber_sits_until_its_own_adjournment(scene: Scene) -> None:
    for chamber, day in zip(scene.state.chambers, (date(2025, 6, 12), date(2025, 6, 25)), strict=True):
        scene.session.add(
            Deadline(
                jurisdiction_id=scene.state.jurisdiction.id, chamber_id=chamber.id, kind="adjournment",
                name="Adjournment", falls_on=day, certainty="announced", source="a test", recorded_at=clock.now(),
            )
        )  # fmt: skip
    scene.session.flush()
    upper, lower = (each.sitting for each in shown(scene).chambers)
    assert upper.ended is not None
    assert (upper.ended.falls_on, upper.next, upper.days_left) == (date(2025, 6, 12), None, None)
    assert (lower.ended, lower.days_left) == (None, 5)
    on_its_last_day, _ = (each.sitting for each in shown(scene, date(2025, 6, 12)).chambers)
    assert (on_its_last_day.ended, on_its_last_day.days_left) == (None, 0)


def test_the_board_names_the_bills_that_carry_the_measure_and_whose_knowledge_it_counts(scene: Scene) -> None:
    law.bill(
        scene.session, scene.state.legislative_session, "S1", chamber=scene.state.upper, carries=scene.measure,
        prints=("", "A"),
    )  # fmt: skip
    found = shown(scene)
    assert [bill.printed for bill in found.bills] == ["S1-A"]
    assert (found.knowledge.own, found.knowledge.partners, found.knowledge.in_coalition) == (
        (cast.NEIGHBORS,),
        (cast.CLINIC,),
        True,
    )
    outside = screen(scene.session, scene.otto, scene.campaign.slug, AsOf.of())
    assert not outside.knowledge.in_coalition


def test_a_campaign_is_found_by_its_name_as_well_and_an_unknown_one_is_not(scene: Scene) -> None:
    assert screen(scene.session, scene.ada, "Open Kitchens Act", AsOf.of()).campaign.slug == scene.campaign.slug
    with pytest.raises(NotFound):
        screen(scene.session, scene.ada, "nothing", AsOf.of())


def test_a_screen_costs_as_many_queries_for_many_as_for_few(scene: Scene) -> None:
    stands(scene, scene.senator)
    stands(scene, scene.governor)
    service.ensure_ask(scene.session, OPERATOR, scene.campaign.id, AskKind.SIGN, "Sign it")
    with statements(scene.session) as few:
        shown(scene)
    for district in range(1, 10):
        person = people.person(scene.session, f"Member {district}")
        people.seat(scene.session, scene.state.lower, district, person)
        for day in range(1, 8):
            stands(scene, person, ("yes", "no")[day % 2], f"2025-06-{day + 10}")
        apart = people.person(scene.session, f"Mayor {district}")
        stands(scene, apart)
    with statements(scene.session) as many:
        shown(scene)
    assert len(many) == len(few) <= 25
