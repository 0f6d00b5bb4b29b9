"""Which calls to make when there is not time for all: those that add most to the goal for each minute. A pure rule.

Votes are independent in the forecast, and the chance of a total is linear in each of them; so what one call adds is
its effect times the chance that this seat decides, and such gains may be added up one by one as each changes the next.
Taking the best gain for its minutes each time is known to meet the optimum here but for the last call, because the
gains fall as effort grows.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crm.forecast.distribution import distribution, moved, pivotal

HOPELESS: Final = 1e-4
"""Below such a chance of winning (or above its opposite) calls are counted in votes: nobody feels 1 in 20,000."""
_AFRESH: Final = 0.25
"""The chances to decide are worked out anew whenever the calls so far have added so many votes."""


class Goal(enum.StrEnum):
    """What a list adds to: the chance that every chamber reaches its number, or the votes expected in all."""

    WIN = "win"
    VOTES = "votes"


@dataclass(frozen=True, slots=True)
class Option:
    """A call that can be made. ``added`` is what it adds, on average, to the chance that the official votes yes.

    ``chamber`` is nothing for who casts no vote; ``seat`` is the place of their seat in the chamber's chances.
    """

    key: int
    added: float
    minutes: float
    chamber: int | None = None
    seat: int = 0


@dataclass(frozen=True, slots=True)
class ChamberChances:
    """The chance of each seat of a chamber, and how many yes votes it needs."""

    seats: tuple[float, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class Pick:
    """A call of the plan: what it adds to the goal, and what the goal stands at after it."""

    option: Option
    gain: float
    after: float


@dataclass(frozen=True, slots=True)
class ChamberStands:
    """One chamber before and after the plan: its chance of enough votes, and the votes expected."""

    win_before: float
    win_after: float
    votes_before: float
    votes_after: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls in their order. ``goal`` is what they were counted in; ``before`` and ``after`` what it stands at.

    ``win_before`` and ``win_after`` are the chance of winning, whatever the goal; ``chambers`` the same for each of
    them. ``left`` are the options there was no time for, with what each would still add, the best first. ``without``
    is, for each call that moves a vote, the chance of its own chamber if this one of all were not made.
    """

    goal: Goal
    before: float
    after: float
    win_before: float
    win_after: float
    picks: tuple[Pick, ...]
    left: tuple[Pick, ...]
    chambers: Mapping[int, ChamberStands]
    without: Mapping[int, float]


def plan(
    options: Sequence[Option],
    chambers: Mapping[int, ChamberChances],
    minutes: float,
    goal: Goal,
    *,
    first: Sequence[Option] = (),
    last: Sequence[Option] = (),
) -> Plan:
    """The calls to make in ``minutes``: ``first`` as ordered, then ``options`` best first, then ``last`` as ordered.

    Whoever casts no vote adds nothing, and is picked among ``first`` and ``last`` alone. Where winning is as good as
    impossible, or certain, the plan is counted in votes, and says so in its ``goal``.
    """
    state = _State(chambers)
    win_before, start = state.win, state.stands()
    if goal is Goal.WIN and not HOPELESS <= win_before <= 1 - HOPELESS:
        goal = Goal.VOTES
    made = _Made(state, goal, minutes)
    passed_over = [option for option in first if not made.make(option)]
    best = _best(options, made, chambers)
    passed_over += [option for option in last if not made.make(option)]
    waiting = [*passed_over, *best]
    gains = state.gains(waiting, goal)
    left = sorted(waiting, key=lambda option: (-gains[option.key], option.key))
    ends = state.stands()
    return Plan(
        goal=goal,
        before=made.before,
        after=made.stands,
        win_before=win_before,
        win_after=state.win,
        picks=tuple(made.picks),
        left=tuple(Pick(option, gains[option.key], made.stands + gains[option.key]) for option in left),
        chambers={key: ChamberStands(start[key][0], ends[key][0], start[key][1], ends[key][1]) for key in chambers},
        without=state.without(),
    )


