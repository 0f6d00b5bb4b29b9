"""The two times of a question: what had been said by a day, as far as was known at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm import clock


@dataclass(frozen=True, slots=True)
class AsOf:
    """ "As of day ``said``, as known at ``known``": counts what had certainly been said and was recorded by then."""

    said: date
    known: datetime

    @classmethod
    def of(cls, said: date | None = None, known: date | datetime | None = None) -> AsOf:
        """The question for the given days; nothing given means today and now. A ``known`` day counts to its end."""
        if known is None:
            instant = clock.now()
        elif isinstance(known, datetime):
            instant = known
        else:
            instant = clock.end_of_day(known)
        return cls(said or clock.today(), instant)
