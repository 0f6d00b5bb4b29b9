"""How many of the seats vote yes: the exact distribution of a sum of independent yes-or-no votes of unequal chance.

It is known as the Poisson-binomial distribution (Wang, "On the number of successes in independent trials", 1993).
Chances are floats from 0 to 1. With 150 seats the plain recursion takes a few milliseconds: no approximation is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crm.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Distribution:
    """The chance of each total: ``chances[k]`` is the chance of exactly ``k`` yes votes, for k = 0 to all seats."""

    chances: tuple[float, ...]

    @property
    def seats(self) -> int:
        """How many vote."""
        return len(self.chances) - 1

    def at_least(self, needed: int) -> float:
        """The chance of ``needed`` yes votes or more: 1 where none is needed, 0 where there are fewer seats."""
        if needed <= 0:
            return 1.0
        if needed > self.seats:
            return 0.0
        # The smaller side is added up, so that a small chance is not what is left of a difference.
        if needed > self.seats // 2:
            return _bounded(math.fsum(self.chances[needed:]))
        return _bounded(1.0 - math.fsum(self.chances[:needed]))

    def between(self, share: float = 0.8) -> tuple[int, int]:
        """The totals between which the middle ``share`` of the distribution lies, both included."""
        tail = (1.0 - share) / 2
        return self._quantile(tail), self._quantile(1.0 - tail)

    def _quantile(self, chance: float) -> int:
        reached = 0.0
        for votes, at in enumerate(self.chances):
            reached += at
            if reached >= chance - 1e-12:
                return votes
        return self.seats


def distribution(chances: Sequence[float]) -> Distribution:
    """The distribution of the number of yes votes. Raises InvalidInput for a chance outside of 0 to 1."""
    at = [1.0]
    for chance in chances:
        _check(chance)
        no = 1.0 - chance
        at = [a * no + b * chance for a, b in zip([*at, 0.0], [0.0, *at], strict=True)]
    return Distribution(tuple(at))


def pivotal(of: Distribution, chance: float, needed: int) -> float:
    """The chance that one seat's vote decides: that exactly ``needed - 1`` of all others vote yes.

    ``of`` is the distribution of all seats, ``chance`` that of this one. The win chance grows by this much times the
    seat's own growth: it is its slope, and exact for steps of any size.
    """
    wanted = needed - 1
    if not 0 <= wanted < of.seats:
        return 0.0
    no, others = 1.0 - chance, 0.0
    # The seat is divided out from the side on which the division forgets its rounding.
    if chance <= 0.5:
        for votes in range(wanted + 1):
            others = (of.chances[votes] - chance * others) / no
    else:
        for votes in range(of.seats, wanted, -1):
            others = (of.chances[votes] - no * others) / chance
    return _bounded(others)


def moved(of: Distribution, before: float, after: float) -> Distribution:
    """The distribution once one seat's chance has gone from ``before`` to ``after``: as new, at a fraction of the work.

    Raises InvalidInput for a chance outside of 0 to 1.
    """
    _check(after)
    others = _without(of, before)
    no = 1.0 - after
    return Distribution(tuple(a * no + b * after for a, b in zip([*others, 0.0], [0.0, *others], strict=True)))


def _without(of: Distribution, chance: float) -> list[float]:
    """The distribution of all seats but one."""
    no, last = 1.0 - chance, 0.0
    found = [0.0] * of.seats
    if chance <= 0.5:
        for votes in range(of.seats):
            found[votes] = last = max(0.0, (of.chances[votes] - chance * last) / no)
    else:
        for votes in range(of.seats, 0, -1):
            found[votes - 1] = last = max(0.0, (of.chances[votes] - no * last) / chance)
    return found


def _check(chance: float) -> None:
    if not 0.0 <= chance <= 1.0:
        raise InvalidInput(f"{chance} is no chance.", hint="Chances run from 0 (never) to 1 (certain).")


def _bounded(chance: float) -> float:
    return min(1.0, max(0.0, chance))
