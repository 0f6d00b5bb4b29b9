"""Names that wait, and what deciding them does."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import InvalidInput, NotAllowed, NotFound
from crm.importers.matching.matcher import Matcher, Printed
from crm.importers.matching.review import ask_again, decide, note_doubt, number_waiting
from crm.importers.models import MatchState, NameMatch
from tests.crm.importers.matching.conftest import DAY, House


def noted(house: House, name: str, source: str = "ny-bills", day: date = DAY, **more: object) -> NameMatch:
    assert house.state.upper is not None
    printed = Printed(name, house.state.jurisdiction.id, house.state.upper.id, day, **more)  # type: ignore[arg-type]
    return note_doubt(house.session, source, printed, Matcher(house.session).match(printed))


@pytest.fixture
def ryans(house: House) -> House:
    house.sits("Sean Ryan", 6)
    house.sits("Chris Ryan", 5)
    return house


def test_a_doubtful_name_waits_once_however_often_it_comes(ryans: House) -> None:
    first = noted(ryans, "RYAN")
    assert noted(ryans, " Ryan ").id == first.id
    assert noted(ryans, "RYAN", day=date(2026, 12, 31)).id == first.id
    assert number_waiting(ryans.session) == 1
    assert (first.state, first.context["years"], len(first.candidates)) == (MatchState.WAITING, "2025-2026", 2)
    assert {"person_id", "score", "reason"} == set(first.candidates[0])


def test_the_next_legislature_and_another_source_ask_for_themselves(ryans: House) -> None:
    first = noted(ryans, "RYAN")
    assert noted(ryans, "RYAN", day=date(2027, 1, 1)).id != first.id
    assert noted(ryans, "RYAN", "legiscan").id != first.id


def test_a_decision_is_found_again_for_every_source_in_the_same_place_and_years(ryans: House) -> None:
    chris = ryans.people["Chris Ryan"].id
    decide(ryans.session, OPERATOR, noted(ryans, "RYAN").id, chris)
    match = ryans.ask("Ryan")
    assert (match.person_id, match.sure, match.reason) == (chris, True, "Decided before for this name")
    assert ryans.ask("RYAN", date(2027, 2, 1)).doubtful
    assert ryans.ask("RYAN", lower=True).person_id is None


def test_one_decision_settles_the_same_question_of_all_sources(ryans: House) -> None:
    first, other = noted(ryans, "RYAN"), noted(ryans, "RYAN", "legiscan")
    decide(ryans.session, OPERATOR, first.id, ryans.people["Sean Ryan"].id)
    assert (other.state, other.person_id) == (MatchState.MATCHED, ryans.people["Sean Ryan"].id)
    assert number_waiting(ryans.session) == 0


def test_a_decision_without_a_district_holds_for_their_own_district_alone(ryans: House) -> None:
    chris = ryans.people["Chris Ryan"].id
    decide(ryans.session, OPERATOR, noted(ryans, "RYAN").id, chris)
    assert ryans.ask("RYAN", district="5").person_id == chris
    assert ryans.ask("RYAN", district="7").doubtful


def test_nobody_is_a_decision_too_and_is_not_asked_again(ryans: House) -> None:
    decide(ryans.session, OPERATOR, noted(ryans, "RYAN").id, None)
    match = ryans.ask("RYAN")
    assert (match.person_id, match.sure, match.doubtful) == (None, True, False)
    assert noted(ryans, "RYAN").state is MatchState.NOBODY


def test_an_id_beside_a_decided_name_is_theirs_wherever_it_comes(ryans: House) -> None:
    chris = ryans.people["Chris Ryan"].id
    decide(ryans.session, OPERATOR, noted(ryans, "RYAN", ids=(("nysenate", "1551"),)).id, chris)
    assert ryans.ask("Christobel R", date(2029, 1, 1), lower=True, ids=(("nysenate", "1551"),)).person_id == chris


def test_deciding_again_replaces_the_decision_and_asking_again_takes_it_back(ryans: House) -> None:
    row = noted(ryans, "RYAN")
    for name in ("Chris Ryan", "Sean Ryan"):
        decide(ryans.session, OPERATOR, row.id, ryans.people[name].id)
        assert ryans.ask("RYAN").person_id == ryans.people[name].id
    assert ask_again(ryans.session, OPERATOR, row.id).state is MatchState.WAITING
    assert ryans.ask("RYAN").doubtful
    with pytest.raises(InvalidInput):
        ask_again(ryans.session, OPERATOR, row.id)


def test_a_decision_for_a_record_that_is_merged_means_the_one_that_stayed(ryans: House) -> None:
    chris, sean = ryans.people["Chris Ryan"], ryans.people["Sean Ryan"]
    row = noted(ryans, "RYAN")
    decide(ryans.session, OPERATOR, row.id, chris.id)
    chris.merged_into_id = sean.id
    ryans.session.flush()
    assert ryans.ask("RYAN").person_id == sean.id
    decide(ryans.session, OPERATOR, row.id, chris.id)
    assert row.person_id == sean.id


def test_leads_and_administrators_decide_and_nobody_else(ryans: House) -> None:
    row = noted(ryans, "RYAN")
    chris = ryans.people["Chris Ryan"].id
    for viewer in (Viewer(), Viewer(user_id=1, organization_ids=frozenset({1}))):
        with pytest.raises(NotAllowed):
            decide(ryans.session, viewer, row.id, chris)
        with pytest.raises(NotAllowed):
            ask_again(ryans.session, viewer, row.id)
    decide(ryans.session, Viewer(lead_organization_ids=frozenset({1})), row.id, chris)
    decide(ryans.session, Viewer(is_admin=True), row.id, chris)


def test_what_is_not_on_file_cannot_be_decided(ryans: House) -> None:
    row = noted(ryans, "RYAN")
    with pytest.raises(NotFound):
        decide(ryans.session, OPERATOR, row.id + 1, None)
    with pytest.raises(NotFound):
        decide(ryans.session, OPERATOR, row.id, 99999)
    assert ryans.session.scalars(select(NameMatch.state)).all() == [MatchState.WAITING]
