"""Long lists of ids, taken a piece at a time: what is read for a piece is forgotten before the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

AT_ONCE: Final = 500
"""Rows read together: a table of any length takes so little memory, and few queries."""


def pieces(ids: Sequence[int], size: int = AT_ONCE) -> Iterator[Sequence[int]]:
    """The ids in pieces of that size, in their order."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
