"""Records that look like one person, with the reasons in words. They are proposed; a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, Final

from nicknames import NickNamer
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.jurisdictions.models import Jurisdiction
from crm.people.merging import propose_merge
from crm.people.models import (
    ContactPoint,
    MergeProposal,
    Office,
    OfficeKind,
    Person,
    PersonIdentifier,
    PersonLink,
    PersonName,
    Tenure,
)
from crm.people.phones import dialled

_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_SHORTEST_ID: Final = 5
"""Shorter ids of two systems agree by chance."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two records that may be one person, the older one first."""

    first_id: int
    second_id: int
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """All reasons as one text."""
        return " ".join(self.reasons)


@dataclass(slots=True)
class _Known:
    """What is on file about everybody who was not joined to another."""

    people: dict[int, Any]
    names: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    states: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    seats: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    reasons: dict[Pair, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, pair: Pair, reason: str) -> None:
        if reason not in self.reasons[pair]:
            self.reasons[pair].append(reason)


def likely_pairs(session: Session) -> tuple[LikelyPair, ...]:
    """Every pair that looks like one person and was never proposed, the one with most reasons first (eight queries).

    A name agrees only within one state. Who was born on another day, or sat in one chamber beside the other, is not
    the same person.
    """
    known = _read(session)
    _by_name(known)
    _by_contact(session, known)
    _by_identifier(session, known)
    _by_link(session, known)
    asked = {tuple(row) for row in session.execute(select(MergeProposal.person_id, MergeProposal.other_id))}
    found = [
        LikelyPair(*pair, tuple(reasons))
        for pair, reasons in known.reasons.items()
        if pair not in asked and not _apart(known, *pair)
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.reasons), each.first_id, each.second_id)))


def propose_likely(session: Session) -> int:
    """Propose every likely pair that was not proposed before, and say how many there were."""
    found = likely_pairs(session)
    for each in found:
        propose_merge(session, each.first_id, each.second_id, each.reason)
    return len(found)


def without_initials(folded: str) -> str:
    """A folded name without single letters ("robert g rolison" -> "robert rolison"); nothing where one word is left."""
    words = [word for word in folded.split() if len(word) > 1]
    return " ".join(words) if len(words) > 1 else ""


def states_of_people(session: Session) -> dict[int, set[int]]:
    """The states in which each person holds or held an office; a city counts as its state (two queries)."""
    parents = {row.id: row.parent_id for row in session.execute(select(Jurisdiction.id, Jurisdiction.parent_id))}
    states: dict[int, set[int]] = defaultdict(set)
    rows = select(Tenure.person_id, Office.jurisdiction_id).join(Office, Tenure.office_id == Office.id).distinct()
    for person_id, jurisdiction_id in session.execute(rows):
        top = jurisdiction_id
        while (parent := parents.get(top)) is not None:
            top = parent
        states[person_id].add(top)
    return states


def _read(session: Session) -> _Known:
    people = session.execute(select(Person.id, Person.birth_date, Person.email).where(Person.merged_into_id.is_(None)))
    known = _Known({row.id: row for row in people})
    for person_id, name, folded in session.execute(select(PersonName.person_id, PersonName.name, PersonName.folded)):
        if person_id in known.people and (short := without_initials(folded)):
            known.names[person_id].setdefault(short, name)
    known.states = states_of_people(session)
    rows = session.execute(
        select(Tenure.person_id, Tenure.office_id, Tenure.started_on, Tenure.ended_on, Office.chamber_id)
        .join(Office, Office.id == Tenure.office_id)
        .where(Office.kind == OfficeKind.SEAT)
    )
    for row in rows:
        known.seats[row.person_id].append(row)
    return known


