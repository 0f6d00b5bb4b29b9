"""A contact goes on file some minutes after it happened, and what was promised in it when it was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select

from crm.outreach.contact import NewContact, Owed
from crm.outreach.models import ActionTopic
from crm.outreach.service import add_follow_up, complete_follow_up, log_contact
from crm.people.models import ContactKind
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.days import Days
from seeds.training.owed import Promise

WRITTEN_DOWN: Final = timedelta(minutes=10)
SITTINGS: Final = ((-515, -350), (-150, 0))
"""When members are at the capitol."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A contact: when it happened, by whom (users by key, the first logs it), with whom first, what was promised."""

    key: str
    day: int
    at: datetime
    users: tuple[str, ...]
    member: str | None
    promise: Promise | None


def log(days: Days, contact: Logged, make: Callable[[Book], NewContact]) -> Iterator[Step]:
    """The contact that ``make`` describes; then its promise kept, where it was."""
    yield Step(contact.at + WRITTEN_DOWN, partial(_log, contact=contact, make=make))
    if contact.promise is not None and contact.promise.done is not None:
        yield Step(days.at(contact.promise.done, 17 * 60 + 50), partial(_done, contact=contact))


def phone(book: Book, member: str, day: int) -> int:
    """The phone of the office at which a member is found on a day."""
    sits = any(first <= day <= last for first, last in SITTINGS)
    return book.get(f"{ContactKind.CAPITOL if sits else ContactKind.DISTRICT} phone", member)


def _log(book: Book, contact: Logged, make: Callable[[Book], NewContact]) -> None:
    viewer = book.acting(contact.users[0])
    action = log_contact(book.session, viewer, make(book))
    entry_id = book.session.scalar(
        select(ActionTopic.position_id)
        .where(ActionTopic.action_id == action.id, ActionTopic.position_id.is_not(None))
        .order_by(ActionTopic.id)
        .limit(1)
    )
    if entry_id is not None:
        book.put("entry", contact.key, entry_id)
    if contact.promise is not None:
        owed = Owed(
            contact.promise.what,
            book.days.day(contact.promise.due),
            book.get("user", contact.users[0]),
            book.find("person", contact.member),
        )
        follow_up = add_follow_up(book.session, viewer, owed, action_id=action.id)
        book.put("owed", contact.key, follow_up.id)


def _done(book: Book, contact: Logged) -> None:
    complete_follow_up(book.session, book.acting(contact.users[0]), book.get("owed", contact.key))
