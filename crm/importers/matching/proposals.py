"""Who may be meant where nothing is sure: candidates with a score and the reason in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from crm.importers.matching.index import Index
from crm.importers.matching.known import Known
from crm.importers.matching.likeness import Likeness, likeness
from crm.importers.matching.printed import Candidate, Match, Printed
from crm.importers.matching.seats import Standing, holders, standing

MOST = 5
LEAST = 0.3
_NOBODY = "Nobody on file is called so"


def propose(index: Index, printed: Printed, forms: Sequence[str]) -> Match:
    """The likeliest people, never sure. Without any: who holds the printed seat on that day is only told."""
    if not forms:
        return Match(None, False, (), "No name is printed")
    candidates = []
    for who, alike in _alike(index, printed, forms):
        stands = standing(index, who, printed)
        if alike.needs_seat and not (stands.sits and stands.district):
            continue
        score = _score(alike, stands)
        if score >= LEAST:
            candidates.append(Candidate(who.id, score, _reason(index, who, alike, stands, printed)))
    candidates.sort(key=lambda one: (-one.score, one.person_id))
    if not candidates:
        return Match(None, False, (), _nobody(index, printed))
    return Match(None, False, tuple(candidates[:MOST]), _why(candidates))


def _alike(index: Index, printed: Printed, forms: Sequence[str]) -> list[tuple[Known, Likeness]]:
    """Everybody of the chamber with a name like it, and those of the government with the very name."""
    key = (printed.jurisdiction_id, printed.chamber_id, printed.name)
    if key not in index.alike:
        places = index.places(printed.jurisdiction_id)
        scope = (printed.jurisdiction_id, printed.chamber_id)
        people = {each: index.people[each] for each in index.near(scope, forms)}
        people |= {who.id: who for who in index.named(forms) if places is None or who.seats(None, places)}
        found = ((people[each], likeness(forms, people[each])) for each in sorted(people))
        index.alike[key] = [(who, alike) for who, alike in found if alike is not None]
    return index.alike[key]


def _score(alike: Likeness, stands: Standing) -> float:
    score = alike.score
    score += {True: 0.08, False: -0.15, None: 0.0}[stands.district]
    score += {True: 0.02, False: -0.1, None: 0.0}[stands.party]
    if stands.term is None:
        score -= 0.15
    elif not stands.sits:
        score -= 0.05 if stands.about_then else 0.2
    return round(min(max(score, 0.01), 0.99), 2)


def _reason(index: Index, who: Known, alike: Likeness, stands: Standing, printed: Printed) -> str:
    """ "Same family name and district 27; William for Bill"."""
    parts = [f"{alike.head} and district {_shown(printed)}" if stands.district else alike.head]
    if alike.tail:
        parts.append(alike.tail)
    term = stands.term
    if term is None and printed.chamber_id is not None:
        chambers = {each.chamber_id for each in who.terms if each.chamber_id is not None}
        where = sorted(index.chambers[each][1] for each in chambers if each in index.chambers)
        parts.append(f"no seat in that chamber on file{f', but in the {where[0]}' if where else ''}")
    elif term is None:
        parts.append("no office on file")
    elif not stands.sits:
        if term.started_on is not None and term.started_on > printed.day:
            parts.append(f"took that seat only on {term.started_on}")
        else:
            parts.append(f"left that seat on {term.ended_on}")
    if stands.district is False and term is not None:
        parts.append(f"district {term.district} on file, {_shown(printed)} printed")
    if stands.party is False and term is not None:
        on_file = term.party or next((each.party for each in who.terms if each.party), "another party")
        parts.append(f"{on_file} on file, {printed.party} printed")
    return "; ".join(parts)


def _shown(printed: Printed) -> str:
    return (printed.district or "").strip()


def _why(candidates: list[Candidate]) -> str:
    if len(candidates) == 1:
        return candidates[0].reason
    return f"{len(candidates)} people may be meant; likeliest: {candidates[0].reason}"


def _nobody(index: Index, printed: Printed) -> str:
    now = sorted(who.name for who in holders(index, printed))
    if not now:
        return _NOBODY
    verb = "holds" if len(now) == 1 else "hold"
    return f"{_NOBODY}; {', '.join(now[:3])} {verb} that seat then: another name"
