"""Committees are there once, and so is each seat on them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm.errors import InvalidInput
from crm.people.committees import ensure_committee, seat_on_committee
from crm.people.models import CommitteeRole
from tests import cast
from tests.builders import people, states


@pytest.fixture
def state(session: Session) -> states.State:
    return states.state(session)


def test_a_committee_is_found_by_its_name_in_the_chamber(session: Session, state: states.State) -> None:
    assert state.upper is not None
    assert state.lower is not None
    codes = ensure_committee(session, state.jurisdiction.id, "Codes", chamber_id=state.upper.id)
    assert ensure_committee(session, state.jurisdiction.id, " Codes ", chamber_id=state.upper.id) is codes
    assert ensure_committee(session, state.jurisdiction.id, "Codes", chamber_id=state.lower.id) is not codes
    assert ensure_committee(session, state.jurisdiction.id, "Codes") is not codes


def test_an_outside_id_names_a_committee_whatever_it_is_called_and_fills_a_gap(
    session: Session, state: states.State
) -> None:
    codes = ensure_committee(session, state.jurisdiction.id, "Codes")
    assert ensure_committee(session, state.jurisdiction.id, "Codes", outside_id="c-1") is codes
    assert ensure_committee(session, state.jurisdiction.id, "Codes and Laws", outside_id="c-1") is codes
    assert (codes.name, codes.outside_id) == ("Codes", "c-1")


def test_a_committee_needs_a_name(session: Session, state: states.State) -> None:
    with pytest.raises(InvalidInput):
        ensure_committee(session, state.jurisdiction.id, "  ")


def test_the_same_seat_is_noted_once_and_another_part_beside_it(session: Session, state: states.State) -> None:
    codes = ensure_committee(session, state.jurisdiction.id, "Codes")
    senator = people.person(session, cast.SENATOR)
    seat = seat_on_committee(session, codes.id, "Abara", person_id=senator.id)
    assert seat_on_committee(session, codes.id, "Sena Abara", person_id=senator.id) is seat
    assert seat_on_committee(session, codes.id, "Abara", CommitteeRole.CHAIR, person_id=senator.id) is not seat


def test_a_printed_name_stays_where_nobody_is_matched(session: Session, state: states.State) -> None:
    codes = ensure_committee(session, state.jurisdiction.id, "Codes")
    seat = seat_on_committee(session, codes.id, "Abara")
    assert (seat.person_id, seat.printed_name) == (None, "Abara")
    assert seat_on_committee(session, codes.id, "Abara") is seat


def test_a_seat_does_not_end_before_it_begins(session: Session, state: states.State) -> None:
    codes = ensure_committee(session, state.jurisdiction.id, "Codes")
    with pytest.raises(InvalidInput):
        seat_on_committee(session, codes.id, "Abara", started_on=date(2025, 2, 1), ended_on=date(2025, 1, 1))
