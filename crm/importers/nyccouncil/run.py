"""One import of the Council from end to end: members first, so that the names on bills find them; then its bills."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crm import clock
from crm.errors import InvalidInput
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.calendar import put_calendar
from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.nyccouncil.council import KIND, SOURCE_NAME
from crm.importers.nyccouncil.files import Found, each, find_files, seen_on, shape_of
from crm.importers.nyccouncil.lineage import link_former_bills
from crm.importers.nyccouncil.matters import parse_matter
from crm.importers.nyccouncil.meetings import day_of_meeting, parse_meeting
from crm.importers.nyccouncil.people import read_people
from crm.importers.openstates.records import Roster
from crm.importers.openstates.run import put_roster
from crm.importers.report import ImportReport, Problem, Progress, quietly


def bring_council(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring what is on file up to the mirror's files at ``path``, as one batch. Raises InvalidInput as reading does."""
    problems: list[Problem] = []
    progress("Looking through the files", 0, None)
    found = find_files(path, problems)
    if found.metadata and not found.people:
        where = found.metadata[0][0]
        what = "This list tells districts and accounts of members whose own files are not here; it was left out."
        problems.append(Problem(where, what, "Import the whole folder people."))
    with batch(session, KIND, str(path)) as report:
        if found.people:
            roster = read_members(str(path), found, clock.today(), problems)
            put_roster(session, roster, report, progress=progress)
        if found.matters or found.meetings:
            put_bills(session, read_bills(found, problems), report, progress)
            link_former_bills(session, report.batch or 0)
            days = [day for where, _, raw in each(found.meetings, []) if (day := _day(where, raw)) is not None]
            put_calendar(session, days, report, SOURCE_NAME, clock.today())
        for problem in problems:
            report.problem(problem.where, problem.what, problem.hint)
    return report


def _day(where: str, raw: Any) -> CalendarRecord | None:
    return day_of_meeting(where, raw) if shape_of(raw) == "meeting" else None


def read_members(source: str, found: Found, day: date, problems: list[Problem]) -> Roster:
    """The roster of all people files; the list beside them tells districts and accounts."""
    told: dict[str, dict[str, Any]] = {}
    for _, _, raw in each(found.metadata, problems):
        told |= {id_: entry for entry in listed({"all": raw}, "all") if (id_ := text(entry.get("ID")))}
    people = []
    for where, _, raw in each(found.people, problems):
        if shape_of(raw) == "person":
            people.append((where, raw))
        else:
            problems.append(Problem(where, "This is no member's record; it was left out.", "Download it again."))
    return read_people(source, people, told, day)


def read_bills(found: Found, problems: list[Problem]) -> Iterator[BillRecord]:
    """The records of all matters, then what meetings did with bills; one file at a time."""
    for where, file, raw in each(found.matters, problems):
        if shape_of(raw) != "matter":
            problems.append(Problem(where, "This is no matter's record; it was left out.", "Download it again."))
            continue
        try:
            yield parse_matter(where, raw, seen_on(file), problems)
        except InvalidInput as error:
            problems.append(Problem(where, error.message, error.hint))
    for where, _, raw in each(found.meetings, problems):
        if shape_of(raw) == "meeting":
            yield from parse_meeting(where, raw, problems)
        else:
            problems.append(Problem(where, "This is no meeting's record; it was left out.", "Download it again."))
