"""Names of people who do not exist: given and family names of many origins, never the same pair twice."""

from __future__ import annotations

from random import Random
from typing import Final

from seeds.training.facts import read

FIRST_AREA: Final = 370
"""Area codes 370 to 379 are given to nobody, and 555-0100 to 555-0199 are kept for stories: no phone here rings."""


class Namer:
    """Hands out names, towns and phones."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: list[str] = []
        self._family: list[str] = []
        self._taken: set[tuple[str, str]] = set()
        self._phones = 0

    def name(self) -> tuple[str, str]:
        """A given and a family name that were not yet given together."""
        while (pair := (self._next("given", self._given), self._next("family", self._family))) in self._taken:
            pass
        self._taken.add(pair)
        return pair

    def town(self) -> str:
        """Some town of the state."""
        town: str = self._random.choice(read("names")["town"])
        return town

    def phone(self) -> str:
        """A phone that no other office has."""
        number = self._phones
        self._phones += 1
        return f"{FIRST_AREA + number // 100}-555-01{number % 100:02d}"

    def _next(self, kind: str, pile: list[str]) -> str:
        """The next card of a shuffled pile, which is laid anew when it is empty: a family name comes back late."""
        if not pile:
            pile += read("names")[kind]
            self._random.shuffle(pile)
        return pile.pop()
