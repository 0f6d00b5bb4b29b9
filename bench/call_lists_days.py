"""Days drawn at random around the training state: what a plan of calls adds, against two plainer ways to choose them.

Everything is seeded. A day keeps the officials, their phones, ties and asks as they are, and draws anew where each
stands, how firmly and since when, and who rests.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from crm.calling.asking import Asked
from crm.calling.candidates import Candidate
from crm.calling.effort import Choices, effect, effort
from crm.calling.gathering import CallRow, Gathered, case_of, gather
from crm.calling.plan import Goal
from crm.calling.planned import planned
from crm.calling.priority import worth
from crm.coalition.visibility import OPERATOR
from crm.forecast.distribution import distribution
from crm.forecast.queries import Basis, Forecast, basis, of_chamber
from crm.names import fold
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind
from crm.positions.stance import SCALE, Stance
from crm.positions.standing import Standing
from crm.whip.count import CountedSeat, SeatStance, count, count_seat
from crm.whip.queries import ChamberBoard

RESTS: Final = 0.15
"""The share of offices that were called in the last three days."""
MOVES: Final = 0.5
"""The share of officials whose stance is drawn anew, by a step or two, or forgotten."""
KINDS: Final = (EvidenceKind.PUBLIC_STATEMENT, EvidenceKind.CONVERSATION, EvidenceKind.STAFF, EvidenceKind.SPONSORSHIP)
DOUBT: Final = 0.5
"""How far the truth is drawn from the stated numbers: in log odds for a chance, as a factor's logarithm for a call."""

Way = Callable[["Day", int], list[CallRow]]


@dataclass(frozen=True, slots=True)
class Day:
    """One simulated day: everybody who may be called on it, and what the forecast says."""

    found: Gathered
    forecast: Forecast
    dice: random.Random


@dataclass(frozen=True, slots=True)
class Added:
    """What the calls of one way added to the chance of winning on each day: by the stated numbers, and in truth."""

    stated: list[float]
    truth: list[float]


def simulate(session: Session, slug: str, days: int, calls: int, seed: int, *, by_name: bool) -> dict[str, Added]:
    """What each way of choosing so many calls added, over so many days; without ``by_name`` a vote is asked of all."""
    as_of = AsOf.of()
    deadline = as_of.said + timedelta(days=14)
    found = gather(session, OPERATOR, slug, as_of, deadline=deadline)
    if not by_name:
        found = replace(found, rows=tuple(_as_member(row) for row in found.rows if row.candidate.chamber_id))
    rests_on = basis(session, OPERATOR, as_of)
    results = {name: Added([], []) for name in WAYS}
    for number in range(days):
        dice = random.Random(f"{seed}-{number}")
        day = _day(found, rests_on, dice)
        truth = _truth(day)
        for name, way in WAYS.items():
            chosen = way(day, calls)
            results[name].stated.append(_added(day, chosen, {}, {}))
            results[name].truth.append(_added(day, chosen, *truth))
    return results


def _plan(day: Day, calls: int) -> list[CallRow]:
    rows, _, _ = planned(day.found, day.forecast, (), Goal.WIN, effort(Choices(calls=calls), 1000.0))
    return list(rows)


def _plain(day: Day, calls: int) -> list[CallRow]:
    def order(row: CallRow) -> tuple[bool, int, str]:
        return row.worth.sunk, -row.worth.points, fold(row.candidate.name.rpartition(" ")[2])

    return sorted(_with_phone(day), key=order)[:calls]


def _random(day: Day, calls: int) -> list[CallRow]:
    rows = _with_phone(day)
    day.dice.shuffle(rows)
    return rows[:calls]


WAYS: Final[Mapping[str, Way]] = {"the plan": _plan, "ranking by stance": _plain, "random order": _random}


def _with_phone(day: Day) -> list[CallRow]:
    return [row for row in day.found.rows if row.phone is not None]


def _as_member(row: CallRow) -> CallRow:
    return replace(row, candidate=replace(row.candidate, asked=Asked(row.asked.ask)), asked=Asked(row.asked.ask))


def _day(found: Gathered, rests_on: Basis, dice: random.Random) -> Day:
    boards: list[ChamberBoard] = []
    stands: dict[int | None, CountedSeat] = {}
    for board in found.boards:
        seats = [_drawn(seat, found, dice) for seat in board.seats]
        stands |= {seat.seat.person_id: seat for seat in seats if seat.seat.person_id is not None}
        boards.append(replace(board, seats=tuple(seats), count=count(seats, board.count.needed)))
    rows = [_again(row, stands, found) for row in found.rows if dice.random() >= RESTS]
    day = replace(found, boards=tuple(boards), rows=tuple(rows))
    return Day(day, _forecast(found.as_of, boards, rests_on), dice)


