"""Open States' bills from end to end, as one import batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.calendar import put_calendar
from crm.importers.openleg.finds import Reading
from crm.importers.openstates_bills.reading import files_of, read_files
from crm.importers.report import ImportReport, Progress, quietly
from crm.importers.sources import cited

KIND: Final = "openstates-bills"


def bring_openstates_bills(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring in bills with their sponsors, steps and votes, and the days ahead on which they are taken up.

    A record that cannot be read is a problem of the report, and the others come in. Raises InvalidInput for a path that
    is not there or holds no JSON.
    """
    files = files_of(path)
    with batch(session, KIND, str(path)) as report:
        reading = Reading(clock.today(), report.problem)
        days: list[CalendarRecord] = []
        put_bills(session, _bills(read_files(files, path, reading, progress), days), report, progress)
        put_calendar(session, days, report, cited(KIND), reading.today)
    return report


def _bills(found: Iterator[BillRecord | CalendarRecord], days: list[CalendarRecord]) -> Iterator[BillRecord]:
    for each in found:
        if isinstance(each, CalendarRecord):
            days.append(each)
        else:
            yield each
