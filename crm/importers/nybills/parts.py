"""What files of the mirror are made of: lists, days, names and texts, each of which may be something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from crm import clock
from crm.importers.bills.records import NameRecord, SessionRecord
from crm.importers.openleg.newyork import MEMBER_SCHEME, step_kind

Tell = Callable[[str, str], None]
"""Told of what could not be used: what it is, and what to do."""

_DAY: Final = timedelta(days=1)
_FILED: Final = timedelta(days=70)

kind_of_step = lru_cache(maxsize=10_000)(step_kind)


def list_in(told: dict[str, Any], key: str, tell: Tell) -> list[dict[str, Any]]:
    """The records in a list; none where there is no list, which is told unless the key is absent."""
    value = told.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        tell(f"{key} is no list.", "It was left out.")
        return []
    return [each for each in value if isinstance(each, dict)]


def day_in(text: object, session: SessionRecord) -> date | None:
    """A day of the session, from the filing of bills before it on; nothing for what is none.

    It must have come, which it may have in New York and not yet here. Where a day is missing, the mirror writes 1969.
    """
    try:
        day = date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
    return day if session.starts_on - _FILED <= day <= clock.today() + _DAY else None


def text_in(value: object) -> str | None:
    """A text that says something, or nothing."""
    return value.strip() or None if isinstance(value, str) else None


def short(value: object) -> str:
    """A value as a problem quotes it."""
    return json.dumps(value, ensure_ascii=False)[:120]


@lru_cache(maxsize=10_000)
def named(name: str, number: str) -> NameRecord:
    """A member by name, with the id where it is one: 0 stands for none."""
    return NameRecord(name, ((MEMBER_SCHEME, number),) if number.isdecimal() and number != "0" else ())
