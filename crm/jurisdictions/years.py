"""The years of a session, however its short name writes them."""

from __future__ import annotations

import re

_YEARS = re.compile(r"([0-9]{4})(?:\s*[-/–]\s*([0-9]{4}|[0-9]{2}))?")


def years_of(slug: str) -> tuple[int, int] | None:
    """The years that a session's slug tells, where it does: those of "2025-26" and "2025-2026" are the same."""
    found = _YEARS.fullmatch(slug.strip())
    if not found:
        return None
    first = int(found[1])
    if found[2] is None:
        return first, first
    return first, int(found[2]) if len(found[2]) == 4 else first - first % 100 + int(found[2])


def named_by_years(slug: str) -> str:
    """The session's name as both spellings have it in common: "2025-2026"; else the slug as it is."""
    years = years_of(slug)
    return f"{years[0]}-{years[1]}" if years else slug
