"""Two records become one only by somebody's decision; nothing anybody recorded is changed or lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach import service as outreach
from crm.outreach.models import Channel
from crm.outreach.service import NewContact, Official
from crm.people import service
from crm.people.contacts import add_contact_point, verify_contact_point
from crm.people.finding import find_person
from crm.people.merging import decide_merge, open_proposals, proposals_about, propose_merge
from crm.people.models import (
    Committee,
    CommitteeRole,
    CommitteeSeat,
    ContactKind,
    ContactPoint,
    MergeProposal,
    MergeState,
    Person,
    PersonLink,
    PersonName,
    StaffTenure,
    Tenure,
)
from crm.people.queries import official
from crm.positions import queries as positions
from crm.positions.as_of import AsOf
from crm.positions.models import Position
from tests import cast
from tests.builders import ledger, people
from tests.builders.scene import Scene

JUNE = date(2025, 6, 20)
SAME, DIFFERENT = MergeState.SAME, MergeState.DIFFERENT


@pytest.fixture
def scene(session: Session):
    with clock.held_at(JUNE):
        yield Scene(session)


def twin(scene: Scene, name: str = "Sena A. Abara", **given: Any) -> Person:
    return people.person(scene.session, name, **given)


def decide(scene: Scene, one: Person, other: Person, decision: MergeState = SAME, viewer: Viewer = OPERATOR) -> None:
    proposal = propose_merge(scene.session, one.id, other.id, "Both were born on one day.")
    decide_merge(scene.session, viewer, proposal.id, decision)


def test_a_pair_is_proposed_once_whichever_way_round(scene: Scene) -> None:
    other = twin(scene)
    first = propose_merge(scene.session, other.id, scene.senator.id, "Same birthday.")
    assert propose_merge(scene.session, scene.senator.id, other.id, "Same phone.").id == first.id
    assert [(each.person, each.other, each.reason) for each in open_proposals(scene.session)] == [
        (cast.SENATOR, "Sena A. Abara", "Same birthday.")
    ]
    assert len(proposals_about(scene.session, other.id)) == 1
    assert proposals_about(scene.session, scene.governor.id) == ()
    with pytest.raises(InvalidInput, match="one record already"):
        propose_merge(scene.session, other.id, other.id, "x")


def test_a_decision_is_made_once_by_who_answers_for_the_records(scene: Scene) -> None:
    other = twin(scene)
    proposal = propose_merge(scene.session, scene.senator.id, other.id, "Same birthday.")
    for viewer in (PUBLIC, scene.ada, scene.otto):
        with pytest.raises(NotAllowed):
            decide_merge(scene.session, viewer, proposal.id, SAME)
    with pytest.raises(InvalidInput, match="same person"):
        decide_merge(scene.session, scene.leo, proposal.id, MergeState.PROPOSED)
    with pytest.raises(NotFound):
        decide_merge(scene.session, scene.leo, 9999, SAME)
    decided = decide_merge(scene.session, scene.leo, proposal.id, DIFFERENT)
    assert (decided.decided_by_id, decided.decided_at) == (scene.users["leo"].id, clock.now())
    with pytest.raises(Conflict, match="different"):
        decide_merge(scene.session, scene.rosa, proposal.id, SAME)
    assert other.merged_into_id is None
    assert open_proposals(scene.session) == ()
    assert propose_merge(scene.session, scene.senator.id, other.id, "Again.").id == proposal.id, "asked once, not again"


def test_the_directory_of_both_is_found_on_the_one_that_stays(scene: Scene) -> None:
    other = twin(scene, phone="(555) 555-0199")
    add_contact_point(scene.session, other.id, ContactKind.CAPITOL, "a list", phone="(555) 555-0101")
    service.add_identifier(scene.session, other.id, "openstates", "ocd-person/2")
    scene.session.add_all(PersonLink(person_id=each.id, url="https://example.org/a") for each in (scene.senator, other))
    people.seat(scene.session, scene.state.lower, 3, other, date(2020, 1, 1), date(2024, 12, 31))
    people.seat(scene.session, scene.state.upper, 1, other)
    service.add_staff(scene.session, other.id, "Aida Now", "Counsel", "a list")
    committee = Committee(jurisdiction_id=scene.state.jurisdiction.id, name="Codes", classification="committee")
    scene.session.add(committee)
    scene.session.flush()
    scene.session.add(
        CommitteeSeat(committee_id=committee.id, person_id=other.id, printed_name="Abara", role=CommitteeRole.CHAIR)
    )
    scene.session.flush()
    decide(scene, scene.senator, other)
    found = official(scene.session, other.slug, JUNE)
    assert (found.id, found.slug) == (scene.senator.id, scene.senator.slug)
    assert found.names == ("Sena A. Abara",)
    assert sorted(each.phone for each in found.phones) == ["(555) 555-0101", "(555) 555-0199"]
    assert [each.title for each in found.offices] == ["Senator, District 1"], "the seat both had is one seat"
    assert [each.title for each in found.before] == ["Assembly Member, District 3"]
    assert [each.name for each in found.staff] == ["Aida Now"]
    assert [each.committee for each in found.committees] == ["Codes"]
    assert found.identifiers == (("openstates", "ocd-person/2"),)
    assert len(found.links) == 1
    for text in ("Sena A. Abara", "ocd-person/2", other.slug):
        assert find_person(scene.session, text).id == scene.senator.id
    for table in (PersonName, Tenure, ContactPoint, CommitteeSeat, PersonLink):
        assert scene.session.scalar(select(func.count()).where(table.person_id == other.id)) == 0


def test_what_only_the_record_that_goes_knew_is_not_lost(scene: Scene) -> None:
    other = twin(scene, phone="(555) 555-0101")
    other.email, other.gender, scene.senator.gender = "sena@example.org", "Female", "F"
    theirs = people.seat(scene.session, scene.state.upper, 1, other, party="Blue")
    theirs.ended_on, theirs.end_reason = date(2025, 12, 31), "not running"
    phone = scene.session.scalars(select(ContactPoint).where(ContactPoint.person_id == other.id)).one()
    verify_contact_point(scene.session, OPERATOR, phone.id, date(2025, 6, 1))
    decide(scene, scene.senator, other)
    assert (scene.senator.email, scene.senator.gender) == ("sena@example.org", "F"), "what was known stays"
    (tenure,) = scene.session.scalars(select(Tenure).where(Tenure.person_id == scene.senator.id))
    assert (tenure.party, tenure.ended_on, tenure.end_reason) == ("Blue", date(2025, 12, 31), "not running")
    (point,) = scene.session.scalars(select(ContactPoint).where(ContactPoint.person_id == scene.senator.id))
    assert point.verified_on == date(2025, 6, 1)


def test_the_record_with_history_stays_and_its_ledger_is_not_touched(scene: Scene) -> None:
    newer = twin(scene)
    said = ledger.position(scene.session, newer, scene.measure)
    contact = NewContact(Channel.CALL, officials=(Official(newer.id),), campaign_id=scene.campaign.id)
    outreach.log_contact(scene.session, scene.ada, contact)
    decide(scene, scene.senator, newer)
    assert scene.senator.merged_into_id == newer.id, "the older one goes: nobody had recorded anything about it"
    assert scene.session.get_one(Position, said.id).person_id == newer.id
    stands = positions.standing(scene.session, scene.ada, scene.measure.id, AsOf.of())
    assert list(stands) == [newer.id]
    assert official(scene.session, scene.senator.slug, JUNE).offices, "and sits where the older one sat"


def test_whoever_was_merged_before_follows(scene: Scene) -> None:
    first, second = twin(scene), twin(scene, "S. Abara")
    ledger.position(scene.session, scene.senator, scene.measure)
    decide(scene, first, second)
    decide(scene, scene.senator, first)
    assert (first.merged_into_id, second.merged_into_id) == (scene.senator.id, scene.senator.id)
    assert find_person(scene.session, "S. Abara").id == scene.senator.id


def test_what_is_proposed_of_a_record_that_went_is_asked_of_the_one_that_stayed(scene: Scene) -> None:
    gone, third = twin(scene), twin(scene, "S. Abara", phone="(555) 555-0177")
    with_third = propose_merge(scene.session, gone.id, third.id, "Same phone.")
    decide(scene, scene.senator, gone)
    (waiting,) = open_proposals(scene.session)
    assert (waiting.person_slug, waiting.other_slug) == (scene.senator.slug, third.slug)
    decide_merge(scene.session, OPERATOR, with_third.id, SAME)
    found = official(scene.session, third.slug, JUNE)
    assert found.id == scene.senator.id
    assert "(555) 555-0177" in [each.phone for each in found.phones]


def test_a_pair_that_has_become_one_waits_no_longer(scene: Scene) -> None:
    first, second = twin(scene), twin(scene, "S. Abara")
    for one, other in ((scene.senator, second), (first, second)):
        propose_merge(scene.session, one.id, other.id, "Same phone.")
    decide(scene, scene.senator, first)
    decide(scene, scene.senator, second)
    assert open_proposals(scene.session) == ()
    assert {first.merged_into_id, second.merged_into_id} == {scene.senator.id}


def test_staff_of_both_bosses_work_for_the_one_that_stays(scene: Scene) -> None:
    other = twin(scene)
    for boss in (scene.senator, other):
        service.add_staff(scene.session, boss.id, "Aida Now", "Counsel", "a list")
    decide(scene, scene.senator, other)
    assert set(scene.session.scalars(select(StaffTenure.boss_id))) == {scene.senator.id}


def test_a_name_alone_merges_nobody(scene: Scene) -> None:
    twin(scene, cast.SENATOR, slug="sena-abara-2")
    assert scene.session.scalar(select(func.count()).select_from(MergeProposal)) == 0
    with pytest.raises(InvalidInput, match="sena-abara-2"):
        find_person(scene.session, cast.SENATOR.upper())
