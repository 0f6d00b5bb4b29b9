"""Taking apart what JSON holds: texts, days, numbers, and the API's lists ({"items": ..., "size": n})."""

from __future__ import annotations

from datetime import date
from typing import Any


def text(value: object) -> str | None:
    """One line without surplus blanks; nothing for what is empty or no text. Numbers are written out."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return " ".join(str(value).split()) or None


def part(value: object, name: str) -> dict[str, Any]:
    """The object of this name inside ``value``, empty where there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def items(value: object, name: str) -> list[dict[str, Any]]:
    """The objects of the list of this name: {"items": [...]}, a plain list, or the values of a map."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, dict) and "items" in found:
        found = found["items"]
    if isinstance(found, dict):
        found = list(found.values())
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def keyed(value: object, name: str) -> dict[str, dict[str, Any]]:
    """The map of this name: {"items": {key: object}}."""
    found = part(value, name)
    found = found["items"] if isinstance(found.get("items"), dict) else found
    return {str(key): each for key, each in found.items() if isinstance(each, dict)}


def day(value: object) -> date | None:
    """The day of "2017-01-18" or "2017-01-04T10:45:46"; nothing for what is none."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def slashed(value: str | None) -> date | None:
    """The day of "06/12/2023" or "06/25/15" ("06/25/85" was in 1985); nothing for what is none."""
    try:
        month, on, year = (int(piece) for piece in (value or "").strip().split("/"))
        return date(year if year > 99 else year + (1900 if year >= 70 else 2000), month, on)
    except ValueError:
        return None


def number(value: object) -> int | None:
    """A whole number, also where it is written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value.strip()[:18])
    return value if isinstance(value, int) else None
