"""Governments, their chambers and sessions, and the days on which sessions end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from crm.jurisdictions import service
from crm.jurisdictions.models import Certainty, ChamberKind, Deadline, DeadlineKind, JurisdictionKind
from crm.people.committees import ensure_committee
from seeds.book import Book, Step
from seeds.story.facts import OPENING, Row, day_known, rows, source

FILE = "governments"


def steps() -> Iterator[Step]:
    """The governments first, then their calendars as they were announced and moved."""
    for table, add in (
        ("jurisdiction", _jurisdiction),
        ("chamber", _chamber),
        ("session", _session),
        ("committee", _committee),
    ):
        for row in rows(FILE, table):
            yield Step(OPENING, partial(add, row=row))
    for row in rows(FILE, "deadline"):
        yield Step(day_known(row, "record"), partial(_deadline, row=row))


def _jurisdiction(book: Book, row: Row) -> None:
    there = service.ensure_jurisdiction(
        book.session,
        row["name"],
        JurisdictionKind(row["kind"]),
        slug=row["slug"],
        abbreviation=row.get("abbreviation"),
        ocd_id=row.get("ocd_id"),
        parent_id=book.find("jurisdiction", row.get("parent")),
    )
    book.put("jurisdiction", row["slug"], there.id)


def _chamber(book: Book, row: Row) -> None:
    three_fifths = tuple(row.get("override", (2, 3)))
    there = service.ensure_chamber(
        book.session,
        book.get("jurisdiction", row["key"].split("/")[0]),
        ChamberKind(row["kind"]),
        name=row["name"],
        seats=row["seats"],
        member_title=row["member_title"],
        member_abbreviation=row["member_abbreviation"],
        override_fraction=(three_fifths[0], three_fifths[1]),
        rule_source=row.get("rule_source"),
    )
    book.put("chamber", row["key"], there.id)


def _session(book: Book, row: Row) -> None:
    place, slug = row["key"].split("/")
    there = service.ensure_session(
        book.session, book.get("jurisdiction", place), slug, row["name"], started_on=row.get("started_on")
    )
    book.put("session", row["key"], there.id)


def _committee(book: Book, row: Row) -> None:
    chamber, name = row["key"].rsplit("/", 1)
    there = ensure_committee(
        book.session,
        book.get("jurisdiction", chamber.split("/")[0]),
        name,
        chamber_id=book.get("chamber", chamber),
        outside_id=row["outside_id"],
    )
    book.put("committee", row["key"], there.id)


def _deadline(book: Book, row: Row) -> None:
    """A day, or the new day of one that moved; one that is on file with this name and day stays."""
    name = row.get("moves") or row["name"]
    on_file = book.session.scalars(select(Deadline).where(Deadline.name == name).order_by(Deadline.id)).all()
    if any(deadline.falls_on == row["falls_on"] for deadline in on_file):
        return
    said_by = source(row["source"])
    text = " ".join(filter(None, (said_by.cited, row.get("note"))))
    certainty = Certainty(row.get("certainty", "announced"))
    if "moves" in row:
        service.reset_deadline(
            book.session,
            book.viewer,
            on_file[-1].id,
            row["falls_on"],
            text,
            row["reason"],
            certainty=certainty,
            source_url=said_by.url,
        )
        return
    if on_file:
        return
    service.add_deadline(
        book.session,
        book.viewer,
        jurisdiction_id=book.get("jurisdiction", row["jurisdiction"]),
        chamber_id=book.find("chamber", row.get("chamber")),
        kind=DeadlineKind(row["kind"]),
        name=name,
        falls_on=row["falls_on"],
        source=text,
        certainty=certainty,
        source_url=said_by.url,
    )
