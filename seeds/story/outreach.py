"""What was done in public: rallies and the letter. Nothing of what anybody was told in private is known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.coalition.models import Visibility
from crm.outreach.contact import NewContact, Official, Topic
from crm.outreach.models import Channel, Outcome, Part
from crm.outreach.service import log_contact
from seeds.book import Book, Step
from seeds.story.campaign import SLUG
from seeds.story.facts import Row, cited, day_known, rows

FILE = "outreach"


def steps() -> Iterator[Step]:
    """Each contact on the day of the article that tells of it."""
    for row in rows(FILE, "action"):
        yield Step(day_known(row, row["source"]), partial(_action, row=row))


def _action(book: Book, row: Row) -> None:
    parts = {Part.TARGET: row.get("targets", ()), Part.ATTENDED: row.get("attended", ())}
    log_contact(
        book.session,
        book.viewer,
        NewContact(
            channel=Channel(row["channel"]),
            outcome=Outcome(row.get("outcome", "held")),
            officials=tuple(
                Official(book.get("person", who), part) for part, people in parts.items() for who in people
            ),
            organization_ids=tuple(book.get("organization", name) for name in row.get("organizations", ())),
            topics=(Topic(book.get("measure", "new-york-for-all")),),
            campaign_id=book.get("campaign", SLUG),
            visibility=Visibility.PUBLIC,
            happened=row["happened"],
            title=row["title"],
            notes=row.get("notes", ""),
            place=row.get("place"),
            unnamed_people=row.get("unnamed"),
            source=cited(row, row["source"]),
            client_key=f"story-{row['key']}",
        ),
    )
