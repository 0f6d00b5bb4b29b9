"""Cells as text: without no-break spaces and control signs; numbers as people wrote them; what a cell looks like."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_BLANKS = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """The text without blanks around its lines, invisible signs, and empty lines."""
    text = _CONTROL.sub("", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """The same as one line: what a header or a name is."""
    return " ".join(plain(text).split())


def as_text(value: Any) -> str:
    """A workbook's cell as text: no ".0" behind a ZIP code, days as 2026-01-08."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        return str(value)
    return plain(str(value))


_LOOKS = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}\Z", re.IGNORECASE)),
    ("phone", re.compile(r"(?:\+?1[ .-]?)?\(?[0-9]{3}\)?[ .\-/]{0,3}[0-9]{3}[ .-]?[0-9]{4}(?:\s*(?:x|ext).{0,8})?\Z")),
    ("url", re.compile(r"(?:https?://|www\.)\S+\Z|[a-z0-9-]+\.(?:com|org|net|gov)(?:/\S*)?\Z", re.IGNORECASE)),
    ("day", re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\Z|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\Z")),
    ("number", re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?\Z")),
    ("name", re.compile(r"[^\W\d_][\w.'’\- ]+,\s+[^\W\d_][\w.'’\- ]*\Z")),
)


def looks(text: str) -> str:
    """What kind of thing a cell holds: email, phone, url, day, number, name ("Last, First"), mark, text; or empty."""
    if not text:
        return ""
    if len(text) <= 4 and (len(text) == 1 or text.casefold() in _MARKS):
        return "mark" if not text.isdecimal() else "number"
    return next(
        (kind for kind, pattern in _LOOKS if pattern.match(text)), "mark" if text.casefold() in _MARKS else "text"
    )


_MARKS = frozenset({"yes", "no", "true", "false", "y/n", "tbd", "n/a", "yes?", "no?", "y?", "n?", "(d)", "(r)", "(i)"})
