"""The one rule of the walls, and who may write behind them. Every read is held to it in tests/properties/test_walls."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.campaigns.viewer import audience
from crm.clock import today
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer, visible
from crm.errors import NotAllowed
from crm.positions.models import NamelessCount
from tests.builders.scene import Scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def seen(scene: Scene, viewer: Viewer) -> set[int]:
    return set(scene.session.scalars(select(NamelessCount.id).where(visible(NamelessCount, viewer))))


def entry(scene: Scene, visibility: Visibility, organization=None, campaign=None) -> int:
    found = NamelessCount(
        measure_id=scene.measure.id, number=1, of_whom="people", did_what="signed", said="2025-06", source="a letter",
        said_latest=scene.campaign.started_on, recorded_at=scene.users["ada"].created_at, visibility=visibility,
        organization_id=organization.id if organization else None, campaign_id=campaign.id if campaign else None,
    )  # fmt: skip
    scene.session.add(found)
    scene.session.flush()
    return found.id


def test_public_is_seen_by_all_coalition_by_the_campaign_and_private_by_its_own(scene: Scene) -> None:
    public = entry(scene, Visibility.PUBLIC)
    coalition = entry(scene, Visibility.COALITION, scene.ours, scene.campaign)
    private = entry(scene, Visibility.PRIVATE, scene.ours, scene.campaign)
    allys = entry(scene, Visibility.PRIVATE, scene.ally)
    assert seen(scene, scene.ada) == seen(scene, scene.leo) == {public, coalition, private}
    assert seen(scene, scene.paz) == {public, coalition, allys}
    assert seen(scene, scene.otto) == seen(scene, PUBLIC) == {public}
    assert seen(scene, OPERATOR) == {public, coalition, private, allys}


def test_administering_the_server_opens_no_wall(scene: Scene) -> None:
    entry(scene, Visibility.PRIVATE, scene.ours)
    entry(scene, Visibility.COALITION, scene.ours, scene.campaign)
    assert seen(scene, scene.rosa) == set()


def test_an_organization_keeps_its_own_shared_entry_when_it_leaves_the_campaign(scene: Scene) -> None:
    shared = entry(scene, Visibility.COALITION, scene.ours, scene.campaign)
    left = Viewer(organization_ids=frozenset({scene.ours.id}))
    assert seen(scene, left) == {shared}
    assert seen(scene, Viewer(organization_ids=frozenset({scene.ally.id}))) == set()


@pytest.mark.parametrize("visibility", list(Visibility))
def test_what_is_written_for_an_audience_holds_nothing_that_one_of_it_may_not_see(
    scene: Scene, visibility: Visibility
) -> None:
    for wall in Visibility:
        for organization in (scene.ours, scene.ally, scene.outside):
            entry(scene, wall, organization, scene.campaign)
    theirs = entry(scene, visibility, scene.ours, scene.campaign)
    written = audience(scene.session, visibility, scene.ours.id, scene.campaign.id, today())
    readers = [viewer for viewer in scene.viewers.values() if theirs in seen(scene, viewer)]
    assert readers
    for reader in readers:
        assert seen(scene, written) <= seen(scene, reader)
    assert theirs in seen(scene, written)


def test_one_writes_for_the_organizations_one_works_for(scene: Scene) -> None:
    scene.ada.may_write_for(scene.ours.id)
    OPERATOR.may_write_for(None)
    for viewer, organization in (
        (scene.ada, scene.ally.id),
        (scene.ada, None),
        (scene.rosa, scene.ours.id),
        (PUBLIC, None),
    ):
        with pytest.raises(NotAllowed):
            viewer.may_write_for(organization)
