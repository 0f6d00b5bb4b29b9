"""Plays the two years: every step at its instant and by whoever took it, so that an earlier day does not know of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby

from sqlalchemy import event, select

from crm import clock
from crm.jurisdictions.models import Jurisdiction
from crm.sessions import Database
from seeds.book import Step
from seeds.training import (
    bills,
    callers,
    campaign,
    coalition,
    gatherings,
    ledger,
    lobby,
    mending,
    people,
    rounds,
    setting,
    sponsors,
    talks,
    ties,
)
from seeds.training.book import Book
from seeds.training.casting import cast
from seeds.training.days import Days
from seeds.training.facts import JURISDICTION


def steps(days: Days) -> list[Step]:
    """All that happens, in its order; at the same instant in the order of the modules."""
    company = cast()
    played: Iterator[Step] = chain(
        setting.steps(days),
        people.steps(days, company),
        coalition.steps(days),
        bills.steps(days, company),
        campaign.steps(days, company),
        ties.steps(days, company),
        sponsors.steps(days, company),
        talks.steps(days, company),
        ledger.steps(days, company),
        rounds.steps(days, company),
        gatherings.steps(days, company),
        mending.steps(days, company),
        lobby.steps(days, company),
        callers.steps(days),
    )
    return sorted(played, key=lambda step: step.known)


def load(database: Database) -> None:
    """Load the state in one transaction, ending today; a state that is on file stays as it is, on later days, too."""
    with database.write(reason="an invented state to practise in") as session:
        if session.scalar(select(Jurisdiction.id).where(Jurisdiction.slug == JURISDICTION)) is not None:
            return
        days = Days(clock.today())
        book = Book(session, days=days)
        # A session lets go of what nobody holds, and would read the same people and measures again for every contact.
        held: list[object] = []
        event.listen(session, "pending_to_persistent", lambda _session, entity: held.append(entity))
        for known, played in groupby(steps(days), key=lambda step: step.known):
            with clock.held_at(known):
                for step in played:
                    step.apply(book)
