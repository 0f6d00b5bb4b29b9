"""Days that cannot be of a bill's session: signs for "no day is known" that look like days. Pure, but for the report.

New York's Assembly site gives votes without a day as 1969-12-31 (the zero of computers' clocks, seen from New York),
Legistar gives 0001-01-01, spreadsheets give 1899-12-30. A vote in the ledger must not be of such a day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from crm.importers.bills.records import BillRecord
from crm.importers.report import ImportReport

AROUND: Final = timedelta(days=2 * 366)
"""Bills are filed before their session begins, and signed or vetoed after its end, but not by years."""


def of_session(record: BillRecord, report: ImportReport) -> BillRecord:
    """The record without steps and votes of a day years away from its session; each is told in the report."""
    steps = tuple(event for event in record.events if _fits(record, event.day))
    votes = tuple(vote for vote in record.roll_calls if _fits(record, vote.held_on))
    introduced = record.introduced_on if record.introduced_on and _fits(record, record.introduced_on) else None
    if (steps, votes, introduced) == (record.events, record.roll_calls, record.introduced_on):
        return record
    for what, days in (
        ("vote", [vote.held_on for vote in record.roll_calls if vote not in votes]),
        ("step", [event.day for event in record.events if event not in steps]),
    ):
        for day in days:
            report.problem(
                record.where,
                f"A {what} of {record.number} is dated {day}, which is no day of the session {record.session.slug}.",
                "It was left out; the source does not know its day.",
            )
    return replace(record, events=steps, roll_calls=votes, introduced_on=introduced)


def _fits(record: BillRecord, day: date) -> bool:
    # In numbers of days: the first and the last session of all dates have no day two years away.
    first, last = record.session.starts_on.toordinal(), record.session.ends_on.toordinal()
    return first - AROUND.days <= day.toordinal() <= last + AROUND.days
