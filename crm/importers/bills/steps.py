"""The steps of a bill and its printed versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from crm import clock
from crm.bills.models import BillEvent, BillPrint, EventKind
from crm.importers.bills.book import Book, Entry
from crm.importers.sources import cited


def put_events(book: Book, entries: Sequence[Entry]) -> None:
    """Add the steps that are not on file. A step that another source, or somebody, has told already is not told twice:
    the same kind on the same day, whatever the words."""
    there: set[tuple[Any, ...]] = set()
    told: dict[tuple[int, EventKind, str], set[str]] = {}
    ids = sorted({entry.bill_id for entry in entries if not entry.fresh and entry.record.events})
    if ids:
        for row in book.session.execute(
            select(BillEvent.bill_id, BillEvent.kind, BillEvent.happened, BillEvent.words, BillEvent.source).where(
                BillEvent.bill_id.in_(ids)
            )
        ):
            there.add((row.bill_id, row.kind, row.happened, row.words))
            told.setdefault((row.bill_id, row.kind, row.happened), set()).add(row.source)
    rows: list[dict[str, Any]] = []
    now = clock.now()
    for entry in entries:
        source = cited(entry.record.source)
        for event in entry.record.events:
            happened = event.day.isoformat()
            key = (entry.bill_id, event.kind, happened, event.words)
            by_others = told.get(key[:3], set()) - {source}
            if key in there or (by_others and event.kind is not EventKind.OTHER):
                continue
            there.add(key)
            entry.changed = True
            rows.append(
                {
                    "measure_id": None,
                    "bill_id": entry.bill_id,
                    "kind": event.kind,
                    "words": event.words,
                    "happened": happened,
                    "happened_earliest": event.day,
                    "happened_latest": event.day,
                    "source": source,
                    "source_url": event.url or entry.record.url,
                    "recorded_at": now,
                }
            )
    book.add(BillEvent, rows)


def put_prints(book: Book, entries: Sequence[Entry]) -> None:
    """Add the printed versions that are not on file, and the day of those that lack it."""
    ids = sorted({entry.bill_id for entry in entries if not entry.fresh and entry.record.prints})
    on_file: dict[tuple[int, str], BillPrint] = {}
    if ids:
        for row in book.session.scalars(select(BillPrint).where(BillPrint.bill_id.in_(ids))):
            on_file[row.bill_id, row.letter] = row
    new: dict[tuple[int, str], tuple[date | None, str]] = {}
    for entry in entries:
        for printed in entry.record.prints:
            key = (entry.bill_id, printed.letter)
            there = on_file.get(key)
            if there is not None:
                if there.printed_on is None and printed.printed_on is not None:
                    there.printed_on = printed.printed_on
                    entry.changed = True
            elif key not in new or (new[key][0] is None and printed.printed_on is not None):
                new[key] = (printed.printed_on, cited(entry.record.source))
                entry.changed = True
    book.add(
        BillPrint,
        [
            {"bill_id": key[0], "letter": key[1], "printed_on": day, "source": source, "recorded_at": clock.now()}
            for key, (day, source) in new.items()
        ],
    )
