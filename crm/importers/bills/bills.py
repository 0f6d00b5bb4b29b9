"""The bills themselves: found by their number or outside id, added where they are new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_

from crm import clock
from crm.bills.models import Bill, BillIdentifier, BillSnapshot
from crm.bills.noting import complete
from crm.importers.bills.book import Book, Entry, by_day
from crm.importers.bills.records import BillRecord
from crm.importers.sources import cited

Key = tuple[int, str]


def bills_of(book: Book, records: Sequence[BillRecord]) -> list[Entry]:
    """Each record with its bill, oldest look first. What a bill says of itself follows the newest look at it."""
    keys = {id(record): (book.ground.sitting(record.session).id, record.number.strip()) for record in records}
    on_file = _on_file(book, records, set(keys.values()))
    wanted: dict[Key, list[BillRecord]] = defaultdict(list)
    for record in records:
        known = next((on_file[each] for each in record.ids if each in on_file), None)
        wanted[keys[id(record)]].append(record)
        if known is not None:
            on_file.setdefault(keys[id(record)], known)
    new = {key: looks for key, looks in wanted.items() if key not in on_file}
    rows = [_row(book, key, looks) for key, looks in new.items()]
    on_file.update(zip(new, book.add(Bill, rows), strict=True))
    book.new_bills = book.new_bills or bool(new)
    seen: set[int] = set()
    entries = []
    for record in sorted(records, key=lambda record: (record.seen_on, record.sha256)):
        bill_id = on_file[keys[id(record)]]
        fresh = keys[id(record)] in new
        entries.append(Entry(record, bill_id, fresh, is_first=fresh and bill_id not in seen))
        seen.add(bill_id)
    _follow(book, [entry for entry in entries if not entry.fresh])
    _put_ids(book, entries)
    return entries


def _on_file(book: Book, records: Sequence[BillRecord], keys: set[Key]) -> dict[Any, int]:
    """The bills on file, by session and number and by outside id."""
    found: dict[Any, int] = {}
    numbers: dict[int, list[str]] = defaultdict(list)
    for session_id, number in keys:
        numbers[session_id].append(number)
    for session_id, wanted in numbers.items():
        rows = select(Bill.id, Bill.number).where(Bill.session_id == session_id, Bill.number.in_(wanted))
        found.update({(session_id, row.number): row.id for row in book.session.execute(rows)})
    ids = sorted({each for record in records for each in record.ids})
    if ids:
        rows_ = select(BillIdentifier.scheme, BillIdentifier.identifier, BillIdentifier.bill_id)
        for scheme, identifier, bill_id in book.session.execute(
            rows_.where(tuple_(BillIdentifier.scheme, BillIdentifier.identifier).in_(ids))
        ):
            found[scheme, identifier] = bill_id
    return found


def _row(book: Book, key: Key, looks: Sequence[BillRecord]) -> dict[str, Any]:
    # The newest first: what it does not say (a vote says no title), the look before it may have said.
    newest, *older = sorted(looks, key=lambda record: (record.seen_on, record.sha256), reverse=True)
    said = {
        name: next((value for look in (newest, *older) if (value := getattr(look, name)) is not None), None)
        for name in ("title", "introduced_on", "status")
    }
    session_id, number = key
    return {
        "session_id": session_id,
        "number": number,
        "chamber_id": next((found for look in (newest, *older) if (found := _chamber_id(book, look))), None),
        **said,
        "source": cited(newest.source),
        "recorded_at": clock.now(),
    }


def _chamber_id(book: Book, record: BillRecord) -> int | None:
    return book.ground.chamber(record.session.place, record.chamber).id if record.chamber else None


def _follow(book: Book, entries: Sequence[Entry]) -> None:
    """Let bills on file follow the newest look at them; an older one fills gaps alone."""
    ids = sorted({entry.bill_id for entry in entries})
    if not ids:
        return
    bills = {bill.id: bill for bill in book.session.scalars(select(Bill).where(Bill.id.in_(ids)))}
    newest = (
        select(BillSnapshot.bill_id, func.max(BillSnapshot.last_seen_on))
        .where(BillSnapshot.bill_id.in_(ids))
        .group_by(BillSnapshot.bill_id)
    )
    looked: dict[int, date] = {row[0]: row[1] for row in book.session.execute(newest)}
    for entry in sorted(entries, key=by_day):
        bill, record = bills[entry.bill_id], entry.record
        said = {"title": record.title, "status": record.status}
        before = {name: getattr(bill, name) for name in said}
        day = looked.get(bill.id)
        entry.is_newest = day is None or record.seen_on >= day
        if entry.is_newest:
            for name, value in said.items():
                if value is not None and getattr(bill, name) != value:
                    setattr(bill, name, value)
        complete(
            bill, **said, introduced_on=record.introduced_on, chamber_id=_chamber_id(book, record),
            source=cited(record.source),
        )  # fmt: skip
        entry.changed = entry.changed or before != {name: getattr(bill, name) for name in said}
    book.session.flush()


def _put_ids(book: Book, entries: Sequence[Entry]) -> None:
    """Note the outside ids; one that names another bill already stays with it, and the record says so."""
    wanted = {each: entry for entry in entries for each in entry.record.ids}
    if not wanted:
        return
    rows = select(BillIdentifier.scheme, BillIdentifier.identifier).where(
        tuple_(BillIdentifier.scheme, BillIdentifier.identifier).in_(sorted(wanted))
    )
    there = {tuple(row) for row in book.session.execute(rows)}
    new = [(each, entry) for each, entry in wanted.items() if each not in there]
    book.add(
        BillIdentifier,
        [{"bill_id": entry.bill_id, "scheme": each[0], "identifier": each[1]} for each, entry in new],
    )
    for _each, entry in new:
        entry.changed = True
