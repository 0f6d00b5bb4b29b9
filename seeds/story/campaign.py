"""The campaign: who takes part, what is asked of whom, what stands in the way, what a caller says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from sqlalchemy import select

from crm.campaigns import gates, service
from crm.campaigns.models import AskKind, GateKind, GateState, PointKind
from crm.coalition.models import Organization, OrganizationKind
from crm.coalition.service import add_organization
from seeds.book import Book, Step
from seeds.story.facts import OPENING, Row, cited, day_known, rows

FILE = "campaign"
ARTICLE = "B"
SLUG = "new-york-for-all"


def steps() -> Iterator[Step]:
    """The campaign stands from the beginning; who works in it and what is asked is known from the article on it."""
    for row in rows(FILE, "campaign"):
        yield Step(OPENING, partial(_campaign, row=row))
    for table, add in (("organization", _organization), ("point", _point)):
        for row in rows(FILE, table):
            yield Step(day_known(row, ARTICLE), partial(add, row=row))
    for row in rows(FILE, "ask"):
        # An ask that names a bill begins with the bill.
        yield Step(_begin(row.get("bill")), partial(_ask, row=row))
    for row in rows(FILE, "gate"):
        yield Step(row.get("since", OPENING), partial(_gate, row=row))


def _begin(bill: str | None) -> date:
    introduced: date = next((row["introduced"] for row in rows("bills", "bill") if row["key"] == bill), OPENING)
    return introduced


def _campaign(book: Book, row: Row) -> None:
    there = service.ensure_campaign(
        book.session, book.viewer, row["name"], book.get("measure", row["measure"]), row["goal"], slug=row["slug"]
    )
    book.put("campaign", row["slug"], there.id)
    for measure in row["watches"]:
        service.watch_measure(book.session, book.viewer, there.id, book.get("measure", measure))


def _organization(book: Book, row: Row) -> None:
    there = book.session.scalar(select(Organization).where(Organization.name == row["name"]))
    if there is None:
        there = add_organization(
            book.session,
            book.viewer,
            row["name"],
            OrganizationKind(row.get("kind", "unknown")),
            place=row.get("place"),
            about=row.get("about"),
            source=cited(row, ARTICLE),
        )
    book.put("organization", row["slug"], there.id)
    if row.get("takes_part"):
        service.add_organization(book.session, book.viewer, book.get("campaign", SLUG), there.id)


def _ask(book: Book, row: Row) -> None:
    there = service.ensure_ask(
        book.session,
        book.viewer,
        book.get("campaign", SLUG),
        AskKind(row["kind"]),
        row["words"],
        bill_id=book.find("bill", row.get("bill")),
        chamber_id=book.find("chamber", row.get("chamber")),
    )
    for office in row.get("offices", ()):
        service.add_target(
            book.session, book.viewer, there.id, office_id=book.get("office", office), reason=row["reason"]
        )


def _gate(book: Book, row: Row) -> None:
    gates.ensure_gate(
        book.session,
        book.viewer,
        book.get("campaign", SLUG),
        row["place"],
        GateKind(row["kind"]),
        row["name"],
        chamber_id=book.find("chamber", row.get("chamber")),
        office_id=book.find("office", row.get("office")),
        committee_id=book.find("committee", row.get("committee")),
        state=GateState(row.get("state", "ahead")),
        state_since=row.get("since"),
        source=cited(row, "record"),
    )


def _point(book: Book, row: Row) -> None:
    service.add_talking_point(
        book.session,
        book.viewer,
        book.get("campaign", SLUG),
        PointKind(row["kind"]),
        row["heading"],
        row["body"],
        stance=row.get("stance"),
        place=row["place"],
        source=cited(row, ARTICLE),
    )
