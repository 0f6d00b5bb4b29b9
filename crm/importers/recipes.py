"""Recipes: how a sheet of some make is read, kept under a name for the next sheet with the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotFound
from crm.importers.models import ImportRecipe
from crm.names import fold


@dataclass(frozen=True, slots=True)
class RecipeLine:
    """A recipe. ``missing``: how many of its columns the sheet at hand lacks; ``more``: how many only that has."""

    id: int
    name: str
    made_at: datetime
    mapping: dict[str, Any]
    missing: int
    more: int


def save_recipe(
    session: Session,
    viewer: Viewer,
    name: str,
    kind: str,
    headers: Sequence[str],
    mapping: dict[str, Any],
    *,
    organization_id: int | None,
) -> ImportRecipe:
    """Keep a mapping under a name; the organization's recipe of that name is replaced.

    Raises InvalidInput without a name, NotAllowed for an organization that is not the viewer's.
    """
    name = " ".join(name.split())[:120]
    if not name:
        raise InvalidInput("What shall the recipe be called?", hint="Name the sheet it reads.", field="recipe_name")
    if organization_id is not None or not viewer.is_admin:
        viewer.may_write_for(organization_id)
    found = session.scalar(
        select(ImportRecipe).where(ImportRecipe.name == name, ImportRecipe.organization_id.is_(organization_id))
        if organization_id is None
        else select(ImportRecipe).where(
            ImportRecipe.name == name, ImportRecipe.organization_id == organization_id
        )
    )  # fmt: skip
    if found is None:
        found = ImportRecipe(name=name, organization_id=organization_id)
        session.add(found)
    found.kind, found.headers, found.mapping = kind, list(headers), mapping
    found.made_by_id, found.made_at = viewer.user_id, clock.now()
    session.flush()
    return found


def recipes_for(session: Session, viewer: Viewer, kind: str, headers: Sequence[str]) -> tuple[RecipeLine, ...]:
    """The recipes that fit a sheet with these headers, the best first: most of their columns are there (one query).

    A recipe of one's own organization, or of none.
    """
    query = select(ImportRecipe).where(ImportRecipe.kind == kind)
    if not viewer.sees_all:
        mine = ImportRecipe.organization_id.in_(sorted(viewer.organization_ids))
        query = query.where(or_(mine, ImportRecipe.organization_id.is_(None)))
    there = {fold(header) for header in headers} - {""}
    lines = []
    for recipe in session.scalars(query):
        wanted = {fold(header) for header in recipe.headers} - {""}
        missing = len(wanted - there)
        if wanted and missing * 2 <= len(wanted):
            more = len(there - wanted)
            lines.append(RecipeLine(recipe.id, recipe.name, recipe.made_at, recipe.mapping, missing, more))
    return tuple(sorted(lines, key=lambda line: (line.missing, line.more, line.name)))


def find_recipe(session: Session, viewer: Viewer, recipe_id: int) -> ImportRecipe:
    """The recipe. Raises NotFound, also for another organization's."""
    found = session.get(ImportRecipe, recipe_id)
    if found is None or not (
        viewer.sees_all or found.organization_id is None or found.organization_id in viewer.organization_ids
    ):
        raise NotFound("That recipe is not on file.", hint="Choose one of the list.")
    return found


def drop_recipe(session: Session, viewer: Viewer, recipe_id: int) -> str:
    """Throw a recipe away, and return its name. What was read by it stays. Raises NotFound, NotAllowed."""
    found = find_recipe(session, viewer, recipe_id)
    if found.organization_id is not None or not viewer.is_admin:
        viewer.may_write_for(found.organization_id)
    name = found.name
    session.delete(found)
    session.flush()
    return name
