"""One import from end to end: read all files first, then change the database in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import ImportBatch
from crm.importers.openstates.book import Book
from crm.importers.openstates.committees import put_committees
from crm.importers.openstates.contacts import put_contacts
from crm.importers.openstates.files import read_folder
from crm.importers.openstates.ground import prepare
from crm.importers.openstates.people import put_people
from crm.importers.openstates.records import ImportReport, Roster
from crm.importers.openstates.tenures import put_tenures
from crm.importers.openstates.twins import propose_twins
from crm.people.models import MergeProposal

KIND = "openstates"


def read_roster(path: Path, on_file: Callable[[int, int], None] | None = None) -> Roster:
    """Read a state's folder without touching any database. Raises InvalidInput, naming the file and what to do."""
    return read_folder(path, on_file)


def apply_roster(
    session: Session, roster: Roster, *, day: date | None = None, on_step: Callable[[str], None] | None = None
) -> ImportReport:
    """Bring what is on file up to the roster, as one import batch, and say what changed.

    ``day`` (default: today) decides which roles are current. Nothing is committed here: a preview is the same call in
    a transaction that is rolled back.
    """
    tell = on_step or (lambda _step: None)
    batch = ImportBatch(kind=KIND, source=roster.source, started_at=clock.now(), summary={})
    session.add(batch)
    session.flush()
    session.info["import_batch_id"] = batch.id
    book = Book(session, day or clock.today(), list(roster.problems))
    proposals_before = _proposals(session)
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("people", lambda: put_people(book, roster)),
        ("terms of office", lambda: put_tenures(book, roster, ground)),
        ("contacts", lambda: put_contacts(book, roster, ground)),
        ("committees", lambda: put_committees(book, roster, ground)),
        ("likely the same", lambda: propose_twins(book, roster)),
    )
    tell("offices")
    ground = prepare(session, roster, book.day)
    # What the files could not tell of a chamber came up just now.
    book.problems = list(roster.problems)
    for name, step in steps:
        tell(name)
        step()
        session.flush()
    report = _report(book, roster, batch.id)
    report.merge_proposals = _proposals(session) - proposals_before
    batch.finished_at = clock.now()
    batch.summary = {
        "created": report.created,
        "updated": report.updated,
        "same": report.same,
        "merge_proposals": report.merge_proposals,
        "problems": [asdict(problem) for problem in report.problems],
    }
    session.flush()
    return report


def _report(book: Book, roster: Roster, batch_id: int) -> ImportReport:
    files = {person.where for person in roster.people} | {committee.where for committee in roster.committees}
    updated = (book.updated & files) - book.created
    return ImportReport(
        batch=batch_id,
        created=len(book.created),
        updated=len(updated),
        same=len(files) - len(book.created) - len(updated),
        problems=book.problems,
    )


def _proposals(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(MergeProposal)) or 0