def _by_name(known: _Known) -> None:
    """The same first and last word, or a first word that is short for the other's, in one state."""
    families: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for person_id, names in known.names.items():
        for short, name in names.items():
            words = [word for word in short.split() if word not in _SUFFIXES]
            suffix = next((word for word in short.split() if word in _SUFFIXES), "")
            if len(words) > 1:
                families[words[-1]].append((person_id, words[0], suffix, name))
    namer = NickNamer()
    for of_family in families.values():
        for one, other in combinations(of_family, 2):
            if one[0] == other[0] or (one[2] and other[2] and one[2] != other[2]):
                continue
            if not known.states[one[0]] & known.states[other[0]] and known.states[one[0]] and known.states[other[0]]:
                continue
            first, second = sorted((one, other))
            if first[1] == second[1]:
                both = " and ".join(dict.fromkeys((first[3], second[3])))
                known.note((first[0], second[0]), f"The names agree: {both}.")
            elif _short_for(namer, first[1], second[1]):
                known.note((first[0], second[0]), f"{first[3]} and {second[3]}: one first name is short for the other.")


def _short_for(namer: NickNamer, one: str, other: str) -> bool:
    return other in namer.nicknames_of(one) or one in namer.nicknames_of(other)


def _by_contact(session: Session, known: _Known) -> None:
    mails: dict[Hashable, dict[int, str]] = defaultdict(dict)
    phones: dict[Hashable, dict[int, str]] = defaultdict(dict)
    for row in known.people.values():
        if row.email:
            mails[row.email.strip().lower()][row.id] = row.email
    points = select(ContactPoint.person_id, ContactPoint.phone, ContactPoint.email)
    for person_id, phone, email in session.execute(points):
        if person_id not in known.people:
            continue
        if email:
            mails[email.strip().lower()][person_id] = email
        if len(digits := dialled(phone)) == 10:
            phones[digits][person_id] = phone or ""
    # An office's phone and mail pass on to whoever holds it next: they say something only beside a word of the name.
    _shared(known, mails, lambda mail: f"Both are written to at {mail}.", also_a_name=True)
    _shared(known, phones, lambda phone: f"Both are called at {phone}.", also_a_name=True)


def _by_identifier(session: Session, known: _Known) -> None:
    ids: dict[Hashable, dict[int, str]] = defaultdict(dict)
    for person_id, scheme, identifier in session.execute(
        select(PersonIdentifier.person_id, PersonIdentifier.scheme, PersonIdentifier.identifier)
    ):
        if person_id in known.people and len(identifier) >= _SHORTEST_ID:
            ids[identifier][person_id] = f"{identifier} ({scheme})"
    _shared(known, ids, lambda shown: f"Both have the id {shown}.")


def _by_link(session: Session, known: _Known) -> None:
    links: dict[Hashable, dict[int, str]] = defaultdict(dict)
    for person_id, url in session.execute(select(PersonLink.person_id, PersonLink.url)):
        if person_id in known.people:
            links[url.strip().lower().rstrip("/")][person_id] = url
    _shared(known, links, lambda url: f"Both have the page {url}.", also_a_name=True)


def _shared(
    known: _Known,
    found: dict[Hashable, dict[int, str]],
    says: Callable[[str], str],
    *,
    also_a_name: bool = False,
) -> None:
    """Note what exactly two people share: what more share is an office's, or a chamber's."""
    for people in found.values():
        if len(people) == 2:
            first, second = sorted(people)
            if not also_a_name or _words(known, first) & _words(known, second):
                known.note((first, second), says(people[first]))


def _words(known: _Known, person_id: int) -> set[str]:
    return {word for name in known.names.get(person_id, ()) for word in name.split()} - _SUFFIXES


def _apart(known: _Known, first: int, second: int) -> bool:
    born = {known.people[first].birth_date, known.people[second].birth_date} - {None}
    return len(born) > 1 or any(
        one.chamber_id == other.chamber_id and one.office_id != other.office_id and _overlap(one, other)
        for one, other in _both(known.seats.get(first, ()), known.seats.get(second, ()))
    )


def _both(one: Iterable[Any], other: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    return ((a, b) for a in one for b in other)


def _overlap(one: Any, other: Any) -> bool:
    """Both sat on one day, as far as the days are known."""
    starts = [each for each in (one.started_on, other.started_on) if each]
    ends = [each or date.max for each in (one.ended_on, other.ended_on)]
    return len(starts) == 2 and max(starts) <= min(ends)
