"""The forecast of a chamber: from what is on record, from what roll calls taught, and whose movement helps most."""

from __future__ import annotations

from datetime import date

import pytest

from crm.bills import service as bills
from crm.bills.models import Carries, Stage, VoteCode
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import InvalidInput, NotAllowed
from crm.forecast import queries, service
from crm.forecast.assumptions import DEFAULTS, Standpoint
from crm.forecast.learning import seen_votes
from crm.jurisdictions.models import ChamberKind
from crm.positions.as_of import AsOf
from crm.positions.models import Capacity
from crm.positions.stance import Stance
from crm.whip.queries import board
from tests.builders import law, ledger, people
from tests.builders.scene import Scene
from tests.counting import statements
from tests.crm.forecast.conftest import JUNE


def forecast(scene: Scene, viewer: Viewer | None = None, said: date = JUNE) -> queries.Forecast:
    seen_by, as_of = viewer or scene.ada, AsOf.of(said)
    boards = board(scene.session, seen_by, scene.measure.id, as_of)
    return queries.forecast(scene.session, seen_by, boards, as_of)


def upper(scene: Scene, viewer: Viewer | None = None) -> queries.ChamberForecast:
    return forecast(scene, viewer).chambers[0]


def vote(scene: Scene, votes: dict[str, VoteCode], held_on: date = date(2025, 6, 10), carries=Carries.CARRIER):
    bill = law.bill(scene.session, scene.state.legislative_session, "S1")
    bills.carry(scene.session, OPERATOR, scene.measure.id, bill.id, carries)
    names = {scene.senator.name: scene.senator.id, scene.other_senator.name: scene.other_senator.id}
    bills.add_roll_call(
        scene.session, OPERATOR, bill.id, scene.state.upper.id, Stage.FLOOR, held_on, "a test",
        votes=[bills.NewVote(name, code, names.get(name)) for name, code in votes.items()],
    )  # fmt: skip


def test_a_seat_counts_by_what_is_known_and_a_vacant_one_never(scene: Scene) -> None:
    ledger.position(scene.session, scene.senator, scene.measure, Stance.YES)
    found = upper(scene)
    chances = {each.seat.seat.district_name: each.chance.value for each in found.seats}
    assert chances["1"] == pytest.approx(0.97, abs=0.01)
    assert chances["2"] == DEFAULTS.priors[Standpoint.UNKNOWN].chance
    assert [chances[name] for name in ("3", "4", "5")] == [0, 0, 0]
    assert found.expected == pytest.approx(sum(chances.values()))
    assert found.win == 0, "three of five are needed, and two seats are held"


def test_every_chamber_must_reach_its_number(scene: Scene) -> None:
    found = forecast(scene)
    assert [each.chamber.kind for each in found.chambers] == [ChamberKind.UPPER, ChamberKind.LOWER]
    assert found.win == found.chambers[0].win * found.chambers[1].win
    assert queries.forecast(scene.session, scene.ada, (), AsOf.of(JUNE)).win is None


def test_the_one_whose_step_helps_most_comes_first_and_who_cannot_move_is_not_among_them(scene: Scene) -> None:
    for district in (3, 4, 5):
        person = people.person(scene.session, f"Hard Yes {district}")
        people.seat(scene.session, scene.state.upper, district, person)
        ledger.position(scene.session, person, scene.measure, Stance.YES if district != 5 else Stance.NO)
    ledger.position(scene.session, scene.senator, scene.measure, Stance.UNDECIDED, "2025-06-18", hard=False)
    found = upper(scene)
    first = found.by_swing[0]
    assert first.seat.seat.holder is not None
    assert first.seat.seat.holder.person_id in (scene.senator.id, scene.other_senator.id)
    assert all(each.seat.seat.district_name not in ("3", "4") for each in found.by_swing), "hard yeses"
    for each in found.by_swing:
        stepped = [min(1, other.chance.value + (each.step if other is each else 0)) for other in found.seats]
        assert queries.distribution(stepped).at_least(found.needed) - found.win == pytest.approx(each.swing, abs=1e-9)


def test_what_was_promised_as_a_candidate_counts_less(scene: Scene) -> None:
    ledger.position(scene.session, scene.senator, scene.measure, Stance.YES)
    ledger.position(scene.session, scene.other_senator, scene.measure, Stance.YES, capacity=Capacity.CANDIDATE)
    chances = {each.seat.seat.district_name: each.chance.value for each in upper(scene).seats}
    assert chances["2"] < chances["1"]


