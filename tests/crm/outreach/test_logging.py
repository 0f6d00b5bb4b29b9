"""A contact is written with all that came of it, once, behind its walls; or not at all."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound, WhipcountError
from crm.outreach import queries, service
from crm.outreach.models import Channel, FollowUp, Outcome, OutreachAction, Part
from crm.outreach.service import NewContact, Official, Owed, Staff, Topic
from crm.people.models import ContactPoint, Person
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind, Position
from crm.positions.queries import standing, timeline
from crm.positions.stance import Stance
from tests import cast
from tests.builders import campaigns, law, people
from tests.builders.scene import Scene
from tests.crm.outreach.conftest import JUNE


def call(scene: Scene, **given: Any) -> NewContact:
    """A call to the senator in which somebody was reached."""
    new = NewContact(
        Channel.CALL,
        Outcome.REACHED_MEMBER,
        officials=(Official(scene.senator.id),),
        campaign_id=scene.campaign.id,
        notes="We talked.",
    )
    return replace(new, **given)


def said(scene: Scene, stance: Stance | None = Stance.YES, **given: Any) -> Topic:
    return replace(Topic(scene.measure.id, stance=stance, answer="I am with you."), **given)


def stance_of(scene: Scene, person: Person, viewer: Viewer) -> str:
    found = standing(scene.session, viewer, scene.measure.id, AsOf.of())
    return found[person.id].stance.value if person.id in found else "unknown"


def test_one_contact_holds_several_officials_staff_partners_measures_and_debts(scene: Scene) -> None:
    other = law.measure(scene.session, scene.state, "Second Act")
    action = service.log_contact(
        scene.session,
        scene.ada,
        call(
            scene,
            channel=Channel.MEETING,
            outcome=Outcome.HELD,
            officials=(Official(scene.senator.id), Official(scene.other_senator.id, Part.ATTENDED)),
            staff=(Staff("Aida Now", boss_id=scene.senator.id),),
            organization_ids=(scene.ally.id,),
            user_ids=(scene.users["ada"].id, scene.users["paz"].id),
            topics=(
                said(scene, Stance.YES, person_id=scene.senator.id),
                said(scene, Stance.NO, person_id=scene.other_senator.id, answer="Never."),
                Topic(other.id, answer="They had not read it."),
            ),
            follow_ups=(
                Owed("Send the brief", date(2025, 6, 24)),
                Owed("Thank them", owed_by_id=scene.users["leo"].id),
            ),
        ),
    )
    line = queries.contact(scene.session, scene.ada, action.id)
    assert line is not None
    assert [official.name for official in line.officials] == [cast.SENATOR, cast.OTHER_SENATOR]
    assert line.staff == ("Aida Now",)
    assert line.organizations == (cast.CLINIC, cast.NEIGHBORS)
    assert line.users == (cast.ADA, "Paz Quill")
    assert [(topic.measure, topic.stance) for topic in line.topics] == [
        (cast.MEASURE, Stance.YES),
        (cast.MEASURE, Stance.NO),
        ("Second Act", None),
    ]
    assert [(owed.what, owed.owed_by) for owed in line.follow_ups] == [
        ("Send the brief", cast.ADA),
        ("Thank them", cast.LEO),
    ]
    assert stance_of(scene, scene.senator, scene.ada) == "yes"
    assert stance_of(scene, scene.other_senator, scene.paz) == "no"


def test_a_contact_stands_with_its_entries_and_debts_behind_one_wall(scene: Scene) -> None:
    action = service.log_contact(
        scene.session,
        scene.ada,
        call(scene, visibility=Visibility.PRIVATE, topics=(said(scene),), follow_ups=(Owed("Send the brief"),)),
    )
    seen = scene.seen_by(lambda session, viewer: queries.contact(session, viewer, action.id) is not None)
    assert seen == {"ada": True, "leo": True, "paz": False, "otto": False, "rosa": False}
    assert scene.seen_by(lambda _, viewer: stance_of(scene, scene.senator, viewer) == "yes") == seen
    assert scene.seen_by(lambda session, viewer: bool(queries.follow_ups(session, viewer))) == seen


def test_within_a_campaign_it_is_shared_and_outside_of_one_it_is_private(scene: Scene) -> None:
    shared = service.log_contact(scene.session, scene.ada, call(scene))
    alone = service.log_contact(scene.session, scene.ada, call(scene, campaign_id=None))
    assert (shared.visibility, alone.visibility) == (Visibility.COALITION, Visibility.PRIVATE)
    assert (shared.organization_id, alone.organization_id) == (scene.ours.id, scene.ours.id)


def test_who_works_for_two_organizations_says_for_which(scene: Scene) -> None:
    both = replace(scene.ada, organization_ids=frozenset({scene.ours.id, scene.ally.id}))
    with pytest.raises(InvalidInput, match="which organization"):
        service.log_contact(scene.session, both, call(scene))
    action = service.log_contact(scene.session, both, call(scene, organization_id=scene.ally.id))
    assert action.organization_id == scene.ally.id


@pytest.mark.parametrize(
    ("given", "refusal", "told"),
    [
        ({"officials": ()}, InvalidInput, "Who was it with"),
        ({"officials": (Official(9999),)}, NotFound, "person"),
        ({"officials": (Official(1), Official(1))}, InvalidInput, "twice"),
        ({"staff": (Staff("  "),)}, InvalidInput, "member of staff"),
        ({"minutes": 2000}, InvalidInput, "minutes"),
        ({"organization_ids": (9999,)}, NotFound, "organization"),
        ({"user_ids": (9999,)}, NotFound, "user"),
        ({"topics": (Topic(9999),)}, NotFound, "measure"),
        ({"contact_point_id": 9999}, NotFound, "phone"),
        ({"follow_ups": (Owed(" "),)}, InvalidInput, "owed"),
        ({"happened": "2025-06-21"}, InvalidInput, "not happened yet"),
        ({"happened": "soon"}, InvalidInput, "not a date"),
        ({"happened_at": datetime(2025, 6, 20, 9)}, InvalidInput, "time zone"),
        ({"organization_id": 9999}, NotAllowed, "do not work"),
        ({"campaign_id": 9999}, NotFound, "campaign"),
        ({"campaign_id": None, "visibility": Visibility.COALITION}, InvalidInput, "needs a campaign"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    scene: Scene, given: dict[str, Any], refusal: type[WhipcountError], told: str
) -> None:
    given = {
        name: tuple(Official(scene.senator.id) if each.person_id == 1 else each for each in value)
        if name == "officials"
        else value
        for name, value in given.items()
    }
    with pytest.raises(refusal, match=told), scene.session.begin_nested():
        service.log_contact(scene.session, scene.ada, call(scene, **given))
    assert scene.session.scalar(select(func.count()).select_from(OutreachAction)) == 0


def test_nobody_logs_for_a_campaign_they_take_no_part_in(scene: Scene) -> None:
    with pytest.raises(NotAllowed, match="takes no part"):
        service.log_contact(scene.session, scene.otto, call(scene))


@pytest.mark.parametrize(
    ("outcome", "part", "may"),
    [
        (Outcome.REACHED_MEMBER, Part.TARGET, True),
        (Outcome.REACHED_STAFF, Part.TARGET, True),
        (Outcome.NO_ANSWER, Part.TARGET, False),
        (Outcome.LEFT_MESSAGE, Part.TARGET, False),
        (Outcome.WRONG_NUMBER, Part.TARGET, False),
        (Outcome.CANCELLED, Part.TARGET, False),
        (Outcome.SENT, Part.TARGET, False),
        (Outcome.SENT, Part.SENT, True),
    ],
)
def test_no_stance_comes_of_a_contact_that_reached_nobody(
    scene: Scene, outcome: Outcome, part: Part, may: bool
) -> None:
    new = call(scene, outcome=outcome, officials=(Official(scene.senator.id, part),), topics=(said(scene),))
    if may:
        service.log_contact(scene.session, scene.ada, new)
        assert stance_of(scene, scene.senator, scene.ada) == "yes"
    else:
        with pytest.raises(InvalidInput, match="Nobody was reached"):
            service.log_contact(scene.session, scene.ada, new)


def test_a_stance_needs_words_and_somebody_who_took_part(scene: Scene) -> None:
    for topic, told in (
        (said(scene, answer=" "), "What did they say"),
        (said(scene, person_id=scene.governor.id), "took no part"),
    ):
        with pytest.raises(InvalidInput, match=told):
            service.log_contact(scene.session, scene.ada, call(scene, topics=(topic,)))
    two = (Official(scene.senator.id), Official(scene.other_senator.id))
    with pytest.raises(InvalidInput, match="Whose stance"):
        service.log_contact(scene.session, scene.ada, call(scene, officials=two, topics=(said(scene),)))


@pytest.mark.parametrize(
    ("given", "kind", "hard"),
    [
        ({}, EvidenceKind.CONVERSATION, False),
        ({"witnesses": (cast.LEO,)}, EvidenceKind.CONVERSATION, True),
        ({"witnesses": ("ada  OKAFOR",)}, EvidenceKind.CONVERSATION, False),
        ({"outcome": Outcome.REACHED_STAFF, "witnesses": (cast.LEO,)}, EvidenceKind.STAFF, False),
        ({"channel": Channel.LETTER, "outcome": Outcome.SENT, "part": Part.SENT}, EvidenceKind.LETTER, True),
        ({"channel": Channel.RALLY, "outcome": Outcome.HELD, "part": Part.SPOKE}, EvidenceKind.PUBLIC_STATEMENT, True),
        ({"channel": Channel.RALLY, "outcome": Outcome.HELD, "part": Part.ATTENDED}, EvidenceKind.CONVERSATION, False),
        ({"channel": Channel.MEETING, "outcome": Outcome.HELD, "staff": (Staff("Aida"),)}, EvidenceKind.STAFF, False),
    ],
)
def test_how_it_was_said_decides_how_hard_a_yes_is(
    scene: Scene, given: dict[str, Any], kind: EvidenceKind, hard: bool
) -> None:
    given = dict(given)
    part, witnesses = given.pop("part", Part.TARGET), given.pop("witnesses", ())
    official = (Official(scene.senator.id, part),)
    new = call(scene, officials=official, topics=(said(scene, witnesses=witnesses),), **given)
    service.log_contact(scene.session, scene.ada, new)
    (entry,) = timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of())
    assert entry.evidence[0].kind is kind
    assert entry.hard is hard


def test_who_logs_for_others_heard_nothing_themselves(scene: Scene) -> None:
    new = call(scene, user_ids=(scene.users["leo"].id,), topics=(said(scene, witnesses=(cast.LEO,)),))
    service.log_contact(scene.session, scene.ada, new)
    (entry,) = timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of())
    assert entry.evidence[0].witnesses == (cast.LEO,)


def test_it_is_dated_as_vaguely_as_it_is_known_and_what_was_said_with_it(scene: Scene) -> None:
    action = service.log_contact(scene.session, scene.ada, call(scene, happened="2025-05", topics=(said(scene),)))
    assert (action.happened, action.happened_latest) == ("2025-05", date(2025, 5, 31))
    (entry,) = timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of())
    assert (entry.said, entry.said_latest) == ("2025-05", date(2025, 5, 31))
    this_month = service.log_contact(scene.session, scene.ada, call(scene, happened="2025-06"))
    assert this_month.happened_latest == JUNE, "never later than today"


def test_a_phone_whose_clock_runs_ahead_is_understood(scene: Scene) -> None:
    action = service.log_contact(scene.session, scene.ada, call(scene, happened_at=clock.now() + timedelta(minutes=2)))
    assert action.happened_latest == JUNE


def test_the_same_key_again_is_the_same_contact_and_another_organizations_key_is_refused(scene: Scene) -> None:
    new = call(scene, client_key="made-by-the-phone", topics=(said(scene),))
    first = service.log_contact(scene.session, scene.ada, new)
    assert service.log_contact(scene.session, scene.leo, replace(new, notes="Other.")).id == first.id
    with pytest.raises(Conflict):
        service.log_contact(scene.session, scene.paz, new)
    assert scene.session.scalar(select(func.count()).select_from(Position)) == 1


def test_a_contact_sent_twice_in_one_instant_is_written_once(database: Any) -> None:
    with database.write() as session:
        scene = Scene(session)
        new = call(scene, client_key="made-by-the-phone", topics=(said(scene),), follow_ups=(Owed("Send it"),))
        viewer = scene.ada
    found: list[int] = []
    start = threading.Barrier(2)

    def send() -> None:
        start.wait(10)
        with database.write() as session:
            found.append(service.log_contact(session, viewer, new).id)

    both = [threading.Thread(target=send) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(20)
    assert len(found) == 2
    assert len(set(found)) == 1
    with database.read() as session:
        for table in (OutreachAction, Position, FollowUp):
            assert session.scalar(select(func.count()).select_from(table)) == 1


def phone_of(scene: Scene) -> ContactPoint:
    return scene.session.scalars(select(ContactPoint).where(ContactPoint.person_id == scene.senator.id)).one()


def test_a_call_proves_the_phone_right_or_wrong_and_newer_proof_stays(scene: Scene) -> None:
    phone = phone_of(scene)
    reached = call(scene, contact_point_id=phone.id, happened="2025-06-10")
    service.log_contact(scene.session, scene.ada, reached)
    assert (phone.verified_on, phone.wrong_since) == (date(2025, 6, 10), None)
    wrong = replace(reached, outcome=Outcome.WRONG_NUMBER, happened="2025-06-01")
    service.log_contact(scene.session, scene.ada, wrong)
    assert phone.wrong_since is None, "it answered after that"
    service.log_contact(scene.session, scene.ada, replace(wrong, happened="2025-06-15"))
    assert phone.wrong_since == date(2025, 6, 15)


def test_the_phone_of_somebody_else_is_refused(scene: Scene) -> None:
    theirs = call(scene, officials=(Official(scene.other_senator.id),), contact_point_id=phone_of(scene).id)
    with pytest.raises(InvalidInput, match="somebody else"):
        service.log_contact(scene.session, scene.ada, theirs)


def test_an_ask_of_another_measure_is_refused(scene: Scene) -> None:
    other = law.measure(scene.session, scene.state, "Second Act")
    ask = campaigns.ask(scene.session, campaigns.campaign(scene.session, other, [scene.ours]))
    with pytest.raises(InvalidInput, match="another measure"):
        service.log_contact(scene.session, scene.ada, call(scene, topics=(said(scene, ask_id=ask.id),)))
    with pytest.raises(NotFound, match="ask"):
        service.log_contact(scene.session, scene.ada, call(scene, topics=(said(scene, ask_id=9999),)))


def test_nothing_is_written_about_a_record_that_was_joined_to_another(scene: Scene) -> None:
    """It would be seen nowhere: the page of the record that went leads to the one that stayed."""
    gone = people.person(scene.session, "Sena A. Abara")
    gone.merged_into_id = scene.senator.id
    with pytest.raises(NotFound):
        service.log_contact(scene.session, scene.ada, call(scene, officials=(Official(gone.id),)))


def test_whoever_holds_the_database_logs_what_is_public_for_nobody(scene: Scene) -> None:
    rally = call(scene, channel=Channel.RALLY, outcome=Outcome.HELD, visibility=Visibility.PUBLIC)
    action = service.log_contact(scene.session, OPERATOR, rally)
    assert action.organization_id is None
    with pytest.raises(InvalidInput, match="which organization"):
        service.log_contact(scene.session, scene.rosa, rally)
