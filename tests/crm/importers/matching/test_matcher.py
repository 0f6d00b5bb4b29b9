"""Whom a printed name means, and with what reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.importers.matching.matcher import Match, Matcher, Printed
from crm.people.models import Tenure
from tests.counting import statements
from tests.crm.importers.matching.conftest import DAY, House


def sure(match: Match) -> int | None:
    assert match.sure, match
    return match.person_id


def proposed(match: Match) -> tuple[int, str]:
    assert match.doubtful, match
    assert match.person_id is None
    return match.candidates[0].person_id, match.candidates[0].reason


@pytest.mark.parametrize(
    "printed",
    [
        "Robert Carroll",
        "ROBERT CARROLL",
        "Carroll, Robert",
        "Carroll, Robert\u00a0",
        "Sen. Robert Carroll",
        "Robert Carroll (D)",
        "Carroll, Robert (D-Brook)",
        "Robert\nCarroll",
        "Robert C. Carroll",
        "Robert Carroll Jr.",
        "Robert Carroll, Jr.",
    ],
)
def test_a_whole_name_is_sure_however_it_is_printed(house: House, printed: str) -> None:
    who = house.sits("Robert Carroll", 4)
    house.sits("Patrick Carroll", 5)
    assert sure(house.ask(printed)) == who.id


@pytest.mark.parametrize(
    ("name", "family", "printed"),
    [
        ("Tomás Peña-Ortiz", "Peña-Ortiz", "PENA-ORTIZ"),
        ("Tomás Peña-Ortiz", "Peña-Ortiz", "Tomas Pena-Ortiz"),
        ("Rodna Bicho Hermelynne", "Bicho Hermelynne", "BICHO HERMELYNNE"),
        ("Rodna Bichotte Hermelynne", "Bichotte Hermelynne", "BICHOTTE HERMEL"),
        ("Phaedra Soufran Forest", "Soufran Forest", "FOREST"),
        ("Carmen De La Rosa", "De La Rosa", "DE LA ROSA"),
        ("Sol O'Dannel", "O'Dannel", "ODANNEL"),
    ],
)
def test_family_names_of_several_words_cut_off_or_without_accents_are_sure_in_their_chamber(
    house: House, name: str, family: str, printed: str
) -> None:
    who = house.sits(name, 1, family=family)
    house.sits("Ida Stone", 2)
    assert sure(house.ask(printed)) == who.id


def test_initials_tell_two_of_one_family_name_apart(house: House) -> None:
    sean = house.sits("Sean Ryan", 6)
    chris = house.sits("Chris Ryan", 5)
    assert sure(house.ask("RYAN S")) == sean.id
    assert sure(house.ask("RYAN C")) == chris.id
    assert sure(house.ask("Ryan, C.")) == chris.id
    assert {each.person_id for each in house.ask("RYAN").candidates} == {sean.id, chris.id}
    assert house.ask("RYAN").doubtful


def test_two_letters_tell_who_shares_the_first(house: House) -> None:
    jose = house.sits("Jose Rivera", 1)
    jonathan = house.sits("Jonathan D. Rivera", 2, family="Rivera")
    assert sure(house.ask("RIVERA JD")) == jonathan.id
    assert {each.person_id for each in house.ask("RIVERA J").candidates} == {jose.id, jonathan.id}


def test_the_id_of_another_system_goes_before_the_name(house: House) -> None:
    who = house.sits("Robert Carroll", 4)
    other = house.sits("Ida Stone", 5)
    house.has_id(other, "nysenate", "77")
    match = house.ask("Robert Carroll", ids=(("nysenate", "77"),))
    assert (sure(match), match.reason) == (other.id, "The id nysenate 77 is theirs")
    assert sure(house.ask("Robert Carroll", ids=(("nysenate", "0"),))) == who.id
    assert sure(house.ask("Robert Carroll", ids=(("nysenate", "78"),))) == who.id


def test_an_id_of_a_record_that_was_merged_means_the_one_that_stayed(house: House) -> None:
    stays, gone = house.sits("Ida Stone", 4), house.sits("Ida B. Stone", 5)
    house.has_id(gone, "openstates", "x")
    gone.merged_into_id = stays.id
    house.session.flush()
    assert sure(house.ask("I. S.", ids=(("openstates", "x"),))) == stays.id
    assert sure(house.ask("Ida Stone")) == stays.id


def test_ids_of_two_people_are_not_sure(house: House) -> None:
    one, other = house.sits("Ida Stone", 4), house.sits("Bo Reyes", 5)
    house.has_id(one, "a", "1")
    house.has_id(other, "b", "1")
    assert house.ask("Ida Stone", ids=(("a", "1"), ("b", "1"))).doubtful


def test_a_nickname_is_a_proposal_that_says_so(house: House) -> None:
    who = house.sits("William Magnarelle", 7)
    person_id, reason = proposed(house.ask("Bill Magnarelle", district="7"))
    assert (person_id, reason) == (who.id, "Same family name and district 7; William for Bill")


def test_a_misspelled_name_is_a_proposal(house: House) -> None:
    who = house.sits("Michaelle Solagne", 3)
    assert proposed(house.ask("Michelle Solagne"))[0] == who.id
    assert proposed(house.ask("Michaelle Solange"))[0] == who.id


def test_a_name_on_file_as_another_name_is_the_name(house: House) -> None:
    who = house.sits("Bill Magnarelle", 7, also=("William Magnarelle",))
    assert sure(house.ask("William Magnarelle")) == who.id


def test_the_right_name_with_another_district_or_party_is_asked(house: House) -> None:
    who = house.sits("Ari Broun", 10, party="Republican")
    assert sure(house.ask("Ari Broun", district="10", party="R")) == who.id
    person_id, reason = proposed(house.ask("Ari Broun", district="12"))
    assert (person_id, reason) == (who.id, "The same name; district 10 on file, 12 printed")
    assert (
        proposed(house.ask("Ari Broun", party="Democrat"))[1] == "The same name; Republican on file, Democrat printed"
    )


def test_a_place_beside_a_number_says_nothing(house: House) -> None:
    who = house.sits("Ari Broun", 10)
    assert sure(house.ask("Ari Broun", district="Queens")) == who.id
    assert sure(house.ask("Ari Broun", district="District 010")) == who.id


def test_a_ballot_line_agrees_as_well(house: House) -> None:
    who = house.sits("Ari Broun", 10, party="Democratic")
    for tenure in house.session.scalars(select(Tenure)):
        tenure.ballot_lines = ["Working Families"]
    house.session.flush()
    for printed in ("Working Families", "D", "Dem./WFP", "(D)", "D, WF"):
        assert sure(house.ask("Ari Broun", party=printed)) == who.id


def test_whoever_holds_the_seat_now_is_never_meant_by_the_name_of_the_one_before(house: House) -> None:
    house.sits("Fred Thiel", 1, date(2011, 1, 1), date(2022, 12, 31), lower=True)
    house.sits("Tommy Schiavone", 1, date(2023, 1, 1), lower=True)
    match = house.ask("Zeno Quirk", lower=True, district="1")
    assert (match.person_id, match.candidates) == (None, ())
    assert match.reason == "Nobody on file is called so; Tommy Schiavone holds that seat then: another name"


def test_a_daughter_who_follows_her_father_is_not_meant_by_the_family_name_alone(house: House) -> None:
    father = house.sits("Jack Quill", 1, date(2015, 1, 1), date(2025, 3, 1))
    daughter = house.sits("Jane Quill", 1, date(2025, 3, 2))
    assert {each.person_id for each in house.ask("QUILL").candidates} == {father.id, daughter.id}
    assert house.ask("QUILL").doubtful
    assert sure(house.ask("QUILL J", date(2024, 6, 1))) == father.id
    assert sure(house.ask("Quill, Jane")) == daughter.id
    assert sure(house.ask("QUILL", date(2026, 6, 1))) == daughter.id


def test_a_name_stays_sure_on_the_bill_its_bearer_left_behind_in_the_session(house: House) -> None:
    who = house.sits("Brad Hoyle", 1, date(2013, 1, 1), date(2025, 12, 31))
    assert sure(house.ask("Brad Hoyle", date(2026, 4, 1))) == who.id
    person_id, reason = proposed(house.ask("Brad Hoyle", date(2029, 1, 1)))
    assert (person_id, reason) == (who.id, "The same name; left that seat on 2025-12-31")


def test_who_came_later_is_asked_for_an_earlier_day(house: House) -> None:
    house.sits("Ida Stone", 1, date(2025, 1, 1))
    assert proposed(house.ask("Ida Stone", date(2023, 6, 1)))[1] == "The same name; took that seat only on 2025-01-01"
    assert house.ask("STONE", date(2023, 6, 1)).doubtful


def test_two_of_the_very_same_name_are_asked_unless_the_district_says_which(house: House) -> None:
    one = house.sits("Ida Stone", 1)
    other = namesake(house, "Ida Stone")
    assert house.ask("Ida Stone").doubtful
    assert sure(house.ask("Ida Stone", district="1")) == one.id
    assert sure(house.ask("Ida Stone", district="2")) == other


def namesake(house: House, name: str) -> int:
    """A second person of this name, in the second district."""
    house.people.pop(name)
    return house.sits(name, 2).id


def test_the_other_chamber_is_told_and_not_taken(house: House) -> None:
    who = house.sits("Ida Stone", 1, lower=True)
    person_id, reason = proposed(house.ask("Ida Stone"))
    assert (person_id, reason) == (who.id, "The same name; no seat in that chamber on file, but in the Assembly")


def test_without_a_chamber_a_whole_name_in_office_is_sure_and_a_family_name_is_not(house: House) -> None:
    who = house.sits("Ida Stone", 1)
    assert sure(house.ask("Ida Stone", anywhere=True)) == who.id
    assert house.ask("STONE", anywhere=True).doubtful


def test_an_initial_before_a_family_name_is_told_as_such(house: House) -> None:
    who = house.sits("Rosalind Fairweather", 3)
    asked = house.ask("R. Fairweather", anywhere=True, district="3")
    assert proposed(asked) == (who.id, "Same family name and initial and district 3")


def test_another_government_has_other_people(house: House) -> None:
    house.sits("Ida Stone", 1)
    elsewhere = Printed("Ida Stone", -1, None, DAY)
    assert Matcher(house.session).match(elsewhere).candidates == ()


def test_words_without_a_name_are_nobody(house: House) -> None:
    house.sits("Ida Stone", 1)
    for nothing in ("", " ", "—", "(D)"):
        match = house.ask(nothing)
        assert (match.person_id, match.sure, match.candidates) == (None, False, ())


def test_a_matcher_reads_all_it_needs_in_as_many_queries_however_many_people_there_are(house: House) -> None:
    house.sits("Ida Stone", 1)
    with statements(house.session) as few:
        Matcher(house.session)
    for number in range(2, 10):
        house.sits(f"Member Number{number}", number)
    with statements(house.session) as more:
        matcher = Matcher(house.session)
    assert len(more) == len(few) <= 8
    with statements(house.session) as none:
        for day in range(400):
            matcher.match(Printed("STONE", house.state.jurisdiction.id, None, DAY + timedelta(days=day)))
    assert none == []
