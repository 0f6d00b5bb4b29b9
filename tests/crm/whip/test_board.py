"""A measure's count in every chamber of its government: whose stance, against which number, how fresh."""

from __future__ import annotations

from datetime import date, timedelta

from crm import clock
from crm.campaigns import service
from crm.campaigns.models import ThresholdKind
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions.models import ChamberKind
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind
from crm.positions.stance import Stance
from crm.whip import queries
from crm.whip.count import SeatStance
from tests.builders import campaigns, law, ledger, people, states
from tests.builders.scene import Scene
from tests.counting import statements
from tests.crm.whip.conftest import JUNE


def board(scene: Scene, said: date = JUNE, known: date | None = None, **asked):
    return queries.board(scene.session, scene.ada, scene.measure.id, AsOf.of(said, known), **asked)


def stands(scene: Scene, person, stance=Stance.YES, said: str = "2025-06-01", **given):
    return ledger.position(scene.session, person, scene.measure, stance, said, **given)


def test_each_chamber_of_the_government_is_counted_the_upper_first(scene: Scene) -> None:
    elsewhere = states.state(scene.session, name="Elsewhere")
    people.seat(scene.session, elsewhere.upper, 1, people.person(scene.session, "Far Away"))
    upper, lower = board(scene)
    assert [(each.kind, each.count.seats, each.count.needed) for each in (upper, lower)] == [
        (ChamberKind.UPPER, 5, 3),
        (ChamberKind.LOWER, 9, 5),
    ]
    assert (upper.needed_to_override, lower.needed_to_override) == (4, 6)
    assert [each.kind for each in board(scene, chamber=ChamberKind.LOWER)] == [ChamberKind.LOWER]
    assert board(scene, chamber=ChamberKind.UNICAMERAL) == ()


def test_a_governor_is_in_no_count(scene: Scene) -> None:
    stands(scene, scene.governor)
    assert [each.count.soft for each in board(scene)] == [0, 0]


def test_a_position_stays_with_its_person_and_the_successor_starts_as_unknown(scene: Scene) -> None:
    leaver, successor = people.person(scene.session, "Lee Verr"), people.person(scene.session, "Nia Next")
    people.seat(scene.session, scene.state.upper, 3, leaver, date(2025, 1, 1), date(2025, 5, 31))
    people.seat(scene.session, scene.state.lower, 4, leaver, date(2025, 6, 1))
    people.seat(scene.session, scene.state.upper, 3, successor, date(2025, 6, 10))
    stands(scene, leaver, said="2025-03-01")
    assert [each.count.soft for each in board(scene, date(2025, 5, 1))] == [1, 0]
    assert [each.count.soft for each in board(scene)] == [0, 1]
    upper, _ = board(scene, date(2025, 6, 5))
    assert upper.count.counts[SeatStance.VACANT] == 3
    upper, _ = board(scene)
    third = next(seat for seat in upper.seats if seat.seat.district_name == "3")
    assert (third.seat.holder.name, third.stance) == ("Nia Next", SeatStance.UNKNOWN)


def test_vacancies_do_not_lower_what_is_needed(scene: Scene) -> None:
    upper, _ = board(scene)
    assert upper.count.counts[SeatStance.VACANT] == 3
    assert upper.count.needed == 3


def set_threshold(scene: Scene, campaign, kind: ThresholdKind, votes: int, reason: str = "One to spare.") -> None:
    service.set_threshold(scene.session, OPERATOR, campaign.id, scene.state.upper.id, kind, votes, reason)


def test_the_leads_number_takes_the_place_of_the_rule_from_the_day_it_was_set(scene: Scene) -> None:
    with clock.held_at(JUNE + timedelta(days=5)):
        set_threshold(scene, scene.campaign, ThresholdKind.PASS, 4)
        set_threshold(scene, scene.campaign, ThresholdKind.COMFORT, 5, "The leader wants all.")
        upper, _ = board(scene)
        before, _ = board(scene, known=JUNE)
    assert (upper.count.needed, upper.comfort) == (4, (5, "The leader wants all."))
    assert (before.count.needed, before.comfort) == (3, None)


def test_another_campaigns_number_is_not_this_ones(scene: Scene) -> None:
    """Two coalitions may work for one measure; each counts against its own lead's number."""
    rival = campaigns.campaign(scene.session, scene.measure, [scene.outside], name="Theirs")
    set_threshold(scene, scene.campaign, ThresholdKind.COMFORT, 4)
    set_threshold(scene, rival, ThresholdKind.PASS, 5)
    upper, _ = board(scene, campaign_id=scene.campaign.id)
    theirs, _ = board(scene, campaign_id=rival.id)
    assert (upper.count.needed, upper.comfort) == (3, (4, "One to spare."))
    assert (theirs.count.needed, theirs.comfort) == (5, None)


def due(scene: Scene, said: date = JUNE) -> list[str]:
    return [
        seat.seat.holder.name for each in board(scene, said) for seat in each.seats if seat.due and seat.seat.holder
    ]


def test_what_is_old_for_its_evidence_is_due_for_a_new_ask(scene: Scene) -> None:
    stands(scene, scene.senator, said="2025-01-01", hard=False)
    entry = stands(scene, scene.other_senator, said="2025-01-01")
    assert due(scene, date(2025, 3, 1)) == []
    assert due(scene) == [scene.senator.name], "what was said to us ages faster than a public statement"
    ledger.evidence(scene.session, entry, EvidenceKind.SPONSORSHIP)
    assert due(scene, date(2026, 6, 1)) == [scene.senator.name], "it is not the day looked at that makes it old"


def test_what_was_said_of_an_earlier_print_is_due_from_the_day_of_the_newer(scene: Scene) -> None:
    bill = law.bill(scene.session, scene.state.legislative_session, "S1", carries=scene.measure, prints=("", "A"))
    newer = law.bill(scene.session, scene.state.legislative_session, "S2", carries=scene.measure, prints=("",))
    stands(scene, scene.senator, bill_id=bill.id, print_letter="")
    stands(scene, scene.other_senator, bill_id=newer.id, print_letter="")
    assert due(scene) == [scene.senator.name]
    assert queries.newest_prints(scene.session, scene.measure.id, AsOf.of()) == {bill.id: "A", newer.id: ""}
    assert queries.newest_prints(scene.session, scene.measure.id, AsOf.of(JUNE, JUNE - timedelta(days=1))) == {}


def test_a_board_costs_seven_queries_however_many_seats_and_entries(scene: Scene) -> None:
    stands(scene, scene.senator)
    with statements(scene.session) as few:
        board(scene)
    for district in range(1, 10):
        person = people.person(scene.session, f"Member {district}")
        people.seat(scene.session, scene.state.lower, district, person)
        stands(scene, person)
    with statements(scene.session) as many:
        board(scene)
    assert len(many) == len(few) <= 7


def test_each_viewer_counts_what_they_may_see(scene: Scene) -> None:
    private = {"visibility": "private", "organization_id": scene.ally.id}
    stands(scene, scene.senator, **private)
    found = scene.seen_by(
        lambda session, viewer: queries.board(session, viewer, scene.measure.id, AsOf.of())[0].count.soft
    )
    assert found == {"ada": 0, "leo": 0, "paz": 1, "otto": 0, "rosa": 0}
