"""What is owed after a contact, and when it was done. The last two weeks leave some of it open."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from seeds.training import words

OFTEN: Final = 0.3
SETTLED: Final = -14
"""What was due before this day is done."""
IN_TIME: Final = 0.55
"""Of what was due since then, so much is done."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Something owed, due on a numbered day, done on another; nothing: still owed."""

    what: str
    due: int
    done: int | None


def promise(day: int, random: Random, often: float = OFTEN) -> Promise | None:
    """What was promised in a contact of a day, or nothing."""
    if random.random() >= often:
        return None
    due = day + random.randint(3, 12)
    late = random.randint(-1, 4)
    done: int | None = None
    if due < SETTLED:
        done = max(day + 1, due + late)
    elif random.random() < IN_TIME:
        done = max(day + 1, due - 2)
    return Promise(words.owed(random), due, done if done is not None and done < 0 else None)
