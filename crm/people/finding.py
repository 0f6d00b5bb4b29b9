"""The person somebody means by what they typed."""

from __future__ import annotations

from difflib import get_close_matches

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from crm import clock
from crm.errors import InvalidInput, NotFound
from crm.names import slugify
from crm.people.models import Office, Person, PersonIdentifier, PersonName, Tenure
from crm.people.names import bears, spoken_forms, spoken_titles
from crm.people.terms import in_force

_SHOWN = 6


def find_person(session: Session, text: str) -> Person:
    """The person named by ``text``: a slug, an id of another system, or a name.

    Names are understood without accents, with titles before them ("Sen. ", "Lt. Gov."), as "Last, First", and in part
    where only one person fits; of several the title decides, where only one of them bears it today. A record merged
    into another answers with the one that stayed. Raises NotFound (with names that come close) and InvalidInput when
    several people fit, naming their slugs.
    """
    text = text.strip()
    if not text:
        raise InvalidInput("Whom do you mean?", hint="Give a name.", field="person")
    person = session.scalar(select(Person).where(Person.slug == text)) or _by_identifier(session, text)
    if person is not None:
        return surviving(session, person)
    forms = spoken_forms(text)
    for form in forms:
        found = _named(session, PersonName.folded == form)
        if found:
            return _only(session, text, found)
    # Words without a letter of ours have no form, and share one slug that means nobody in particular.
    person = session.scalar(select(Person).where(Person.slug == slugify(text))) if forms else None
    if person is not None:
        return surviving(session, person)
    for form in forms:
        # A single letter begins too many names to mean anybody, even where only one fits.
        found = _named(session, *has_words(form)) if max(map(len, form.split()), default=0) > 1 else []
        if found:
            return _only(session, text, found)
    raise NotFound(f"Nobody on file is called “{text}”.", hint=_suggestion(session, forms))


def surviving(session: Session, person: Person) -> Person:
    """The record that stayed, where ``person`` was merged into another."""
    while person.merged_into_id is not None:
        person = session.get_one(Person, person.merged_into_id)
    return person


def has_words(folded: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a name on file has words that begin with each word of ``folded``."""
    # Folded text holds letters, digits and blanks alone, so no word can be a wildcard.
    return tuple((literal(" ") + PersonName.folded).like(f"% {word}%") for word in folded.split())


def _by_identifier(session: Session, text: str) -> Person | None:
    return session.scalar(
        select(Person)
        .join(PersonIdentifier, PersonIdentifier.person_id == Person.id)
        .where(PersonIdentifier.identifier == text)
        .limit(1)
    )


def _named(session: Session, *conditions: ColumnElement[bool]) -> list[Person]:
    ids = select(PersonName.person_id).where(*conditions)
    people = session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.sort_name, Person.id)).all()
    return list({person.id: person for person in (surviving(session, person) for person in people)}.values())


def _only(session: Session, text: str, found: list[Person]) -> Person:
    if len(found) == 1:
        return found[0]
    titles = spoken_titles(text)
    held = _offices(session, found)
    addressed = [
        person for person in found if any(bears(title, office) for title in titles for office in held[person.id])
    ]
    if len(addressed) == 1:
        return addressed[0]
    found = addressed or found
    named = [f"{person.slug} ({held[person.id][0]})" if held[person.id] else person.slug for person in found[:_SHOWN]]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise InvalidInput(
        f"“{text}” fits {len(found)} people: {', '.join(named)}{more}.",
        hint="Give one of these instead.",
        field="person",
    )


def _offices(session: Session, people: list[Person]) -> dict[int, list[str]]:
    """The titles of the offices each of them holds today."""
    today = clock.today()
    held: dict[int, list[str]] = {person.id: [] for person in people}
    rows = session.execute(
        select(Tenure.person_id, Office.title)
        .join(Office, Tenure.office_id == Office.id)
        .where(
            Tenure.person_id.in_(held),
            in_force(today),
        )
        .order_by(Tenure.id)
    )
    for person_id, title in rows:
        held[person_id].append(title)
    return held


def _suggestion(session: Session, forms: tuple[str, ...]) -> str:
    named = session.execute(select(PersonName.folded, Person.slug).join(Person, PersonName.person_id == Person.id))
    slugs = {row.folded: row.slug for row in named}
    if not slugs:
        return "No people are on file yet: run crm import openstates PATH, or crm demo."
    # A single word is most likely a family name.
    words = slugs | {folded.rpartition(" ")[2]: slug for folded, slug in slugs.items()}
    close = [
        slug
        for form in forms
        for among in (slugs if " " in form else words,)
        for slug in (among[folded] for folded in get_close_matches(form, among, n=3, cutoff=0.7))
    ]
    if not close:
        return "Check the spelling, or import the roster they are in."
    return f"Did you mean {' or '.join(list(dict.fromkeys(close))[:3])}?"
