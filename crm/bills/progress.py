"""How far a measure has come in its newest session: a pure rule over its steps."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from crm.bills.lines import EventLine
from crm.bills.models import EventKind


class Reached(enum.StrEnum):
    """The furthest a measure has come. ``idea``: nothing that says it was introduced is on file."""

    IDEA = "idea"
    INTRODUCED = "introduced"
    REPORTED = "reported"
    ONE_CHAMBER = "one_chamber"
    PASSED = "passed"
    LAW = "law"


_REACHES: Final = {
    EventKind.INTRODUCED: Reached.INTRODUCED,
    EventKind.AMENDED: Reached.INTRODUCED,
    EventKind.REFERRED: Reached.INTRODUCED,
    EventKind.REPORTED: Reached.REPORTED,
    EventKind.PASSED_CHAMBER: Reached.ONE_CHAMBER,
    EventKind.PASSED: Reached.PASSED,
    EventKind.DELIVERED: Reached.PASSED,
    EventKind.VETOED: Reached.PASSED,
    EventKind.SIGNED: Reached.LAW,
    EventKind.LAPSED_INTO_LAW: Reached.LAW,
}
_TURNS: Final = frozenset(
    {EventKind.STALLED, EventKind.VETOED, EventKind.ENACTED_IN_PART, EventKind.CHALLENGED_IN_COURT}
)


class Carrying(Protocol):
    """A bill that carries the measure in its newest session."""

    @property
    def id(self) -> int:
        """The bill."""

    @property
    def introduced_on(self) -> date | None:
        """The day it was introduced, where known."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it came, and the turn it took last: stalled, vetoed, enacted in part, challenged in court.

    ``turn`` is nothing once the measure went on after it. ``last``: the newest step of any kind.
    """

    reached: Reached
    turn: EventLine | None
    last: EventLine | None


def progress(events: Iterable[EventLine], bills: Collection[Carrying]) -> Progress:
    """How far a measure has come with the ``bills`` of its newest session; ``events`` come oldest first.

    What happened in an earlier session counts no more: a bill that died there begins anew (field.md 3.2). So a step of
    the measure itself counts from the day its first bill was introduced. Of vehicles only "enacted in part" counts.
    """
    order = list(Reached)
    reached = Reached.INTRODUCED if bills else Reached.IDEA
    own = {None, *(bill.id for bill in bills)}
    begun = _begun(bills)
    turn = last = None
    for event in events:
        last = event
        if event.bill_id is None and begun is not None and event.happened_latest < begun:
            continue
        if event.kind is EventKind.ENACTED_IN_PART or (event.kind in _TURNS and event.bill_id in own):
            turn = event
        step = _REACHES.get(event.kind)
        if step is not None and event.bill_id in own:
            reached = max(reached, step, key=order.index)
            turn = turn if event.kind in _TURNS else None
    return Progress(reached, turn, last)


def _begun(bills: Iterable[Carrying]) -> date | None:
    """The day the first of the bills was introduced; nothing where one may have been earlier."""
    days = [bill.introduced_on for bill in bills]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None