def _best(options: Iterable[Option], made: _Made, chambers: Mapping[int, ChamberChances]) -> list[Option]:
    """Make the best of the options while there is time, and return those that were not made."""
    waiting = {option.key: option for option in options if option.added > 0 and option.chamber in chambers}
    while waiting:
        gains = made.state.gains(waiting.values(), made.goal)
        ranked = sorted(waiting.values(), key=lambda option: (-gains[option.key] / option.minutes, option.key))
        fitting = [option for option in ranked if made.has_time(option)]
        if not fitting:
            break
        added = 0.0
        for option in fitting:
            if (added and added + option.added > _AFRESH) or not made.make(option):
                break
            del waiting[option.key]
            added += option.added
    return list(waiting.values())


class _Made:
    """The calls so far, and the time that is left."""

    def __init__(self, state: _State, goal: Goal, minutes: float) -> None:
        self.state, self.goal, self.minutes = state, goal, minutes
        self.before = self.stands = state.win if goal is Goal.WIN else state.votes
        self.picks: list[Pick] = []

    def has_time(self, option: Option) -> bool:
        return option.minutes <= self.minutes + 1e-9

    def make(self, option: Option) -> bool:
        """Make the call if there is time for it."""
        if not self.has_time(option):
            return False
        self.minutes -= option.minutes
        now = self.state.take(option, self.goal)
        self.picks.append(Pick(option, now - self.stands, now))
        self.stands = now
        return True


class _State:
    """The chances as the plan so far leaves them."""

    def __init__(self, chambers: Mapping[int, ChamberChances]) -> None:
        self._seats = {key: list(each.seats) for key, each in chambers.items()}
        self._needed = {key: each.needed for key, each in chambers.items()}
        self._totals = {key: distribution(seats) for key, seats in self._seats.items()}
        self._wins = {key: totals.at_least(self._needed[key]) for key, totals in self._totals.items()}
        self._made: dict[int, tuple[Option, float]] = {}

    @property
    def win(self) -> float:
        """The chance that every chamber reaches its number."""
        return self._without(None)

    @property
    def votes(self) -> float:
        """The votes expected in all chambers."""
        return sum(sum(seats) for seats in self._seats.values())

    def gains(self, options: Iterable[Option], goal: Goal) -> dict[int, float]:
        """What each option would add now."""
        found: dict[int, float] = {}
        by_chamber: dict[int, list[Option]] = defaultdict(list)
        for option in options:
            if option.chamber in self._seats:
                by_chamber[option.chamber].append(option)
            else:
                found[option.key] = 0.0
        for chamber, among in by_chamber.items():
            others = self._without(chamber)
            for option in among:
                if goal is Goal.VOTES:
                    found[option.key] = self._added(option)
                else:
                    decides = pivotal(self._totals[chamber], self._seats[chamber][option.seat], self._needed[chamber])
                    found[option.key] = self._added(option) * decides * others
        return found

    def take(self, option: Option, goal: Goal) -> float:
        """Make the call, and say what the goal stands at now."""
        chamber = option.chamber
        if chamber in self._seats:
            before, added = self._seats[chamber][option.seat], self._added(option)
            self._seats[chamber][option.seat] = before + added
            self._totals[chamber] = moved(self._totals[chamber], before, before + added)
            self._wins[chamber] = self._totals[chamber].at_least(self._needed[chamber])
            self._made[option.key] = option, added
        return self.win if goal is Goal.WIN else self.votes

    def stands(self) -> dict[int, tuple[float, float]]:
        """The chance of enough votes and the votes expected, by chamber."""
        return {key: (self._wins[key], sum(seats)) for key, seats in self._seats.items()}

    def without(self) -> dict[int, float]:
        """For each call made, the chance of its chamber if this one of all were not made: linear, and so exact."""
        found = {}
        for key, (option, added) in self._made.items():
            assert option.chamber is not None
            now = self._seats[option.chamber][option.seat]
            decides = pivotal(self._totals[option.chamber], now, self._needed[option.chamber])
            found[key] = max(0.0, self._wins[option.chamber] - added * decides)
        return found

    def _added(self, option: Option) -> float:
        assert option.chamber is not None
        return min(option.added, 1.0 - self._seats[option.chamber][option.seat])

    def _without(self, chamber: int | None) -> float:
        product = 1.0
        for key, win in self._wins.items():
            if key != chamber:
                product *= win
        return product
