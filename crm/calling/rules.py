"""What follows from how a call went: when the office may be rung again, by whom, and at which number. A pure rule.

Callers of other groups asked for exactly this: rest who was reached, let an unanswered call go to anybody, bring a
call-back to whoever promised it, take a wrong number out (field.md 2, pain 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from crm import clock
from crm.outreach.models import Outcome

REST: Final = timedelta(days=3)
"""An office that was reached waits so many days: three calls in a row from one coalition cost more than they win."""
OPEN_TO_ALL: Final = timedelta(hours=1)
"""So long after a promised call-back it is still the caller's own; then anybody makes it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an outcome means for the list. ``rests`` counts from the call; ``days`` whole days instead, to midnight.

    ``done``: the list has what it wanted. ``other_number``: the next try is at another office, where there is one.
    ``not_again``: the same caller does not ask again. ``words`` tell the caller what happens next.
    """

    words: str
    rests: timedelta = timedelta(0)
    days: int = 0
    done: bool = False
    other_number: bool = False
    not_again: bool = False


_REACHED: Final = Rule(f"The office rests for {REST.days} days.", days=REST.days, done=True)
RULES: Final = {
    Outcome.REACHED_MEMBER: _REACHED,
    Outcome.REACHED_STAFF: _REACHED,
    Outcome.HELD: _REACHED,
    Outcome.LEFT_MESSAGE: Rule("They get a day to call back; then anyone may try.", timedelta(days=1)),
    Outcome.NO_ANSWER: Rule(
        "Anyone may try again in three hours, at another number first.", timedelta(hours=3), other_number=True
    ),
    Outcome.BUSY: Rule(
        "Anyone may try again in an hour, at another number first.", timedelta(hours=1), other_number=True
    ),
    Outcome.CALL_BACK: Rule("It comes back to you at that time; an hour later anyone may call."),
    Outcome.WRONG_NUMBER: Rule(
        "The number is marked as wrong and left out until somebody checks it.", other_number=True
    ),
    Outcome.REFUSED: Rule("The office rests for two weeks, and then somebody else asks.", days=14, not_again=True),
}
"""By outcome of a call; what is not named here took place and rests as if they had been reached."""
LONGEST: Final = timedelta(days=max(rule.days for rule in RULES.values()))
"""The longest rest of them all."""
REACHES: Final = frozenset(outcome for outcome, rule in RULES.items() if rule.done)
"""Outcomes by which an official of a list is reached; a contact without an outcome took place, and reaches too."""


def rule_of(outcome: Outcome | None) -> Rule:
    """The rule for an outcome."""
    return RULES.get(outcome, _REACHED) if outcome is not None else _REACHED


def free_at(outcome: Outcome | None, at: datetime) -> datetime:
    """From when on the office may be rung again after a call that ended ``at`` some instant."""
    rule = rule_of(outcome)
    if rule.days:
        # Whole days, as the call sheet counts them: called on Monday, it rests until Friday begins.
        return clock.start_of_day(clock.local(at).date() + timedelta(days=rule.days + 1))
    return at + rule.rests


def open_from(at: datetime, *, is_mine: bool, has_access: bool) -> datetime:
    """From when on a promised call-back is for this caller: at that time for the one who promised, later for others.

    For everybody at that time where the one who promised may not call any more (``has_access``).
    """
    return at if is_mine or not has_access else at + OPEN_TO_ALL
