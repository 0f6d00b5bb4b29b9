"""Whom a printed name means. Sure ones apply, doubtful ones are proposals with a score and the reason in words.

The order: outside ids; what somebody decided before; the name with the seat on that day. A seat alone never names
anybody: whoever holds it now is not whoever held it then.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm.importers.matching.context import context_key, folded_name
from crm.importers.matching.index import Index
from crm.importers.matching.loading import load
from crm.importers.matching.printed import Candidate, Match, Printed
from crm.importers.matching.proposals import propose
from crm.importers.matching.seats import standing
from crm.importers.matching.sure import by_full_name, by_short_name
from crm.importers.matching.wording import spoken

__all__ = ["Candidate", "Match", "Matcher", "Printed"]

_NOBODY_IDS = frozenset({"", "0"})


class Matcher:
    """Answers from memory. ``Matcher(session)`` reads all it needs at once; what is added later it does not know."""

    def __init__(self, session: Session | None = None, *, index: Index | None = None) -> None:
        if index is None:
            assert session is not None
            index = load(session)
        self.index = index
        self._answers: dict[tuple[object, ...], Match] = {}

    def match(self, printed: Printed) -> Match:
        """Whom the name means. The same question on days between which nobody came or went is answered once."""
        scope = (printed.jurisdiction_id, printed.chamber_id)
        key = (
            printed.name,
            scope,
            self.index.stretch(scope, printed.day),
            printed.ids,
            printed.district,
            printed.party,
        )
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self._match(printed)
        return found

    def _match(self, printed: Printed) -> Match:
        return (
            self._by_id(printed)
            or self._by_decision(printed)
            or by_full_name(self.index, printed)
            or by_short_name(self.index, printed)
            or propose(self.index, printed, spoken(printed.name))
        )

    def _by_id(self, printed: Printed) -> Match | None:
        ids = [each for each in printed.ids if each[1] not in _NOBODY_IDS]
        named = {each: self.index.ids[each] for each in ids if each in self.index.ids}
        named = named or {each: self.index.decided_ids[each] for each in ids if each in self.index.decided_ids}
        if not named:
            return None
        candidates = tuple(
            Candidate(person_id, 1.0, f"The id {scheme} {identifier} is theirs")
            for (scheme, identifier), person_id in sorted(named.items())
        )
        if len(set(named.values())) == 1:
            return Match(candidates[0].person_id, True, candidates[:1], candidates[0].reason)
        return Match(None, False, candidates, "Its ids name different people")

    def _by_decision(self, printed: Printed) -> Match | None:
        folded = folded_name(printed.name)
        key = (folded, context_key(printed))
        if key not in self.index.decided and printed.district:
            # A decision made where no district was printed holds for their own district alone.
            key = (folded, context_key(printed, with_district=False))
            person_id = self.index.decided.get(key)
            if person_id is None or not self._sits_for(person_id, printed):
                return None
        if key not in self.index.decided:
            return None
        person_id = self.index.decided[key]
        if person_id is None:
            return Match(None, True, (), "Decided before: nobody on file")
        reason = "Decided before for this name"
        return Match(person_id, True, (Candidate(person_id, 1.0, reason),), reason)

    def _sits_for(self, person_id: int, printed: Printed) -> bool:
        who = self.index.people.get(person_id)
        return who is not None and standing(self.index, who, printed).district is True
