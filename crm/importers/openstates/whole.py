"""Whatever comes from Open States: a state's folder of people, its list of them as CSV, or bills, votes and events."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from crm.importers.openstates.files import PEOPLE
from crm.importers.openstates.people_csv import read_csv
from crm.importers.openstates.run import apply_roster, bring_roster
from crm.importers.openstates_bills.run import bring_openstates_bills
from crm.importers.report import ImportReport, Progress, quietly


def bring_openstates(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring in what the file or folder is, as one batch. Raises InvalidInput as its reader does."""
    if path.is_file() and path.suffix.lower() == ".csv":
        return apply_roster(session, read_csv(path), progress=progress)
    if _holds_bills(path):
        return bring_openstates_bills(session, path, progress)
    return bring_roster(session, path, progress)


def _holds_bills(path: Path) -> bool:
    """Whether it is JSON: people of Open States are YAML, their bills never are."""
    if path.is_file():
        return path.suffix.lower() == ".json"
    if not path.is_dir() or any((path / folder).is_dir() for folder in PEOPLE):
        return False
    return next(path.rglob("*.json"), None) is not None
