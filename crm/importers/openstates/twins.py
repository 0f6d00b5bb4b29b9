"""Two records that may be one person, because they share a name. They are proposed for a merge, never merged."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from sqlalchemy import select

from crm.importers.openstates.book import Book
from crm.people.duplicates import states_of_people, without_initials
from crm.people.merging import propose_merge
from crm.people.models import MergeProposal, Person, PersonName

_Pair = tuple[int, int]


def propose_twins(book: Book) -> None:
    """Propose every pair of one name and one state, of which one is in the files (five queries, then the new pairs)."""
    imported = set(book.person_ids.values())
    born = {
        row.id: row.birth_date
        for row in book.session.execute(select(Person.id, Person.birth_date).where(Person.merged_into_id.is_(None)))
    }
    by_name: dict[str, dict[int, str]] = defaultdict(dict)
    for row in book.session.execute(select(PersonName.person_id, PersonName.name, PersonName.folded)):
        if row.person_id in born and (name := without_initials(row.folded)):
            by_name[name].setdefault(row.person_id, row.name)
    states = states_of_people(book.session)
    known: set[_Pair] = {
        (row.person_id, row.other_id)
        for row in book.session.execute(select(MergeProposal.person_id, MergeProposal.other_id))
    }
    for names in by_name.values():
        for first, second in combinations(sorted(names), 2):
            if (first, second) in known or not imported & {first, second}:
                continue
            years = {born[first], born[second]} - {None}
            apart = states[first] and states[second] and not states[first] & states[second]
            if len(years) > 1 or apart:
                continue
            known.add((first, second))
            same = " or ".join(dict.fromkeys((names[first], names[second])))
            propose_merge(book.session, first, second, f"Both are called {same}, in the same state.")
            book.proposals += 1