def test_roll_calls_move_the_chance_of_where_their_voters_had_stood(scene: Scene) -> None:
    ledger.position(scene.session, scene.senator, scene.measure, Stance.UNDECIDED, "2025-06-01")
    ledger.position(scene.session, scene.other_senator, scene.measure, Stance.UNDECIDED, "2025-06-01")
    before = forecast(scene).basis.chances[Standpoint.UNDECIDED]
    vote(scene, {scene.senator.name: VoteCode.AYE, scene.other_senator.name: VoteCode.ABSENT, "Nobody": VoteCode.AYE})
    basis = forecast(scene).basis
    assert (basis.seen[Standpoint.UNDECIDED].yes, basis.seen[Standpoint.UNDECIDED].votes) == (1, 2)
    assert basis.chances[Standpoint.UNDECIDED] == DEFAULTS.priors[Standpoint.UNDECIDED].learned(1, 2) > before
    assert seen_votes(scene.session, scene.ada, AsOf.of(date(2025, 6, 9))) == {}


def test_what_was_said_on_the_day_of_the_vote_or_after_it_teaches_nothing(scene: Scene) -> None:
    ledger.position(scene.session, scene.senator, scene.measure, Stance.LEANING_NO, "2025-06-01")
    ledger.position(scene.session, scene.senator, scene.measure, Stance.YES, "2025-06-10")
    vote(scene, {scene.senator.name: VoteCode.AYE})
    assert set(forecast(scene).basis.seen) == {Standpoint.LEANING_NO}


def test_a_vote_on_somebody_elses_vehicle_teaches_nothing(scene: Scene) -> None:
    ledger.position(scene.session, scene.senator, scene.measure, Stance.LEANING_NO, "2025-06-01")
    vote(scene, {scene.senator.name: VoteCode.AYE}, carries=Carries.VEHICLE)
    assert forecast(scene).basis.seen == {}


def test_what_a_viewer_may_not_see_moves_no_forecast_of_theirs(scene: Scene) -> None:
    ledger.position(
        scene.session, scene.senator, scene.measure, Stance.NO,
        visibility=Visibility.PRIVATE, organization_id=scene.outside.id,
    )  # fmt: skip
    vote(scene, {scene.senator.name: VoteCode.AYE})
    assert set(forecast(scene, scene.ada).basis.seen) == {Standpoint.UNKNOWN}
    assert set(forecast(scene, scene.otto).basis.seen) == {Standpoint.NO}
    ours, theirs = upper(scene, scene.ada).seats[0].chance, upper(scene, scene.otto).seats[0].chance
    assert ours.standpoint is Standpoint.UNKNOWN
    assert theirs.standpoint is Standpoint.NO


def test_an_administrator_sets_a_number_with_a_reason_and_puts_it_back(scene: Scene) -> None:
    service.set_number(scene.session, scene.rosa, "unknown", 0.5, "They are all from one party here.")
    assert upper(scene).seats[1].chance.value == 0.5
    line = next(each for each in queries.numbers(scene.session, forecast(scene).basis) if each.name == "unknown")
    assert (line.value, line.stated, line.reason) == (0.5, 0.30, "They are all from one party here.")
    service.put_back(scene.session, scene.rosa, "unknown")
    assert upper(scene).seats[1].chance.value == 0.30


def test_nobody_else_sets_a_number_and_none_without_a_reason(scene: Scene) -> None:
    with pytest.raises(NotAllowed, match="Only an administrator"):
        service.set_number(scene.session, scene.leo, "unknown", 0.5, "I feel so.")
    with pytest.raises(InvalidInput, match="Why this number"):
        service.set_number(scene.session, scene.rosa, "unknown", 0.5, " ")
    with pytest.raises(InvalidInput, match="run from 0 to 1"):
        service.set_number(scene.session, scene.rosa, "unknown", 2, "Certain.")


def test_a_forecast_asks_as_many_questions_however_many_seats_there_are(scene: Scene) -> None:
    boards = board(scene.session, scene.ada, scene.measure.id, AsOf.of(JUNE))
    vote(scene, {scene.senator.name: VoteCode.AYE})
    with statements(scene.session) as asked:
        queries.forecast(scene.session, scene.ada, boards, AsOf.of(JUNE))
    assert len(asked) == 3
