"""The matches that need nobody's eye: a whole name that only one of the chamber bears, or a family name alone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from crm.importers.matching.index import Index
from crm.importers.matching.known import Known
from crm.importers.matching.printed import Candidate, Match, Printed
from crm.importers.matching.seats import standing
from crm.importers.matching.wording import bare, fit, initials, is_cut, is_full, is_part, short_readings, spoken

LATELY = timedelta(days=365)
"""So long a family name may still mean somebody who left: a daughter may follow her father."""


def by_full_name(index: Index, printed: Printed) -> Match | None:
    """The only one of that whole name who held a seat there about that day; None where that is not sure."""
    forms = [form for form in spoken(printed.name) if is_full(form)]
    called = index.named({name for form in forms for name in (form, bare(form))})
    about = [who for who in called if standing(index, who, printed).about_then]
    exact = [who for who in about if who.names & set(forms)]
    reason = "The same name, and a seat there at the time" if printed.chamber_id else "The same name, in office then"
    if not exact:
        exact = [who for who in about if any(_but_for_initials(form, who) for form in forms)]
        reason = "The same name but for an initial, and a seat there at the time"
    return _only(index, printed, exact, reason)


def by_short_name(index: Index, printed: Printed) -> Match | None:
    """The only member of the chamber on that day with that family name (and initials); None where that is not sure."""
    if printed.chamber_id is None:
        return None
    scope = (printed.jurisdiction_id, printed.chamber_id)
    families = index.families(scope)
    readings = [reading for form in spoken(printed.name) for reading in short_readings(form)]
    found, reason = _bearers(families, readings)
    fits = [
        (index.people[person_id], letters)
        for person_id, letters in sorted(found)
        if not letters or any(fit(theirs, letters) for theirs in index.people[person_id].initials)
    ]
    sits = {who.id: (who, letters) for who, letters in fits if standing(index, who, printed).sits}
    chosen = list(sits.values())
    if len(chosen) > 1:
        # "RIVERA JD" beside "RIVERA J": all letters the same is more than a beginning.
        chosen = [(who, letters) for who, letters in chosen if len(letters) > 1 and letters in who.initials]
    if len(chosen) != 1:
        return None
    if any(who.id not in sits and _left_lately(who, printed) for who, _ in fits):
        return None
    return _only(index, printed, [who for who, _ in chosen], reason)


_WAYS: Final[tuple[tuple[Callable[[str, str], bool], str], ...]] = (
    (str.__eq__, "The only family name like it in the chamber on that day"),
    (is_cut, "The only family name in the chamber on that day that begins so"),
    (is_part, "Part of a double family name, which nobody else in the chamber has on that day"),
)


def _bearers(families: Mapping[str, set[int]], readings: Sequence[tuple[str, str]]) -> tuple[set[tuple[int, str]], str]:
    """Whose family name it may be, with the initials read, and in which way: whole, cut off, one of two."""
    for alike, reason in _WAYS:
        found = {
            (person_id, letters)
            for printed, letters in readings
            for family in ([printed] if alike is str.__eq__ else families)
            if alike(printed, family)
            for person_id in families.get(family, ())
        }
        if found:
            return found, reason
    return set(), ""


def _only(index: Index, printed: Printed, among: Sequence[Known], reason: str) -> Match | None:
    if len(among) > 1 and printed.district:
        among = [who for who in among if standing(index, who, printed).district]
    if len(among) != 1 or standing(index, among[0], printed).differs:
        return None
    return Match(among[0].id, True, (Candidate(among[0].id, 1.0, reason),), reason)


def _but_for_initials(form: str, who: Known) -> bool:
    """Whether the names differ by nothing but initials that one of them leaves out."""
    if bare(form) not in who.bare_names:
        return False
    words = form.split()
    for family in who.families:
        size = len(family.split())
        if words[-size:] == family.split():
            letters = initials(words[: len(words) - size])
            return any(fit(theirs, letters) for theirs in who.initials)
    return False


def _left_lately(who: Known, printed: Printed) -> bool:
    return any(
        term.ended_on is not None and timedelta(0) < printed.day - term.ended_on <= LATELY
        for term in who.seats(printed.chamber_id, None)
    )
