"""Whether a chamber sits on a day, and the spells in which it sat. A pure rule over the calendar."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.jurisdictions.calendar import CurrentDeadline
from crm.jurisdictions.models import DeadlineKind


class SittingState(enum.StrEnum):
    """``home``: it adjourned. ``not_yet``: the first opening lies ahead. ``unknown``: the calendar does not say."""

    SITS = "sits"
    HOME = "home"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Spell:
    """From an opening to an adjournment, both included. ``ends`` is nothing where no adjournment is on file."""

    begins: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class ChamberDays:
    """A chamber on a day. ``turned``: what it last opened or adjourned with; ``turns``: what it does so with next."""

    state: SittingState
    turned: CurrentDeadline | None
    turns: CurrentDeadline | None
    spells: tuple[Spell, ...]


_TURNS = (DeadlineKind.OPENING, DeadlineKind.ADJOURNMENT)


def chamber_days(deadlines: Sequence[CurrentDeadline], chamber_id: int, jurisdiction_id: int, day: date) -> ChamberDays:
    """How the chamber stands on ``day``; ``deadlines`` come soonest first.

    As in ``gone_home``: on the day of its adjournment a chamber still sits, on the day of its opening already.
    """
    binding = [
        deadline
        for deadline in deadlines
        if deadline.jurisdiction_id == jurisdiction_id and deadline.chamber_id in (None, chamber_id)
    ]
    turns = [deadline for deadline in binding if deadline.kind in _TURNS]
    over = [turn for turn in turns if _is_over(turn, day)]
    ahead = [turn for turn in turns if not _is_over(turn, day)]
    turned, comes = (over[-1] if over else None), (ahead[0] if ahead else None)
    return ChamberDays(_state(turned, comes), turned, comes, _spells(turns))


def _is_over(turn: CurrentDeadline, day: date) -> bool:
    return turn.falls_on < day or (turn.falls_on == day and turn.kind is DeadlineKind.OPENING)


def _state(turned: CurrentDeadline | None, comes: CurrentDeadline | None) -> SittingState:
    if turned is not None:
        return SittingState.SITS if turned.kind is DeadlineKind.OPENING else SittingState.HOME
    if comes is None:
        return SittingState.UNKNOWN
    # An end ahead without any opening on file: it must be sitting, for only what sits can adjourn.
    return SittingState.NOT_YET if comes.kind is DeadlineKind.OPENING else SittingState.SITS


def _spells(turns: Sequence[CurrentDeadline]) -> tuple[Spell, ...]:
    """What lies between an opening and the next adjournment; an adjournment without an opening begins nothing."""
    found: list[Spell] = []
    begun: date | None = None
    for turn in turns:
        if turn.kind is DeadlineKind.OPENING:
            begun = begun or turn.falls_on
        elif begun is not None:
            found.append(Spell(begun, turn.falls_on))
            begun = None
    if begun is not None:
        found.append(Spell(begun, None))
    return tuple(found)
