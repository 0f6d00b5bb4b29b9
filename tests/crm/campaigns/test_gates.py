"""What stands between a bill and the vote, in its order; a look at an earlier day knows no later step."""

from __future__ import annotations

from datetime import date

import pytest

from crm.campaigns import gates as ways
from crm.campaigns.models import GateKind, GateState
from crm.errors import NotFound
from tests.builders import people
from tests.builders.scene import Scene


def gate(scene: Scene, place: int, name: str, **given):
    return ways.ensure_gate(scene.session, scene.leo, scene.campaign.id, place, GateKind.COMMITTEE, name, **given)


def told(scene: Scene, day: date | None = None) -> list[tuple[str, GateState]]:
    return [(line.name, line.state) for line in ways.gates(scene.session, scene.ada, scene.campaign.id, day)]


def test_gates_stand_by_chamber_and_place_and_what_both_must_pass_comes_last(scene: Scene) -> None:
    upper, lower = (chamber.id for chamber in scene.state.chambers)
    gate(scene, 1, "Governor")
    gate(scene, 2, "Senate floor", chamber_id=upper)
    gate(scene, 1, "Assembly Codes", chamber_id=lower)
    gate(scene, 1, "Senate Codes", chamber_id=upper)
    assert [name for name, _ in told(scene)] == ["Senate Codes", "Senate floor", "Assembly Codes", "Governor"]


def test_a_gate_noted_again_is_the_one_that_is_there(scene: Scene) -> None:
    first = gate(scene, 1, "Codes")
    assert gate(scene, 1, "Codes, once more").id == first.id
    assert told(scene) == [("Codes", GateState.AHEAD)]


def test_a_gate_names_the_office_that_holds_its_key(scene: Scene) -> None:
    held = people.post(scene.session, scene.state.jurisdiction, "speaker", scene.other_senator)
    gate(scene, 1, "The floor", office_id=held.office_id)
    (line,) = ways.gates(scene.session, scene.ada, scene.campaign.id)
    assert (line.office, line.office_id) == ("Speaker", held.office_id)


def test_a_gate_moves_with_its_day_and_keeps_its_source(scene: Scene) -> None:
    codes = gate(scene, 1, "Codes", source="the bill’s page")
    ways.move_gate(scene.session, scene.leo, codes.id, GateState.AT, date(2025, 1, 16))
    assert (codes.state, codes.source) == (GateState.AT, "the bill’s page")
    ways.move_gate(scene.session, scene.leo, codes.id, GateState.PASSED, date(2025, 6, 1), "the journal")
    (line,) = ways.gates(scene.session, scene.ada, scene.campaign.id)
    assert (line.state, line.state_since, line.source) == (GateState.PASSED, date(2025, 6, 1), "the journal")
    with pytest.raises(NotFound, match="gate"):
        ways.move_gate(scene.session, scene.leo, 9999, GateState.AT, None)


def test_on_a_day_before_the_bill_came_to_a_gate_it_is_still_ahead(scene: Scene) -> None:
    gate(scene, 1, "Codes", state=GateState.PASSED, state_since=date(2025, 6, 1), source="the journal")
    gate(scene, 2, "Rules", state=GateState.BLOCKED)
    (codes, rules) = ways.gates(scene.session, scene.ada, scene.campaign.id, date(2025, 5, 31))
    assert (codes.state, codes.state_since, codes.source) == (GateState.AHEAD, None, None)
    assert rules.state is GateState.BLOCKED, "nobody knows since when"
    assert told(scene, date(2025, 6, 1)) == [("Codes", GateState.PASSED), ("Rules", GateState.BLOCKED)]
