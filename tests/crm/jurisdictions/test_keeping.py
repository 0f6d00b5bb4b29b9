"""Who keeps the calendar, and what it does not take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.jurisdictions import queries, service
from crm.jurisdictions.models import Certainty, Deadline, DeadlineKind
from tests.builders import states
from tests.builders.states import State

LEAD = Viewer(user_id=None, organization_ids=frozenset({1}), lead_organization_ids=frozenset({1}))
ADMINISTRATOR = Viewer(is_admin=True)
ORGANIZER = Viewer(user_id=None, organization_ids=frozenset({1}), campaign_ids=frozenset({1}))


@pytest.fixture
def merrow(session: Session) -> State:
    return states.state(session)


def added(session: Session, where: State, viewer: Viewer = OPERATOR, **about: Any) -> Deadline:
    return service.add_deadline(
        session,
        viewer,
        **{
            "jurisdiction_id": where.jurisdiction.id,
            "kind": DeadlineKind.ADJOURNMENT,
            "name": "Session ends",
            "falls_on": date(2025, 6, 12),
            "source": "the calendar",
            **about,
        },
    )


@pytest.mark.parametrize("viewer", [LEAD, ADMINISTRATOR, OPERATOR])
def test_the_lead_of_any_organization_and_administrators_keep_it(
    session: Session, merrow: State, viewer: Viewer
) -> None:
    first = added(session, merrow, viewer)
    moved = service.reset_deadline(session, viewer, first.id, date(2025, 6, 17), "the Speaker", " late ")
    assert (moved.replaces_id, moved.reason) == (first.id, "late")


@pytest.mark.parametrize("viewer", [ORGANIZER, PUBLIC])
def test_nobody_else_does(session: Session, merrow: State, viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        added(session, merrow, viewer)
    first = added(session, merrow)
    with pytest.raises(NotAllowed):
        service.reset_deadline(session, viewer, first.id, date(2025, 6, 17), "the Speaker")


def test_it_takes_no_deadline_without_a_name_nor_one_of_another_government_s_chamber(
    session: Session, merrow: State
) -> None:
    elsewhere = states.state(session, name="Elsewhere")
    assert elsewhere.upper is not None
    for wrong, field in (
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"chamber_id": elsewhere.upper.id}, "where"),
        ({"session_id": elsewhere.legislative_session.id}, "where"),
        ({"source": " "}, "source"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ):
        with pytest.raises(InvalidInput) as caught:
            added(session, merrow, **wrong)
        assert caught.value.field == field


def test_a_day_becomes_surer_without_moving_and_nothing_changes_for_nothing(session: Session, merrow: State) -> None:
    first = added(session, merrow)
    with pytest.raises(InvalidInput):
        service.reset_deadline(session, OPERATOR, first.id, first.falls_on, "the Speaker")
    sure = service.reset_deadline(session, OPERATOR, first.id, first.falls_on, "the record", certainty=Certainty.ACTED)
    (current,) = queries.current_deadlines(session, clock.now())
    assert (current.id, current.certainty) == (sure.id, Certainty.ACTED)


def test_a_trail_keeps_the_reason_of_each_move(session: Session, merrow: State) -> None:
    first = added(session, merrow)
    second = service.reset_deadline(session, OPERATOR, first.id, date(2025, 6, 14), "the Speaker", "Heat.")
    service.reset_deadline(session, OPERATOR, second.id, date(2025, 6, 17), "the Speaker", "Roads.")
    (current,) = queries.current_deadlines(session, clock.now())
    assert [(former.falls_on.day, former.reason) for former in current.slipped_from] == [(12, None), (14, "Heat.")]
    assert current.reason == "Roads."


def test_one_deadline_is_found_while_it_is_in_force(session: Session, merrow: State) -> None:
    first = added(session, merrow)
    assert queries.deadline_in_force(session, first.id).falls_on == date(2025, 6, 12)
    second = service.reset_deadline(session, OPERATOR, first.id, date(2025, 6, 17), "the Speaker")
    assert queries.deadline_in_force(session, second.id).slipped_from[0].falls_on == date(2025, 6, 12)
    with pytest.raises(Conflict):
        queries.deadline_in_force(session, first.id)
    with pytest.raises(NotFound):
        queries.deadline_in_force(session, second.id + 1)
