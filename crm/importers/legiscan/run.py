"""One import of LegiScan's data from end to end: whoever is on file is recognized first, so that bills find them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, BillIdentifier
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import SessionRecord
from crm.importers.legiscan.opening import opened
from crm.importers.legiscan.reading import FindBill, Reading
from crm.importers.legiscan.recognizing import Recognizer, names_on_file
from crm.importers.legiscan.roster import Service, roster_of
from crm.importers.legiscan.source import Source
from crm.importers.legiscan.words import KIND, SCHEME
from crm.importers.openstates.run import put_roster
from crm.importers.report import ImportReport, Problem, Progress, quietly
from crm.jurisdictions.models import Jurisdiction, LegislativeSession
from crm.jurisdictions.places import read_ocd_id


def bring_legiscan(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring what is on file up to LegiScan's records at ``path``, as one batch. Raises InvalidInput as opening does."""
    problems: list[Problem] = []
    progress("Looking through the files", 0, None)
    with opened(path, problems) as sources, batch(session, KIND, str(path)) as report:
        for source in sources:
            _bring(session, source, report, problems, progress)
        if not (problems or report.created or report.updated or report.same or report.waiting):
            what = "There is nothing here to keep: texts and amendments have no place, and committees come with bills."
            report.problem(path.name, what, "Import bills, roll calls, or who served in a session.")
        for problem in problems:
            report.problem(problem.where, problem.what, problem.hint)
    return report


def _bring(session: Session, source: Source, report: ImportReport, problems: list[Problem], progress: Progress) -> None:
    reading = Reading(source, names_on_file(session), problems)
    service, states = reading.survey(progress)
    reading.learn_names(states)
    _bring_people(session, reading, states, service, report, progress)
    put_bills(session, reading.indexed(), report, progress)
    put_bills(session, reading.bills(), report, progress)
    put_bills(session, reading.votes_alone(_finder(session)), report, progress)


def _bring_people(
    session: Session, reading: Reading, states: set[str], service: Service, report: ImportReport, progress: Progress
) -> None:
    members = list(reading.members(states))
    if not members:
        return
    today = clock.today()
    recognizer = Recognizer(session, report, today)
    known, new = recognizer.recognize(members, service)
    people = [member for member, _ in new]
    seated = recognizer.seated(known, people, service)
    roster = roster_of(people, service, known, seated, recognizer.taken(), today, reading.source.only_sponsors)
    put_roster(session, roster, report, progress=progress)


def _finder(session: Session) -> FindBill:
    """Finds a bill on file by LegiScan's id (one query, once it is asked for the first)."""
    found: dict[str, tuple[SessionRecord, str]] | None = None

    def find(id_: str) -> tuple[SessionRecord, str] | None:
        nonlocal found
        if found is None:
            found = _bills_on_file(session)
        return found.get(id_)

    return find


def _bills_on_file(session: Session) -> dict[str, tuple[SessionRecord, str]]:
    rows = session.execute(
        select(BillIdentifier.identifier, Bill.number, LegislativeSession, Jurisdiction.ocd_id)
        .join(Bill, Bill.id == BillIdentifier.bill_id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .join(Jurisdiction, Jurisdiction.id == LegislativeSession.jurisdiction_id)
        .where(BillIdentifier.scheme == SCHEME, Jurisdiction.ocd_id.is_not(None))
    )
    return {
        id_: (
            SessionRecord(
                read_ocd_id(ocd_id or ""),
                sitting.slug,
                sitting.name,
                sitting.started_on or date.min,
                sitting.ended_on or date.max,
            ),
            printed,
        )
        for id_, printed, sitting, ocd_id in rows
    }
