"""What the address of a call sheet asks for: which campaign, before which day, of which chamber, how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from crm import dates
from crm.errors import InvalidInput
from crm.jurisdictions.models import ChamberKind

LIMITS: Final = ("10", "25", "50", "100")
USUAL: Final = "25"
_NAMES: Final = ("campaign", "deadline", "chamber", "limit")


@dataclass(frozen=True, slots=True)
class Address:
    """The sheet that is asked for. ``given`` is what was typed; ``times`` the days looked at, as a query."""

    given: dict[str, str]
    deadline: date | None
    chamber: ChamberKind | None
    limit: int
    times: str = ""

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
    """The address, read. Raises InvalidInput for no day, and for a chamber or a number that is not offered."""
    deadline = dates.parse_day(given["deadline"], field="deadline") if given["deadline"] else None
    limit = given["limit"] or USUAL
    if limit not in LIMITS:
        raise InvalidInput(f"“{limit}” calls cannot be shown.", hint=f"Use one of: {', '.join(LIMITS)}.", field="limit")
    try:
        chamber = ChamberKind(given["chamber"]) if given["chamber"] else None
    except ValueError:
        raise InvalidInput(
            f"“{given['chamber']}” is no chamber.", hint="Use upper, lower or unicameral.", field="chamber"
        ) from None
    return Address(given, deadline, chamber, int(limit), times)
