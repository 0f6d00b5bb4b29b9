"""A fact is entered once; again only where its import was undone."""

from __future__ import annotations

import pytest

from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.people.merging import decide_merge, propose_merge
from crm.people.models import MergeState
from crm.positions.fact_keys import FactOnFile, fact_on_file, facts_on_file, undone_key
from crm.positions.models import EvidenceKind, Position, ShiftReason
from crm.positions.service import NewEvidence, NewPosition, record
from crm.positions.stance import Stance
from tests import builders
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


def fact(scene: Scene, said: str = "2025-06-01") -> Position:
    return record(
        scene.session, OPERATOR,
        NewPosition(
            scene.senator.id, scene.measure.id, Stance.YES, "Sponsors S1.", said,
            evidence=(NewEvidence(EvidenceKind.SPONSORSHIP),), visibility=Visibility.PUBLIC,
            made_by=ShiftReason.SPONSORED, fact_key=f"sponsored:1:{scene.senator.id}:{said}",
        ),
    )  # fmt: skip


def test_the_ledger_enters_a_fact_once_and_again_after_its_import_was_undone(scene: Scene) -> None:
    first = fact(scene)
    assert fact(scene).id == first.id
    retracted(scene, first, undone_key(7, first.id))
    again = fact(scene)
    assert (again.id != first.id, again.fact_key) == (True, f"{first.fact_key}#2")
    assert fact(scene).id == again.id


def test_a_fact_of_a_record_that_was_joined_is_not_entered_again(scene: Scene) -> None:
    """Its key names the record that is gone."""
    gone = builders.person(scene.session, "Sena A. Abara")
    theirs = ledger.position(
        scene.session, gone, scene.measure, words="Sponsors S1.", made_by=ShiftReason.SPONSORED,
        fact_key=f"sponsored:1:{gone.id}:2025-06-01",
    )  # fmt: skip
    proposal = propose_merge(scene.session, scene.senator.id, gone.id, "A test.")
    decide_merge(scene.session, OPERATOR, proposal.id, MergeState.SAME, keep_id=scene.senator.id)
    assert fact(scene).id == theirs.id
    assert fact(scene, "2025-06-02").id != theirs.id
