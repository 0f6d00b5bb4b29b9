"""Open Legislation from end to end: whatever a file or a folder holds, as one import batch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.calendar import put_calendar
from crm.importers.openleg.finds import API, Found, MemberRecord, Reading
from crm.importers.openleg.people import put_members
from crm.importers.openleg.reading import files_of, read_files
from crm.importers.report import ImportReport, Progress, quietly
from crm.importers.sources import cited

KIND: Final = "openleg"


def bring_openleg(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring in API answers and source files: bills with their votes, members, days on the calendar.

    A file that cannot be read is a problem of the report, and the others come in. Raises InvalidInput for a path that
    is not there.
    """
    files = files_of(path)
    with batch(session, KIND, str(path)) as report:
        reading = Reading(clock.today(), report.problem)
        found = read_files(files, path, reading, progress)
        members: list[MemberRecord] = []
        first = _members_first(found, members)
        put_members(session, members, report, reading.today, progress)
        members.clear()
        days: list[CalendarRecord] = []
        put_bills(session, _bills(first, days, members), report, progress)
        # Members may also come after bills, in a file that holds both.
        put_members(session, members, report, reading.today, progress)
        put_calendar(session, days, report, cited(API), reading.today)
    return report


def _members_first(found: Iterator[Found], members: list[MemberRecord]) -> Iterator[Found]:
    """Take the members that come before anything else, and hand on what follows."""
    for each in found:
        if not isinstance(each, MemberRecord):
            return chain((each,), found)
        members.append(each)
    return iter(())


def _bills(found: Iterator[Found], days: list[CalendarRecord], members: list[MemberRecord]) -> Iterator[BillRecord]:
    """The bills as they come; days and members are laid aside."""
    for each in found:
        if isinstance(each, BillRecord):
            yield each
        elif isinstance(each, CalendarRecord):
            days.append(each)
        else:
            members.append(each)
