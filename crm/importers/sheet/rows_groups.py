"""Rows that tell of an organization: who it is, how far it is in, which campaigns it is part of."""

from __future__ import annotations

import re

from crm.importers.sheet.columns import Use
from crm.importers.sheet.items import Group, Reading
from crm.importers.sheet.missing import may_lead
from crm.importers.sheet.reading import Reader
from crm.importers.sheet.tables import Row

_MOST_NAME = 200
_ADDRESS = re.compile(r"(?:https?://)?[^\s/@]+\.[^\s@]{2,}\Z", re.IGNORECASE)


def read_group(reader: Reader, reading: Reading, row: Row) -> None:
    """Add the organization of the row."""
    name = reader.said(row, Use.NAME)
    if not name or len(name) > _MOST_NAME:
        reader.note(row, "There is no name of an organization in the row.", "Fill it in, or delete the row.")
        return
    mapping, said = reader.ground.mapping, reader.ground.mapping.constants
    supports = tuple(filter(None, (each.strip() for each in re.split(r"[,;|\n]", reader.said(row, Use.MEASURES)))))
    campaign = reader.ground.campaign(said.campaign)
    reading.items.append(
        Group(
            name=name,
            level=reader.said(row, Use.LEVEL) or said.level,
            phone=reader.said(row, Use.PHONE) or None,
            address=reader.said(row, Use.ADDRESS) or None,
            website=_website(reader, reading, row),
            notes="\n".join(filter(None, (reader.cell(row, column) for column in mapping.all_for(Use.NOTES)))) or None,
            supports=supports,
            campaign_ids=tuple(
                dict.fromkeys([*([campaign.id] if campaign else []), *_campaigns_of(reader, row, supports)])
            ),
        )
    )


def _campaigns_of(reader: Reader, row: Row, supports: tuple[str, ...]) -> list[int]:
    """The campaigns for the measures the row names: those on file in which the viewer may let organizations."""
    ground = reader.ground
    found = []
    for text in supports:
        measure = ground.measure(text)
        campaigns = [
            each
            for each in set(ground.campaigns.values())
            if (measure is not None and each.measure_id == measure.id) or ground.campaign(text) is each
        ]
        if not campaigns:
            reader.note(
                row,
                f"There is no campaign for “{text[:80]}”.",
                "It is kept in words with the organization; add the campaign and import again to have it joined.",
            )
        found += [each.id for each in campaigns if may_lead(ground, each.lead_organization_id)]
    return sorted(found)


def _website(reader: Reader, reading: Reading, row: Row) -> str | None:
    text = reader.said(row, Use.WEBSITE)
    if not text or text.casefold() in ("none", "n/a", "-"):
        return None
    if not _ADDRESS.match(text):
        reading.problem(f"“{text[:60]}” is no web address.", "Left out; write it as https://example.org.")
        return None
    return text if text.lower().startswith(("http://", "https://")) else f"https://{text}"
