"""What a mapping still lacks before it can be applied, in words: asked before any row is looked at. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from crm.coalition.models import Visibility
from crm.errors import NotAllowed
from crm.importers.sheet.columns import Mapping, SheetKind, Use
from crm.importers.sheet.ground import Ground


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to choose. ``about`` is a use or a constant's name, so that a form can show it at the right place."""

    about: str
    what: str
    hint: str


def _nothing(_ground: Ground) -> list[Missing]:
    """A sheet of officials needs no more than their names."""
    return []


def missing(ground: Ground) -> tuple[Missing, ...]:
    """All that is missing, or may not be."""
    mapping = ground.mapping
    found = [Missing("constants", what, hint) for what, hint in ground.unknown]
    found += _names(mapping)
    found += {
        SheetKind.POSITIONS: _positions,
        SheetKind.CONTACTS: _contacts,
        SheetKind.ORGANIZATIONS: _organizations,
        SheetKind.SPONSORS: _sponsors,
        SheetKind.OFFICIALS: _nothing,
    }[mapping.kind](ground)
    if mapping.kind is not SheetKind.ORGANIZATIONS:
        found += _people(ground)
    if mapping.kind in (SheetKind.POSITIONS, SheetKind.CONTACTS):
        found += _walls(ground)
    return tuple(found)


def _names(mapping: Mapping) -> list[Missing]:
    has = {column.use for column in mapping.columns}
    if Use.NAME in has or Use.FAMILY_NAME in has:
        return []
    return [Missing(Use.NAME.value, "Which column holds the names?", "Choose one for the use “name”.")]


def _positions(ground: Ground) -> list[Missing]:
    mapping, said = ground.mapping, ground.mapping.constants
    stances = mapping.all_for(Use.STANCE)
    if not stances:
        return [Missing(Use.STANCE.value, "Which column says where they stand?", "Choose one for the use “stance”.")]
    if mapping.column(Use.MEASURE) or said.measure:
        return []
    return [
        Missing(Use.MEASURE.value, f"Which measure is “{column.header}”?", "Choose the measure it speaks of.")
        for column in stances
        if not column.measure
    ]


def _contacts(ground: Ground) -> list[Missing]:
    mapping = ground.mapping
    found = []
    if mapping.column(Use.STANCE) and not _measure_of(mapping):
        found.append(Missing(Use.MEASURE.value, "On which measure do they stand so?", "Choose the measure."))
    if mapping.column(Use.SAID) is None and mapping.constants.said is None:
        found.append(Missing(Use.SAID.value, "When were they contacted?", "Choose the column of days, or one day."))
    return found


def _measure_of(mapping: Mapping) -> bool:
    column = mapping.column(Use.STANCE)
    return bool(mapping.column(Use.MEASURE) or mapping.constants.measure or (column and column.measure))


def _organizations(ground: Ground) -> list[Missing]:
    viewer, said = ground.viewer, ground.mapping.constants
    found = []
    if not (viewer.sees_all or viewer.is_admin or viewer.lead_organization_ids):
        found.append(
            Missing("kind", "Only a lead or an administrator adds organizations.", "Ask the lead of your own.")
        )
    campaign = ground.campaign(said.campaign)
    if campaign is not None and not may_lead(ground, campaign.lead_organization_id):
        found.append(Missing("campaign", "Only its lead lets organizations into a campaign.", "Ask its lead."))
    if ground.mapping.column(Use.LEVEL) and not said.campaign and not ground.mapping.column(Use.MEASURES):
        found.append(
            Missing("campaign", "In which campaign do they have that level?", "Choose the campaign, or ignore it.")
        )
    return found


def may_lead(ground: Ground, lead_organization_id: int | None) -> bool:
    """Whether the viewer may let organizations into a campaign."""
    viewer = ground.viewer
    return viewer.sees_all or viewer.is_admin or lead_organization_id in viewer.lead_organization_ids


def _sponsors(ground: Ground) -> list[Missing]:
    mapping, said = ground.mapping, ground.mapping.constants
    if mapping.column(Use.BILL) or said.bill:
        return []
    marked = mapping.all_for(Use.SPONSORS)
    if not marked:
        return [Missing(Use.BILL.value, "Whose sponsors are these?", "Choose the bill, or the column that names it.")]
    return [
        Missing(Use.SPONSORS.value, f"Which bill is “{column.header}”?", "Write its number: S2235-2025.")
        for column in marked
        if not column.bill
    ]


def _people(ground: Ground) -> list[Missing]:
    viewer = ground.viewer
    if ground.mapping.constants.add_people and not (viewer.sees_all or viewer.is_admin or viewer.lead_organization_ids):
        return [Missing("add_people", "Only a lead or an administrator adds officials.", "Ask the lead of your own.")]
    return []


def _walls(ground: Ground) -> list[Missing]:
    viewer, said = ground.viewer, ground.mapping.constants
    found = []
    if ground.organization is None and not said.organization:
        if ground.visibility is not Visibility.PUBLIC or not (viewer.sees_all or viewer.is_admin):
            found.append(Missing("organization", "For which organization?", "Choose the one whose sheet it is."))
    elif ground.organization is not None:
        try:
            viewer.may_write_for(ground.organization.id)
        except NotAllowed as wrong:
            found.append(Missing("organization", wrong.message, wrong.hint))
    if ground.visibility is Visibility.COALITION:
        campaign = ground.campaign(said.campaign)
        if campaign is None:
            found.append(Missing("campaign", "“Coalition” needs a campaign.", "Choose it, or keep it private."))
        elif not viewer.sees_all and campaign.id not in viewer.campaign_ids:
            found.append(
                Missing("campaign", "Your organization takes no part in that campaign.", "Ask its lead to add you.")
            )
    return found
