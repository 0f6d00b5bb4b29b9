"""What the writers of a sheet share: one import under way, and how its people are named in problems."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.importers.report import ImportReport
from crm.importers.sheet.ground import Ground
from crm.importers.sheet.items import Reading
from crm.importers.sheet.source import Source


@dataclass(slots=True)
class Writing:
    """One sheet being applied. ``viewer`` is on whose behalf."""

    session: Session
    viewer: Viewer
    ground: Ground
    source: Source
    report: ImportReport

    @property
    def organization_id(self) -> int | None:
        """The organization whose sheet it is."""
        return self.ground.organization.id if self.ground.organization else None

    @property
    def campaign_id(self) -> int | None:
        """The campaign it is for, where one is chosen."""
        found = self.ground.campaign(self.ground.mapping.constants.campaign)
        return found.id if found else None

    def problem(self, reading: Reading, what: str, hint: str) -> None:
        """Note a problem of a row."""
        self.report.problem(f"row {reading.number}", what, hint)


Found = tuple[Reading, int]
"""A row, and the person it is about."""
