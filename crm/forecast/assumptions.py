"""What a forecast assumes, in words and numbers. Every number can be seen and changed by an administrator.

The chances are starting points from organizers' practice (field.md 3.1: a hard yes is as good as a vote, a lean is
worth about two thirds of one, an unknown is no undecided). Each has a weight in votes, and what this database has seen
in roll calls moves it: the more votes, the further (``learned``).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from crm.errors import InvalidInput


class Standpoint(enum.StrEnum):
    """What is known of a seat's holder, as a forecast tells them apart."""

    HARD_YES = "hard_yes"
    SOFT_YES = "soft_yes"
    YES_IF = "yes_if"
    LEANING_YES = "leaning_yes"
    UNDECIDED = "undecided"
    UNKNOWN = "unknown"
    LEANING_NO = "leaning_no"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Prior:
    """The chance of a yes vote before any vote was seen, and how many seen votes weigh as much as this guess."""

    chance: float
    weight: float

    def learned(self, yes: int, votes: int) -> float:
        """The chance after ``yes`` of ``votes`` were yes: the mean of a beta distribution with this prior."""
        return (self.chance * self.weight + yes) / (self.weight + votes) if self.weight + votes else self.chance


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All numbers of a forecast. Half-lives are in days; the shares run from 0 to 1.

    ``half_life``: after so long without news, half of what was said to us tells no more, and the chance is half way to
    that of somebody unknown; ``public_half_life`` is the same for letters and public statements, which bind longer.
    Names on bills and votes do not fade. ``candidate`` and ``contested``: which share of it
    is lost where it was promised as a candidate, or where reports disagree.

    What a call does: it reaches somebody who decides with the chance ``reach``, and then moves the official one step
    with the chance ``move``; ``tie`` is what each step of a caller's tie to them (1 to 5) adds to it, as a share, and
    ``neighbor`` what it adds that the caller lives in their district.
    """

    priors: Mapping[Standpoint, Prior]
    half_life: float
    public_half_life: float
    candidate: float
    contested: float
    reach: float
    move: float
    tie: float
    neighbor: float


WORDS: Final = {
    "hard_yes": "A hard yes: plain, and public, written or said before two of us",
    "soft_yes": "A soft yes: said to us, or heard from staff or others",
    "yes_if": "A yes on a condition",
    "leaning_yes": "Leaning yes",
    "undecided": "Undecided",
    "unknown": "Nothing on record",
    "leaning_no": "Leaning no",
    "no": "No",
    "half_life": "Days after which half of what was said to us tells no more",
    "public_half_life": "Days after which half of a letter or public statement tells no more",
    "candidate": "Share lost where it was promised as a candidate",
    "contested": "Share lost where reports disagree",
    "reach": "Chance that a call reaches the member, or staff who tell them",
    "move": "Chance that a call which reached them moves them one step toward us",
    "tie": "Share that each step of a tie (1: has met them, to 5: any time) adds to that",
    "neighbor": "Share that a caller from their own district adds to that",
}

DEFAULTS: Final = Assumptions(
    priors={
        Standpoint.HARD_YES: Prior(0.97, 60),
        Standpoint.SOFT_YES: Prior(0.85, 30),
        Standpoint.YES_IF: Prior(0.70, 20),
        Standpoint.LEANING_YES: Prior(0.68, 30),
        Standpoint.UNDECIDED: Prior(0.40, 20),
        Standpoint.UNKNOWN: Prior(0.30, 15),
        Standpoint.LEANING_NO: Prior(0.15, 30),
        Standpoint.NO: Prior(0.03, 60),
    },
    half_life=365,
    public_half_life=1095,
    candidate=0.3,
    contested=0.5,
    reach=0.6,
    move=0.12,
    tie=0.2,
    neighbor=0.5,
)

KEYS: Final = tuple(WORDS)
"""Every number by its name, as it is stored; a standpoint's weight is stored under its name and ``_weight``."""

_OF_STANDPOINTS: Final = frozenset(Standpoint)
_WEIGHT: Final = "_weight"


def changed(values: Mapping[str, float], base: Assumptions = DEFAULTS) -> Assumptions:
    """``base`` with some numbers changed. Raises InvalidInput for an unknown name and a number that cannot be."""
    priors = dict(base.priors)
    others: dict[str, float] = {}
    for name, value in values.items():
        check(name, value)
        kind = name.removesuffix(_WEIGHT)
        if kind not in _OF_STANDPOINTS:
            others[name] = value
        elif kind == name:
            priors[Standpoint(kind)] = replace(priors[Standpoint(kind)], chance=value)
        else:
            priors[Standpoint(kind)] = replace(priors[Standpoint(kind)], weight=value)
    return replace(base, priors=priors, **others)


def weight_of(name: str) -> str:
    """The name under which the weight of a standpoint's chance is stored."""
    return name + _WEIGHT


def in_days(name: str) -> bool:
    """Whether the number is one of days; the others are chances, shares and weights."""
    return name.endswith("half_life")


def check(name: str, value: float) -> None:
    """Return if the number may be set. Raises InvalidInput saying which numbers are possible."""
    base = name.removesuffix(_WEIGHT)
    if base not in KEYS or (base != name and base not in _OF_STANDPOINTS):
        raise InvalidInput(f"“{name}” is no number of the forecast.", hint=f"Choose one of: {', '.join(KEYS)}.")
    if base != name:
        if not 0 <= value <= 100_000:
            raise InvalidInput("A weight is a number of votes, from 0 to 100,000.", field=name)
    elif in_days(name):
        if not 1 <= value <= 100_000:
            raise InvalidInput("A half-life is a number of days, from 1 on.", field=name)
    elif not 0 <= value <= 1:
        raise InvalidInput("Chances and shares run from 0 to 1 (0 % to 100 %).", field=name)
