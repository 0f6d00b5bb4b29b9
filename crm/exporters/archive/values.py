"""One value of a column as JSON, and back. Whatever is read is checked: an archive may have been edited by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, Enum, Float, Integer, LargeBinary, String, Time
from sqlalchemy.types import JSON

from crm.db import UTCDateTime

FILE: Final = re.compile(r"files/[0-9a-f]{64}")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TIME: Final = re.compile(r"\d\d:\d\d:\d\d(\.\d{6})?")
_LARGEST: Final = 2**63 - 1

Code = Callable[[Any], Any]


def kind_of(column: Column[Any]) -> str:
    """What a column holds, in the word that the archive's own explanation uses."""
    for kind, word in _KINDS:
        if isinstance(column.type, kind):
            return word
    raise TypeError(f"an archive cannot hold {column.type!r} ({column})")


def encoder(column: Column[Any]) -> Code:
    """The function that makes JSON of a value of the column; bytes must be a file's name by then."""
    return _ENCODERS.get(kind_of(column), _as_it_is)


def decoder(column: Column[Any]) -> Code:
    """The function that reads a value of the column out of JSON. It raises ValueError for what is none."""
    kind = kind_of(column)
    if kind == "word":
        assert isinstance(column.type, Enum)
        return column.type.enum_class or _as_it_is
    return _DECODERS[kind]


def instant(value: datetime) -> str:
    """2026-01-08T17:30:00.000000Z: in UTC, always with microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_instant(value: Any) -> datetime:
    """The instant written so. Raises ValueError for any other way of writing it."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("no instant such as 2026-01-08T17:30:00.000000Z")
    return datetime.fromisoformat(value)


def _day(value: Any) -> date:
    # A week (2026-W02-4) would be read as well.
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("no day such as 2026-01-08")
    return date.fromisoformat(value)


def _time_of_day(value: Any) -> time:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("no time such as 17:30:00")
    return time.fromisoformat(value)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        raise ValueError("no whole number")
    return value


def _decimal(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError("no number")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    value.encode()  # Half of a surrogate pair is no text, and raises UnicodeEncodeError, a ValueError.
    return value


def _file(value: Any) -> str:
    if not isinstance(value, str) or not FILE.fullmatch(value):
        raise ValueError("no name of a file in this archive")
    return value


def _as_it_is(value: Any) -> Any:
    return value


# In this order: an Enum is a String too.
_KINDS: Final = (
    (UTCDateTime, "instant"),
    (Date, "day"),
    (Time, "time of day"),
    (Boolean, "true or false"),
    (Enum, "word"),
    (Integer, "number"),
    (Float, "decimal number"),
    (JSON, "JSON"),
    (LargeBinary, "file"),
    (String, "text"),
)

_ENCODERS: Final[dict[str, Code]] = {
    "instant": instant,
    "day": date.isoformat,
    "time of day": time.isoformat,
    "word": str,
}
_DECODERS: Final[dict[str, Code]] = {
    "instant": read_instant,
    "day": _day,
    "time of day": _time_of_day,
    "true or false": _yes_or_no,
    "number": _number,
    "decimal number": _decimal,
    "JSON": _as_it_is,
    "file": _file,
    "text": _text,
}
