"""How much calling there is time for, and what one call does. Pure rules, with their numbers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm.calling.plan import Goal
from crm.errors import InvalidInput
from crm.forecast.assumptions import Assumptions

USUAL_PER_HOUR: Final = 8.0
"""Calls of a volunteer in an hour, with what is written down after each."""
MOST_HOURS: Final = 1000
MOST_CALLERS: Final = 1000
MOST_CALLS: Final = 10_000
_NO_END: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the lead chose: what the calls are to add to, and for how long who calls, or how many calls there are.

    ``hours`` are those of each of the ``callers``. Where neither hours nor calls are named, there is time for all.
    """

    goal: Goal = Goal.WIN
    hours: float | None = None
    callers: int = 1
    calls: int | None = None

    def __post_init__(self) -> None:
        """Raises InvalidInput for amounts that nobody has."""
        if self.hours is not None and not 0 < self.hours <= MOST_HOURS:
            raise InvalidInput(
                f"Nobody calls for {self.hours:,.12g} hours.",
                hint=f"Give the hours each caller has: more than 0, and {MOST_HOURS:,} at most.",
                field="hours",
            )
        if not 0 < self.callers <= MOST_CALLERS:
            raise InvalidInput(
                f"{self.callers:,} callers make no list.", hint=f"Give a number from 1 to {MOST_CALLERS:,}.",
                field="callers",
            )  # fmt: skip
        if self.calls is not None and not 0 < self.calls <= MOST_CALLS:
            raise InvalidInput(
                f"{self.calls:,} calls make no list.", hint=f"Give a number from 1 to {MOST_CALLS:,}.", field="calls"
            )

    def as_rule(self) -> dict[str, Any]:
        """The choices as a kept list remembers them."""
        return {"goal": self.goal.value, "hours": self.hours, "callers": self.callers, "calls": self.calls}

    @classmethod
    def of_rule(cls, rule: Mapping[str, Any] | None) -> Choices | None:
        """The choices a kept list remembers; nothing for a list that was not planned."""
        if not rule:
            return None
        return cls(Goal(rule["goal"]), rule["hours"], rule["callers"], rule["calls"])


BY_STANCE: Final = "stance"
"""What is asked for in place of a goal where the plain ranking is wanted."""


def read_choices(goal: str = "", hours: str = "", callers: str = "", calls: str = "") -> Choices | None:
    """The choices as they are typed; nothing where the ranking by stance is asked for.

    Raises InvalidInput, naming the field, for a goal that is none, what is no number, and what nobody has.
    """
    if goal == BY_STANCE:
        return None
    try:
        adds_to = Goal(goal or Goal.WIN)
    except ValueError:
        offered = ", ".join((*Goal, BY_STANCE))
        raise InvalidInput(f"“{goal}” is no goal.", hint=f"Use one of: {offered}.", field="goal") from None
    return Choices(
        adds_to,
        _read(hours, "hours") if hours else None,
        int(_read(callers, "callers", whole=True)) if callers else 1,
        int(_read(calls, "calls", whole=True)) if calls else None,
    )


def _read(text: str, field: str, *, whole: bool = False) -> float:
    try:
        return int(text) if whole else float(text.replace(",", "."))
    except ValueError:
        raise InvalidInput(f"“{text}” is no number.", hint="Type it in digits, such as 4.", field=field) from None


@dataclass(frozen=True, slots=True)
class Effort:
    """The time there is. ``hours`` are each caller's, as far as offices answer before the deadline (``hours_left``).

    ``each`` is how many whole calls the hours of each caller hold, where it is known who calls.
    """

    callers: int
    hours: float | None
    asked: float | None
    hours_left: float
    per_hour: float
    calls: int | None
    each: tuple[int, ...] = ()

    @property
    def per_call(self) -> float:
        """Minutes of one call."""
        return 60 / self.per_hour

    @property
    def minutes(self) -> float:
        """Minutes of all callers together, or of the calls that are wanted, whichever ends first."""
        by_hours = _NO_END if self.hours is None else self._together * self.per_call
        by_calls = _NO_END if self.calls is None else self.calls * self.per_call
        return min(by_hours, by_calls)

    @property
    def _together(self) -> float:
        """The calls that all callers' hours hold."""
        return float(sum(self.each)) if self.each else (self.hours or 0.0) * self.callers * self.per_hour

    @property
    def words(self) -> str:
        """The time in a sentence; nothing where there is time for all."""
        if self.hours is None:
            return "" if self.calls is None else f"{_number(self.calls, 'call')}."
        each = " each" if self.callers > 1 else ""
        said = f"{_number(self.callers, 'caller')} with {self.hours:g} {'hour' if self.hours == 1 else 'hours'}{each}"
        together = int(self._together + 1e-9)
        said += f": {_number(together, 'call')} at {self.per_hour:g} an hour"
        if self.calls is not None and self.calls < together:
            said += f", of which {self.calls:,} are wanted"
        if self.asked is not None and self.hours < self.asked:
            said += f". Of the {self.asked:g} hours only {self.hours:g} are left in which offices answer"
        return said + "."


def effort(
    choices: Choices,
    hours_left: float,
    per_hour: float = USUAL_PER_HOUR,
    limit: int | None = None,
    *,
    paces: Sequence[float] = (),
) -> Effort:
    """The time there is for the choices; ``limit`` is a number of calls that may not be passed, whatever is chosen.

    ``paces`` are the calls an hour of each caller, where it is known who calls: nobody begins a call that their own
    hours do not hold.
    """
    hours = choices.hours if choices.hours is None else min(choices.hours, round(hours_left, 2))
    each = tuple(int(hours * one + 1e-9) for one in paces) if hours is not None else ()
    calls = min((number for number in (choices.calls, limit) if number is not None), default=None)
    return Effort(choices.callers, hours, choices.hours, hours_left, per_hour, calls, each)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one call does: with ``moves`` it moves the official one step, which adds ``step`` to their vote's chance."""

    moves: float
    step: float

    @property
    def added(self) -> float:
        """What it adds to the chance of their vote, on average."""
        return self.moves * self.step


def effect(assumptions: Assumptions, step: float, *, tie: int = 0, neighbor: bool = False) -> Effect:
    """What a call does to somebody of whom one step is worth ``step``.

    It must reach them, and then move them; the stronger the ``tie`` (0 for none, to 5) the likelier, and likelier
    still where a caller lives in their district.
    """
    moves = assumptions.move * (1 + assumptions.tie * tie)
    if neighbor:
        moves *= 1 + assumptions.neighbor
    return Effect(assumptions.reach * min(1.0, moves), step)


def _number(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else what + 's'}"
