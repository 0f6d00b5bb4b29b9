"""Organizations of a sheet, and the coalitions they are part of. Gaps are filled; what is on file stays."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from crm import clock
from crm.campaigns.models import CampaignOrganization
from crm.campaigns.service import add_organization as join_campaign
from crm.coalition.models import Organization
from crm.coalition.service import add_organization
from crm.errors import WhipcountError
from crm.importers.sheet.days import last_day
from crm.importers.sheet.items import Group, Reading
from crm.importers.sheet.writing import Writing
from crm.names import fold


def write_groups(writing: Writing, readings: Sequence[Reading]) -> None:
    """Add the organizations that are new, complete those that are not, and let them into their campaigns."""
    known = {fold(each.name): each for each in writing.session.scalars(select(Organization))}
    joined = _joined(writing)
    for reading in readings:
        for item in reading.items:
            if not isinstance(item, Group):
                continue
            try:
                _write(writing, item, known, joined)
            except WhipcountError as wrong:
                writing.problem(reading, wrong.message, wrong.hint)


def _write(
    writing: Writing,
    item: Group,
    known: dict[str, Organization],
    joined: dict[tuple[int, int], CampaignOrganization],
) -> None:
    there = known.get(fold(item.name) or item.name)
    is_new = there is None
    if there is None:
        there = add_organization(
            writing.session, writing.viewer, item.name, website=item.website, source=writing.source.title
        )
        known[fold(item.name) or item.name] = there
    changed = _complete(there, item)
    changed |= _join(writing, there, item, joined)
    writing.session.flush()
    if is_new:
        writing.report.created += 1
    elif changed:
        writing.report.updated += 1
    else:
        writing.report.same += 1


def _complete(there: Organization, item: Group) -> bool:
    supports = f"Supports, as listed: {', '.join(item.supports)}." if item.supports else None
    said = {
        "phone": item.phone,
        "address": item.address,
        "website": item.website,
        "about": "\n".join(filter(None, (item.notes, supports))) or None,
    }
    changed = False
    for column, value in said.items():
        if value and getattr(there, column) is None:
            setattr(there, column, value)
            changed = True
    return changed


def _joined(writing: Writing) -> dict[tuple[int, int], CampaignOrganization]:
    rows = writing.session.scalars(select(CampaignOrganization).where(CampaignOrganization.left_on.is_(None)))
    return {(row.campaign_id, row.organization_id): row for row in rows}


def _join(
    writing: Writing,
    there: Organization,
    item: Group,
    joined: dict[tuple[int, int], CampaignOrganization],
) -> bool:
    changed = False
    since = last_day(writing.ground.mapping.constants.said, clock.today())
    for campaign_id in item.campaign_ids:
        part = joined.get((campaign_id, there.id))
        if part is None:
            part = join_campaign(writing.session, writing.viewer, campaign_id, there.id, since)
            joined[campaign_id, there.id] = part
            changed = True
        if item.level and part.level != item.level:
            part.level = item.level
            changed = True
    return changed
