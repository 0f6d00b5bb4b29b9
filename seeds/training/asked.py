"""What a conversation is about on a day: the ask that is open, the bill that carries it, its newest print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm.outreach.contact import Topic
from crm.positions.stance import Stance
from seeds.training.book import Book
from seeds.training.facts import MEASURE, NEIGHBOUR, read

UNTIL_THE_VOTE: Final = -150
"""Before this year's sitting members are asked for their name, from then on for their vote."""


@dataclass(frozen=True, slots=True)
class About:
    """Keys of ask and bill, and the print that was out; nothing where there was none."""

    ask: str | None
    bill: str | None
    letter: str | None


def about(day: int, chamber: str | None) -> About:
    """What members of a chamber are asked on a day; whoever sits in none is asked about the measure alone."""
    if chamber is None:
        return About(None, None, None)
    bills = [row for row in read("bills")["bill"] if row["chamber"] == chamber and row["measure"] == MEASURE]
    sitting = [row for row in bills if row["introduced"] < day and (row["key"].startswith("present") or day < -715)]
    if not sitting:
        return About(None, None, None)
    bill = sitting[-1]
    letter = max(printed["letter"] for printed in bill["prints"] if printed["day"] < day)
    opened = [row["key"] for row in read("campaign")["ask"] if row["day"] < day and row["key"].startswith(chamber)]
    wanted = f"{chamber}/{'vote' if day >= UNTIL_THE_VOTE else 'cosponsor'}"
    if bill["key"].startswith("former"):
        wanted = f"{chamber}/former"
    return About(wanted if wanted in opened else None, bill["key"], letter)


def topic(
    book: Book,
    day: int,
    chamber: str | None,
    *,
    answer: str | None = None,
    stance: Stance | None = None,
    condition: str | None = None,
    witnesses: tuple[str, ...] = (),
    said: str | None = None,
    person: str | None = None,
) -> Topic:
    """The campaign's measure as a topic of a contact."""
    subject = about(day, chamber)
    return Topic(
        measure_id=book.get("measure", MEASURE),
        ask_id=book.find("ask", subject.ask),
        answer=answer,
        stance=stance,
        condition=condition,
        witnesses=witnesses,
        said=said,
        bill_id=book.find("bill", subject.bill),
        print_letter=subject.letter,
        person_id=book.find("person", person),
    )


def neighbour(book: Book, answer: str, stance: Stance) -> Topic:
    """The neighbouring measure, which came up as well."""
    return Topic(measure_id=book.get("measure", NEIGHBOUR), answer=answer, stance=stance)
