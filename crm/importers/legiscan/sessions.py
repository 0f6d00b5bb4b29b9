"""Legislative sessions, as an answer names them or as a bulk file's folder does."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from crm.importers.bills.records import SessionRecord
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.words import id_of, number
from crm.jurisdictions.places import Place
from crm.names import slugify

_YEARS = re.compile(r"(?<!\d)(?P<start>(?:19|20)\d\d)(?:-(?P<end>(?:19|20)\d\d))?(?!\d)")
_IN_URL = re.compile(r"legiscan\.com/(?P<state>[A-Za-z]{2})/(?:bill|rollcall|text|sponsor)/[^/]+/(?P<year>\d{4})")


def session_of(raw: dict[str, Any], place: Place) -> SessionRecord | None:
    """The session of an answer's ``session``, or nothing where it names no years. A special one has its own name."""
    start = number(raw.get("year_start"))
    if not start or not 1700 <= start <= 2500:
        return None
    end = max(number(raw.get("year_end")) or start, start)
    slug = str(start) if end == start else f"{start}-{end}"
    title = text(raw.get("session_title")) or text(raw.get("session_name"))
    if number(raw.get("special")):
        told = text(raw.get("session_tag")) or title or f"session {id_of(raw.get('session_id'))}"
        slug = f"{slug}-{slugify(told)}"[:60]
    return SessionRecord(place, slug, title or slug, date(start, 1, 1), date(min(end, 9999), 12, 31))


def years_in_name(name: str, start: int | None) -> tuple[int, int] | None:
    """The years in a folder's name ("2015-2016_98th_Legislature"), if they fit the year in which it begins."""
    for found in _YEARS.finditer(name):
        first = int(found["start"])
        if start in (None, first):
            return first, max(first, int(found["end"] or first))
    return None


def state_and_year(url: object) -> tuple[str, int] | None:
    """The state and the first year of the session in the address of a bill's page."""
    found = _IN_URL.search(text(url) or "")
    return (found["state"].upper(), int(found["year"])) if found else None
