"""How some of those who call say they call: their languages, their pace, where they live."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.calling.callers import set_profile
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.days import Days
from seeds.training.facts import Row, read

SAID: int = -21
"""The day on which they said it."""


def steps(days: Days) -> Iterator[Step]:
    """Each of them on the same evening."""
    for row in read("coalition")["caller"]:
        yield Step(days.at(SAID, 19 * 60), partial(_caller, row=row))


def _caller(book: Book, row: Row) -> None:
    set_profile(
        book.session,
        book.acting(row["user"]),
        languages=row["languages"],
        calls_per_hour=row["calls_per_hour"],
        district_ids=[book.get("district", key) for key in row["lives_in"]],
    )
