"""What is owed, parted by when: late, today, within the week, later. A pure rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from crm.outreach.lines import OwedLine

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ByWhen:
    """What is owed, in the order given. ``soon`` is after today and within a week; ``later`` may have no day."""

    overdue: tuple[OwedLine, ...]
    today: tuple[OwedLine, ...]
    soon: tuple[OwedLine, ...]
    later: tuple[OwedLine, ...]

    @property
    def now(self) -> tuple[OwedLine, ...]:
        """All that is late or due within the week."""
        return self.overdue + self.today + self.soon


def by_when(owed: Iterable[OwedLine], day: date) -> ByWhen:
    """The lines as they stand on ``day``: each in exactly one of the four."""
    lines = list(owed)
    dated = [(line.due_on, line) for line in lines if line.due_on is not None]
    week = day + WEEK
    return ByWhen(
        overdue=tuple(line for due, line in dated if due < day),
        today=tuple(line for due, line in dated if due == day),
        soon=tuple(line for due, line in dated if day < due <= week),
        later=tuple(line for line in lines if line.due_on is None or line.due_on > week),
    )
