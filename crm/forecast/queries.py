"""The forecast: per chamber, how many votes are likely, how likely it is enough, and whose movement would help most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.forecast.assumptions import DEFAULTS, WORDS, Assumptions, Standpoint, changed, weight_of
from crm.forecast.chances import VACANT, Chance, Known, chance, one_step_up
from crm.forecast.distribution import Distribution, distribution, pivotal
from crm.forecast.learning import Seen, learned, seen_votes
from crm.forecast.models import ForecastNumber
from crm.positions.as_of import AsOf
from crm.positions.stance import Stance
from crm.positions.standing import Standing
from crm.whip.count import CountedSeat, SeatStance
from crm.whip.queries import ChamberBoard


@dataclass(frozen=True, slots=True)
class SeatForecast:
    """One seat: its chance of a yes vote, and what one step of its holder toward us would add.

    ``swing`` is what that step adds to the chance of reaching the number needed; ``step`` what it adds to the expected
    votes. Both are 0 where there is no step left, or nobody to take it.
    """

    seat: CountedSeat
    chance: Chance
    step: float
    swing: float


@dataclass(frozen=True, slots=True)
class ChamberForecast:
    """One chamber. ``win``: the chance of ``needed`` votes or more; ``low`` to ``high``: the middle 80 % of totals."""

    chamber: ChamberBoard
    needed: int
    expected: float
    win: float
    low: int
    high: int
    totals: Distribution
    seats: tuple[SeatForecast, ...]

    @property
    def by_swing(self) -> tuple[SeatForecast, ...]:
        """The seats whose holder can still move, the one whose step helps most first."""
        moving = [seat for seat in self.seats if seat.step > 0]
        return tuple(sorted(moving, key=lambda seat: (-seat.swing, -seat.step, seat.seat.seat.district_name or "")))


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number of the forecast: what it is, what it is set to, what was stated, and what roll calls made of it.

    ``seen`` and ``learned`` are nothing for numbers that no vote can teach; nor have these a ``weight``.
    """

    name: str
    words: str
    value: float
    stated: float
    weight: float | None
    stated_weight: float | None
    seen: Seen | None
    learned: float | None
    reason: str | None

    @property
    def is_changed(self) -> bool:
        """Whether an administrator set it, or its weight, to something else."""
        return (self.value, self.weight) != (self.stated, self.stated_weight)


@dataclass(frozen=True, slots=True)
class Basis:
    """What all forecasts of one moment rest on."""

    assumptions: Assumptions
    seen: Mapping[Standpoint, Seen]
    chances: Mapping[Standpoint, float]


@dataclass(frozen=True, slots=True)
class Forecast:
    """All chambers of a measure. ``win``: all of them reach their number, their votes taken as independent."""

    as_of: AsOf
    chambers: tuple[ChamberForecast, ...]
    basis: Basis

    @property
    def win(self) -> float | None:
        """The product of the chambers' chances; nothing where there is no chamber."""
        product = 1.0
        for each in self.chambers:
            product *= each.win
        return product if self.chambers else None


def basis(session: Session, viewer: Viewer, as_of: AsOf) -> Basis:
    """The assumptions in force and what roll calls say, as the viewer may know it (three queries)."""
    rows = session.execute(select(ForecastNumber.name, ForecastNumber.value))
    stored = {name: value for name, value in rows}  # noqa: C416 - a row is no pair to the type checker
    assumptions = changed(stored)
    seen = seen_votes(session, viewer, as_of)
    return Basis(assumptions, seen, learned(assumptions, seen))


def forecast(session: Session, viewer: Viewer, boards: Iterable[ChamberBoard], as_of: AsOf) -> Forecast:
    """The forecast of each of the boards (three queries, whatever their number)."""
    rests_on = basis(session, viewer, as_of)
    return Forecast(as_of, tuple(of_chamber(board, rests_on, as_of.said) for board in boards), rests_on)


def of_chamber(board: ChamberBoard, rests_on: Basis, on: date) -> ChamberForecast:
    """The forecast of one chamber on a day. A vacant seat never votes yes. A pure rule."""
    chances = [seat_chance(seat, rests_on, on) for seat in board.seats]
    totals = distribution([each.value for each in chances])
    needed = board.count.needed
    seats = []
    for seat, now in zip(board.seats, chances, strict=True):
        step = _step(seat, now, rests_on, on)
        seats.append(SeatForecast(seat, now, step, step * pivotal(totals, now.value, needed) if step else 0.0))
    low, high = totals.between()
    return ChamberForecast(
        chamber=board,
        needed=needed,
        expected=sum(each.value for each in chances),
        win=totals.at_least(needed),
        low=low,
        high=high,
        totals=totals,
        seats=tuple(seats),
    )


def seat_chance(seat: CountedSeat, rests_on: Basis, on: date) -> Chance:
    """The chance that one seat votes yes on a day."""
    if seat.stance is SeatStance.VACANT:
        return VACANT
    return chance(known_of(seat.standing), rests_on.assumptions, rests_on.chances, on)


def known_of(standing: Standing | None) -> Known:
    """What a forecast needs to know of where somebody stands."""
    if standing is None or standing.stance is Stance.UNKNOWN:
        return Known()
    return Known(
        stance=standing.stance,
        hard=standing.hard,
        conditional=bool(standing.condition),
        contested=standing.contested,
        capacity=standing.capacity,
        said=standing.said_latest,
        kinds=standing.kinds,
    )


def numbers(session: Session, rests_on: Basis) -> tuple[NumberLine, ...]:
    """Every number of the forecast in its order, for the page that shows and changes them (one query)."""
    reasons = {row.name: row.reason for row in session.scalars(select(ForecastNumber))}
    lines = []
    for name, words in WORDS.items():
        reason = reasons.get(name) or reasons.get(weight_of(name))
        if name in set(Standpoint):
            kind = Standpoint(name)
            now, stated = rests_on.assumptions.priors[kind], DEFAULTS.priors[kind]
            seen, chances = rests_on.seen.get(kind, Seen()), rests_on.chances[kind]
            lines.append(
                NumberLine(
                    name, words, now.chance, stated.chance, now.weight, stated.weight, seen, chances, reason
                )
            )  # fmt: skip
        else:
            value, stated_value = getattr(rests_on.assumptions, name), getattr(DEFAULTS, name)
            lines.append(NumberLine(name, words, value, stated_value, None, None, None, None, reason))
    return tuple(lines)


def _step(seat: CountedSeat, now: Chance, rests_on: Basis, on: date) -> float:
    """What one step toward us would add to the seat's chance; never less than nothing."""
    if seat.stance is SeatStance.VACANT or seat.seat.person_id is None:
        return 0.0
    higher = one_step_up(known_of(seat.standing))
    if higher is None:
        return 0.0
    return max(0.0, chance(higher, rests_on.assumptions, rests_on.chances, on).value - now.value)
