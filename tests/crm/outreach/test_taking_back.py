"""A wrong tap can be taken back, with all that came of it, and nothing that others did since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm import clock
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach import queries, service
from crm.outreach.models import Channel, FollowUp, Outcome
from crm.outreach.service import NewContact, Official, Owed, Topic
from crm.people.models import ContactPoint
from crm.positions import service as ledger
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind
from crm.positions.queries import standing, timeline
from crm.positions.service import NewEvidence, NewPosition
from crm.positions.stance import Stance
from tests.builders.scene import Scene
from tests.crm.outreach.conftest import JUNE


def call(scene: Scene, outcome: Outcome = Outcome.REACHED_MEMBER, **given) -> NewContact:
    new = NewContact(
        Channel.CALL,
        outcome,
        officials=(Official(scene.senator.id),),
        campaign_id=scene.campaign.id,
        notes="We talked.",
    )
    return replace(new, **given)


def said(scene: Scene, stance: Stance = Stance.YES) -> Topic:
    return Topic(scene.measure.id, stance=stance, answer="I am with you.")


def stands(scene: Scene) -> str:
    found = standing(scene.session, scene.ada, scene.measure.id, AsOf.of())
    return found[scene.senator.id].stance.value if found else "unknown"


def phone_of(scene: Scene) -> ContactPoint:
    return scene.session.scalars(select(ContactPoint).where(ContactPoint.person_id == scene.senator.id)).one()


def test_a_contact_is_taken_back_with_its_entries_and_what_is_still_owed(scene: Scene) -> None:
    action = service.log_contact(
        scene.session, scene.ada, call(scene, topics=(said(scene),), follow_ups=(Owed("Send the brief"),))
    )
    service.retract_contact(scene.session, scene.leo, action.id, "It was her colleague.")
    assert stands(scene) == "unknown"
    assert queries.follow_ups(scene.session, scene.ada) == ()
    assert queries.history(scene.session, scene.ada, scene.senator.id) == ()
    assert queries.recent(scene.session, scene.ada).total == 0
    assert queries.last_contacts(scene.session, scene.ada, [scene.senator.id]) == {}
    (kept,) = queries.history(scene.session, scene.ada, scene.senator.id, retracted=True)
    assert kept.retracted_reason == "It was her colleague."
    entries = timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of())
    assert [entry.retracted for entry in entries] == [True, True]
    assert entries[1].reason_given == "The contact was taken back: It was her colleague."


def test_what_was_corrected_since_then_stays(scene: Scene) -> None:
    action = service.log_contact(scene.session, scene.ada, call(scene, topics=(said(scene),)))
    (entry,) = timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of())
    better = NewPosition(
        scene.senator.id, scene.measure.id, Stance.UNDECIDED, "I am thinking.", "2025-06-20",
        (NewEvidence(EvidenceKind.CONVERSATION),), campaign_id=scene.campaign.id,
    )  # fmt: skip
    ledger.correct(scene.session, scene.ada, entry.id, better, "misheard")
    service.retract_contact(scene.session, scene.ada, action.id, "Logged twice.")
    assert stands(scene) == "undecided"


def test_what_was_done_already_keeps_the_day_on_which_it_was_done(scene: Scene) -> None:
    action = service.log_contact(scene.session, scene.ada, call(scene, follow_ups=(Owed("Send the brief"),)))
    owed = scene.session.scalars(select(FollowUp)).one()
    done_at = service.complete_follow_up(scene.session, scene.leo, owed.id).done_at
    with clock.held_at(date(2025, 6, 22)):
        service.retract_contact(scene.session, scene.ada, action.id, "Logged twice.")
    assert (owed.done_at, owed.done_by_id) == (done_at, scene.users["leo"].id)


def test_taking_back_needs_a_reason_is_done_once_and_only_by_ones_own_organization(scene: Scene) -> None:
    action = service.log_contact(scene.session, scene.ada, call(scene))
    hidden = service.log_contact(scene.session, scene.ada, call(scene, campaign_id=None))
    for viewer, id_, reason, refusal in (
        (scene.ada, action.id, "  ", InvalidInput),
        (scene.paz, action.id, "We disagree.", NotAllowed),
        (scene.paz, hidden.id, "We disagree.", NotFound),
        (scene.rosa, action.id, "I administer.", NotFound),
        (scene.ada, 9999, "No such thing.", NotFound),
    ):
        with pytest.raises(refusal):
            service.retract_contact(scene.session, viewer, id_, reason)
    service.retract_contact(scene.session, scene.ada, action.id, "Logged twice.")
    with pytest.raises(Conflict):
        service.retract_contact(scene.session, scene.ada, action.id, "Logged twice.")


def test_a_phone_that_a_wrong_tap_marked_as_wrong_is_offered_again(scene: Scene) -> None:
    phone = phone_of(scene)
    wrong = call(scene, Outcome.WRONG_NUMBER, contact_point_id=phone.id)
    action = service.log_contact(scene.session, scene.ada, wrong)
    assert phone.wrong_since == JUNE
    service.retract_contact(scene.session, scene.ada, action.id, "Tapped the wrong button.")
    assert phone.wrong_since is None


def test_a_phone_that_others_found_wrong_as_well_stays_wrong(scene: Scene) -> None:
    phone = phone_of(scene)
    wrong = call(scene, Outcome.WRONG_NUMBER, contact_point_id=phone.id)
    first = service.log_contact(scene.session, scene.ada, replace(wrong, happened="2025-06-18"))
    service.log_contact(scene.session, scene.paz, wrong)
    service.retract_contact(scene.session, scene.ada, first.id, "Logged twice.")
    assert phone.wrong_since is not None
