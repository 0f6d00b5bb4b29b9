"""A wrong entry is corrected or taken back, from then on; before that it still answers."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from crm import clock
from crm.coalition.models import Visibility
from crm.errors import Conflict, NotAllowed, NotFound
from crm.positions import queries, service
from crm.positions.as_of import AsOf
from crm.positions.stance import Stance
from tests.crm.positions.conftest import JUNE, Scene


def test_a_correction_counts_from_the_moment_it_was_recorded(scene) -> None:
    wrong = service.record(scene.session, scene.ada, scene.new(Stance.NO))
    with clock.held_at(date(2025, 7, 1)):
        service.correct(scene.session, scene.ada, wrong.id, scene.new(Stance.UNDECIDED), "it was her colleague")
    assert scene.stance(scene.ada, known=date(2025, 6, 30)) == "no"
    with clock.held_at(date(2025, 7, 2)):
        assert scene.stance(scene.ada) == "undecided"


def test_a_retraction_leaves_nothing_on_record(scene) -> None:
    wrong = service.record(scene.session, scene.ada, scene.new(Stance.NO))
    service.retract(scene.session, scene.ada, wrong.id, "never said")
    assert scene.stance(scene.ada) == "unknown"
    entries = queries.timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of(JUNE))
    assert [(entry.stance, entry.retracted, entry.stands) for entry in entries] == [
        (Stance.NO, True, False),
        (None, True, False),
    ]


def test_an_entry_is_corrected_once_then_its_correction_is(scene) -> None:
    wrong = service.record(scene.session, scene.ada, scene.new(Stance.NO))
    better = service.correct(scene.session, scene.ada, wrong.id, scene.new(Stance.UNDECIDED), "misheard")
    with pytest.raises(Conflict):
        service.correct(scene.session, scene.ada, wrong.id, scene.new(Stance.YES), "misheard again")
    service.correct(scene.session, scene.ada, better.id, scene.new(Stance.LEANING_YES), "misheard again")
    assert scene.stance(scene.ada) == "leaning_yes"


def test_the_timeline_marks_an_entry_whose_correction_was_said_later(scene) -> None:
    wrong = service.record(scene.session, scene.ada, scene.new(Stance.NO, said="2025-06-01"))
    service.correct(scene.session, scene.ada, wrong.id, scene.new(Stance.NO, said="2025-06-15"), "wrong day")
    (entry,) = queries.timeline(
        scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of(date(2025, 6, 10))
    )
    assert not entry.stands
    assert scene.stance(scene.ada, date(2025, 6, 10)) == "unknown"


def test_another_organizations_entry_can_be_neither_corrected_nor_found(scene) -> None:
    shared = service.record(scene.session, scene.ada, scene.new())
    hidden = service.record(scene.session, scene.ada, scene.new(visibility=Visibility.PRIVATE))
    with pytest.raises(NotAllowed):
        service.retract(scene.session, scene.partner, shared.id, "we disagree")
    with pytest.raises(NotFound):
        service.retract(scene.session, scene.partner, hidden.id, "we disagree")
    with pytest.raises(NotAllowed):
        service.record(scene.session, scene.outsider, scene.new())


def test_of_two_retractions_in_one_instant_the_second_is_told_of_the_first(database) -> None:
    """Whether it meets the first one's row or only the lock on it, the answer is the same."""
    with database.write() as session:
        scene = Scene(session)
        entry_id = service.record(session, scene.ada, scene.new()).id
        viewer = scene.ada
    told: list[object] = []

    def second() -> None:
        try:
            with database.write() as session:
                service.retract(session, viewer, entry_id, "we disagree")
        except Exception as error:
            told.append(error)

    late = threading.Thread(target=second)
    with database.write() as session:
        service.retract(session, viewer, entry_id, "it was somebody else")
        late.start()
        late.join(0.2)  # time to meet the lock; without it the answer is the same
    late.join(10)
    assert [type(error) for error in told] == [Conflict]


def test_shifts_say_why_a_correction_moved_the_count(scene) -> None:
    wrong = service.record(scene.session, scene.ada, scene.new(Stance.NO, said="2025-05-02"))
    service.correct(scene.session, scene.ada, wrong.id, scene.new(Stance.YES, said="2025-05-02"), "misheard")
    (shift,) = queries.shifts(scene.session, scene.ada, scene.measure.id, date(2025, 6, 1), AsOf.of(JUNE))
    assert (shift.before, shift.after, shift.reason.value, shift.direction) == (Stance.NO, Stance.YES, "corrected", 1)


def test_taking_back_the_newest_entry_lets_the_one_before_it_answer_again(scene) -> None:
    service.record(scene.session, scene.ada, scene.new(Stance.YES, said="2025-05-02"))
    wrong = service.record(scene.session, scene.ada, scene.new(Stance.NO, said="2025-05-20"))
    service.retract(scene.session, scene.ada, wrong.id, "it was her colleague")
    (shift,) = queries.shifts(scene.session, scene.ada, scene.measure.id, date(2025, 6, 1), AsOf.of(JUNE))
    assert (shift.before, shift.after, shift.reason.value) == (Stance.NO, Stance.YES, "retracted")


def test_mending_what_was_overtaken_long_ago_moves_nobody(scene) -> None:
    wrong = service.record(scene.session, scene.ada, scene.new(Stance.NO, said="2025-05-02"))
    service.record(scene.session, scene.ada, scene.new(Stance.YES, said="2025-05-20"))
    service.correct(scene.session, scene.ada, wrong.id, scene.new(Stance.UNDECIDED, said="2025-05-02"), "misheard")
    assert queries.shifts(scene.session, scene.ada, scene.measure.id, date(2025, 6, 1), AsOf.of(JUNE)) == ()


def test_an_organization_that_left_the_campaign_still_mends_what_it_said_there(scene) -> None:
    shared = service.record(scene.session, scene.ada, scene.new(Stance.NO))
    gone = replace(scene.ada, campaign_ids=frozenset())
    service.correct(scene.session, gone, shared.id, scene.new(Stance.UNDECIDED), "misheard")
    assert scene.stance(scene.partner) == "undecided"
    with pytest.raises(NotAllowed, match="takes no part"):
        service.record(scene.session, gone, scene.new())
