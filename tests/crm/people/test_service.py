"""Who sits where, where to reach them, who works for them: noted once, filled in later, never overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import OPERATOR
from crm.errors import Conflict, InvalidInput, NotFound
from crm.people import contacts, service
from crm.people.models import ContactKind, OfficeKind, Power
from crm.people.queries import contacts_of, official
from tests import cast
from tests.builders import people, states
from tests.builders.states import State

JUNE = date(2025, 6, 20)


@pytest.fixture(autouse=True)
def june():
    with clock.held_at(JUNE):
        yield


@pytest.fixture
def merrow(session: Session) -> State:
    return states.state(session)


def test_people_of_one_name_get_addresses_of_their_own(session: Session) -> None:
    first, second, third = (service.add_person(session, " Mo  Lindqvist ") for _ in range(3))
    assert [each.slug for each in (first, second, third)] == ["mo-lindqvist", "mo-lindqvist-2", "mo-lindqvist-3"]
    assert first.name == "Mo Lindqvist"
    with pytest.raises(Conflict):
        service.add_person(session, "Somebody", slug="mo-lindqvist-2")
    with pytest.raises(InvalidInput, match="needs a name"):
        service.add_person(session, "  ")


def test_a_name_and_an_id_are_noted_once_and_an_id_names_one_person(session: Session) -> None:
    mo, other = service.add_person(session, cast.MEMBER), service.add_person(session, cast.SENATOR)
    assert service.add_name(session, mo.id, "Maurice  L.").id == service.add_name(session, mo.id, "Maurice L.").id
    first = service.add_identifier(session, mo.id, "openstates", "ocd-person/1")
    assert service.add_identifier(session, mo.id, "openstates", "ocd-person/1").id == first.id
    assert service.add_identifier(session, other.id, "legiscan", "ocd-person/1").id != first.id
    with pytest.raises(Conflict, match="somebody else"):
        service.add_identifier(session, other.id, "openstates", "ocd-person/1")


def test_a_post_is_one_office_of_its_government_or_of_a_chamber(session: Session, merrow: State) -> None:
    where = merrow.jurisdiction.id
    speaker = service.ensure_post(session, where, "speaker", "Speaker", Power.FLOOR, chamber_id=merrow.lower.id)
    again = service.ensure_post(session, where, "speaker", "Madam Speaker", Power.SPEAKS, chamber_id=merrow.lower.id)
    assert (again.id, again.title, again.power) == (speaker.id, "Speaker", Power.FLOOR)
    assert service.ensure_post(session, where, "speaker", "Speaker", Power.FLOOR).id != speaker.id


def test_all_seats_of_a_district_share_one_office(session: Session, merrow: State) -> None:
    there = states.district(session, merrow.upper, "12", seats=3)
    assert there.district_id is not None
    assert service.ensure_seat(session, there.district_id).id == there.id
    assert there.kind is OfficeKind.SEAT
    with pytest.raises(NotFound, match="district"):
        service.ensure_seat(session, 9999)


def test_a_term_is_noted_once_and_ends_after_it_began(session: Session, merrow: State) -> None:
    mo = service.add_person(session, cast.MEMBER)
    office = states.district(session, merrow.upper, "12").id
    first = service.begin_tenure(session, mo.id, office, date(2025, 1, 1), party="Blue", ballot_lines=("Blue", "Green"))
    assert service.begin_tenure(session, mo.id, office, date(2025, 1, 1)).id == first.id
    assert service.begin_tenure(session, mo.id, office, date(2027, 1, 1)).id != first.id
    for ended in (date(2024, 12, 31),):
        with pytest.raises(InvalidInput, match="before it begins"):
            service.end_tenure(session, first.id, ended)
        with pytest.raises(InvalidInput, match="before it begins"):
            service.begin_tenure(session, mo.id, office, date(2025, 1, 1), ended_on=ended)
    service.end_tenure(session, first.id, date(2025, 6, 1), reason="resigned", source="the clerk")
    service.end_tenure(session, first.id, date(2025, 6, 2))
    assert (first.ended_on, first.end_reason, first.source) == (date(2025, 6, 2), "resigned", "the clerk")
    with pytest.raises(NotFound):
        service.end_tenure(session, 9999, JUNE)


def test_who_works_for_an_official_is_noted_once_and_seen_for_their_days(session: Session) -> None:
    boss, next_boss = service.add_person(session, cast.SENATOR), service.add_person(session, cast.MEMBER)
    aide = service.add_staff(session, boss.id, "Aida Now", "Counsel", "a list", started_on=date(2025, 2, 1))
    assert service.add_staff(session, boss.id, "Aida Now", "Counsel", "a list").id == aide.id
    same = service.add_staff(session, boss.id, "Aida Now", "Counsel", "a list", person_id=aide.person_id)
    assert same.id == aide.id
    moved = service.add_staff(session, next_boss.id, "Aida Now", "Chief", "a list", person_id=aide.person_id)
    assert moved.person_id == aide.person_id, "a person moves on; nobody new is made up"
    aide.ended_on = date(2025, 5, 31)
    session.flush()

    def staff(slug: str, day: date) -> list[str]:
        return [each.title for each in official(session, slug, day).staff]

    assert [staff(boss.slug, date(2025, month, 1)) for month in (1, 2, 5, 6)] == [[], ["Counsel"], ["Counsel"], []]
    assert staff(next_boss.slug, JUNE) == ["Chief"]


def test_a_contact_is_noted_once_with_its_source(session: Session) -> None:
    mo = service.add_person(session, cast.MEMBER)
    first = contacts.add_contact_point(session, mo.id, ContactKind.CAPITOL, " the clerk ", phone="555-0101")
    assert contacts.add_contact_point(session, mo.id, ContactKind.CAPITOL, "a list", phone="555-0101").id == first.id
    second = contacts.add_contact_point(session, mo.id, ContactKind.CAPITOL, "a list", phone="555-0102")
    assert (first.source, first.place, second.place) == ("the clerk", 0, 1)
    with pytest.raises(InvalidInput, match="needs a phone"):
        contacts.add_contact_point(session, mo.id, ContactKind.CAPITOL, "a list")
    with pytest.raises(InvalidInput, match="from"):
        contacts.add_contact_point(session, mo.id, ContactKind.CAPITOL, "  ", phone="555-0103")


def test_a_phone_that_proved_wrong_comes_last_and_is_not_offered_until_it_proves_right(session: Session) -> None:
    mo = people.person(session, cast.MEMBER, phone="555-0101")
    contacts.add_contact_point(session, mo.id, ContactKind.DISTRICT, "a list", phone="555-0102")
    capitol, _ = contacts_of(session, mo.id)
    contacts.mark_contact_point_wrong(session, OPERATOR, capitol.id)
    assert [(each.phone, each.wrong_since) for each in contacts_of(session, mo.id)] == [
        ("555-0102", None),
        ("555-0101", JUNE),
    ]
    assert [each.phone for each in official(session, mo.slug, JUNE).phones] == ["555-0102"]
    contacts.verify_contact_point(session, OPERATOR, capitol.id, phone="555-0109")
    assert [each.phone for each in official(session, mo.slug, JUNE).phones] == ["555-0109", "555-0102"]
    for verb in (contacts.verify_contact_point, contacts.mark_contact_point_wrong):
        with pytest.raises(NotFound):
            verb(session, OPERATOR, 9999)


def test_an_official_is_told_with_offices_now_before_and_to_come(session: Session, merrow: State) -> None:
    mo = people.person(session, cast.MEMBER)
    people.seat(session, merrow.lower, 1, mo, date(2021, 1, 1), date(2022, 12, 31))
    people.seat(session, merrow.lower, 2, mo, date(2023, 1, 1), date(2025, 6, 20))
    people.post(session, merrow.jurisdiction, "mayor", mo, date(2025, 6, 21), power=Power.EXECUTES)
    today, tomorrow = official(session, mo.slug, JUNE), official(session, mo.slug, date(2025, 6, 21))
    assert [[each.title for each in kind] for kind in (today.offices, today.before, today.later)] == [
        ["Assembly Member, District 2"], ["Assembly Member, District 1"], ["Mayor"],
    ]  # fmt: skip
    assert [[each.title for each in kind] for kind in (tomorrow.offices, tomorrow.before, tomorrow.later)] == [
        ["Mayor"], ["Assembly Member, District 2", "Assembly Member, District 1"], [],
    ]  # fmt: skip
    with pytest.raises(NotFound):
        official(session, "nobody", JUNE)
