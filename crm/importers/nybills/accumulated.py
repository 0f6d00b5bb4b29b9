"""The Assembly's votes as the mirror lists them: each vote repeats all votes before it. Here each gets its own.

Seen in every one of the 5,562 Assembly votes of 2025-26: the list of a bill's next committee holds the members and
votes of the committees before, then its own; taken off, Ways and Means has its 35 members and Codes its 22. So members
seem to vote twice, and not always alike. What the mirror shows for the floor is that same list with nothing added: it
has no names for the Assembly's floor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any


def own_votes(lists: Iterable[Sequence[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """For each list in its order, what it adds to the one before. A list that does not repeat that one is whole."""
    found = []
    before: Counter[tuple[Any, ...]] = Counter()
    for votes in lists:
        now = Counter(_key(vote) for vote in votes)
        left = Counter(before) if before <= now else Counter[tuple[Any, ...]]()
        own = []
        for vote in votes:
            if left[_key(vote)] > 0:
                left[_key(vote)] -= 1
            else:
                own.append(vote)
        found.append(own)
        before = now
    return found


def _key(vote: dict[str, Any]) -> tuple[Any, ...]:
    return str(vote.get("ID")), str(vote.get("Short")), str(vote.get("Vote"))