def _forecast(as_of: AsOf, boards: Sequence[ChamberBoard], rests_on: Basis) -> Forecast:
    return Forecast(as_of, tuple(of_chamber(board, rests_on, as_of.said) for board in boards), rests_on)


def _drawn(seat: CountedSeat, found: Gathered, dice: random.Random) -> CountedSeat:
    """The seat on another day: its holder a step or two elsewhere, or forgotten, and everything said some time ago."""
    if seat.stance is SeatStance.VACANT or seat.seat.person_id is None:
        return seat
    stance = seat.standing.stance if seat.standing else Stance.UNKNOWN
    if dice.random() < MOVES:
        stance = _moved(stance, dice)
    if stance is Stance.UNKNOWN:
        return count_seat(seat.seat, None)
    said = found.as_of.said - timedelta(days=int(dice.expovariate(1 / 60)))
    kind = dice.choice(KINDS)
    firm = kind in (EvidenceKind.PUBLIC_STATEMENT, EvidenceKind.SPONSORSHIP)
    known = Standing(
        person_id=seat.seat.person_id,
        measure_id=found.campaign.measure_id,
        position_id=0,
        stance=stance,
        hard=stance in (Stance.YES, Stance.NO) and firm,
        contested=dice.random() < 0.05,
        condition="if amended" if stance is Stance.YES and not firm and dice.random() < 0.3 else None,
        words="",
        said=said.isoformat(),
        said_latest=said,
        recorded_at=found.as_of.known,
        organization_id=None,
        ask_id=None,
        bill_id=None,
        print_letter=None,
        kinds=(kind,),
    )
    return count_seat(seat.seat, known)


def _moved(stance: Stance, dice: random.Random) -> Stance:
    if stance is Stance.UNKNOWN or dice.random() < 0.1:
        return dice.choice((Stance.UNKNOWN, *SCALE))
    place = SCALE.index(stance) + dice.choice((-2, -1, -1, 1, 1, 2))
    return SCALE[min(len(SCALE) - 1, max(0, place))]


def _again(row: CallRow, stands: Mapping[int | None, CountedSeat], found: Gathered) -> CallRow:
    """The row with where its official stands on that day."""
    seat = stands.get(row.candidate.person_id)
    who: Candidate = replace(row.candidate, standing=seat.standing, due=seat.due) if seat else row.candidate
    case = case_of(
        who,
        found.horizon.today,
        row.before,
        last=row.last,
        owed=None,
        tie=("Somebody", row.tie, "a tie") if row.tie else None,
        has_phone=row.phone is not None,
    )
    return replace(row, candidate=who, stance=case.stance, worth=worth(case))


def _truth(day: Day) -> tuple[dict[int, float], dict[int, float]]:
    """What might be true where the stated numbers are only about right: each chance, and what a call does to each."""
    chances, calls = {}, {}
    for each in day.forecast.chambers:
        for seat in each.seats:
            person_id, value = seat.seat.seat.person_id, seat.chance.value
            if person_id is not None and 0 < value < 1:
                odds = math.log(value / (1 - value)) + day.dice.gauss(0, DOUBT)
                chances[person_id] = 1 / (1 + math.exp(-odds))
                calls[person_id] = math.exp(day.dice.gauss(0, DOUBT))
    return chances, calls


def _added(day: Day, chosen: Sequence[CallRow], chances: Mapping[int, float], calls: Mapping[int, float]) -> float:
    """What the calls add to the chance that every chamber reaches its number."""
    called = {row.candidate.person_id: row.tie for row in chosen}
    numbers = day.forecast.basis.assumptions
    before = after = 1.0
    for each in day.forecast.chambers:
        plain, moved = [], []
        for seat in each.seats:
            person_id = seat.seat.seat.person_id
            now = chances.get(person_id, seat.chance.value) if person_id is not None else seat.chance.value
            adds = 0.0
            if person_id in called:
                adds = effect(numbers, seat.step, tie=called[person_id]).added * calls.get(person_id, 1.0)
            plain.append(now)
            moved.append(min(1.0, now + adds))
        before *= distribution(plain).at_least(each.needed)
        after *= distribution(moved).at_least(each.needed)
    return after - before
