"""The state itself: its chambers with their seats and posts, its sessions, and the days on which things end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.jurisdictions import service
from crm.jurisdictions.models import Certainty, ChamberKind, DeadlineKind, JurisdictionKind
from crm.people.models import Power
from crm.people.service import ensure_post, ensure_seat
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.days import Days
from seeds.training.facts import JURISDICTION, Row, read, sourced
from seeds.training.houses import post_key

FILE = "state"
BEGINNING = -731
"""The day before the campaign begins: what is older is known from this day on."""


def steps(days: Days) -> Iterator[Step]:
    """Government, chambers and posts first; each deadline, and each time it slipped, on the day it was announced."""
    state = read(FILE)
    start = days.at(BEGINNING, 0)
    yield Step(start, _jurisdiction)
    for row in state["chamber"]:
        yield Step(start, partial(_chamber, row=row))
    for row in state["post"]:
        yield Step(start, partial(_post, row=row))
    for row in state["committee"]:
        yield Step(start, partial(_chair, row=row))
    for row in state["session"]:
        yield Step(days.at(max(row["begins"], BEGINNING), 0), partial(_session, row=row))
    for row in state["deadline"]:
        yield Step(days.at(row["known"], 9 * 60), partial(_deadline, row=row))
        for moved in row.get("moves", ()):
            yield Step(days.at(moved["known"], 9 * 60), partial(_move, name=row["name"], row=moved))


def _jurisdiction(book: Book) -> None:
    row = read(FILE)["jurisdiction"]
    there = service.ensure_jurisdiction(
        book.session,
        row["name"],
        JurisdictionKind.STATE,
        slug=JURISDICTION,
        abbreviation=row["abbreviation"],
        is_invented=True,
    )
    book.put("jurisdiction", JURISDICTION, there.id)


def _chamber(book: Book, row: Row) -> None:
    there = service.ensure_chamber(
        book.session,
        book.get("jurisdiction", JURISDICTION),
        ChamberKind(row["key"]),
        name=row["name"],
        seats=row["seats"],
        member_title=row["member_title"],
        member_abbreviation=row["member_abbreviation"],
        rule_source=row["rule_source"],
    )
    book.put("chamber", row["key"], there.id)
    for number in range(1, row["seats"] + 1):
        district = service.ensure_district(book.session, there.id, str(number))
        book.put("district", f"{row['key']}/{number}", district.id)
        book.put("office", f"{row['key']}/{number}", ensure_seat(book.session, district.id).id)


def _post(book: Book, row: Row) -> None:
    _put_post(book, post_key(row), row["role"], row["title"], Power(row["power"]), row.get("power_note"))


def _chair(book: Book, row: Row) -> None:
    """The chair of a committee decides what the committee takes up."""
    chamber, name = row["key"].split("/")
    note = "Decides what the committee takes up."
    _put_post(book, f"{chamber}/{name}", f"chair_{name.lower()}", row["chair_title"], Power.SPEAKS, note)


def _put_post(book: Book, key: str, role: str, title: str, power: Power, note: str | None) -> None:
    chamber = key.split("/", maxsplit=1)[0] if "/" in key else None
    there = ensure_post(
        book.session,
        book.get("jurisdiction", JURISDICTION),
        role,
        title,
        power,
        chamber_id=book.find("chamber", chamber),
        power_note=note,
    )
    book.put("office", key, there.id)


def _session(book: Book, row: Row) -> None:
    """A session is named after the years from its beginning to the end of its second year."""
    begins = book.days.day(row["begins"])
    there = service.ensure_session(
        book.session,
        book.get("jurisdiction", JURISDICTION),
        f"{begins.year}-{(begins.year + 1) % 100:02d}",
        f"{begins.year}-{begins.year + 1} Session (invented)",
        started_on=begins,
        ended_on=book.day(row.get("ends")),
    )
    book.put("session", row["key"], there.id)


def _deadline(book: Book, row: Row) -> None:
    there = service.add_deadline(
        book.session,
        book.viewer,
        jurisdiction_id=book.get("jurisdiction", JURISDICTION),
        chamber_id=book.find("chamber", row.get("chamber")),
        kind=DeadlineKind(row["kind"]),
        name=row["name"],
        falls_on=book.days.of(row),
        source=sourced(row),
        certainty=Certainty(row.get("certainty", "announced")),
    )
    book.put("deadline", row["name"], there.id)


def _move(book: Book, name: str, row: Row) -> None:
    there = service.reset_deadline(
        book.session, book.viewer, book.get("deadline", name), book.days.of(row), sourced(row), row["reason"]
    )
    book.put("deadline", name, there.id)
