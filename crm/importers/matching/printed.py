"""A name as a source prints it, and what was made of it. Pure: nothing here knows the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Printed:
    """A name with where it stands: in which government and chamber (where known), on which day, with which ids.

    ``day`` is the day of which the source speaks (of a vote, of the record); ``district`` and ``party`` are as printed.
    """

    name: str
    jurisdiction_id: int | None
    chamber_id: int | None
    day: date
    ids: tuple[tuple[str, str], ...] = ()
    district: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on file who may be meant: how likely (0 to 1), and why, in words."""

    person_id: int
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What was made of a printed name. Only a ``sure`` one may be used without asking anybody.

    A sure match without a person is a remembered decision: it is nobody on file. ``candidates`` come likeliest first.
    """

    person_id: int | None
    sure: bool
    candidates: tuple[Candidate, ...]
    reason: str

    @property
    def doubtful(self) -> bool:
        """Whether somebody should be asked: there are candidates, and none is sure. Else the name stays as printed."""
        return not self.sure and bool(self.candidates)
