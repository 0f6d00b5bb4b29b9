"""A deliberately naive ledger: a list, and loops. It answers from the words of the design, not from the code."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime


@dataclass
class NaiveEntry:
    """One line of the list. ``last_day`` is the last day on which it can have been said."""

    number: int
    person: int
    stance: str | None
    last_day: date
    recorded: datetime
    corrects: int | None = None


def last_day_of(text: str, recorded_on: date) -> date:
    """The last day an EDTF text can mean, no later than the day on which it was recorded."""
    part = text.rsplit("/", maxsplit=1)[-1]
    if part in ("", ".."):
        return recorded_on
    bits = [int(bit) for bit in part.split("-")]
    if len(bits) == 1:
        last = date(bits[0], 12, 31)
    elif len(bits) == 2:
        last = date(bits[0], bits[1], calendar.monthrange(bits[0], bits[1])[1])
    else:
        last = date(*bits)
    return last if last < recorded_on else recorded_on


def stance(ledger: list[NaiveEntry], person: int, said: date, known: datetime) -> str:
    """Where the person stands, asked the slow way."""
    best = None
    for entry in ledger:
        if entry.person != person or entry.recorded > known or entry.stance is None or entry.last_day > said:
            continue
        if any(other.corrects == entry.number and other.recorded <= known for other in ledger):
            continue
        if best is None or (entry.last_day, entry.recorded, entry.number) > (best.last_day, best.recorded, best.number):
            best = entry
    return "unknown" if best is None or best.stance is None else best.stance
