"""Recipes: how a sheet is read, kept for the next one of its make."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from crm.errors import InvalidInput, NotAllowed, NotFound
from crm.importers.recipes import drop_recipe, find_recipe, recipes_for, save_recipe
from tests.builders.scene import Scene

HEADERS = ["Name", "District", "Stance"]


@pytest.fixture
def scene(session: Session) -> Scene:
    """A campaign, its organizations, and who works for them."""
    return Scene(session)


def test_a_recipe_is_proposed_where_its_columns_are_found_whatever_their_case(scene: Scene) -> None:
    kept = save_recipe(
        scene.session, scene.ada, " Lobby  day ", "sheet", HEADERS, {"a": 1}, organization_id=scene.ours.id
    )
    assert kept.name == "Lobby day"
    (found,) = recipes_for(scene.session, scene.ada, "sheet", ["NAME ", "district", "Stance", "Notes"])
    assert (found.name, found.missing, found.more, found.mapping) == ("Lobby day", 0, 1, {"a": 1})
    assert recipes_for(scene.session, scene.ada, "sheet", ["Organization", "Phone"]) == ()
    assert recipes_for(scene.session, scene.ada, "other", HEADERS) == ()


def test_the_recipe_that_fits_best_comes_first(scene: Scene) -> None:
    for name, headers in (("two", HEADERS[:2]), ("all", HEADERS), ("more", [*HEADERS, "Phone"])):
        save_recipe(scene.session, scene.ada, name, "sheet", headers, {}, organization_id=scene.ours.id)
    assert [line.name for line in recipes_for(scene.session, scene.ada, "sheet", HEADERS)] == ["all", "two", "more"]


def test_a_recipe_saved_again_under_its_name_is_replaced(scene: Scene) -> None:
    first = save_recipe(
        scene.session, scene.ada, "Lobby day", "sheet", HEADERS, {"a": 1}, organization_id=scene.ours.id
    )
    again = save_recipe(
        scene.session, scene.leo, "Lobby day", "sheet", ["Name"], {"a": 2}, organization_id=scene.ours.id
    )
    assert (again.id, again.mapping) == (first.id, {"a": 2})


def test_recipes_are_each_organization_s_own(scene: Scene) -> None:
    ours = save_recipe(scene.session, scene.ada, "Lobby day", "sheet", HEADERS, {}, organization_id=scene.ours.id)
    theirs = save_recipe(scene.session, scene.paz, "Lobby day", "sheet", HEADERS, {}, organization_id=scene.ally.id)
    assert ours.id != theirs.id
    seen = scene.seen_by(lambda session, viewer: [line.id for line in recipes_for(session, viewer, "sheet", HEADERS)])
    assert seen == {"ada": [ours.id], "leo": [ours.id], "paz": [theirs.id], "otto": [], "rosa": []}
    with pytest.raises(NotFound):
        find_recipe(scene.session, scene.otto, ours.id)
    with pytest.raises(NotAllowed):
        save_recipe(scene.session, scene.otto, "Ours", "sheet", HEADERS, {}, organization_id=scene.ours.id)
    assert drop_recipe(scene.session, scene.leo, ours.id) == "Lobby day"


def test_a_recipe_needs_a_name(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        save_recipe(scene.session, scene.ada, "  ", "sheet", HEADERS, {}, organization_id=scene.ours.id)
