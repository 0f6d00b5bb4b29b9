"""What the address of a board asks for: two times, since when moves are told, and which seats the table shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from crm import dates
from crm.errors import InvalidInput
from crm.whip.count import SeatStance

BOTH: Final = "both"
MARKED: Final = ("", "for", "hard", "soft", "due", "contested")
SORTS: Final = ("district", "name", "party", "stance", "said")
_NAMES: Final = ("said", "known", "since", "seats", "stance", "party", "marked", "q", "sort", "order")


@dataclass(frozen=True, slots=True)
class Address:
    """The board's address, read. ``given`` is what was typed; everything else is checked."""

    path: str
    given: dict[str, str]
    since: date | None

    def href(self, *, anchor: str = "", **changes: str) -> str:
        """The same board with other values; "" takes a value away."""
        values = {name: changes.get(name, self.given[name]) for name in _NAMES}
        kept = urlencode({name: value for name, value in values.items() if value})
        return self.path + (f"?{kept}" if kept else "") + (f"#{anchor}" if anchor else "")

    def kept(self, *without: str) -> dict[str, str]:
        """The values a form on the page carries along, without those it asks for itself."""
        return {name: value for name, value in self.given.items() if value and name not in without}

    @property
    def narrowed(self) -> bool:
        """Whether the table of seats leaves any out."""
        return any(self.given[name] for name in ("stance", "party", "marked", "q"))


def read(path: str, query: QueryParams) -> Address:
    """The address. Raises InvalidInput for no day and for words the page does not know."""
    given = {name: query.get(name, "").strip() for name in _NAMES}
    since = dates.parse_day(given["since"], field="since") if given["since"] else None
    _known(given["stance"], ("", *SeatStance), "stance")
    _known(given["marked"], MARKED, "choice of seats")
    _known(given["sort"], ("", *SORTS), "order")
    _known(given["order"], ("", "asc", "desc"), "direction")
    return Address(path, given, since)


def _known(value: str, words: tuple[str, ...], what: str) -> None:
    if value not in words:
        listed = ", ".join(word for word in words if word)
        raise InvalidInput(f"“{value}” is no {what} of the board.", hint=f"Use one of: {listed}.")
