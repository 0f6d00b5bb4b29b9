"""One import from end to end: read all files first, then change the database in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.importers.batches import batch
from crm.importers.openstates.book import Book
from crm.importers.openstates.committees import put_committees
from crm.importers.openstates.contacts import put_contacts
from crm.importers.openstates.files import read_folder
from crm.importers.openstates.ground import prepare
from crm.importers.openstates.people import put_people
from crm.importers.openstates.records import Roster
from crm.importers.openstates.tenures import put_tenures
from crm.importers.openstates.twins import propose_twins
from crm.importers.report import ImportReport, Progress, quietly
from crm.people.models import MergeProposal

KIND: Final = "openstates"


def read_roster(path: Path, on_file: Callable[[int, int], None] | None = None) -> Roster:
    """Read a state's folder without touching any database. Raises InvalidInput, naming the file and what to do."""
    return read_folder(path, on_file)


def bring_roster(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Read a state's folder and bring what is on file up to it, as one batch. Raises InvalidInput as reading does."""
    roster = read_roster(path, lambda done, total: progress("Reading files", done, total))
    return apply_roster(session, roster, progress=progress)


def apply_roster(
    session: Session, roster: Roster, *, kind: str = KIND, day: date | None = None, progress: Progress = quietly
) -> ImportReport:
    """Bring what is on file up to the roster, as one import batch, and say what changed.

    ``day`` (default: today) decides which roles are current. Nothing is committed here: a preview is the same call in
    a transaction that is rolled back.
    """
    with batch(session, kind, roster.source) as report:
        put_roster(session, roster, report, day=day, progress=progress)
    return report


def put_roster(
    session: Session, roster: Roster, report: ImportReport, *, day: date | None = None, progress: Progress = quietly
) -> None:
    """Bring what is on file up to the roster within the import batch under way, and count in its report."""
    book = Book(session, day or clock.today(), list(roster.problems), roster.source_name, roster.scheme)
    proposals_before = _proposals(session)
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("people", lambda: put_people(book, roster)),
        ("terms of office", lambda: put_tenures(book, roster, ground)),
        ("contacts", lambda: put_contacts(book, roster, ground)),
        ("committees", lambda: put_committees(book, roster, ground)),
        ("likely the same", lambda: propose_twins(book)),
    )
    progress("Comparing offices", 0, len(steps) + 1)
    ground = prepare(session, roster, book.day)
    # What the files could not tell of a chamber came up just now.
    book.problems = list(roster.problems)
    for number, (name, step) in enumerate(steps, 1):
        progress(f"Comparing {name}", number, len(steps) + 1)
        step()
        session.flush()
    _tell(report, book, roster)
    report.merge_proposals += _proposals(session) - proposals_before


def _tell(report: ImportReport, book: Book, roster: Roster) -> None:
    files = {person.where for person in roster.people} | {committee.where for committee in roster.committees}
    updated = (book.updated & files) - book.created
    report.created += len(book.created)
    report.updated += len(updated)
    report.same += len(files) - len(book.created) - len(updated)
    for problem in book.problems:
        report.problem(problem.where, problem.what, problem.hint)


def _proposals(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(MergeProposal)) or 0
