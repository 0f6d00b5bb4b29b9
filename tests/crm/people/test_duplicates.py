"""Records that look like one person are found with their reasons, and nobody else is."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import OPERATOR
from crm.people.duplicates import likely_pairs, propose_likely
from crm.people.merge_list import number_waiting, past_merges, waiting_pairs
from crm.people.merging import decide_merge, open_proposals, propose_merge
from crm.people.models import ContactKind, ContactPoint, MergeState, Person, PersonIdentifier, PersonLink, PersonName
from tests import builders
from tests.builders import people
from tests.builders.states import State
from tests.counting import statements


@pytest.fixture
def state(session: Session) -> State:
    return builders.state(session)


def reasons(session: Session) -> list[str]:
    session.flush()
    return [each.reason for each in likely_pairs(session)]


def reached(session: Session, person: Person, **how: str) -> None:
    session.add(
        ContactPoint(person_id=person.id, kind=ContactKind.DISTRICT, source="a test", recorded_at=clock.now(), **how)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("Robert Rolison", "Robert G. Rolison"), ("Zohran Mamdani", "Zohran Kwame Mamdani"), ("José Peña", "Jose Pena"),
     ("John Low Jr.", "John Low")],
)  # fmt: skip
def test_one_name_in_two_spellings_is_a_reason(session: Session, one: str, other: str) -> None:
    people.person(session, one)
    people.person(session, other, slug="other")
    assert reasons(session) == [f"The names agree: {one} and {other}."]


def test_a_nickname_is_a_reason(session: Session) -> None:
    people.person(session, "Bill Harper")
    people.person(session, "William Harper")
    assert reasons(session) == ["Bill Harper and William Harper: one first name is short for the other."]


def test_another_name_of_somebody_counts_as_theirs(session: Session) -> None:
    people.person(session, "Ann Low")
    other = people.person(session, "Anna Miller")
    session.add(PersonName(person_id=other.id, name="Ann Low", folded="ann low"))
    assert reasons(session) == ["The names agree: Ann Low."]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bill Harper", "Ann Harper"), ("John Low Jr.", "John Low Sr."), ("A. Low", "Low"), ("Sam Low", "Sam Lowe")],
)
def test_what_is_no_reason(session: Session, one: str, other: str) -> None:
    people.person(session, one)
    people.person(session, other)
    assert reasons(session) == []


def test_one_name_in_two_states_is_no_reason(session: Session, state: State) -> None:
    elsewhere = builders.state(session, name="Tarn")
    assert state.upper is not None
    assert elsewhere.upper is not None
    for number, upper in enumerate((state.upper, elsewhere.upper)):
        people.seat(session, upper, 1, people.person(session, "Ann Low", slug=f"ann-{number}"))
    assert reasons(session) == []


def test_who_sat_beside_the_other_is_somebody_else(session: Session, state: State) -> None:
    assert state.upper is not None
    one, other = (people.person(session, "Ann Low", slug=slug) for slug in ("ann", "ann-2"))
    people.seat(session, state.upper, 1, one, date(2025, 1, 1))
    tenure = people.seat(session, state.upper, 2, other, date(2026, 1, 1))
    assert reasons(session) == []
    tenure.started_on, tenure.ended_on = date(2020, 1, 1), date(2024, 12, 31)
    assert len(reasons(session)) == 1, "one after the other in two districts"


def test_who_was_born_on_another_day_is_somebody_else(session: Session) -> None:
    one, other = (people.person(session, "Ann Low", slug=slug) for slug in ("ann", "ann-2"))
    one.birth_date, other.birth_date = "1970-01-01", "1990"
    assert reasons(session) == []


def test_an_outside_id_is_a_reason_and_a_phone_and_a_mail_address_beside_a_name(session: Session) -> None:
    one, other, third = (people.person(session, name) for name in ("Ann Low", "Cleo Low", "Dov Pell"))
    for person, mail in ((one, "LOW@example.org"), (other, "low@example.org"), (third, "mayor@example.org")):
        reached(session, person, email=mail, phone="+1 555-555-0101" if person is other else "(555) 555-0101")
    mails = ["Both are written to at LOW@example.org."]
    assert reasons(session) == mails, "a phone that three share is an office's"
    for phone in session.scalars(select(ContactPoint).where(ContactPoint.person_id == third.id)):
        phone.phone = None
    assert reasons(session) == ["Both are written to at LOW@example.org. Both are called at (555) 555-0101."]
    for person, scheme in ((one, "wikidata"), (third, "wd")):
        session.add(PersonIdentifier(person_id=person.id, scheme=scheme, identifier="Q12345"))
    assert "Both have the id Q12345 (wikidata)." in reasons(session)


def test_what_an_office_hands_on_to_the_next_holder_is_no_reason(session: Session) -> None:
    for name in ("Ann Low", "Cleo Marsh"):
        reached(session, people.person(session, name), email="mayor@example.org", phone="555-555-0101")
    assert reasons(session) == []


def test_what_many_share_is_an_offices_and_no_reason(session: Session) -> None:
    for name in ("Ann Low", "Cleo Low", "Dov Low"):
        person = people.person(session, name)
        reached(session, person, phone="555-555-0101", email="office@example.org")
        session.add(PersonLink(person_id=person.id, url="https://example.org"))
    assert reasons(session) == []


def test_what_was_proposed_or_decided_is_not_found_again(session: Session) -> None:
    for name in ("Bill Harper", "William Harper", "Willie Harper"):
        people.person(session, name)
    assert propose_likely(session) >= 2
    assert likely_pairs(session) == ()
    assert propose_likely(session) == 0
    assert len(open_proposals(session)) >= 2


def pairs(session: Session, number: int) -> None:
    for each in range(number):
        family = f"Low{'abcdefghijklmnopqrstuvwxyz'[each]}er"
        for given in ("Bill", "William"):
            reached(session, people.person(session, f"{given} {family}"), phone=f"555-010{each}")
    session.flush()
    propose_likely(session)


def test_each_pair_is_shown_with_what_both_have(session: Session, state: State) -> None:
    assert state.upper is not None
    pairs(session, 1)
    (pair,) = waiting_pairs(session)
    one = session.get_one(Person, pair.sides[0].id)
    people.seat(session, state.upper, 1, one)
    (pair,) = waiting_pairs(session)
    assert [side.name for side in pair.sides] == ["Bill Lowaer", "William Lowaer"]
    assert pair.shared == {"555-0100"}
    assert [held.title for held in pair.sides[0].offices]
    assert number_waiting(session) == 1


def test_the_lists_take_as_many_queries_for_many_pairs_as_for_one(session: Session) -> None:
    def counted() -> int:
        with statements(session) as sent:
            waiting_pairs(session)
            likely_pairs(session)
            past_merges(session)
        return len(sent)

    pairs(session, 2)
    first = open_proposals(session)[0]
    decide_merge(session, OPERATOR, first.id, MergeState.SAME)
    few = counted()
    pairs_of_more = [people.person(session, f"{given} Zimmer{n}") for n in "abcdef" for given in ("Bob", "Robert")]
    assert propose_likely(session) == 6
    decide_merge(session, OPERATOR, open_proposals(session)[-1].id, MergeState.SAME)
    assert counted() == few
    assert len(pairs_of_more) == 12


def test_what_was_joined_is_listed_with_what_builds_on_it(session: Session) -> None:
    one, other, third = (people.person(session, name) for name in ("Ann Low", "Anna Low", "Annie Low"))
    for kept, gone in ((other, third), (one, other)):
        proposal = propose_merge(session, kept.id, gone.id, "A test.")
        decide_merge(session, OPERATOR, proposal.id, MergeState.SAME, keep_id=kept.id)
    newer, older = past_merges(session)
    assert (newer.kept, newer.gone, newer.builds_on_id) == ("Ann Low", "Anna Low", None)
    assert (older.builds_on_id, older.rows > 0) == (newer.id, True)
