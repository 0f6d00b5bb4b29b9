"""Which district a member sat for. The office records do not say; addresses on the web do, for the last term.

A member's earlier terms are taken to be for the same district, back to the first for which somebody else is known to
have held it: then the lines, or the member, had moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.importers.json_files import one_line as text

_IN_TEXT = re.compile(r"(?i)(?:district-?|//council\.nyc\.gov/d)(\d{1,2})(?=[/@]|$)")
_SEATS = 51


@dataclass(frozen=True, slots=True)
class Stay:
    """A term in the Council, of one member."""

    member: str
    started_on: date
    ended_on: date | None

    def sits_on(self, day: date) -> bool:
        """Whether the term covers the day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)

    def meets(self, other: Stay) -> bool:
        """Whether both sat on one day."""
        return (self.ended_on is None or other.started_on <= self.ended_on) and (
            other.ended_on is None or self.started_on <= other.ended_on
        )


def district_of(raw: dict[str, Any], told: object = None) -> str | None:
    """The district of a member: as a list beside the members tells, or as their addresses on the web or in mail do."""
    number = text(told)
    for column in ("WWW", "Email"):
        found = _IN_TEXT.search(text(raw.get(column)) or "")
        number = number or (found[1] if found else None)
    return str(int(number)) if number and number.isdecimal() and 1 <= int(number) <= _SEATS else None


def districts_of(stays: Iterable[Stay], last: Mapping[str, str], whole: bool) -> dict[Stay, str]:
    """The district of every term of which it is known; ``last`` is the one of each member's last term.

    Without the ``whole`` Council nobody can tell whether somebody else held it before: last terms alone are known.
    """
    by_member: dict[str, list[Stay]] = {}
    for stay in sorted(stays, key=lambda stay: stay.started_on, reverse=True):
        by_member.setdefault(stay.member, []).append(stay)
    certain = {terms[0]: last[member] for member, terms in by_member.items() if member in last}
    found = dict(certain)
    for member, terms in by_member.items():
        if member not in last or not whole:
            continue
        rivals = [stay for stay, district in certain.items() if district == last[member] and stay.member != member]
        for stay in terms[1:]:
            if any(stay.meets(rival) for rival in rivals):
                break
            found[stay] = last[member]
    return found
