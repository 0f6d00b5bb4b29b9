"""Planned backward from the end: how many calls a day reach everybody who can still be moved, so many times."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from sqlalchemy.orm import Session

from crm.calling.callers import callers_of, pace
from crm.calling.horizon import horizon
from crm.calling.office_hours import working_days
from crm.calling.rules import REST
from crm.campaigns.queries import CampaignLine, campaigns
from crm.coalition.visibility import Viewer
from crm.datewords import day_near
from crm.errors import InvalidInput
from crm.jurisdictions.calendar import CurrentDeadline, current_deadlines
from crm.jurisdictions.models import ChamberKind
from crm.outreach.queries import last_contacts
from crm.people.phones import phones_of
from crm.positions.as_of import AsOf
from crm.whip.count import SeatStance
from crm.whip.queries import ChamberBoard, board

ROUNDS: Final = 2
"""Calls to each, where time allows: one to hear where they stand, one to ask for more."""
MOST_CAMPAIGNS: Final = 4
"""More than that nobody works on in one day, and each costs its own queries."""
OPEN: Final = (SeatStance.UNDECIDED, SeatStance.UNKNOWN, SeatStance.LEANING_YES, SeatStance.LEANING_NO)
_STANCES: Final = {
    SeatStance.UNDECIDED: "undecided",
    SeatStance.UNKNOWN: "unknown",
    SeatStance.LEANING_YES: "leaning yes",
    SeatStance.LEANING_NO: "leaning no",
}


@dataclass(frozen=True, slots=True)
class Pace:
    """The calls a day for one chamber. ``rounds`` is how many calls to each the days left allow, 2 at most.

    ``to_reach`` of the ``still_open`` have a phone; ``calls`` are all that are to be made on ``days`` working days.
    """

    chamber_id: int
    kind: ChamberKind
    chamber: str
    last_day: date
    still_open: int
    to_reach: int
    rounds: int
    calls: int
    days: int
    a_day: int
    words: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Backward:
    """The paces of one campaign."""

    campaign: CampaignLine
    paces: tuple[Pace, ...]


def backward(
    session: Session,
    viewer: Viewer,
    as_of: AsOf,
    *,
    jurisdiction_id: int | None = None,
    campaign_id: int | None = None,
    chamber: ChamberKind | None = None,
) -> tuple[Backward, ...]:
    """The viewer's running campaigns planned backward, as far as the calendar has a day to work towards.

    Only those in one government, only one of them, only one chamber where that is asked for. Two queries, and 12 for
    each campaign; four campaigns at most.
    """
    running = [
        line
        for line in campaigns(session, viewer)
        if (line.ended_on is None or line.ended_on >= as_of.said)
        and (line.takes_part or viewer.sees_all)
        and jurisdiction_id in (None, line.jurisdiction_id)
        and campaign_id in (None, line.id)
    ][:MOST_CAMPAIGNS]
    if not running:
        return ()
    deadlines = current_deadlines(session, as_of.known)
    found = []
    for line in running:
        theirs = [each for each in deadlines if each.jurisdiction_id == line.jurisdiction_id]
        boards = board(session, viewer, line.measure_id, as_of, chamber, campaign_id=line.id)
        told = paces(session, viewer, line, boards, theirs, as_of)
        if told:
            found.append(Backward(line, told))
    return tuple(found)


def paces(
    session: Session,
    viewer: Viewer,
    campaign: CampaignLine,
    boards: Sequence[ChamberBoard],
    deadlines: Sequence[CurrentDeadline],
    as_of: AsOf,
) -> tuple[Pace, ...]:
    """The pace of each chamber that still sits, before it goes home (four queries); none without a day to work towards.

    ``deadlines`` are those of the campaign's government, soonest first.
    """
    last_days = _last_days(campaign, boards, deadlines, as_of.said)
    people = {
        seat.seat.person_id: each.chamber_id
        for each in boards
        for seat in each.seats
        if seat.stance in OPEN and seat.seat.person_id is not None and each.chamber_id in last_days
    }
    if not last_days:
        return ()
    phones = phones_of(session, people)
    last = last_contacts(session, viewer, people, until=as_of.said, known=as_of.known)
    called = {key: each.last_called for key, each in last.items() if each.last_called is not None}
    per_hour = pace(callers_of(session, viewer, campaign.id, as_of.said))
    return tuple(
        _pace(each, as_of.said, last_days[each.chamber_id], phones, called, per_hour)
        for each in boards
        if each.chamber_id in last_days
    )


def rounds_that_fit(today: date, last_day: date, free_from: date) -> int:
    """How many calls to one office the days left allow: after each it rests. A pure rule."""
    days = [day for day in working_days(today, last_day) if day >= free_from]
    made, next_on = 0, date.min
    for day in days:
        if day >= next_on:
            made, next_on = made + 1, day + REST + timedelta(days=1)
    return made


def _last_days(
    campaign: CampaignLine, boards: Iterable[ChamberBoard], deadlines: Sequence[CurrentDeadline], today: date
) -> Mapping[int, date]:
    """The day on which each chamber that still sits goes home, as far as the calendar says."""
    found = {}
    for each in boards:
        try:
            ahead = horizon(deadlines, {each.chamber_id: each.name}, campaign.jurisdiction_id, today)
        except InvalidInput:
            continue
        if each.chamber_id in ahead.last_days:
            found[each.chamber_id] = ahead.last_days[each.chamber_id]
    return found


def _pace(
    board: ChamberBoard,
    today: date,
    last_day: date,
    phones: Collection[int],
    called: Mapping[int, date],
    per_hour: float,
) -> Pace:
    open_seats = [seat for seat in board.seats if seat.stance in OPEN]
    whom = [key for seat in open_seats if (key := seat.seat.person_id) is not None and key in phones]
    rest = REST + timedelta(days=1)
    fits = {key: rounds_that_fit(today, last_day, called[key] + rest if key in called else today) for key in whom}
    rounds = min(ROUNDS, max(fits.values(), default=0))
    calls = sum(min(rounds, number) for number in fits.values())
    days = len(working_days(today, last_day))
    a_day = ceil(calls / days) if days else 0
    return Pace(
        chamber_id=board.chamber_id,
        kind=board.kind,
        chamber=board.name,
        last_day=last_day,
        still_open=len(open_seats),
        to_reach=len(whom),
        rounds=rounds,
        calls=calls,
        days=days,
        a_day=a_day,
        words=_words(a_day, rounds, board.name, last_day, today, calls),
        because=tuple(_because(board, open_seats, whom, fits, rounds, calls, days, a_day, per_hour)),
    )


def _words(a_day: int, rounds: int, chamber: str, last_day: date, today: date, calls: int) -> str:
    if not calls:
        return f"{chamber}: nobody is left to call before {day_near(last_day, today)}."
    times = {1: "once", 2: "twice"}[rounds]
    return (
        f"{chamber}: {_number(a_day, 'call')} a day {'reaches' if a_day == 1 else 'reach'} everybody who is undecided, "
        f"leaning or unknown {times} before {day_near(last_day, today)}."
    )


def _because(
    board: ChamberBoard,
    open_seats: Sequence[object],
    whom: Collection[int],
    fits: Mapping[int, int],
    rounds: int,
    calls: int,
    days: int,
    a_day: int,
    per_hour: float,
) -> Iterable[str]:
    """The numbers behind the pace, in sentences."""
    counts = board.count.counts
    parts = [f"{counts[stance]} {_STANCES[stance]}" for stance in OPEN if counts[stance]]
    yield f"{len(open_seats)} can still be moved: {', '.join(parts)}." if parts else "Nobody is left who can be moved."
    if len(whom) < len(open_seats):
        missing = len(open_seats) - len(whom)
        yield f"{missing} of them {'has' if missing == 1 else 'have'} no phone on file."
    if rounds == 1 and calls:
        yield f"After a call an office rests {REST.days} days: there is no time for a second one."
    fewer = sum(number < rounds for number in fits.values())
    if fewer:
        yield f"{fewer} {'rests' if fewer == 1 else 'rest'} first, and can be called less often."
    if calls:
        hours = a_day / per_hour
        yield (
            f"{_number(calls, 'call')} on {_number(days, 'working day')}: {a_day} a day, "
            f"{hours:.1f} caller-hours at {per_hour:g} an hour."
        )


def _number(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else what + 's'}"
