"""Plays the story: every fact on the day on which it became known, so that an earlier day does not know it."""

from __future__ import annotations

from itertools import groupby

from crm import clock
from crm.sessions import Database
from seeds.book import Book, Step
from seeds.story import bills, campaign, governments, ledger, outreach, people

# On the same day a fact may rest on those of the modules before its own.
MODULES = (governments, people, bills, campaign, ledger, outreach)


def steps() -> list[Step]:
    """All facts of the story in the order in which they became known."""
    return sorted((step for module in MODULES for step in module.steps()), key=lambda step: step.known)


def load(database: Database) -> None:
    """Load the story in one transaction. What is on file already stays as it is, so that loading twice is once."""
    with database.write(reason="the story of New York for All") as session:
        book = Book(session)
        for known, facts in groupby(steps(), key=lambda step: step.known):
            with clock.held_at(known):
                for fact in facts:
                    fact.apply(book)
