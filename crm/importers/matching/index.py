"""Everybody on file by their names, ids and seats, and the decisions that were remembered. Pure lookups."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz, process

from crm.importers.matching.known import Known
from crm.importers.matching.likeness import Likeness
from crm.importers.matching.wording import CUT_AT_LEAST, is_cut

Scope = tuple[int | None, int | None]
"""A government and a chamber; nothing = all."""


@dataclass(slots=True)
class Index:
    """Who may be meant. ``parents`` leads from each government to the one above it (a city to its state).

    ``decided`` are remembered decisions by folded name and context; nothing as person = it is nobody on file.
    ``alike`` keeps who has a name like a printed one, which no day changes.
    """

    people: Mapping[int, Known] = field(default_factory=dict)
    ids: Mapping[tuple[str, str], int] = field(default_factory=dict)
    parents: Mapping[int, int | None] = field(default_factory=dict)
    chambers: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    decided: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    decided_ids: Mapping[tuple[str, str], int] = field(default_factory=dict)
    alike: dict[tuple[int | None, int | None, str], list[tuple[Known, Likeness]]] = field(default_factory=dict)
    _named: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _scopes: dict[Scope, tuple[Known, ...]] = field(default_factory=dict)
    _families_of: dict[Scope, dict[str, set[int]]] = field(default_factory=dict)
    _spellings: dict[Scope, tuple[dict[str, set[int]], list[str], list[int]]] = field(default_factory=dict)
    _changes: dict[Scope, list[date]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.people.values():
            for name in each.names | each.bare_names:
                self._named[name].add(each.id)

    def named(self, names: Iterable[str]) -> list[Known]:
        """Everybody called so, by id."""
        ids = {person_id for name in names for person_id in self._named.get(name, ())}
        return [self.people[person_id] for person_id in sorted(ids)]

    def places(self, jurisdiction_id: int | None) -> frozenset[int] | None:
        """The government and all below it; None for every government."""
        if jurisdiction_id is None:
            return None
        found = {jurisdiction_id}
        while more := {child for child, parent in self.parents.items() if parent in found} - found:
            found |= more
        return frozenset(found)

    def within(self, scope: Scope) -> tuple[Known, ...]:
        """Everybody who ever held an office there, by id."""
        if scope not in self._scopes:
            places = self.places(scope[0])
            ids = sorted(self.people)
            everywhere = scope == (None, None)
            self._scopes[scope] = tuple(
                self.people[each] for each in ids if everywhere or self.people[each].seats(scope[1], places)
            )
        return self._scopes[scope]

    def families(self, scope: Scope) -> dict[str, set[int]]:
        """The family names there, and who bears each."""
        if scope not in self._families_of:
            found: dict[str, set[int]] = defaultdict(set)
            for each in self.within(scope):
                for family in each.families:
                    found[family].add(each.id)
            self._families_of[scope] = dict(found)
        return self._families_of[scope]

    def near(self, scope: Scope, forms: Sequence[str]) -> set[int]:
        """Those there who share a word with one of the forms, or have a name spelled nearly so: all others are unlike.

        Found in lists and by one quick comparison, since a sheet may hold a hundred thousand names of nobody.
        """
        if scope not in self._spellings:
            words: dict[str, set[int]] = defaultdict(set)
            spelled: list[tuple[str, int]] = []
            for each in self.within(scope):
                spelled += [(name, each.id) for name in sorted(each.names | each.bare_names | each.families)]
                for name in each.names | each.families:
                    for word in name.split():
                        words[word].add(each.id)
            self._spellings[scope] = (dict(words), [name for name, _ in spelled], [owner for _, owner in spelled])
        words, names, owners = self._spellings[scope]
        found: set[int] = set()
        for form in forms:
            parts = form.split()
            found.update(*(words.get(part, ()) for part in parts))
            # A family name may be printed alone, or cut off.
            for text, least in ((form, 84), (parts[-1], 75), (parts[0], 88)):
                near = process.extract(text, names, scorer=fuzz.ratio, score_cutoff=least, limit=None)
                found.update(owners[place] for _, _, place in near)
            if len(form) >= CUT_AT_LEAST:
                found.update(owner for name, owner in zip(names, owners, strict=True) if is_cut(form, name))
        return found

    def stretch(self, scope: Scope, day: date) -> int:
        """A number of the stretch of days on which every answer about this chamber is the same."""
        if scope not in self._changes:
            places = self.places(scope[0])
            days = {
                change
                for each in self.within(scope)
                for term in each.seats(scope[1], places)
                for change in term.changes()
            }
            days |= {date(year, 1, 1) for year in range(1901, 2200, 2)}
            self._changes[scope] = sorted(days)
        return bisect_right(self._changes[scope], day)
