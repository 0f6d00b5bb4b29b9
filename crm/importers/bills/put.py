"""The one writer of bills: whatever source they are from, they come on file the same way, once.

Records come as a stream and are put on file in chunks, so that memory does not grow with the input. What a source
showed is kept as snapshots; who sponsors what from when to when is worked out from these (crm.bills.snapshots).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy.orm import Session

from crm.importers.bills.anew import feed_bills
from crm.importers.bills.bills import bills_of
from crm.importers.bills.book import Book, Entry
from crm.importers.bills.ground import Ground
from crm.importers.bills.links import put_links, resolve_links
from crm.importers.bills.matched import match_again
from crm.importers.bills.naming import Naming
from crm.importers.bills.of_session import of_session
from crm.importers.bills.records import BillRecord
from crm.importers.bills.seen import known_again, put_snapshots
from crm.importers.bills.sponsors import put_sponsors
from crm.importers.bills.steps import put_events, put_prints
from crm.importers.bills.votes import put_roll_calls
from crm.importers.matching.matcher import Matcher
from crm.importers.report import ImportReport, Progress, quietly

AT_ONCE = 500
"""Records put on file together: enough that a query serves many, few enough to fit in any memory."""


def put_bills(
    session: Session, records: Iterable[BillRecord], report: ImportReport, progress: Progress = quietly
) -> None:
    """Put the records on file, inside an import batch, and count in the report what became of each.

    A record that is on file as it came is the same, and costs next to nothing. Nothing is committed.
    """
    book = Book(session, report, Ground(session, report), Naming(session, Matcher(session)))
    done = 0
    for chunk in _chunks(records):
        _put(book, chunk)
        done += len(chunk)
        progress("Bills", done, None)
        session.flush()
    if book.new_bills:
        resolve_links(book)
    progress("Names", done, None)
    matched, waiting = match_again(session)
    report.waiting += waiting
    progress("Ledger", done, None)
    feed_bills(session, book.touched - matched)


def _put(book: Book, records: list[BillRecord]) -> None:
    new = [of_session(record, book.report) for record in known_again(book, records)]
    entries = bills_of(book, new)
    if not entries:
        return
    shown = put_snapshots(book, entries)
    put_prints(book, entries)
    put_events(book, entries)
    put_links(book, entries, shown)
    put_roll_calls(book, entries)
    put_sponsors(book, entries, shown)
    for entry in entries:
        book.touched.add(entry.bill_id)
        _count(book.report, entry)


def _count(report: ImportReport, entry: Entry) -> None:
    if entry.is_first:
        report.created += 1
    elif entry.changed:
        report.updated += 1
    else:
        report.same += 1


def _chunks(records: Iterable[BillRecord]) -> Iterator[list[BillRecord]]:
    stream = iter(records)
    while chunk := list(islice(stream, AT_ONCE)):
        yield chunk
