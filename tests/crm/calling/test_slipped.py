"""Deadlines that slip: every list built for one says so, and is drawn up again with the same choices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import service
from crm.calling.effort import Choices
from crm.calling.models import CallList
from crm.calling.plan import Goal
from crm.calling.queries import call_list
from crm.calling.sheet import call_sheet
from crm.calling.slipped import rebuild, slips
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.jurisdictions.models import ChamberKind, Deadline, DeadlineKind
from crm.jurisdictions.service import reset_deadline
from crm.positions.as_of import AsOf
from tests import cast
from tests.builders import users
from tests.counting import statements
from tests.crm.calling.conftest import ENDS, TODAY, Calls, end

NOW = clock.start_of_day(TODAY) + timedelta(hours=12)
LATER = date(2025, 6, 20)


@pytest.fixture
def ada(session: Session, calls: Calls) -> Viewer:
    """Works for the organization that leads the campaign."""
    return users.viewer_of(calls.neighbors, campaigns=(calls.campaign,), user=users.user(session, cast.ADA))


@pytest.fixture
def vera(session: Session, calls: Calls) -> Viewer:
    """Works for a partner in the campaign."""
    return users.viewer_of(calls.clinic, campaigns=(calls.campaign,), user=users.user(session, cast.VERA))


def kept(session: Session, calls: Calls, viewer: Viewer, day: date = ENDS, **asked: Any) -> CallList:
    sheet = call_sheet(session, viewer, calls.campaign.slug, AsOf.of(), deadline=day, **asked)
    return service.keep(session, viewer, sheet, "Tonight")


def moved(session: Session, chamber: ChamberKind = ChamberKind.LOWER, day: date = LATER, **given: Any) -> None:
    ends = session.query(Deadline).filter_by(kind=DeadlineKind.ADJOURNMENT).order_by(Deadline.id.desc()).all()
    last = next(each for each in ends if each.chamber is not None and each.chamber.kind is chamber)
    reset_deadline(session, OPERATOR, last.id, day, "The Speaker's office", **given)


def test_a_list_says_for_which_day_it_was_drawn_up_and_on_which_the_chamber_now_goes_home(
    session: Session, calls: Calls, ada: Viewer
) -> None:
    with clock.held_at(NOW):
        found = kept(session, calls, ada)
        assert slips(session, ada) == {}
        moved(session, reason="The budget is late.")
        slip = slips(session, ada)[found.id]
    assert slip.words == "Drawn up for June 17; the Assembly now adjourns June 20."
    assert (slip.was_on, slip.now_on, slip.ahead) == (ENDS, LATER, True)
    assert (slip.source, slip.reason) == ("The Speaker's office", "The budget is late.")


def test_a_deadline_that_slips_twice_is_followed_to_its_day_of_now(session: Session, calls: Calls, ada: Viewer) -> None:
    with clock.held_at(NOW):
        found = kept(session, calls, ada)
        moved(session)
        moved(session, day=date(2025, 6, 24))
        assert slips(session, ada)[found.id].now_on == date(2025, 6, 24)
        moved(session, day=ENDS)
        assert slips(session, ada) == {}, "back on the day it was built for"


def test_a_list_for_two_chambers_says_which_of_them_moved(session: Session, calls: Calls, ada: Viewer) -> None:
    end(session, calls.state, ENDS, chamber_id=calls.state.chambers[0].id, name="The Senate ends a special session")
    with clock.held_at(NOW):
        found = kept(session, calls, ada)
        assert len(found.rule["deadlines"]) == 2
        moved(session, ChamberKind.LOWER)
        assert "the Assembly now adjourns" in slips(session, ada)[found.id].words


def test_other_deadlines_are_told_by_their_name_and_a_day_of_ones_own_never_slips(
    session: Session, calls: Calls, ada: Viewer
) -> None:
    budget = end(session, calls.state, date(2025, 6, 16), kind=DeadlineKind.BUDGET, name="The budget is due")
    with clock.held_at(NOW):
        found = kept(session, calls, ada, date(2025, 6, 16))
        free = kept(session, calls, ada, date(2025, 6, 15))
        reset_deadline(session, OPERATOR, budget.id, date(2025, 6, 19), "the courier")
        told = slips(session, ada)
    assert told[found.id].words == "Drawn up for June 16; “The budget is due” is now on June 19."
    assert free.id not in told


def test_closed_lists_are_asked_for_by_name_and_lists_behind_a_wall_say_nothing(
    session: Session, calls: Calls, ada: Viewer
) -> None:
    with clock.held_at(NOW):
        found = kept(session, calls, ada)
        moved(session)
        service.close(session, ada, found.id)
        assert slips(session, ada) == {}
        assert set(slips(session, ada, [found.id])) == {found.id}
        assert slips(session, PUBLIC, [found.id]) == {}


def test_it_is_drawn_up_again_with_the_same_choices_and_the_old_list_stays(
    session: Session, calls: Calls, ada: Viewer
) -> None:
    chosen = Choices(Goal.VOTES, hours=2, callers=3, calls=2)
    with clock.held_at(NOW):
        old = kept(session, calls, ada, chamber=ChamberKind.LOWER, limit=10, choices=chosen)
        moved(session)
        new = rebuild(session, ada, old.id)
    assert (new.deadline_on, new.name) == (LATER, old.name)
    assert Choices.of_rule(new.rule["choices"]) == chosen
    assert (new.rule["chamber"], new.rule["limit"]) == ("lower", 10)
    assert old.closed_at is None
    assert len(call_list(session, ada, new.id).targets) == len(call_list(session, ada, old.id).targets) == 2
    assert slips(session, ada, [new.id]) == {}


def test_the_old_one_is_closed_where_that_is_asked_for_by_its_organization(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    with clock.held_at(NOW):
        old = kept(session, calls, ada)
        moved(session)
        with pytest.raises(NotAllowed):
            rebuild(session, vera, old.id, close_old=True)
        theirs = rebuild(session, vera, old.id)
        assert theirs.organization_id == calls.clinic.id
        rebuild(session, ada, old.id, close_old=True)
    assert old.closed_at is not None


def test_what_cannot_be_drawn_up_again_says_why(session: Session, calls: Calls, ada: Viewer) -> None:
    with clock.held_at(NOW):
        found = kept(session, calls, ada)
        with pytest.raises(Conflict, match="has not moved"):
            rebuild(session, ada, found.id)
        moved(session)
        with pytest.raises(NotFound):
            rebuild(session, PUBLIC, found.id)
    with clock.held_at(clock.start_of_day(LATER) + timedelta(days=2)):
        assert not slips(session, ada)[found.id].ahead
        with pytest.raises(InvalidInput, match="is past"):
            rebuild(session, ada, found.id)


def test_a_list_of_a_former_version_is_understood(session: Session, calls: Calls, ada: Viewer) -> None:
    with clock.held_at(NOW):
        found = kept(session, calls, ada, limit=2)
        found.rule = {"today": "2025-06-13", "deadline": "2025-06-17", "chambers": [2], "rows": 2, "more": 1}
        session.flush()
        moved(session)
        assert rebuild(session, ada, found.id).rule["rows"] == 2


def test_it_takes_two_questions_however_many_lists_there_are(session: Session, calls: Calls, ada: Viewer) -> None:
    with clock.held_at(NOW):
        for _ in range(3):
            kept(session, calls, ada)
        moved(session)
        with statements(session) as asked:
            assert len(slips(session, ada)) == 3
    assert len(asked) == 2
