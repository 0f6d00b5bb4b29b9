"""By whom each call of a plan is best made. A pure rule, and a suggestion: no call waits for who is not there.

Whoever lives in the district comes first, then who speaks the language, then who knows the official; what is left goes
round evenly. In each step the first calls of the list choose first. Nobody gets more than their part of the calls,
which is as large as what they can make of all (rounded up or down), so that all are done at about the same time.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


class Why(enum.StrEnum):
    """Why a call is one caller's."""

    NEIGHBOR = "neighbor"
    LANGUAGE = "language"
    TIE = "tie"
    EVENLY = "evenly"


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a caller fits a call. ``tie``: how well they, or those they work with, know the official (0: nobody)."""

    neighbor: bool = False
    speaks: bool = False
    tie: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A call is that of the caller at this ``place``."""

    place: int
    why: Why


@dataclass(frozen=True, slots=True)
class By:
    """A caller as a reader may know them: "Ana Ortiz", "somebody at the Clinic (caller 2)", "caller 3".

    ``is_me``: the reader themselves. ``why`` is known while a list is drawn up.
    """

    number: int
    who: str
    why: Why | None = None
    is_me: bool = False


_STEPS: Final[tuple[tuple[Why, Callable[[Fit], bool]], ...]] = (
    (Why.NEIGHBOR, lambda fit: fit.neighbor),
    (Why.LANGUAGE, lambda fit: fit.speaks),
    (Why.TIE, lambda fit: fit.tie > 0),
)


def share(fits: Sequence[Mapping[int, Fit]], sizes: Sequence[int]) -> tuple[Share, ...]:
    """The caller of each call, in the order of the calls.

    ``fits`` holds for each call those callers, by place, whom anything speaks for; ``sizes`` is how many calls each of
    them can make, or their pace where time has no end. Each gets as many as their size is of all sizes, rounded up or
    down; never more than their size where there are no more calls than all can make. Nobody at all where nobody calls.
    """
    if not any(sizes):
        return ()
    room = _Room(len(fits), sizes)
    found: dict[int, Share] = {}
    for why, speaks_for in _STEPS:
        for call, fitting in enumerate(fits):
            if call in found:
                continue
            able = [place for place, fit in fitting.items() if speaks_for(fit) and room.is_left(place)]
            if able:
                best = min(able, key=lambda place: (*_better(fitting[place]), *room.filled(place)))
                room.take(best)
                found[call] = Share(best, why)
    for call in range(len(fits)):
        if call not in found:
            best = min((place for place in range(len(sizes)) if room.is_left(place)), key=room.filled)
            room.take(best)
            found[call] = Share(best, Why.EVENLY)
    return tuple(found[call] for call in range(len(fits)))


def _better(fit: Fit) -> tuple[bool, bool, int]:
    return not fit.neighbor, not fit.speaks, -fit.tie


class _Room:
    """How many calls each caller may still get.

    Everybody has the whole calls of their part for sure. What is then left over is one call each for as many callers
    as there are such calls, and goes to those who need it first; so there is room for the last call as for the first.
    """

    def __init__(self, calls: int, sizes: Sequence[int]) -> None:
        self._sizes, total = sizes, sum(sizes)
        self._sure = [calls * size // total for size in sizes]
        self._is_cut = [calls * size % total > 0 for size in sizes]
        self._over = calls - sum(self._sure)
        self._has = [0] * len(sizes)

    def is_left(self, place: int) -> bool:
        has, sure = self._has[place], self._sure[place]
        return has < sure or (has == sure and self._is_cut[place] and self._over > 0)

    def filled(self, place: int) -> tuple[float, int]:
        """How full their part would be with one more; the first of those who are as full comes first."""
        return (self._has[place] + 1) / self._sizes[place], place

    def take(self, place: int) -> None:
        if self._has[place] >= self._sure[place]:
            self._over -= 1
        self._has[place] += 1
