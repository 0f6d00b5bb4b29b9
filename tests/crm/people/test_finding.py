"""Whom somebody means: slugs, ids, names with titles, without accents, turned at a comma, in part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from crm.errors import InvalidInput, NotFound
from crm.people.finding import find_person
from crm.people.models import Person, PersonIdentifier, Power
from crm.people.names import bears, spoken_forms, spoken_titles
from tests import builders, cast

LIEUTENANT = "Dara Quill"


@pytest.fixture
def state(session: Session) -> builders.State:
    """A state with officials whose names are told apart only by their titles, or by nothing."""
    state = builders.state(session)
    upper, lower = state.chambers
    builders.seat(session, upper, 1, builders.person(session, cast.SENATOR))
    builders.seat(session, upper, 2, builders.person(session, cast.OTHER_SENATOR))
    builders.seat(session, lower, 1, builders.person(session, cast.MEMBER))
    builders.seat(session, upper, 3, builders.person(session, "Ada Reyes"))
    builders.seat(session, lower, 3, builders.person(session, "Leo Reyes"))
    builders.seat(session, lower, 4, builders.person(session, "Bo Reyes-Lund"))
    builders.post(session, state.jurisdiction, "governor", builders.person(session, cast.GOVERNOR))
    second = builders.person(session, LIEUTENANT)
    builders.post(session, state.jurisdiction, "lieutenant governor", second, power=Power.SPEAKS)
    return state


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sena-abara", cast.SENATOR),
        ("Sena Abara", cast.SENATOR),
        ("  SENA   ABARA ", cast.SENATOR),
        ("Sen. Sena Abara", cast.SENATOR),
        ("State Senator Abara", cast.SENATOR),
        ("ABARA, Sena", cast.SENATOR),
        ("Abara, Sen. Sena", cast.SENATOR),
        ("Sena Abara, Senator", cast.SENATOR),
        ("Sena Abara (D-Queens)", cast.SENATOR),
        ("Senate Majority Leader Sena Abara", cast.SENATOR),
        ("the Hon. Sena Abara", cast.SENATOR),
        ("Abara", cast.SENATOR),
        ("Tomas Pena-Ortiz", cast.OTHER_SENATOR),
        ("tomás peña ortiz", cast.OTHER_SENATOR),
        ("Peña", cast.OTHER_SENATOR),
        ("Sen. Ortiz", cast.OTHER_SENATOR),
        ("Asm. Lindqvist", cast.MEMBER),
        ("A.M. Mo Lindqvist", cast.MEMBER),
        ("Assemblywoman Lindqvist", cast.MEMBER),
        ("Gov. Hale", cast.GOVERNOR),
        ("Lt. Gov. Quill", LIEUTENANT),
        ("QUILL, Dara", LIEUTENANT),
        ("Sen. Reyes", "Ada Reyes"),
    ],
)
def test_a_name_is_understood_however_it_is_written(
    text: str, name: str, state: builders.State, session: Session
) -> None:
    assert find_person(session, text).name == name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Reyes", ["ada-reyes (Senator, District 3)", "bo-reyes-lund (Assembly Member, District 4)", "leo-reyes"]),
        ("Asm. Reyes", ["bo-reyes-lund", "leo-reyes"]),
    ],
)
def test_a_name_of_several_lists_them_with_their_offices(
    text: str, named: list[str], state: builders.State, session: Session
) -> None:
    with pytest.raises(InvalidInput) as refused:
        find_person(session, text)
    for slug in named:
        assert slug in str(refused.value)
    assert f"fits {len(named)} people" in str(refused.value)


def test_a_long_list_of_candidates_is_cut_and_counted(session: Session) -> None:
    for number in range(9):
        builders.person(session, f"Ada{'abcdefghi'[number]} Reyes")
    with pytest.raises(InvalidInput, match=r"fits 9 people: .* and 3 more\. Give one of these instead\."):
        find_person(session, "Reyes")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Sena Abarra", "Did you mean sena-abara?"),
        ("Lindquist", "Did you mean mo-lindqvist?"),
        ("Sen. Abarra", "Did you mean sena-abara?"),
        ("Zzyzx", "Check the spelling"),
        ("%", "Check the spelling"),
        ("馬", "Check the spelling"),
    ],
)
def test_a_name_of_nobody_is_told_with_those_that_come_close(
    text: str, hint: str, state: builders.State, session: Session
) -> None:
    with pytest.raises(NotFound) as refused:
        find_person(session, text)
    assert text in refused.value.message
    assert hint in refused.value.hint


def test_on_an_empty_file_the_hint_says_where_people_come_from(session: Session) -> None:
    with pytest.raises(NotFound, match="crm import openstates"):
        find_person(session, "Abara")


@pytest.mark.parametrize("text", ["", "   "])
def test_nobody_is_asked_for(text: str, session: Session) -> None:
    with pytest.raises(InvalidInput, match="Whom do you mean"):
        find_person(session, text)


def test_an_outside_id_and_a_merged_record_lead_to_the_one_that_stayed(session: Session) -> None:
    kept, gone = builders.person(session, cast.SENATOR), builders.person(session, cast.MEMBER)
    gone.merged_into_id = kept.id
    session.add(PersonIdentifier(person_id=gone.id, scheme="openstates", identifier="ocd-person/1"))
    session.flush()
    found = {find_person(session, text).id for text in ("ocd-person/1", "mo-lindqvist", "Mo Lindqvist", "Sena")}
    assert found == {kept.id}


def test_letters_without_accents_to_take_off_are_found_too(session: Session) -> None:
    builders.person(session, "Søren Łaski")
    assert find_person(session, "soren laski").name == "Søren Łaski"
    assert find_person(session, "Laski").slug == "soren-laski"


def test_two_of_one_name_are_both_named(session: Session) -> None:
    for slug in ("mika-rao", "mika-rao-2"):
        builders.person(session, "Mika Rao", slug=slug)
    with pytest.raises(InvalidInput, match="mika-rao, mika-rao-2"):
        find_person(session, "Mika Rao")
    assert isinstance(find_person(session, "mika-rao-2"), Person)


@pytest.mark.parametrize(
    ("title", "office", "is_theirs"),
    [
        ("senator", "Senator", True),
        ("majority leader", "Senate Majority Leader", True),
        ("speaker", "Speaker of the Assembly", True),
        ("mayor", "Mayor of Port Vale", True),
        ("governor", "Lieutenant Governor", False),
        ("assembly member", "Senator", False),
    ],
)
def test_a_title_belongs_to_an_office(title: str, office: str, is_theirs: bool) -> None:
    assert bears(title, office) is is_theirs


def test_a_title_is_known_in_every_way_of_writing_it() -> None:
    for text in ("Lt. Gov. Quill", "LtGov Quill", "Quill, Lieutenant Governor Dara", "lt governor dara quill"):
        assert spoken_titles(text) == {"lieutenant governor"}
    assert spoken_titles("Dara Quill") == frozenset()


@given(st.text(max_size=80))
def test_whatever_is_typed_has_finitely_many_forms_none_of_them_empty(text: str) -> None:
    forms = spoken_forms(text)
    assert len(forms) <= 4
    assert all(forms)


def test_a_single_letter_means_nobody_even_where_one_name_begins_with_it(session: Session) -> None:
    builders.person(session, "Quill Zabor")
    with pytest.raises(NotFound):
        find_person(session, "q")
    assert find_person(session, "Za").name == "Quill Zabor"
