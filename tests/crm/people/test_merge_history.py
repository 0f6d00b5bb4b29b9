"""Two records with history of their own become one person with both, and two again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling.models import CallList, CallTarget, Claim, TargetState
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, PUBLIC
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach import service as outreach
from crm.outreach.models import Channel, FollowUp, OutreachAction
from crm.outreach.queries import history
from crm.outreach.service import NewContact, Official, Owed
from crm.people.finding import find_person
from crm.people.merge_undo import undo_merge
from crm.people.merging import decide_merge, open_proposals, propose_merge
from crm.people.models import ContactPoint, Merge, MergeState, Person, PersonIdentifier, PersonName
from crm.positions import service as positions
from crm.positions.as_of import AsOf
from crm.positions.models import Position
from crm.positions.queries import standing
from crm.positions.timeline import timeline
from tests.builders import ledger, people
from tests.builders.scene import Scene

JUNE = date(2025, 6, 20)


@pytest.fixture
def scene(session: Session):
    with clock.held_at(JUNE):
        yield Scene(session)


@pytest.fixture
def other(scene: Scene) -> Person:
    """The senator once more, under another name and an id of her own."""
    found = people.person(scene.session, "Sena A. Abara", phone="(555) 555-0101")
    scene.session.add(PersonIdentifier(person_id=found.id, scheme="openstates", identifier="ocd-person/2"))
    return found


def joined(scene: Scene, kept: Person, gone: Person) -> Merge:
    proposal = propose_merge(scene.session, kept.id, gone.id, "Both were born on one day.")
    decide_merge(scene.session, OPERATOR, proposal.id, MergeState.SAME, keep_id=kept.id)
    return scene.session.scalars(select(Merge).order_by(Merge.id.desc())).first()


def test_both_histories_answer_at_any_time(scene: Scene, other: Person) -> None:
    ledger.position(scene.session, scene.senator, scene.measure, "no", "2025-01-10")
    ledger.position(scene.session, other, scene.measure, "leaning_yes", "2025-03-01")
    ledger.position(scene.session, scene.senator, scene.measure, "yes", "2025-06-01")
    joined(scene, scene.senator, other)
    entries = timeline(scene.session, OPERATOR, scene.senator.id, scene.measure.id, AsOf.of())
    assert [entry.stance for entry in entries] == ["no", "leaning_yes", "yes"]
    april = standing(scene.session, OPERATOR, scene.measure.id, AsOf.of(said=date(2025, 4, 1)))
    assert {person_id: each.stance for person_id, each in april.items()} == {scene.senator.id: "leaning_yes"}


def test_an_entry_keeps_its_id_and_the_instant_it_was_recorded(scene: Scene, other: Person) -> None:
    entry = ledger.position(scene.session, other, scene.measure)
    before = (entry.id, entry.recorded_at, entry.words)
    joined(scene, scene.senator, other)
    assert (entry.id, entry.recorded_at, entry.words) == before
    assert entry.person_id == scene.senator.id


def test_contacts_phones_and_what_is_owed_come_along(scene: Scene, other: Person) -> None:
    point = scene.session.scalars(select(ContactPoint).where(ContactPoint.person_id == other.id)).one()
    contact = NewContact(
        Channel.CALL, officials=(Official(other.id),), campaign_id=scene.campaign.id, contact_point_id=point.id,
        follow_ups=(Owed("Send the memo"),),
    )  # fmt: skip
    action = outreach.log_contact(scene.session, scene.ada, contact)
    joined(scene, scene.senator, other)
    found = history(scene.session, scene.ada, scene.senator.id)
    assert [line.id for line in found] == [action.id]
    assert scene.session.get_one(OutreachAction, action.id).contact_point_id != point.id, "both had the same phone"
    assert scene.session.scalars(select(FollowUp.action_id)).all() == [action.id]


def test_both_names_and_ids_lead_to_the_record_that_stays(scene: Scene, other: Person) -> None:
    slug = other.slug
    joined(scene, scene.senator, other)
    for text in (slug, "Sena A. Abara", "ocd-person/2", scene.senator.slug):
        assert find_person(scene.session, text).id == scene.senator.id


def test_of_one_list_both_are_called_once_and_a_call_made_to_either_was_made(scene: Scene, other: Person) -> None:
    listed = CallList(
        campaign_id=scene.campaign.id, name="Tonight", deadline_on=JUNE, rule={}, left_out={}, built_at=clock.now(),
        visibility=Visibility.PRIVATE, organization_id=scene.ours.id,
    )  # fmt: skip
    scene.session.add(listed)
    scene.session.flush()
    targets = [
        CallTarget(call_list_id=listed.id, person_id=person.id, rank=rank, reasons=[], state=state)
        for rank, (person, state) in enumerate(((scene.senator, TargetState.WAITING), (other, TargetState.DONE)))
    ]
    scene.session.add_all(targets)
    scene.session.flush()
    scene.session.add(
        Claim(
            call_target_id=targets[1].id, user_id=scene.users["ada"].id, claimed_at=clock.now(),
            expires_at=clock.now() + timedelta(minutes=10),
        )
    )  # fmt: skip
    scene.session.flush()
    merge = joined(scene, scene.senator, other)
    (target,) = scene.session.scalars(select(CallTarget))
    assert (target.person_id, target.state) == (scene.senator.id, TargetState.DONE)
    assert scene.session.scalars(select(Claim.call_target_id)).all() == [target.id]
    undo_merge(scene.session, OPERATOR, merge.id)
    states = {row.person_id: row.state for row in scene.session.scalars(select(CallTarget))}
    assert states == {scene.senator.id: TargetState.WAITING, other.id: TargetState.DONE}


def test_taken_apart_each_has_its_own_again_and_the_pair_waits_again(scene: Scene, other: Person) -> None:
    for person in (scene.senator, other):
        ledger.position(scene.session, person, scene.measure)
    merge = joined(scene, scene.senator, other)
    undo_merge(scene.session, scene.leo, merge.id)
    assert sorted(scene.session.scalars(select(Position.person_id))) == [scene.senator.id, other.id]
    assert other.merged_into_id is None
    assert len(open_proposals(scene.session)) == 1
    assert find_person(scene.session, "ocd-person/2").id == other.id
    assert (merge.undone_by_id, merge.undone_at) == (scene.leo.user_id, clock.now())


def test_a_correction_made_since_goes_with_the_entry_it_corrects(scene: Scene, other: Person) -> None:
    wrong = ledger.position(scene.session, other, scene.measure, "yes")
    merge = joined(scene, scene.senator, other)
    positions.retract(scene.session, OPERATOR, wrong.id, "Misheard.")
    undo_merge(scene.session, OPERATOR, merge.id)
    assert set(scene.session.scalars(select(Position.person_id))) == {other.id}


def test_a_value_somebody_changed_since_stays(scene: Scene, other: Person) -> None:
    other.email = "sena@example.org"
    merge = joined(scene, scene.senator, other)
    assert scene.senator.email == "sena@example.org"
    scene.senator.email = "office@example.org"
    scene.session.flush()
    undo_merge(scene.session, OPERATOR, merge.id)
    assert (scene.senator.email, other.email) == ("office@example.org", "sena@example.org")


def test_a_row_whose_id_was_given_out_again_comes_back_under_another(scene: Scene, other: Person) -> None:
    """SQLite gives the highest id out again."""
    scene.session.add(PersonName(person_id=scene.senator.id, name="S. Abara", folded="s abara"))
    scene.session.flush()
    last = PersonName(person_id=other.id, name="S. Abara", folded="s abara")
    scene.session.add(last)
    scene.session.flush()
    number = last.id
    merge = joined(scene, scene.senator, other)
    scene.session.add(PersonName(id=number, person_id=scene.governor.id, name="G. Hale", folded="g hale"))
    scene.session.flush()
    undo_merge(scene.session, OPERATOR, merge.id)
    names: set[Any] = set(scene.session.execute(select(PersonName.person_id, PersonName.name)).all())
    assert {(other.id, "S. Abara"), (scene.senator.id, "S. Abara"), (scene.governor.id, "G. Hale")} <= names


def test_a_merge_that_others_build_on_is_undone_after_them(scene: Scene, other: Person) -> None:
    third = people.person(scene.session, "S. Abara")
    first = joined(scene, other, third)
    second = joined(scene, scene.senator, other)
    with pytest.raises(Conflict, match="Undo that one first"):
        undo_merge(scene.session, OPERATOR, first.id)
    undo_merge(scene.session, OPERATOR, second.id)
    undo_merge(scene.session, OPERATOR, first.id)
    assert (other.merged_into_id, third.merged_into_id) == (None, None)


def test_the_record_about_which_more_was_recorded_stays_unless_somebody_says_which(scene: Scene, other: Person) -> None:
    for stance in ("no", "yes"):
        ledger.position(scene.session, other, scene.measure, stance)
    ledger.position(scene.session, scene.senator, scene.measure)
    proposal = propose_merge(scene.session, scene.senator.id, other.id, "Both were born on one day.")
    decide_merge(scene.session, OPERATOR, proposal.id, MergeState.SAME)
    assert scene.senator.merged_into_id == other.id
    assert scene.session.scalar(select(func.count()).where(Position.person_id == other.id)) == 3


def test_only_a_lead_or_an_administrator_takes_a_merge_apart(scene: Scene, other: Person) -> None:
    merge = joined(scene, scene.senator, other)
    for viewer in (PUBLIC, scene.ada):
        with pytest.raises(NotAllowed):
            undo_merge(scene.session, viewer, merge.id)
    undo_merge(scene.session, scene.rosa, merge.id)
    with pytest.raises(Conflict, match="undone before"):
        undo_merge(scene.session, scene.rosa, merge.id)
    with pytest.raises(NotFound):
        undo_merge(scene.session, scene.rosa, 999)


def test_what_cannot_be_joined_says_so(scene: Scene, other: Person) -> None:
    third = people.person(scene.session, "S. Abara")
    late = propose_merge(scene.session, other.id, third.id, "Same phone.")
    with pytest.raises(InvalidInput, match="Which of the two stays"):
        decide_merge(scene.session, OPERATOR, late.id, MergeState.SAME, keep_id=scene.governor.id)
    joined(scene, scene.senator, third)
    stale = propose_merge(scene.session, scene.other_senator.id, third.id, "Same phone.")
    with pytest.raises(Conflict, match="joined to another record before"):
        decide_merge(scene.session, OPERATOR, stale.id, MergeState.SAME)
