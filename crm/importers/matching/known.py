"""Who is on file, as matching needs it: names taken apart, and terms of office. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from crm.importers.matching.wording import bare, initials, is_full, spoken, without_suffix
from crm.names import fold

AFTER = timedelta(days=730)
"""A name stays on a bill until its two-year session ends, also when its bearer has left."""
BEFORE = timedelta(days=90)
"""Bills are prefiled by members who have yet to take their seats."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term in one office."""

    jurisdiction_id: int
    chamber_id: int | None = None
    district: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    party: str | None = None
    ballot_lines: tuple[str, ...] = ()

    def on(self, day: date) -> bool:
        """Whether it covers the day."""
        return (self.started_on is None or self.started_on <= day) and (self.ended_on is None or self.ended_on >= day)

    def around(self, day: date) -> bool:
        """Whether it covers the day, or ended within the session before it, or begins within months."""
        return (self.started_on is None or self.started_on - BEFORE <= day) and (
            self.ended_on is None or day - self.ended_on <= AFTER
        )

    def changes(self) -> Iterable[date]:
        """The days on which the answer of ``on`` or ``around`` changes."""
        if self.started_on is not None:
            yield self.started_on
            yield self.started_on - BEFORE
        if self.ended_on is not None and self.ended_on < date.max - AFTER - timedelta(days=1):
            yield self.ended_on + timedelta(days=1)
            yield self.ended_on + AFTER + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on file. ``names`` are whole, folded; ``initials`` belong to the given names."""

    id: int
    name: str
    names: frozenset[str]
    bare_names: frozenset[str]
    families: frozenset[str]
    givens: frozenset[str]
    initials: frozenset[str]
    terms: tuple[Term, ...] = ()

    def seats(self, chamber_id: int | None, places: frozenset[int] | None) -> tuple[Term, ...]:
        """Their terms in the chamber; without one, those in these governments (None: in all)."""
        if chamber_id is not None:
            return tuple(term for term in self.terms if term.chamber_id == chamber_id)
        return tuple(term for term in self.terms if places is None or term.jurisdiction_id in places)


def known(
    person_id: int,
    name: str,
    given_name: str | None = None,
    family_name: str | None = None,
    other_names: Iterable[str] = (),
    terms: Iterable[Term] = (),
) -> Known:
    """A person's names taken apart. Where no family name is on file it is the last word of the name."""
    family = without_suffix(fold(family_name or "")) or _last_word(name)
    names: set[str] = set()
    families = {family}
    givens: set[str] = set()
    letters: set[str] = set()
    for text in (name, f"{given_name or ''} {family_name or ''}", *other_names):
        for whole in spoken(text)[:1]:
            names.add(whole)
            words, theirs = whole.split(), family.split()
            if words[-len(theirs) :] == theirs:
                before = words[: -len(theirs)]
            elif is_full(whole):
                # A former or shorter family name: "Brad Hoylman" of Brad Hoylman-Sigal.
                own = _last_word(text.partition(",")[0])
                before = words[: len(words) - len(own.split())]
                families.add(own)
            else:
                continue
            if before:
                letters.add(initials(before))
                givens |= {before[0]} if len(before[0]) > 1 else set()
    return Known(
        id=person_id,
        name=name,
        names=frozenset(filter(is_full, names)),
        bare_names=frozenset(bare(each) for each in names if is_full(each)),
        families=frozenset(filter(None, families)),
        givens=frozenset(givens),
        initials=frozenset(letters),
        terms=tuple(
            sorted(terms, key=lambda term: (term.started_on or date.min, term.ended_on or date.max, str(term)))
        ),
    )


def _last_word(name: str) -> str:
    """The last word as written, hyphens within ("Crystal Peoples-Stokes Jr." -> "peoples stokes")."""
    words = [fold(word) for word in name.split()]
    words = without_suffix(" ".join("_".join(word.split()) for word in words if word)).split()
    return words[-1].replace("_", " ") if words else ""
