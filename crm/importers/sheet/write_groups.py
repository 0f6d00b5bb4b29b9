"""Organizations of a sheet, and the coalitions they are part of. Gaps are filled; what is on file stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(slots=True)
class _OnFile:
    """Organizations by their names: letter for letter, and (of those that were there before the sheet) as words."""

    exactly: dict[str, Organization]
    as_words: dict[str, Organization]
    joined: dict[tuple[int, int], CampaignOrganization]
    of_this_sheet: dict[str, str]


def write_groups(writing: Writing, readings: Sequence[Reading]) -> None:
    """Add the organizations that are new, complete those that are not, and let them into their campaigns."""
    there = writing.session.scalars(select(Organization).order_by(Organization.id.desc())).all()
    on_file = _OnFile(
        exactly={each.name: each for each in there},
        as_words={fold(each.name): each for each in there if fold(each.name)},
        joined=_joined(writing),
        of_this_sheet={},
    )
    for reading in readings:
        for item in reading.items:
            if not isinstance(item, Group):
                continue
            try:
                _write(writing, reading, item, on_file)
            except WhipcountError as wrong:
                writing.problem(reading, wrong.message, wrong.hint)


def _write(writing: Writing, reading: Reading, item: Group, on_file: _OnFile) -> None:
    words = fold(item.name)
    there = on_file.exactly.get(item.name) or on_file.as_words.get(words)
    is_new = there is None
    if there is None:
        there = add_organization(
            writing.session, writing.viewer, item.name, website=item.website, source=writing.source.title
        )
        on_file.exactly[item.name] = there
    # The sheet itself keeps them apart, so they stay apart until somebody says that they are one.
    other = on_file.of_this_sheet.setdefault(words or item.name, item.name)
    if other != item.name:
        writing.problem(
            reading,
            f"“{item.name}” may be the same organization as “{other}”, which the sheet lists as well.",
            "Both are kept. If they are one, delete a row and undo, then import again.",
        )
    changed = _complete(there, item)
    changed |= _join(writing, there, item, on_file.joined)
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
