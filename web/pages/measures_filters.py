"""The filters of the list of measures, read from its address; an address somebody kept stays readable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from crm.bills.listed import MeasureOrder
from crm.errors import InvalidInput
from web.as_of import AskedAsOf

_NAMES: Final = ("q", "place", "campaign")
SORTS: Final = {
    MeasureOrder.NAME: "Measure",
    MeasureOrder.GOVERNMENT: "Government",
    MeasureOrder.STEP: "Newest step",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. ``given`` is what was typed; ``times`` the part of the address with the two days."""

    given: dict[str, str]
    order: MeasureOrder
    descending: bool
    page: int
    times: str

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.given.values())

    def href(self, **changes: str | int) -> str:
        """The address of this list with other values; "" takes one away. Without a page it is the first."""
        order = f"{'-' if self.descending else ''}{self.order}"
        values = {**self.given, "sort": "" if order == MeasureOrder.NAME else order}
        values |= {name: str(value) for name, value in changes.items()}
        parts = [urlencode({name: value for name, value in values.items() if value}), self.times]
        query = "&".join(part for part in parts if part)
        return "/measures" + (f"?{query}" if query else "")

    def sorted_href(self, order: str) -> str:
        """The address that sorts by a column; the column that sorts now turns round."""
        return self.href(sort=f"-{order}" if order == self.order and not self.descending else order)

    def aria_sort(self, order: str) -> str | None:
        """How a column is sorted, for the ``aria-sort`` of its head. The newest step comes first, unless turned."""
        if order != self.order:
            return None
        return "descending" if self.descending != (order == MeasureOrder.STEP) else "ascending"


def wanted(query: QueryParams, asked: AskedAsOf) -> Wanted:
    """What the address asks for. Raises InvalidInput for an order the list does not have."""
    order = query.get("sort", "").strip() or MeasureOrder.NAME.value
    number = query.get("page", "1")
    try:
        chosen = MeasureOrder(order.removeprefix("-"))
    except ValueError:
        raise InvalidInput(f"Measures cannot be sorted by “{order}”.", hint="Use name, government or step.") from None
    return Wanted(
        {name: query.get(name, "").strip() for name in _NAMES},
        chosen,
        order.startswith("-"),
        max(1, int(number[:6])) if number.isascii() and number.isdecimal() else 1,
        asked.query,
    )
