"""Two records that may be one person, because they share a name. They are proposed for a merge, never merged."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from sqlalchemy import select

from crm.importers.openstates.book import Book
from crm.importers.openstates.records import Roster
from crm.jurisdictions.models import Jurisdiction
from crm.names import fold
from crm.people.merging import propose_merge
from crm.people.models import MergeProposal, Office, Person, Tenure

_Pair = tuple[int, int]


def propose_twins(book: Book, roster: Roster) -> None:
    """Propose every pair of one name and one state, of which one is in the files (four queries, then the new pairs)."""
    imported = set(book.person_ids.values())
    people = {
        row.id: row
        for row in book.session.execute(
            select(Person.id, Person.name, Person.given_name, Person.family_name, Person.birth_date).where(
                Person.merged_into_id.is_(None)
            )
        )
    }
    by_name: dict[str, set[int]] = defaultdict(set)
    for row in people.values():
        for name in {row.name, f"{row.given_name or ''} {row.family_name or ''}"}:
            if " " in fold(name):
                by_name[fold(name)].add(row.id)
    states = _states(book)
    known: set[_Pair] = {
        (row.person_id, row.other_id)
        for row in book.session.execute(select(MergeProposal.person_id, MergeProposal.other_id))
    }
    for alike in by_name.values():
        for first, second in combinations(sorted(alike), 2):
            if (first, second) in known or not imported & {first, second}:
                continue
            born = {people[first].birth_date, people[second].birth_date} - {None}
            apart = states[first] and states[second] and not states[first] & states[second]
            if len(born) > 1 or apart:
                continue
            known.add((first, second))
            propose_merge(book.session, first, second, f"Both are called {people[first].name}, in the same state.")
            book.proposals += 1


def _states(book: Book) -> dict[int, set[int]]:
    """The states in which each person holds or held an office; a city counts as its state."""
    parents = {row.id: row.parent_id for row in book.session.execute(select(Jurisdiction.id, Jurisdiction.parent_id))}
    states: dict[int, set[int]] = defaultdict(set)
    rows = select(Tenure.person_id, Office.jurisdiction_id).join(Office, Tenure.office_id == Office.id).distinct()
    for person_id, jurisdiction_id in book.session.execute(rows):
        top = jurisdiction_id
        while (parent := parents.get(top)) is not None:
            top = parent
        states[person_id].add(top)
    return states
