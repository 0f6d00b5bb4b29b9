"""Reports that disagree: both stay, and a lead rules between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm import clock
from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed
from crm.positions import queries, rulings, service
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind
from crm.positions.service import NewEvidence
from crm.positions.stance import Stance
from tests.crm.positions.conftest import JUNE


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


def test_a_lead_rules_to_the_last_day_in_the_campaign_and_not_before_the_first(scene) -> None:
    lead = Viewer(
        organization_ids=frozenset({scene.ours.id, scene.outside.id}),
        campaign_ids=frozenset({scene.campaign.id}),
        lead_organization_ids=frozenset({scene.outside.id}),
    )
    joins = CampaignOrganization(
        campaign_id=scene.campaign.id, organization_id=scene.outside.id, joined_on=JUNE + timedelta(days=1)
    )
    scene.session.add(joins)
    ours = service.record(scene.session, scene.ada, scene.new(Stance.YES, said="2025-06-08"))
    theirs = service.record(
        scene.session, scene.partner, scene.new(Stance.NO, said="2025-06-12", organization_id=scene.ally.id)
    )
    with pytest.raises(NotAllowed):
        rulings.rule(scene.session, lead, ours.id, theirs.id, "we were there")
    joins.joined_on = joins.left_on = JUNE
    scene.session.flush()
    assert rulings.rule(scene.session, lead, ours.id, theirs.id, "we were there").upheld_id == ours.id


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


def test_reports_far_apart_are_a_shift_and_no_contest(scene) -> None:
    service.record(scene.session, scene.ada, scene.new(Stance.NO, said="2025-05-01"))
    service.record(scene.session, scene.partner, scene.new(said="2025-06-12", organization_id=scene.ally.id))
    stand = queries.standing(scene.session, scene.ada, scene.measure.id, AsOf.of(JUNE))[scene.senator.id]
    assert not stand.contested
