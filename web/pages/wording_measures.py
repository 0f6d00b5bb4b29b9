"""How far a measure has come, in words and as steps along its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm.bills.models import EventKind
from crm.bills.progress import Progress, Reached
from crm.jurisdictions.models import JurisdictionKind

REACHED: Final = {
    Reached.IDEA: "No bill on file",
    Reached.INTRODUCED: "Introduced",
    Reached.REPORTED: "Out of committee",
    Reached.ONE_CHAMBER: "Passed one house",
    Reached.PASSED: "Passed",
    Reached.LAW: "Law",
}
TURNS: Final = {
    EventKind.STALLED: ("Stalled", "warn"),
    EventKind.VETOED: ("Vetoed", "error"),
    EventKind.ENACTED_IN_PART: ("Enacted in part", "good"),
    EventKind.CHALLENGED_IN_COURT: ("Challenged in court", "warn"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A step of the way: ``state`` is passed, here or ahead."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a measure: its steps, where it is now in words, and the turn it took, with its tone."""

    marks: tuple[Mark, ...]
    here: str
    turn: str
    tone: str

    @property
    def headline(self) -> str:
        """The answer to "where is it?", shortly."""
        return self.turn or self.here


def way(progress: Progress, kind: JurisdictionKind, *, houses: int = 2) -> Way:
    """The way of a measure that is put to this kind of government; cities and counties have one house."""
    one_house = kind in (JurisdictionKind.CITY, JurisdictionKind.COUNTY) or houses == 1
    steps = [step for step in Reached if step is not Reached.IDEA and not (one_house and step is Reached.ONE_CHAMBER)]
    order = list(Reached)
    here = order.index(progress.reached)
    turn, tone = TURNS[progress.turn.kind] if progress.turn else ("", "good" if progress.reached is Reached.LAW else "")
    return Way(
        tuple(Mark(REACHED[step], _state(order.index(step), here)) for step in steps),
        REACHED[progress.reached],
        turn,
        tone,
    )


def _state(place: int, here: int) -> str:
    return "here" if place == here else "passed" if place < here else "ahead"
