"""Why there is nobody to call now, by number: "4 in cool-down until 2:20 PM, 2 held by others". A pure rule.

That an empty queue must say why is an idea of Zetkin's organizers (field.md 2, pain 7); the words are ours.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm import clock
from crm.datewords import day_near, time_of_day


class Where(enum.StrEnum):
    """Where an official of a list is for one caller, in the order in which an empty queue tells it."""

    READY = "ready"
    MINE = "mine"
    RESTING = "resting"
    HELD = "held"
    CALL_BACK = "call_back"
    CALL_BACK_OTHERS = "call_back_others"
    NO_PHONE = "no_phone"
    LEFT = "left"
    NOT_ME = "not_me"
    ASIDE = "aside"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Place:
    """One official's place: ``until`` is when that changes by itself, where it does."""

    target_id: int
    person_id: int
    where: Where
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """So many officials in one place. ``first`` and ``last``: when that changes for the first and the last of them."""

    where: Where
    number: int
    first: datetime | None
    last: datetime | None


def piles(places: Iterable[Place]) -> tuple[Pile, ...]:
    """The places, counted; the empty ones are left out."""
    found: dict[Where, list[Place]] = {where: [] for where in Where}
    for place in places:
        found[place.where].append(place)
    return tuple(
        Pile(where, len(each), *_ends([place.until for place in each if place.until is not None]))
        for where, each in found.items()
        if each
    )


def why_empty(counted: Iterable[Pile], now: datetime) -> tuple[str, ...]:
    """The reasons nobody can be called now, each with its number; what can be called is not among them."""
    return tuple(told for pile in counted if (told := _told(pile, now)) is not None)


def next_at(counted: Iterable[Pile]) -> datetime | None:
    """When somebody can be called again by itself; nothing where no time will bring anybody."""
    return min((pile.first for pile in counted if pile.first is not None and pile.where in _OPENS), default=None)


_OPENS = frozenset({Where.RESTING, Where.CALL_BACK, Where.CALL_BACK_OTHERS, Where.HELD})


def at(instant: datetime, now: datetime) -> str:
    """A time as people say it: "2:20 PM", "tomorrow at 9:00 AM", "June 17"."""
    local, today = clock.local(instant), clock.local(now).date()
    days = (local.date() - today).days
    if days == 0:
        return time_of_day(local)
    midnight = (local.hour, local.minute) == (0, 0)
    if days == 1:
        return "tomorrow" if midnight else f"tomorrow at {time_of_day(local)}"
    return day_near(local.date(), today)


def when(instant: datetime, now: datetime) -> str:
    """The same after a verb: "at 2:20 PM", "tomorrow at 9:00 AM", "on June 17"."""
    days = (clock.local(instant).date() - clock.local(now).date()).days
    return ("at " if days == 0 else "on " if days > 1 else "") + at(instant, now)


def _told(pile: Pile, now: datetime) -> str | None:
    number, first = pile.number, pile.first or now
    match pile.where:
        case Where.RESTING:
            until = "until" if pile.first == pile.last else "the first until"
            return f"{number} in cool-down{', ' if pile.first != pile.last else ' '}{until} {at(first, now)}"
        case Where.HELD:
            return f"{number} held by {'somebody else' if number == 1 else 'others'}"
        case Where.CALL_BACK:
            return f"{number} to call back{' ' if number == 1 else ', the first '}{when(first, now)}"
        case Where.CALL_BACK_OTHERS:
            return f"{number} promised a call by {'a colleague' if number == 1 else 'colleagues'}"
        case Where.NO_PHONE:
            return f"{number} without a phone"
        case Where.LEFT:
            return f"{number} who hold{'s' if number == 1 else ''} no office any more"
        case Where.NOT_ME:
            return f"{number} for somebody else to call"
        case Where.ASIDE:
            return f"{number} set aside"
        case Where.DONE:
            return f"{number} reached"
        case _:
            return None


def _ends(times: Sequence[datetime]) -> tuple[datetime | None, datetime | None]:
    return (min(times), max(times)) if times else (None, None)
