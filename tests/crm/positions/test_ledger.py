"""What the ledger's verbs do, in the words of design.md section 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from crm.coalition.models import Visibility
from crm.coalition.visibility import PUBLIC, Viewer
from crm.errors import InvalidInput, NotAllowed
from crm.positions import nameless, queries, rulings, service
from crm.positions.append_only import LedgerIsAppendOnly
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind, Position
from crm.positions.service import NewEvidence
from crm.positions.stance import Stance, read_stance
from tests import cast
from tests.crm.positions.conftest import JUNE


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
