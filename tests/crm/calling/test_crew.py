"""By whom a call is best made: in the plan, in the list that is kept, in the queue, and who learns the name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import service
from crm.calling.callers import set_profile
from crm.calling.crew import split
from crm.calling.effort import Choices
from crm.calling.models import CallList, CallTarget
from crm.calling.queries import call_list
from crm.calling.sharing import Why
from crm.calling.sheet import CallSheet, call_sheet
from crm.coalition.models import Membership, Visibility
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.jurisdictions.models import District
from crm.outreach.models import Outcome
from crm.outreach.service import set_relationship
from crm.positions.as_of import AsOf
from tests import cast
from tests.counting import statements
from tests.crm.calling.conftest import ENDS, TODAY, Calls
from tests.crm.calling.phoning import NOW, caller, log, take
from tests.crm.calling.test_sheet import contact


@pytest.fixture
def ada(session: Session, calls: Calls) -> Viewer:
    """Lives in the second district of the Assembly (Oda Pine's), and works for who leads the campaign."""
    found = caller(session, calls, cast.ADA)
    home = session.query(District).filter_by(chamber_id=calls.state.chambers[1].id, name="2").one()
    set_profile(session, found, languages=["en"], calls_per_hour=8, district_ids=[home.id])
    return found


@pytest.fixture
def vera(session: Session, calls: Calls) -> Viewer:
    """Speaks Spanish, and works for a partner."""
    found = caller(session, calls, cast.VERA, partner=True)
    set_profile(session, found, languages=["en", "es"], calls_per_hour=8, district_ids=[])
    return found


def plan(session: Session, calls: Calls, viewer: Viewer, *, hours: float | None = 1, callers: int = 2) -> CallSheet:
    return call_sheet(
        session, viewer, calls.campaign.slug, AsOf.of(), deadline=ENDS, choices=Choices(hours=hours, callers=callers)
    )  # fmt: skip


def whose(found: CallSheet) -> dict[str, tuple[str, Why | None]]:
    return {
        row.candidate.name: (row.planned.by.who, row.planned.by.why)
        for row in found.rows
        if row.planned is not None and row.planned.by is not None
    }


def kept_list(session: Session, calls: Calls, viewer: Viewer, callers: int = 2, **walls: Visibility) -> CallList:
    with clock.held_at(NOW):
        return service.keep(session, viewer, plan(session, calls, viewer, callers=callers), "Tonight", **walls)


def names_on(session: Session, kept: CallList, viewer: Viewer) -> dict[str, str | None]:
    with clock.held_at(NOW):
        return {each.name: each.by.who if each.by else None for each in call_list(session, viewer, kept.id).targets}


def test_the_constituent_then_the_language_then_the_tie_decide(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    contact(session, calls, calls.member, 12, language="es")
    set_relationship(session, ada, calls.speaker.id, 4, "donor")
    with clock.held_at(NOW):
        found = whose(plan(session, calls, ada))
    assert found == {
        "Oda Pine": (cast.ADA, Why.NEIGHBOR),
        "Mo Lindqvist": (f"somebody at {calls.clinic.name} (caller 2)", Why.LANGUAGE),
        "Spike Hall": (cast.ADA, Why.TIE),
    }


def test_where_fewer_said_how_they_call_the_others_go_by_number(session: Session, calls: Calls, ada: Viewer) -> None:
    with clock.held_at(NOW):
        sheet = plan(session, calls, ada, callers=3)
    found = whose(sheet)
    assert found["Oda Pine"] == (cast.ADA, Why.NEIGHBOR)
    assert {who for who, _ in found.values()} == {cast.ADA, "caller 2", "caller 3"}
    assert [(by.number, number) for by, number in split(row.planned.by for row in sheet.rows if row.planned)] == [
        (1, 1), (2, 1), (3, 1),
    ]  # fmt: skip


def test_nobody_gets_more_calls_than_their_hours_hold(session: Session, calls: Calls, ada: Viewer) -> None:
    with clock.held_at(NOW):
        sheet = plan(session, calls, ada, hours=0.2, callers=2)
    assert [number for _, number in split(row.planned.by for row in sheet.rows if row.planned)] == [1, 1]
    assert sheet.plan is not None
    assert sheet.plan.words[0] == "2 callers with 0.2 hours each: 2 calls at 8 an hour."


def test_of_one_caller_of_whom_nothing_is_known_nothing_is_said(session: Session, calls: Calls) -> None:
    with clock.held_at(NOW):
        assert whose(plan(session, calls, OPERATOR, hours=1, callers=1)) == {}
        assert whose(plan(session, calls, OPERATOR, hours=None, callers=1)) == {}


def test_without_hours_all_who_said_how_they_call_take_part(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    with clock.held_at(NOW):
        found = whose(plan(session, calls, ada, hours=None, callers=1))
    assert {who for who, _ in found.values()} == {cast.ADA, f"somebody at {calls.clinic.name} (caller 2)"}


def test_a_kept_list_keeps_whose_each_call_is_and_tells_each_reader_what_they_may_know(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    kept = kept_list(session, calls, ada)
    ours, theirs = names_on(session, kept, ada), names_on(session, kept, vera)
    assert ours["Oda Pine"] == cast.ADA
    assert theirs["Oda Pine"] == f"somebody at {calls.neighbors.name} (caller 1)"
    assert set(ours.values()) == {cast.ADA, f"somebody at {calls.clinic.name} (caller 2)"}
    assert set(theirs.values()) == {cast.VERA, f"somebody at {calls.neighbors.name} (caller 1)"}
    assert names_on(session, kept, ada) == ours, "opened again, it says the same"
    reasons = " ".join(reason for target in session.query(CallTarget).all() for reason in target.reasons)
    assert cast.ADA not in reasons


def test_outside_of_the_campaign_callers_are_numbers(session: Session, calls: Calls, ada: Viewer, vera: Viewer) -> None:
    kept = kept_list(session, calls, ada, visibility=Visibility.PUBLIC)
    assert set(names_on(session, kept, PUBLIC).values()) == {"caller 1", "caller 2"}


def test_who_left_is_a_number_and_their_calls_are_made_all_the_same(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    kept = kept_list(session, calls, ada)
    joined = session.scalars(select(Membership).where(Membership.user_id == ada.user_id)).one()
    joined.ended_on = TODAY - timedelta(days=1)
    session.flush()
    assert names_on(session, kept, vera)["Oda Pine"] == "caller 1"
    made = set()
    for minutes in (0, 10, 20):
        claim = take(session, vera, kept, minutes)
        assert claim is not None
        made.add(claim.person_id)
        log(session, vera, claim, Outcome.REACHED_STAFF, minutes + 1)
    assert made == {calls.speaker.id, calls.member.id, calls.other.id}


def test_the_queue_gives_each_caller_their_own_calls_first_and_then_the_others(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    kept = kept_list(session, calls, ada)
    own = {
        viewer.user_id: list(
            session.scalars(
                select(CallTarget.person_id).where(
                    CallTarget.call_list_id == kept.id, CallTarget.caller_id == viewer.user_id
                ).order_by(CallTarget.rank)
            )
        )
        for viewer in (ada, vera)
    }  # fmt: skip
    assert sorted(len(each) for each in own.values()) == [1, 2]
    made: dict[int | None, list[int | None]] = {ada.user_id: [], vera.user_id: []}
    for minutes, viewer in enumerate((vera, ada, vera)):
        claim = take(session, viewer, kept, minutes * 3)
        assert claim is not None
        made[viewer.user_id].append(claim.person_id)
        log(session, viewer, claim, Outcome.REACHED_STAFF, minutes * 3 + 1)
    assert made[ada.user_id][0] == own[ada.user_id][0]
    assert made[vera.user_id][0] == own[vera.user_id][0]
    assert {*made[ada.user_id], *made[vera.user_id]} == {*own[ada.user_id], *own[vera.user_id]}


def test_a_list_with_callers_takes_two_queries_more_however_many_there_are(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    kept = kept_list(session, calls, ada)
    with clock.held_at(NOW), statements(session) as made:
        call_list(session, ada, kept.id)
    assert len(made) <= 13
