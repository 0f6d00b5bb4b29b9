"""Terms of office: the files' roles beside what is on file. A term on file for the same person and office stays one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm import clock
from crm.importers.openstates.book import Book, by_person
from crm.importers.openstates.ground import Ground
from crm.importers.openstates.records import PersonRecord, RoleRecord, Roster
from crm.people.models import Tenure


@dataclass(frozen=True, slots=True)
class Term:
    """One office held without a break, as one file says."""

    where: str
    started_on: date | None
    ended_on: date | None
    end_reason: str | None
    party: str | None
    ballot_lines: tuple[str, ...]
    only_within: bool = False


def overlap(a_start: date | None, a_end: date | None, b_start: date | None, b_end: date | None) -> bool:
    """Whether two terms share more than the day on which one hands over to the next; nothing = open."""
    start = max(a_start or date.min, b_start or date.min)
    end = min(a_end or date.max, b_end or date.max)
    return start < end or (a_start, a_end) == (b_start, b_end)


def put_tenures(book: Book, roster: Roster, ground: Ground) -> None:
    """Bring everybody's terms of office up to the files (one query for 900 people)."""
    files = by_person(book, roster.people)
    held: dict[tuple[int, int], list[Tenure]] = defaultdict(list)
    for tenure in book.of_people(Tenure, files):
        held[tenure.person_id, tenure.office_id].append(tenure)
    for person_id, records in files.items():
        said: dict[int, list[Term]] = defaultdict(list)
        for record in records:
            for role in record.roles:
                said[ground.office(role).id].append(_term(record, role, book.day))
        for office_id, terms in said.items():
            _compare(book, person_id, office_id, joined(terms), held[person_id, office_id])


def joined(terms: Iterable[Term]) -> list[Term]:
    """Terms of one person in one office, with those that overlap made one, oldest first."""
    whole: list[Term] = []
    for term in sorted(terms, key=lambda term: (term.started_on or date.min, term.ended_on or date.max)):
        last = whole[-1] if whole else None
        if last is None or not overlap(last.started_on, last.ended_on, term.started_on, term.ended_on):
            whole.append(term)
            continue
        longer = term if (term.ended_on or date.max) >= (last.ended_on or date.max) else last
        whole[-1] = Term(
            longer.where,
            last.started_on,
            longer.ended_on,
            longer.end_reason,
            longer.party,
            longer.ballot_lines,
            longer.only_within,
        )
    return whole


def _term(record: PersonRecord, role: RoleRecord, day: date) -> Term:
    # The files name one party a person, that of today: it is not evidence for a term long over.
    now = role.is_current(day) or not record.is_current(day)
    return Term(
        record.where,
        role.started_on,
        role.ended_on,
        role.end_reason,
        role.party or (record.party if now else None),
        record.ballot_lines if now else (),
        role.only_within,
    )


def _compare(book: Book, person_id: int, office_id: int, terms: list[Term], held: list[Tenure]) -> None:
    free = list(held)
    pairs: list[tuple[Term, Tenure]] = []
    rest = []
    for term in terms:
        exact = next((tenure for tenure in free if tenure.started_on == term.started_on), None)
        if exact is None:
            rest.append(term)
        else:
            free.remove(exact)
            pairs.append((term, exact))
    for term in rest:
        near = next((tenure for tenure in free if _same(tenure, term)), None)
        if near is not None:
            free.remove(near)
            pairs.append((term, near))
        elif not any(_same(tenure, term) for tenure in held):
            book.add(term.where, _new(book.source, person_id, office_id, term))
    for term, tenure in pairs:
        _follow(book, term, tenure)


def _same(tenure: Tenure, term: Term) -> bool:
    return overlap(tenure.started_on, tenure.ended_on, term.started_on, term.ended_on)


def _new(source: str, person_id: int, office_id: int, term: Term) -> Tenure:
    return Tenure(
        person_id=person_id,
        office_id=office_id,
        started_on=term.started_on,
        ended_on=term.ended_on,
        party=term.party,
        ballot_lines=list(term.ballot_lines),
        end_reason=term.end_reason,
        source=source,
        recorded_at=clock.now(),
    )


def _follow(book: Book, term: Term, tenure: Tenure) -> None:
    """A term that an import brought follows its file; one from elsewhere is only completed."""
    if tenure.source == book.source:
        book.put(term.where, tenure, "started_on", term.started_on)
        book.put(term.where, tenure, "ended_on", term.ended_on)
        book.put(term.where, tenure, "end_reason", term.end_reason)
        if term.party is not None:
            book.put(term.where, tenure, "party", term.party)
            book.put(term.where, tenure, "ballot_lines", list(term.ballot_lines))
        return
    if tenure.party is None and term.party is not None:
        book.put(term.where, tenure, "party", term.party)
        book.put(term.where, tenure, "ballot_lines", list(term.ballot_lines))
    # A day to come is only when the term runs out; it does not make anybody leave.
    if term.only_within or term.ended_on is None or term.ended_on >= book.day:
        return
    if tenure.ended_on is None and (tenure.started_on is None or tenure.started_on <= term.ended_on):
        book.put(term.where, tenure, "ended_on", term.ended_on)
    elif tenure.ended_on is not None and tenure.ended_on != term.ended_on:
        book.problem(
            term.where,
            f"The file ends a term on {term.ended_on}; on file it ended on {tenure.ended_on}, which stays.",
            "Nothing to do, unless the day on file is wrong.",
        )
