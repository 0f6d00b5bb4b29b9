"""Measures, the bills that carry them, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from crm import dates
from crm.bills import service
from crm.bills.models import BillLinkKind, Carries, EventKind, SponsorKind, Stage
from seeds.book import Book, Step
from seeds.story.facts import OPENING, Row, cited, day_known, rows, source

FILE = "bills"
RECORD = "record"


def steps() -> Iterator[Step]:
    """Measures first; each bill, print, link and event on the day on which the record showed it."""
    for row in rows(FILE, "measure"):
        yield Step(OPENING, partial(_measure, row=row))
    for row in rows(FILE, "bill"):
        introduced = _known(row, row.get("introduced"))
        yield Step(introduced, partial(_bill, row=row))
        for printed in row.get("prints", ()):
            yield Step(_known({}, printed["on"]), partial(_print, key=row["key"], printed=printed, row=row))
        if "same_as" in row:
            yield Step(_known(row, row.get("same_from", row.get("introduced"))), partial(_same_as, row=row))
    for row in rows(FILE, "also"):
        yield Step(row["known"], partial(_also, row=row))
    for row in rows(FILE, "event"):
        yield Step(_known(row, _day(row["happened"])), partial(_event, row=row))
    for row in rows(FILE, "rollcall"):
        yield Step(_known(row, row["held_on"]), partial(_roll_call, row=row))


def _known(row: Row, on: date | None) -> date:
    """The day of the row's own source; the public record shows a thing on the day it happens."""
    if "known" in row or source(row.get("source", RECORD)).known:
        return day_known(row, RECORD)
    return max(on or OPENING, OPENING)


def _day(happened: str) -> date | None:
    """The last day that a vague date can mean: by then it had certainly happened."""
    return dates.parse(happened).latest


def _measure(book: Book, row: Row) -> None:
    there = service.ensure_measure(
        book.session,
        book.viewer,
        row["name"],
        book.get("jurisdiction", row["jurisdiction"]),
        summary=row["summary"],
        slug=row["slug"],
        source=cited(row, RECORD),
    )
    book.put("measure", row["slug"], there.id)


def _bill(book: Book, row: Row) -> None:
    place, session, number = row["key"].split("/")
    there = service.ensure_bill(
        book.session,
        book.viewer,
        book.get("session", f"{place}/{session}"),
        number,
        chamber_id=book.get("chamber", row["chamber"]),
        title=row.get("title"),
        introduced_on=row.get("introduced") if row.get("carries") != "vehicle" else None,
        source=cited(row, RECORD),
    )
    book.put("bill", row["key"], there.id)
    service.carry(
        book.session,
        book.viewer,
        book.get("measure", row["measure"]),
        there.id,
        Carries(row.get("carries", "carrier")),
        row.get("part"),
        note=row.get("note"),
        source=cited(row, RECORD),
    )
    if "previous" in row:
        service.link_bills(
            book.session,
            book.viewer,
            there.id,
            BillLinkKind.PREVIOUS_VERSION,
            other_id=book.get("bill", row["previous"]),
            source=cited(row, RECORD),
        )
    if "prime" in row:
        service.add_sponsorship(
            book.session,
            book.viewer,
            there.id,
            _name(book, row["prime"]),
            SponsorKind.PRIME,
            cited(row, RECORD),
            person_id=book.get("person", row["prime"]),
            joined=row["introduced"].isoformat() if "introduced" in row else None,
        )


def _name(book: Book, slug: str) -> str:
    return next(str(row["name"]) for row in rows("people", "person") if row["slug"] == slug)


def _print(book: Book, key: str, printed: Row, row: Row) -> None:
    service.add_print(
        book.session,
        book.viewer,
        book.get("bill", key),
        printed["letter"],
        None if printed.get("undated") else printed["on"],
        source=cited(row, RECORD),
    )


def _same_as(book: Book, row: Row) -> None:
    service.link_bills(
        book.session,
        book.viewer,
        book.get("bill", row["key"]),
        BillLinkKind.SAME_AS,
        other_id=book.get("bill", row["same_as"]),
        started_on=row.get("same_from"),
        source=cited(row, RECORD),
    )


def _also(book: Book, row: Row) -> None:
    service.carry(
        book.session,
        book.viewer,
        book.get("measure", row["measure"]),
        book.get("bill", row["bill"]),
        Carries.VEHICLE,
        row["part"],
        note=row["note"],
        source=cited(row, RECORD),
    )


def _event(book: Book, row: Row) -> None:
    service.add_event(
        book.session,
        book.viewer,
        EventKind(row["kind"]),
        row["words"],
        row["happened"],
        cited(row, RECORD),
        measure_id=book.find("measure", row.get("measure")),
        bill_id=book.find("bill", row.get("bill")),
        source_url=source(row.get("source", RECORD)).url,
    )


def _roll_call(book: Book, row: Row) -> None:
    service.add_roll_call(
        book.session,
        book.viewer,
        book.get("bill", row["bill"]),
        book.get("chamber", row["chamber"]),
        Stage(row["stage"]),
        row["held_on"],
        cited(row, RECORD),
        committee_id=book.find("committee", row.get("committee")),
        motion=row.get("motion"),
        ayes=row["ayes"],
        nays=row["nays"],
        passed=True,
    )
