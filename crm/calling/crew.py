"""Those who make the calls of a planned list: callers who said how they call, and as many others as are wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.callers import Caller, callers_of, pace
from crm.calling.effort import Choices, Effort
from crm.calling.gathering import CallRow
from crm.calling.models import CallTarget
from crm.calling.sharing import By, Fit, share
from crm.coalition.visibility import Viewer

OWN: int = 5
"""Who knows an official themselves comes before everybody whose organization does, and the strongest tie is 5."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One of the crew, by number from 1; without a ``caller`` nobody knows yet who it will be."""

    number: int
    caller: Caller | None
    per_hour: float


def crew(rows: Sequence[CallRow], callers: Collection[Caller], choices: Choices) -> tuple[Hand, ...]:
    """Who calls: as many as were chosen, first those for whom most of the calls speak; all of them where no hours are
    named. Whoever said nothing of themselves goes at the others' pace. Nobody where there is only one, and unknown.
    """
    wanted = choices.callers if choices.hours is not None else max(choices.callers, len(callers))
    chosen = sorted(callers, key=lambda caller: (*_spoken_for(rows, caller), caller.user_id))[:wanted]
    if not chosen and wanted == 1:
        return ()
    usual = pace(chosen)
    known = [Hand(number, caller, caller.calls_per_hour) for number, caller in enumerate(chosen, start=1)]
    return (*known, *(Hand(number, None, usual) for number in range(len(known) + 1, wanted + 1)))


def shared(rows: Sequence[CallRow], hands: Sequence[Hand], time: Effort) -> tuple[By | None, ...]:
    """By whom each row is best called; nothing for all of them where there is no crew."""
    if not hands:
        return (None,) * len(rows)
    sizes = time.each or [max(1, round(hand.per_hour)) for hand in hands]
    fits = [
        {place: fit for place, hand in enumerate(hands) if hand.caller and (fit := fit_of(row, hand.caller)) != Fit()}
        for row in rows
    ]
    return tuple(replace(by_hand(hands[each.place]), why=each.why) for each in share(fits, sizes))


def fit_of(row: CallRow, caller: Caller) -> Fit:
    """What speaks for a caller to make a call."""
    own = [tie.strength + OWN for tie in row.ties if tie.user_id == caller.user_id]
    ours = [tie.strength for tie in row.ties if tie.organization_id in caller.organization_ids]
    return Fit(
        neighbor=lives_there(row, caller),
        speaks=spoken_last(row) in caller.languages,
        tie=max((*own, *ours), default=0),
    )


def lives_there(row: CallRow, caller: Caller) -> bool:
    """Whether the caller is a constituent of the official."""
    return row.candidate.district_id is not None and row.candidate.district_id in caller.district_ids


def spoken_last(row: CallRow) -> str | None:
    """The code of the language in which the office last spoke with us, where it was another one than English."""
    language = row.last.language if row.last else None
    return None if language == "en" else language


def _spoken_for(rows: Iterable[CallRow], caller: Caller) -> tuple[int, int, int]:
    """How many calls a caller is the constituent for, has the language for, has a tie for; the most first."""
    fits = [fit_of(row, caller) for row in rows]
    return -sum(fit.neighbor for fit in fits), -sum(fit.speaks for fit in fits), -sum(fit.tie > 0 for fit in fits)


def by_hand(hand: Hand) -> By:
    """How one of the crew is called. A partner's caller goes by their organization, and a number tells two apart."""
    return _by(hand.number, hand.caller)


def named(session: Session, viewer: Viewer, campaign_id: int, targets: Iterable[CallTarget]) -> Mapping[int, By]:
    """By whom each target of a kept list is best called, as the viewer may know them now, by target id.

    Who calls for the campaign no more is a number like any other. Two queries; none for a list without a crew.
    """
    shares = [target for target in targets if target.caller_number is not None]
    if not shares:
        return {}
    known = {caller.user_id: caller for caller in callers_of(session, viewer, campaign_id, clock.today())}
    found = {}
    for target in shares:
        caller = known.get(target.caller_id) if target.caller_id is not None else None
        by = _by(target.caller_number or 0, caller)
        found[target.id] = replace(by, is_me=target.caller_id is not None and target.caller_id == viewer.user_id)
    return found


def split(calls: Iterable[By | None]) -> tuple[tuple[By, int], ...]:
    """How many calls are whose, by their numbers; nothing where they were not shared out."""
    plain = [replace(by, why=None) for by in calls if by is not None]
    return tuple(sorted(Counter(plain).items(), key=lambda each: each[0].number))


def _by(number: int, caller: Caller | None) -> By:
    if caller is None:
        return By(number, f"caller {number}")
    return By(number, caller.name or f"{caller.who} (caller {number})")
