"""Callers: what they say of themselves, and who learns where they live."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from crm.calling.callers import callers_of, homes, pace, profile_of, set_profile
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.errors import InvalidInput, NotAllowed
from crm.jurisdictions.models import District
from tests import cast
from tests.builders import users
from tests.crm.calling.conftest import TODAY, Calls


@pytest.fixture
def ada(session: Session, calls: Calls) -> Viewer:
    """Works for the organization that leads the campaign."""
    user = users.user(session, cast.ADA)
    users.member(session, user, calls.neighbors, since=TODAY - timedelta(days=10))
    return users.viewer_of(calls.neighbors, campaigns=(calls.campaign,), user=user)


@pytest.fixture
def vera(session: Session, calls: Calls) -> Viewer:
    """Works for a partner in the campaign."""
    return users.viewer_of(calls.clinic, campaigns=(calls.campaign,), user=users.user(session, cast.VERA))


def district(session: Session, calls: Calls, name: str = "1", chamber: int = 1) -> int:
    found = session.query(District).filter_by(chamber_id=calls.state.chambers[chamber].id, name=name).one()
    return found.id


def says(session: Session, viewer: Viewer, *district_ids: int, languages=("en", "es"), calls_per_hour: int = 10):
    return set_profile(
        session, viewer, languages=languages, calls_per_hour=calls_per_hour, district_ids=district_ids
    )  # fmt: skip


def test_what_is_said_replaces_what_was_said_before(session: Session, calls: Calls, ada: Viewer) -> None:
    says(session, ada, district(session, calls))
    says(session, ada, district(session, calls, "2"), languages=("es",), calls_per_hour=6)
    assert ada.user_id is not None
    found = profile_of(session, ada.user_id)
    assert (found.languages, found.calls_per_hour) == (("es",), 6)
    assert found.district_ids == {district(session, calls, "2")}


def test_who_said_nothing_makes_the_usual_number_of_calls(session: Session, ada: Viewer) -> None:
    assert ada.user_id is not None
    assert profile_of(session, ada.user_id).calls_per_hour == 8
    assert pace(()) == 8


def test_colleagues_know_the_name_partners_the_organization_and_others_nothing(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    home = district(session, calls)
    says(session, ada, home)
    (mine,) = callers_of(session, ada, calls.campaign.id, TODAY)
    assert (mine.who, mine.district_ids, mine.calls_per_hour) == (cast.ADA, {home}, 10)
    (theirs,) = callers_of(session, vera, calls.campaign.id, TODAY)
    assert theirs.name is None
    assert theirs.who == f"somebody at {calls.neighbors.name}"
    (everybodys,) = callers_of(session, OPERATOR, calls.campaign.id, TODAY)
    assert everybodys.name == cast.ADA
    for nobody in (PUBLIC, Viewer(organization_ids=frozenset({calls.outsiders.id}))):
        assert callers_of(session, nobody, calls.campaign.id, TODAY) == ()


def test_who_joined_later_was_no_caller_then(session: Session, calls: Calls, ada: Viewer) -> None:
    says(session, ada)
    assert callers_of(session, ada, calls.campaign.id, TODAY - timedelta(days=30)) == ()


def test_one_may_live_in_one_district_of_each_chamber(session: Session, calls: Calls, ada: Viewer) -> None:
    says(session, ada, district(session, calls), district(session, calls, "1", chamber=0))
    with pytest.raises(InvalidInput, match="two districts of one chamber"):
        says(session, ada, district(session, calls), district(session, calls, "2"))
    with pytest.raises(InvalidInput, match="not on file"):
        says(session, ada, 999_999)


@pytest.mark.parametrize(("given", "wrong"), [({"calls_per_hour": 0}, "pace"), ({"languages": ("xx",)}, "not offered")])
def test_what_nobody_can_say_is_refused(session: Session, ada: Viewer, given, wrong: str) -> None:
    with pytest.raises(InvalidInput, match=wrong):
        says(session, ada, **given)
    with pytest.raises(NotAllowed):
        says(session, OPERATOR)


def test_homes_are_offered_in_the_order_of_their_districts(session: Session, calls: Calls, ada: Viewer) -> None:
    found = homes(session, ada)
    assert [each.name.rpartition(", ")[2] for each in found] == ["Senate", "Assembly"]
    assert [name for _, name in found[1].districts] == sorted((name for _, name in found[1].districts), key=int)
    assert homes(session, PUBLIC) == ()
