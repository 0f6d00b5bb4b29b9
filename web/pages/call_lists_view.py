"""Call lists as their pages show them: in tiers, each call with what it adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from crm.calling.effort import BY_STANCE
from crm.calling.models import Tier
from crm.calling.plan import Goal
from crm.calling.sheet import CallRow
from crm.forecast.words import points, votes

TIERS: Final = {
    Tier.LEADERS: ("Keys", "who is asked by name for what only they can grant"),
    Tier.VOTES: ("Votes", "by what a call adds for the minutes it takes"),
    Tier.OPPONENTS: ("Opponents", "last, and only to soften"),
}
"""The tiers' names, and what each is about."""
GOALS: Final = (
    (Goal.WIN.value, "Chance of winning"),
    (Goal.VOTES.value, "Expected votes"),
    (BY_STANCE, "No plan: rank by stance"),
)
"""What a list may add to, in the order in which the form offers it."""


def tiers(rows: Iterable[CallRow]) -> list[tuple[tuple[str, str] | None, list[CallRow]]]:
    """The rows by tier, in their order; one group without a name where they were not planned."""
    grouped = groupby(rows, key=lambda row: row.planned.tier if row.planned else None)
    return [(TIERS[tier] if tier else None, list(each)) for tier, each in grouped]


def adds(goal: Goal | None) -> Callable[[float | None], str]:
    """How the gain of a call is written, in what the list is counted in; "" for none."""
    written = votes if goal is Goal.VOTES else points
    return lambda gain: f"+{written(gain)}" if gain else ""
