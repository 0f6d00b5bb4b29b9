"""How many votes a chamber's rules ask for. Vacancies and absences do not lower it.

New York: "a majority of the members elected to each branch" (State Constitution, Art. III s. 14), an override two
thirds of them (Art. IV s. 7). Every chamber carries its own fractions.
"""

from __future__ import annotations

from typing import Protocol


class Rules(Protocol):
    """What is needed of a chamber: its seats and its two fractions."""

    seats: int
    pass_num: int
    pass_den: int
    override_num: int
    override_den: int


def needed_to_pass(chamber: Rules) -> int:
    """Votes to pass a bill: more than the fraction of all seats (63 -> 32, 150 -> 76, 49 -> 25)."""
    return chamber.seats * chamber.pass_num // chamber.pass_den + 1


def needed_to_override(chamber: Rules) -> int:
    """Votes to override a veto: at least the fraction of all seats (63 -> 42, 150 -> 100, 49 -> 30 at three fifths)."""
    return -(-chamber.seats * chamber.override_num // chamber.override_den)
