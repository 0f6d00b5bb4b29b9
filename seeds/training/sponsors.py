"""Names that joined the measure's bills, and names that left them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from crm.bills.models import SponsorKind, Sponsorship
from crm.bills.service import add_sponsorship, withdraw
from crm.positions.facts import enter_sponsorship, enter_withdrawal
from seeds.book import Step
from seeds.training.asked import about
from seeds.training.book import Book
from seeds.training.cast import Cast, Member
from seeds.training.days import Days
from seeds.training.facts import MEASURE, SOURCE
from seeds.training.turns import How, Turn, turns

RECORDED: Final = 17 * 60
"""The record of a day appears in the afternoon."""


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """Each name on the day on which the record shows it."""
    for turn in turns(cast):
        if turn.how in (How.PRIME, How.NAME_ON_BILL):
            yield Step(days.at(turn.day, RECORDED), partial(_join, turn=turn, member=cast.members[turn.member]))
        elif turn.how is How.NAME_OFF_BILL:
            yield Step(days.at(turn.day, RECORDED), partial(_leave, turn=turn))


def _join(book: Book, turn: Turn, member: Member) -> None:
    # On the day of its introduction the bill is there, and is what the day is about.
    bill = about(turn.day + 1, member.chamber_on(turn.day)).bill
    assert bill is not None
    there = add_sponsorship(
        book.session,
        book.viewer,
        book.get("bill", bill),
        member.name,
        SponsorKind.PRIME if turn.how is How.PRIME else SponsorKind.CO,
        SOURCE,
        person_id=book.get("person", member.key),
        joined=book.days.day(turn.day).isoformat(),
    )
    book.put("sponsorship", member.key, there.id)
    enter_sponsorship(book.session, book.viewer, there, book.get("measure", MEASURE))


def _leave(book: Book, turn: Turn) -> None:
    there = book.session.get_one(Sponsorship, book.get("sponsorship", turn.member))
    withdraw(book.session, book.viewer, there.id, book.days.day(turn.day).isoformat())
    enter_withdrawal(book.session, book.viewer, there, book.get("measure", MEASURE))
