"""A date as people say it ("June 12, 2025", "by June 2025"), turned into EDTF and back for a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crm import dates
from crm.errors import InvalidInput

HOW: Final = (
    ("on", "on the day, or in the month"),
    ("by", "some time by"),
    ("between", "between two days"),
)

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero",
            "february feb febrero",
            "march mar marzo",
            "april apr abril",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto",
            "september sept sep septiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMBERS: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the three controls of a vague date: the select, the date, and the second date of "between"."""

    how: str = "on"
    first: str = ""
    last: str = ""


def typed(form: Mapping[str, str], name: str) -> Typed:
    """What was sent for the date called ``name`` (``name``, ``name_how``, ``name_until``)."""
    how = form.get(f"{name}_how", "on")
    known = {value for value, _ in HOW}
    return Typed(how if how in known else "on", form.get(name, "").strip(), form.get(f"{name}_until", "").strip())


def edtf(date: Typed, *, field: str) -> str:
    """The EDTF text of what was typed. Raises InvalidInput at ``field`` for what is no date.

    Whoever writes EDTF itself ("../2025-06") is understood whatever the select says.
    """
    if "/" in date.first and not _NUMBERS.fullmatch(date.first):
        return dates.parse(date.first, field=field).text
    first = _one(date.first, field)
    if date.how == "by":
        return dates.parse(f"../{first}", field=field).text
    if date.how == "between":
        if not date.last:
            raise InvalidInput("Until when?", hint="Give the second date as well.", field=field)
        return dates.parse(f"{first}/{_one(date.last, field)}", field=field).text
    return dates.parse(first, field=field).text


def shown(text: str) -> Typed:
    """The three controls filled so that they give ``text`` again."""
    start, slash, end = text.partition("/")
    if not slash:
        return Typed("on", text)
    if start in ("..", ""):
        return Typed("by", end)
    return Typed("between", start, end)


def _one(text: str, field: str) -> str:
    """One date in ISO form, as exact as it was typed: "June 12, 2025" -> 2025-06-12, "June 2025" -> 2025-06."""
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        month, day, year = (int(part) for part in numbers.groups())
        return f"{year:04}-{month:02}-{day:02}"
    words = re.sub(r"[,.]|(?<=\d)(?:st|nd|rd|th)\b", " ", text.casefold()).split()
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    if len(months) != 1:
        return dates.parse(text, field=field).text
    rest = [word for word in words if word not in _MONTHS and word != "de"]
    years = [word for word in rest if re.fullmatch(r"\d{4}", word)]
    days = [word for word in rest if re.fullmatch(r"\d{1,2}", word)]
    if len(years) != 1 or len(days) > 1 or len(rest) != len(years) + len(days):
        return dates.parse(text, field=field).text
    return f"{years[0]}-{months[0]:02}" + (f"-{int(days[0]):02}" if days else "")
