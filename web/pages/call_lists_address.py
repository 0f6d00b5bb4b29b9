"""What the address of a call sheet asks for: which campaign, before which day, of which chamber, how many and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from crm import dates
from crm.calling.effort import Choices, read_choices
from crm.errors import InvalidInput
from crm.jurisdictions.models import ChamberKind

ALL: Final = "all"
LIMITS: Final = ("10", "25", "50", "100", ALL)
USUAL: Final = "25"
_NAMES: Final = ("campaign", "deadline", "chamber", "limit", "goal", "hours", "callers")


@dataclass(frozen=True, slots=True)
class Address:
    """The sheet that is asked for. ``given`` is what was typed; ``times`` the days looked at, as a query."""

    given: dict[str, str]
    deadline: date | None
    chamber: ChamberKind | None
    limit: int | None
    choices: Choices | None
    times: str = ""

    @property
    def shown_limit(self) -> str:
        """The limit as the form shows it: where there are hours, they are what ends the list."""
        return self.given["limit"] or (ALL if self.given["hours"] else USUAL)

    def href(self, path: str = "/call-lists", **changes: str) -> str:
        """The same sheet with other values; "" takes one away."""
        values = {name: changes.get(name, self.given[name]) for name in _NAMES}
        parts = [urlencode({name: value for name, value in values.items() if value}), self.times]
        query = "&".join(part for part in parts if part)
        return path + (f"?{query}" if query else "")


def given_in(fields: Mapping[str, object]) -> dict[str, str]:
    """The fields as they were typed, in an address or a form."""
    return {name: str(fields.get(name) or "").strip() for name in _NAMES}


def read(given: dict[str, str], times: str = "") -> Address:
    """The address, read. Raises InvalidInput for no day, for a chamber or a number that is not offered, and for time
    that nobody has."""
    deadline = dates.parse_day(given["deadline"], field="deadline") if given["deadline"] else None
    limit = given["limit"] or (ALL if given["hours"] else USUAL)
    if limit not in LIMITS:
        raise InvalidInput(f"“{limit}” calls cannot be shown.", hint=f"Use one of: {', '.join(LIMITS)}.", field="limit")
    try:
        chamber = ChamberKind(given["chamber"]) if given["chamber"] else None
    except ValueError:
        raise InvalidInput(
            f"“{given['chamber']}” is no chamber.", hint="Use upper, lower or unicameral.", field="chamber"
        ) from None
    choices = read_choices(given["goal"], given["hours"], given["callers"])
    return Address(given, deadline, chamber, None if limit == ALL else int(limit), choices, times)


def blank(given: dict[str, str], times: str = "") -> Address:
    """The address of a sheet that cannot be drawn up, for the form above it."""
    return Address(given, None, None, None, None, times)
