"""What reading hands on, and whom it tells what could not be used."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crm.importers.bills.records import BillRecord, CalendarRecord

Tell = Callable[[str, str, str], None]
"""Told of a problem: where, what, hint."""

API: Final = "openleg"
FILES: Final = "openleg-files"
"""Two sources: the API names members in full and with ids, the legislature's files by surname alone. What one of them
shows of a bill's sponsors says nothing of the names that the other printed."""

_LEFT_OUT = "Everything else came in; read it at its source."


@dataclass(frozen=True, slots=True)
class MemberSeat:
    """A member's seat in one session."""

    year: int
    district: str | None


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member of either house as the Senate's system knows them."""

    where: str
    id: str
    name: str
    chamber: str | None
    is_incumbent: bool | None = None
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None
    names: tuple[str, ...] = ()
    seats: tuple[MemberSeat, ...] = ()


Found = BillRecord | CalendarRecord | MemberRecord


@dataclass(slots=True)
class Reading:
    """One run over files: the day it is, and what is told. ``unkept`` counts what there is no place for, by kind."""

    today: date
    tell: Tell
    unkept: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def leave_out(self, where: str, what: str) -> None:
        """Count something that there is no place for ("memos of sponsors"); told once for all, by ``close``."""
        self.unkept[what] += 1
        self.first.setdefault(what, where)

    def close(self) -> None:
        """Tell of everything that was left out: one line for each kind, naming the first file."""
        for what, number in self.unkept.items():
            where = self.first[what] if number == 1 else f"{self.first[what]} and {number - 1} more"
            self.tell(where, f"There is no place here for {what}: left out.", _LEFT_OUT)


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a record as it came."""
    return hashlib.sha256(content).hexdigest()
