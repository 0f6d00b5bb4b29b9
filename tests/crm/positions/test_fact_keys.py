"""A fact is entered once; again only where its import was undone."""

from __future__ import annotations

import pytest

from crm.positions.fact_keys import FactOnFile, fact_on_file, facts_on_file, undone_key
from crm.positions.models import Position
from tests.builders import ledger
from tests.counting import statements
from tests.crm.positions.conftest import Scene


def entered(scene: Scene, key: str) -> Position:
    return ledger.position(scene.session, scene.senator, scene.measure, fact_key=key)


def retracted(scene: Scene, entry: Position, key: str | None) -> None:
    ledger.position(
        scene.session, scene.senator, scene.measure, None, is_retraction=True, corrects_id=entry.id,
        reason_given="Import 7 was undone.", fact_key=key,
    )  # fmt: skip


def test_a_new_fact_is_entered_under_its_own_key(scene: Scene) -> None:
    assert fact_on_file(scene.session, "sponsored:1:2:") == FactOnFile(None, "sponsored:1:2:")


def test_a_fact_on_file_is_not_entered_again(scene: Scene) -> None:
    assert fact_on_file(scene.session, "a").free_key == "a"
    there = entered(scene, "a")
    assert fact_on_file(scene.session, "a") == FactOnFile(there.id, None)


def test_what_a_person_retracted_stays_retracted(scene: Scene) -> None:
    entry = entered(scene, "a")
    retracted(scene, entry, None)
    assert fact_on_file(scene.session, "a") == FactOnFile(entry.id, None)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_fact_whose_import_was_undone_may_be_entered_again_each_time(scene: Scene, times: int) -> None:
    key = "a"
    for number in range(1, times + 1):
        entry = entered(scene, key)
        retracted(scene, entry, undone_key(number, entry.id))
        free = fact_on_file(scene.session, "a").free_key
        assert free == f"a#{number + 1}"
        key = free
    again = entered(scene, key)
    assert fact_on_file(scene.session, "a") == FactOnFile(again.id, None)


def test_many_facts_are_looked_up_together(scene: Scene) -> None:
    keys = [f"fact:{number}" for number in range(800)]
    for key in keys[:5]:
        entered(scene, key)
    with statements(scene.session) as sent:
        found = facts_on_file(scene.session, keys)
    assert len(sent) == 1
    assert [key for key in keys if found[key].entry_id] == keys[:5]
