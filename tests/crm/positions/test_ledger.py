"""What the ledger's verbs do, in the words of design.md section 3."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from crm import clock
from crm.coalition.models import Visibility
from crm.coalition.visibility import PUBLIC, Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.positions import nameless, queries, rulings, service
from crm.positions.append_only import LedgerIsAppendOnly
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind, Position
from crm.positions.service import NewEvidence, NewPosition
from crm.positions.stance import Stance, read_stance
from tests import builders, cast

JUNE = date(2025, 6, 20)


class Scene:
    """A senator, a measure, a campaign of two organizations, and one outside it."""

    def __init__(self, session) -> None:
        self.session = session
        self.state = builders.state(session)
        self.measure = builders.measure(session, self.state)
        self.senator = builders.person(session, cast.SENATOR)
        builders.seat(session, self.state.upper, 1, self.senator)
        self.ours = builders.organization(session, cast.NEIGHBORS)
        self.ally = builders.organization(session, cast.CLINIC)
        self.outside = builders.organization(session, cast.OUTSIDERS)
        self.campaign = builders.campaign(session, self.measure, [self.ours, self.ally])
        both = frozenset({self.campaign.id})
        self.ada = Viewer(organization_ids=frozenset({self.ours.id}), campaign_ids=both)
        self.partner = Viewer(
            organization_ids=frozenset({self.ally.id}),
            campaign_ids=both,
            lead_organization_ids=frozenset({self.ally.id}),
        )
        self.outsider = Viewer(organization_ids=frozenset({self.outside.id}))

    def new(self, stance: Stance = Stance.YES, said: str = "2025-06-10", **more) -> NewPosition:
        given = NewPosition(
            person_id=self.senator.id,
            measure_id=self.measure.id,
            stance=stance,
            words="I am with you",
            said=said,
            evidence=(NewEvidence(EvidenceKind.CONVERSATION, witnesses=(cast.ADA, cast.LEO)),),
            organization_id=self.ours.id,
            campaign_id=self.campaign.id,
        )
        return replace(given, **more)

    def stance(self, viewer: Viewer, said: date = JUNE, known: date | None = None) -> str:
        answer = queries.standing(self.session, viewer, self.measure.id, AsOf.of(said, known))
        return answer[self.senator.id].stance.value if self.senator.id in answer else "unknown"

    def hard(self) -> bool:
        return queries.standing(self.session, self.ada, self.measure.id, AsOf.of(JUNE))[self.senator.id].hard


@pytest.fixture
def scene(session):
    with clock.held_at(JUNE):
        yield Scene(session)


def test_a_month_counts_from_its_last_day_on(scene) -> None:
    service.record(scene.session, scene.ada, scene.new(said="2025-05"))
    assert scene.stance(scene.ada, date(2025, 5, 30)) == "unknown"
    assert scene.stance(scene.ada, date(2025, 5, 31)) == "yes"


def test_a_statement_is_not_later_than_its_publication(scene) -> None:
    evidence = (NewEvidence(EvidenceKind.PUBLIC_STATEMENT, title="an article", published="2025-06-05"),)
    entry = service.record(scene.session, scene.ada, scene.new(said="2025-06", evidence=evidence))
    assert (entry.said, entry.said_earliest, entry.said_latest) == ("2025-06", date(2025, 6, 1), date(2025, 6, 5))


def test_what_has_not_come_yet_cannot_have_been_said(scene) -> None:
    with pytest.raises(InvalidInput, match="not come yet"):
        service.record(scene.session, scene.ada, scene.new(said="2025-07"))


def test_a_plain_yes_before_two_witnesses_is_hard_before_one_it_is_soft(scene) -> None:
    alone = (NewEvidence(EvidenceKind.CONVERSATION, witnesses=(cast.ADA,)),)
    entry = service.record(scene.session, scene.ada, scene.new(evidence=alone))
    assert not scene.hard()
    service.add_evidence(scene.session, scene.ada, entry.id, NewEvidence(EvidenceKind.LETTER, title="her letter"))
    assert scene.hard()


@pytest.mark.parametrize("kind", [EvidenceKind.STAFF, EvidenceKind.THIRD_PARTY])
def test_what_others_say_for_her_is_never_hard(scene, kind) -> None:
    service.record(scene.session, scene.ada, scene.new(evidence=(NewEvidence(kind, witnesses=(cast.ADA, cast.LEO)),)))
    assert not scene.hard()


def test_a_yes_under_a_condition_is_soft_however_public(scene) -> None:
    public = (NewEvidence(EvidenceKind.PUBLIC_STATEMENT, title="a speech"),)
    service.record(scene.session, scene.ada, scene.new(evidence=public, condition="if the county is left out"))
    assert not scene.hard()


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


def test_a_public_fact_is_entered_once(scene) -> None:
    first = service.record(scene.session, scene.ada, scene.new(fact_key="bill:1:sponsor:2"))
    again = service.record(scene.session, scene.ada, scene.new(Stance.NO, fact_key="bill:1:sponsor:2"))
    assert again.id == first.id


def test_walls_private_coalition_public(scene) -> None:
    service.record(scene.session, scene.ada, scene.new(Stance.NO, said="2025-06-01", visibility=Visibility.PUBLIC))
    service.record(scene.session, scene.ada, scene.new(Stance.UNDECIDED, said="2025-06-02"))
    service.record(scene.session, scene.ada, scene.new(Stance.YES, said="2025-06-03", visibility=Visibility.PRIVATE))
    seen = [scene.stance(viewer) for viewer in (PUBLIC, scene.outsider, scene.partner, scene.ada)]
    assert seen == ["no", "no", "undecided", "yes"]
    assert scene.stance(Viewer(is_admin=True)) == "no", "being an administrator opens no wall"


def test_another_organizations_entry_can_be_neither_corrected_nor_found(scene) -> None:
    shared = service.record(scene.session, scene.ada, scene.new())
    hidden = service.record(scene.session, scene.ada, scene.new(visibility=Visibility.PRIVATE))
    with pytest.raises(NotAllowed):
        service.retract(scene.session, scene.partner, shared.id, "we disagree")
    with pytest.raises(NotFound):
        service.retract(scene.session, scene.partner, hidden.id, "we disagree")
    with pytest.raises(NotAllowed):
        service.record(scene.session, scene.outsider, scene.new())


def test_two_organizations_that_disagree_make_her_contested_until_a_lead_rules(scene) -> None:
    ours = service.record(scene.session, scene.ada, scene.new(Stance.LEANING_YES, said="2025-06-08"))
    theirs = service.record(
        scene.session, scene.partner, scene.new(Stance.NO, said="2025-06-12", organization_id=scene.ally.id)
    )
    as_of = AsOf.of(JUNE)
    assert queries.standing(scene.session, scene.ada, scene.measure.id, as_of)[scene.senator.id].contested
    with pytest.raises(NotAllowed):
        rulings.rule(scene.session, scene.ada, ours.id, theirs.id, "we were there")
    rulings.rule(scene.session, scene.partner, ours.id, theirs.id, "our caller spoke to somebody else")
    stand = queries.standing(scene.session, scene.ada, scene.measure.id, as_of)[scene.senator.id]
    assert (stand.stance, stand.contested) == (Stance.LEANING_YES, False)
    entries = queries.timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, as_of)
    assert [entry.overruled for entry in entries] == [False, True], "the overruled entry stays"


def test_a_lead_outside_the_campaign_does_not_rule_between_public_reports(scene) -> None:
    public = {"visibility": Visibility.PUBLIC}
    ours = service.record(scene.session, scene.ada, scene.new(Stance.YES, said="2025-06-08", **public))
    theirs = service.record(
        scene.session, scene.partner, scene.new(Stance.NO, said="2025-06-12", organization_id=scene.ally.id, **public)
    )
    outside = Viewer(
        organization_ids=frozenset({scene.outside.id}), lead_organization_ids=frozenset({scene.outside.id})
    )
    with pytest.raises(NotAllowed, match="in the campaign"):
        rulings.rule(scene.session, outside, ours.id, theirs.id, "we know better")


def test_a_lead_rules_between_two_reports_of_its_own_people(scene) -> None:
    lead = Viewer(organization_ids=frozenset({scene.ours.id}), lead_organization_ids=frozenset({scene.ours.id}))
    private = {"visibility": Visibility.PRIVATE, "campaign_id": None}
    first = service.record(scene.session, lead, scene.new(Stance.YES, said="2025-06-08", **private))
    second = service.record(scene.session, lead, scene.new(Stance.NO, said="2025-06-09", **private))
    assert rulings.rule(scene.session, lead, first.id, second.id, "the caller misheard").overruled_id == second.id


def test_nobody_overrules_a_report_with_one_that_others_cannot_see(scene) -> None:
    """To them an entry would vanish, and not be told by what."""
    lead = replace(scene.partner, organization_ids=frozenset({scene.ours.id, scene.ally.id}))
    shared = service.record(scene.session, scene.ada, scene.new(Stance.YES, said="2025-06-08"))
    hidden = service.record(
        scene.session,
        scene.partner,
        scene.new(Stance.NO, said="2025-06-09", organization_id=scene.ally.id, visibility=Visibility.PRIVATE),
    )
    public = service.record(scene.session, scene.ada, scene.new(said="2025-06-07", visibility=Visibility.PUBLIC))
    for upheld, overruled in ((hidden, shared), (hidden, public), (shared, public)):
        with pytest.raises(InvalidInput, match="Others see"):
            rulings.rule(scene.session, lead, upheld.id, overruled.id, "we were there")
    assert rulings.rule(scene.session, lead, shared.id, hidden.id, "we were there").upheld_id == shared.id


def test_a_ruling_is_between_two_reports_that_stand(scene) -> None:
    lead = replace(scene.partner, organization_ids=frozenset({scene.ours.id, scene.ally.id}))
    first, second, third = (
        service.record(scene.session, scene.ada, scene.new(said=f"2025-06-0{day}")) for day in (1, 2, 3)
    )
    public = service.record(
        scene.session,
        Viewer(is_admin=True),
        scene.new(said="2025-06-04", organization_id=None, visibility=Visibility.PUBLIC),
    )
    with pytest.raises(InvalidInput, match="nobody's report"):
        rulings.rule(scene.session, lead, first.id, public.id, "we know better")
    rulings.rule(scene.session, lead, first.id, second.id, "she said so")
    with pytest.raises(Conflict, match="overruled"):
        rulings.rule(scene.session, lead, second.id, first.id, "no, she did not")
    service.retract(scene.session, scene.ada, third.id, "never said")
    with pytest.raises(Conflict, match="corrected"):
        rulings.rule(scene.session, lead, third.id, first.id, "no, she did not")


def test_a_ruling_is_known_from_its_own_day_and_evidence_from_its_own(scene) -> None:
    said_by_staff = (NewEvidence(EvidenceKind.STAFF),)
    ours = service.record(scene.session, scene.ada, scene.new(said="2025-06-08", evidence=said_by_staff))
    theirs = service.record(
        scene.session, scene.partner, scene.new(Stance.NO, said="2025-06-12", organization_id=scene.ally.id)
    )
    with clock.held_at(date(2025, 7, 1)):
        rulings.rule(scene.session, scene.partner, ours.id, theirs.id, "our caller misheard")
        service.add_evidence(scene.session, scene.ada, ours.id, NewEvidence(EvidenceKind.LETTER))
        for known, stance, contested, hard in ((date(2025, 6, 30), "no", True, False), (None, "yes", False, True)):
            as_of = AsOf.of(JUNE, known)
            stand = queries.standing(scene.session, scene.ada, scene.measure.id, as_of)[scene.senator.id]
            assert (stand.stance, stand.contested, stand.hard) == (stance, contested, hard)
            entries = queries.timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, as_of)
            assert [entry.overruled for entry in entries] == [False, not contested]
            assert len(entries[0].evidence) == 1 + hard


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


def test_reports_far_apart_are_a_shift_and_no_contest(scene) -> None:
    service.record(scene.session, scene.ada, scene.new(Stance.NO, said="2025-05-01"))
    service.record(scene.session, scene.partner, scene.new(said="2025-06-12", organization_id=scene.ally.id))
    stand = queries.standing(scene.session, scene.ada, scene.measure.id, AsOf.of(JUNE))[scene.senator.id]
    assert not stand.contested


def test_the_orm_refuses_to_change_or_remove_an_entry(scene) -> None:
    entry = service.record(scene.session, scene.ada, scene.new())
    entry.words = "something else"
    with pytest.raises(LedgerIsAppendOnly):
        scene.session.flush()
    scene.session.expunge(entry)
    for statement in (update(Position).values(words="x"), delete(Position)):
        with pytest.raises(LedgerIsAppendOnly):
            scene.session.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE positions SET stance = 'no'",
        "DELETE FROM positions",
        "UPDATE evidence SET kind = 'vote'",
        "UPDATE positions SET words = 'x'",
    ],
)
def test_the_database_refuses_what_slips_past_the_orm(scene, statement) -> None:
    service.record(scene.session, scene.ada, scene.new())
    with pytest.raises(DBAPIError, match="append-only"):
        scene.session.connection().exec_driver_sql(statement)


def test_an_erasure_takes_the_words_and_changes_no_count(scene) -> None:
    entry = service.record(scene.session, scene.ada, scene.new(words="a private matter"))
    rulings.erase(scene.session, Viewer(is_admin=True), entry.id, "a court order")
    (line,) = queries.timeline(scene.session, scene.ada, scene.senator.id, scene.measure.id, AsOf.of(JUNE))
    assert line.words == rulings.ERASED
    assert scene.stance(scene.ada) == "yes"
    with pytest.raises(NotAllowed):
        rulings.erase(scene.session, scene.ada, entry.id, "because")


def test_a_number_without_names_is_kept_as_a_number(scene) -> None:
    new = nameless.NewCount(
        scene.measure.id, 30, "council members", "are co-sponsors", "2025-06", "an article", fact_key="thirty"
    )
    nameless.record_count(scene.session, Viewer(is_admin=True), new)
    nameless.record_count(scene.session, Viewer(is_admin=True), new)
    (count,) = queries.counts_without_names(scene.session, PUBLIC, scene.measure.id, AsOf.of(JUNE))
    assert (count.number, count.said) == (30, "2025-06")
    assert queries.counts_without_names(scene.session, PUBLIC, scene.measure.id, AsOf.of(date(2025, 6, 1))) == ()


def test_a_number_without_names_stands_behind_walls_as_well(scene) -> None:
    shared = nameless.NewCount(
        scene.measure.id, 9, "signers", "signed", "2025-06", "a letter",
        organization_id=scene.ours.id, campaign_id=scene.campaign.id, visibility=Visibility.COALITION,
    )  # fmt: skip
    nameless.record_count(scene.session, scene.ada, shared)
    as_of = AsOf.of(JUNE)
    seen = [
        len(queries.counts_without_names(scene.session, viewer, scene.measure.id, as_of))
        for viewer in (scene.ada, scene.partner, scene.outsider, PUBLIC)
    ]
    assert seen == [1, 1, 0, 0]
    with pytest.raises(NotAllowed):
        nameless.record_count(scene.session, scene.outsider, shared)
    outsiders = replace(shared, organization_id=scene.outside.id)
    with pytest.raises(NotAllowed, match="takes no part"):
        nameless.record_count(scene.session, scene.outsider, outsiders)
    with pytest.raises(InvalidInput, match="which organization"):
        nameless.record_count(scene.session, scene.ada, replace(shared, organization_id=None))


def test_a_word_outside_the_scale_names_the_scale() -> None:
    with pytest.raises(InvalidInput, match="leaning_yes"):
        read_stance("maybe")
    assert read_stance("Leaning Yes") is Stance.LEANING_YES


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
