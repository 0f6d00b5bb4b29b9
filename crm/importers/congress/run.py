"""Congress from end to end: read all files, then bring what is on file up to them, as one batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from crm import clock
from crm.importers.congress.beside import accounts, committees, district_offices
from crm.importers.congress.files import CongressFile, Holds, read_files
from crm.importers.congress.parse import SCHEME, parse_legislator
from crm.importers.congress.states import all_seats
from crm.importers.known import people_by_ids
from crm.importers.openstates.records import PersonRecord, Roster
from crm.importers.openstates.run import apply_roster
from crm.importers.report import ImportReport, Problem, Progress, quietly
from crm.people.models import ContactKind

KIND: Final = "congress"
SOURCE_NAME: Final = "congress-legislators"
# From so many members on, the files are those of the whole Congress, and who is missing is a vacancy.
_WHOLE = {"lower": 420, "upper": 95}


def bring_congress(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring Congress up to the files at ``path``, as one batch. Raises InvalidInput as ``read_congress`` does."""
    progress("Reading files", 0, None)
    roster = read_congress(path, clock.today())
    roster.known = people_by_ids(session, roster.people, (SCHEME, "govtrack", "wikidata", "lis"))
    return apply_roster(session, roster, kind=KIND, progress=progress)


def read_congress(path: Path, day: date) -> Roster:
    """All that the files at ``path`` say, without touching any database. Raises InvalidInput as ``read_files`` does."""
    files = read_files(path)
    roster = Roster(source=str(path), source_name=SOURCE_NAME, scheme=SCHEME)
    people: dict[str, PersonRecord] = {}
    for file in files:
        for number, row in enumerate(file.content if file.holds is Holds.LEGISLATORS else (), 1):
            where = f"{file.name}, entry {number}"
            if not isinstance(row, dict):
                roster.problems.append(Problem(where, "This is no entry.", "Download the file again."))
                continue
            record = parse_legislator(where, row, day, roster.problems)
            if record is None:
                roster.seats_unread = True
            elif record.id not in people:
                people[record.id] = record
    _add_beside(roster, people, files)
    roster.people = list(people.values())
    _see_whether_whole(roster, day)
    return roster


def _add_beside(roster: Roster, people: dict[str, PersonRecord], files: list[CongressFile]) -> None:
    kinds = {ContactKind.CAPITOL}
    membership: dict[str, Any] = {}
    for file in files:
        if file.holds is Holds.MEMBERSHIP:
            membership |= file.content
    for file in files:
        if file.holds is Holds.OFFICES:
            kinds.add(ContactKind.DISTRICT)
            offices = district_offices(file.content)
            for id_ in offices.keys() & people.keys():
                people[id_] = replace(people[id_], contacts=people[id_].contacts + offices[id_])
            _tell_strangers(roster, file, len(offices.keys() - people.keys()))
        elif file.holds is Holds.SOCIAL:
            handles = accounts(file.content)
            for id_ in handles.keys() & people.keys():
                merged = dict.fromkeys(people[id_].identifiers + handles[id_])
                people[id_] = replace(people[id_], identifiers=tuple(merged))
            _tell_strangers(roster, file, len(handles.keys() - people.keys()))
        elif file.holds is Holds.COMMITTEES:
            roster.committees += committees(file.name, file.content, membership)
        elif file.holds is Holds.OTHER:
            what = "This file lists no legislators, offices, accounts or committees; it was left out."
            roster.problems.append(Problem(file.name, what, "Nothing to do, unless it was meant to."))
    roster.contact_kinds = frozenset(kinds)


def _tell_strangers(roster: Roster, file: CongressFile, number: int) -> None:
    if number:
        what = f"{number} entries are about people whom no list of legislators here names; they were left out."
        roster.problems.append(Problem(file.name, what, "Import the whole list (legislators-current) beside it."))


def _see_whether_whole(roster: Roster, day: date) -> None:
    """Where both chambers are (all but) full, note that nobody is missing, and which seats are vacant."""
    held = Counter(
        (role.kind, role.district or "")
        for person in roster.people
        for role in person.roles
        if role.is_seat and role.is_current(day)
    )
    members: Counter[str] = Counter()
    for (kind, _district), number in held.items():
        members[kind] += number
    if any(members[kind] < least for kind, least in _WHOLE.items()):
        return
    roster.has_legislature = True
    for (kind, district), seats in all_seats(day).items():
        roster.vacancies += [(kind, district)] * (seats - held[kind, district])
