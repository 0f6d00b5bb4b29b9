"""Four invented organizations, and the invented people who did the work. None of them can sign in by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from crm.accounts.service import add_user
from crm.coalition.models import OrganizationKind, Role
from crm.coalition.service import add_member, add_organization
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.days import Days
from seeds.training.facts import SOURCE, Row, read

FILE = "coalition"


def steps(days: Days) -> Iterator[Step]:
    """Each organization on the day on which it joined; each user on theirs."""
    for row in read(FILE)["organization"]:
        yield Step(days.at(row["joined"], 8 * 60), partial(_organization, row=row))
    for row in read(FILE)["user"]:
        yield Step(days.at(_since(row), 8 * 60 + 5), partial(_user, row=row))


def users_of(organization: str, day: int) -> list[Row]:
    """Who works for an organization on a day, its lead first."""
    return [row for row in read(FILE)["user"] if row["organization"] == organization and _since(row) < day]


def some_user(organization: str, day: int, random: Random) -> Row:
    """One of those who work for an organization on a day."""
    return random.choice(users_of(organization, day))


def lead_of(organization: str) -> str:
    """The key of the user who leads an organization."""
    return next(str(row["key"]) for row in read(FILE)["user"] if row["organization"] == organization)


def _since(row: Row) -> int:
    """The day on which a user began: their own, or their organization's."""
    first = next(each["joined"] for each in read(FILE)["organization"] if each["key"] == row["organization"])
    return int(row.get("joined", first))


def _organization(book: Book, row: Row) -> None:
    there = add_organization(
        book.session,
        book.viewer,
        row["name"],
        OrganizationKind(row["kind"]),
        place=row["place"],
        about=row["about"],
        source=SOURCE,
        is_invented=True,
    )
    book.put("organization", row["key"], there.id)


def _user(book: Book, row: Row) -> None:
    user = add_user(book.session, row["email"], row["name"], is_invented=True)
    book.put("user", row["key"], user.id)
    add_member(book.session, book.viewer, book.get("organization", row["organization"]), user.id, Role(row["role"]))
