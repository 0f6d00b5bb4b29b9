"""Whether a chamber still sits on a day, and what ends next there. A pure rule over the calendar."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from crm.jurisdictions.calendar import CurrentDeadline, gone_home
from crm.jurisdictions.models import DeadlineKind


@dataclass(frozen=True, slots=True)
class Sitting:
    """A chamber on a day. ``ended`` is the adjournment it went home on; ``next`` the soonest deadline ahead."""

    day: date
    ended: CurrentDeadline | None
    next: CurrentDeadline | None

    @property
    def days_left(self) -> int | None:
        """Days until the next deadline; 0 on the day itself."""
        return (self.next.falls_on - self.day).days if self.next else None


def sittings(
    deadlines: Sequence[CurrentDeadline], chamber_ids: Collection[int], jurisdiction_id: int, day: date
) -> dict[int, Sitting]:
    """How each of the chambers of one government stands on ``day``; ``deadlines`` come soonest first."""
    home = gone_home(deadlines, dict.fromkeys(chamber_ids, jurisdiction_id), day)
    return {chamber_id: _sitting(deadlines, chamber_id, day, chamber_id in home) for chamber_id in chamber_ids}


def _sitting(deadlines: Sequence[CurrentDeadline], chamber_id: int, day: date, is_home: bool) -> Sitting:
    binding = [deadline for deadline in deadlines if deadline.chamber_id in (None, chamber_id)]
    ends = [d for d in binding if d.kind is DeadlineKind.ADJOURNMENT and d.falls_on < day]
    ahead = [deadline for deadline in binding if deadline.falls_on >= day]
    # What the members gather for comes before what the whole government has to do by some day.
    ahead.sort(key=lambda deadline: (deadline.falls_on, deadline.kind is not DeadlineKind.ADJOURNMENT))
    return Sitting(day, ends[-1] if is_home and ends else None, ahead[0] if ahead else None)
