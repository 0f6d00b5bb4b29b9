"""What this database's own roll calls say about each standpoint: who had stood there, and how they then voted."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from crm.bills.models import Bill, Carries, MeasureBill, RollCall, Stage, Vote, VoteCode
from crm.coalition.visibility import Viewer
from crm.forecast.assumptions import Assumptions, Standpoint
from crm.forecast.chances import Known, standpoint
from crm.positions.as_of import AsOf
from crm.positions.hardness import is_hard
from crm.positions.models import Evidence, Position
from crm.positions.reading import counts
from crm.positions.stance import Stance

_YES = frozenset({VoteCode.AYE, VoteCode.AYE_WITH_RESERVATIONS})


@dataclass(frozen=True, slots=True)
class Seen:
    """How often holders of one standpoint voted yes. Who was absent or excused did not: the bill needs votes."""

    yes: int = 0
    votes: int = 0


def seen_votes(session: Session, viewer: Viewer, as_of: AsOf) -> dict[Standpoint, Seen]:
    """How those who stood somewhere on a measure voted on the floor, by standpoint, up to ``as_of`` (two queries).

    Where somebody stood is what they had said by the day before the vote, whenever we learned of it: the question is
    how far words can be trusted, not how well we were informed. A vote on another measure's vehicle teaches nothing.
    """
    votes = session.execute(
        select(MeasureBill.measure_id, RollCall.held_on, Vote.person_id, Vote.code)
        .join(Bill, Bill.id == MeasureBill.bill_id)
        .join(RollCall, RollCall.bill_id == Bill.id)
        .join(Vote, Vote.roll_call_id == RollCall.id)
        .where(
            MeasureBill.carries == Carries.CARRIER,
            RollCall.stage == Stage.FLOOR,
            RollCall.held_on <= as_of.said,
            RollCall.recorded_at <= as_of.known,
            Vote.person_id.is_not(None),
        )
    ).all()
    if not votes:
        return {}
    told = _told(session, viewer, as_of, sorted({row.measure_id for row in votes}))
    tally: dict[Standpoint, list[int]] = defaultdict(lambda: [0, 0])
    for measure_id, held_on, person_id, code in votes:
        kind = standpoint(_before(told.get((measure_id, person_id or 0), ()), held_on))
        tally[kind][0] += code in _YES
        tally[kind][1] += 1
    return {kind: Seen(yes, number) for kind, (yes, number) in tally.items()}


def learned(assumptions: Assumptions, seen: Mapping[Standpoint, Seen]) -> dict[Standpoint, float]:
    """The chance of each standpoint: what is assumed, moved by the votes that were seen."""
    return {
        kind: prior.learned(seen[kind].yes, seen[kind].votes) if kind in seen else prior.chance
        for kind, prior in assumptions.priors.items()
    }


def _told(
    session: Session, viewer: Viewer, as_of: AsOf, measure_ids: list[int]
) -> dict[tuple[int, int], list[tuple[date, Known]]]:
    """What everybody had said on the measures, oldest first, each with the last day it can be from."""
    rows = session.execute(
        select(
            Position.id,
            Position.measure_id,
            Position.person_id,
            Position.stance,
            Position.condition,
            Position.said_latest,
            Evidence.is_firm,
        )
        .outerjoin(Evidence, and_(Evidence.position_id == Position.id, Evidence.recorded_at <= as_of.known))
        .where(Position.measure_id.in_(measure_ids), counts(viewer, as_of))
        .order_by(Position.said_latest, Position.recorded_at, Position.id)
    )
    entries: dict[int, list[Any]] = {}
    for row in rows:
        entries.setdefault(row.id, [row, []])[1].append(bool(row.is_firm))
    found: dict[tuple[int, int], list[tuple[date, Known]]] = defaultdict(list)
    for row, firm in entries.values():
        hard = is_hard(row.stance, row.condition, firm)
        known = Known(row.stance, hard=hard, conditional=bool(row.condition))
        found[row.measure_id, row.person_id].append((row.said_latest, known))
    return found


def _before(told: Iterable[tuple[date, Known]], day: date) -> Known:
    lines = list(told)
    place = bisect_left([said for said, _ in lines], day)
    return lines[place - 1][1] if place else Known(Stance.UNKNOWN)
