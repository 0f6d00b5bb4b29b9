"""Lists that were kept: one caller an official, done by what is logged, everything reversible, nothing over a wall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.calling import service
from crm.calling.models import CallList, CallTarget
from crm.calling.queries import TargetLine, call_list, call_lists
from crm.calling.sheet import call_sheet
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach.models import Channel, Outcome
from crm.outreach.service import NewContact, Official, Owed, log_contact, retract_contact, set_relationship
from crm.positions.as_of import AsOf
from tests import cast
from tests.builders import ledger, users
from tests.crm.calling.conftest import ENDS, TODAY, Calls

NOW = clock.start_of_day(TODAY) + timedelta(hours=18)


@pytest.fixture
def ada(session: Session, calls: Calls) -> Viewer:
    """Works for the organization that leads the campaign."""
    return users.viewer_of(calls.neighbors, campaigns=(calls.campaign,), user=users.user(session, cast.ADA))


@pytest.fixture
def vera(session: Session, calls: Calls) -> Viewer:
    """Works for a partner in the campaign."""
    return users.viewer_of(calls.clinic, campaigns=(calls.campaign,), user=users.user(session, cast.VERA))


@pytest.fixture
def kept(session: Session, calls: Calls, ada: Viewer) -> CallList:
    """Ada's list of that evening."""
    with clock.held_at(NOW):
        sheet = call_sheet(session, ada, calls.campaign.slug, AsOf.of(), deadline=ENDS)
        return service.keep(session, ada, sheet, "Tonight")


def first(session: Session, kept: CallList) -> CallTarget:
    return session.scalars(select(CallTarget).where(CallTarget.call_list_id == kept.id, CallTarget.rank == 1)).one()


def seen(session: Session, viewer: Viewer, kept: CallList, rank: int = 1) -> TargetLine:
    return next(each for each in call_list(session, viewer, kept.id).targets if each.rank == rank)


def test_a_kept_list_keeps_order_reasons_ask_and_who_was_left_out(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    found = call_list(session, ada, kept.id)
    assert [each.name for each in found.targets] == ["Spike Hall", "Mo Lindqvist", "Oda Pine"]
    assert found.targets[0].ask == "Bring to floor"
    assert found.targets[0].reasons[0] == "Holds the key."
    assert (calls.senator.name, "The Senate went home on June 12.") in found.left_out
    assert (found.line.name, found.line.total, found.line.tried) == ("Tonight", 3, 0)


def test_partners_see_the_list_and_outsiders_do_not(
    session: Session, calls: Calls, kept: CallList, vera: Viewer
) -> None:
    assert [line.id for line in call_lists(session, vera)] == [kept.id]
    otto = users.viewer_of(calls.outsiders, user=users.user(session, "Otto Crane"))
    assert call_lists(session, otto) == ()
    with pytest.raises(NotFound):
        call_list(session, otto, kept.id)
    with pytest.raises(NotFound):
        service.take(session, otto, first(session, kept).id)


def test_a_private_list_is_ones_own(session: Session, calls: Calls, ada: Viewer, vera: Viewer) -> None:
    with clock.held_at(NOW):
        sheet = call_sheet(session, ada, calls.campaign.slug, AsOf.of(), deadline=ENDS)
        service.keep(session, ada, sheet, "Ours", visibility=Visibility.PRIVATE)
    assert call_lists(session, vera) == ()


@pytest.mark.parametrize("visibility", [Visibility.COALITION, Visibility.PUBLIC])
def test_a_shared_list_is_drawn_up_from_what_all_who_see_it_may_know(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer, visibility: Visibility
) -> None:
    """Its reasons are kept as text: what only one organization knows must not get over the wall in them."""

    def reading() -> tuple[list[tuple[str, tuple[str, ...]]], tuple[tuple[str, str], ...]]:
        with clock.held_at(NOW):
            sheet = call_sheet(session, ada, calls.campaign.slug, AsOf.of(), deadline=ENDS)
            made = service.keep(session, ada, sheet, "Tonight", visibility=visibility)
        found = call_list(session, vera, made.id)
        return [(each.name, each.reasons) for each in found.targets], found.left_out

    before = reading()
    private = {"organization_id": calls.neighbors.id, "visibility": Visibility.PRIVATE}
    with clock.held_at(NOW - timedelta(days=30)):
        ledger.position(session, calls.member, calls.measure, "no", "2025-05-01", **private)
        ledger.position(session, calls.other, calls.measure, "leaning_yes", "2025-05-01", **private)
        set_relationship(session, ada, calls.other.id, 5, "donor", visibility=Visibility.PRIVATE)
        log_contact(
            session,
            ada,
            NewContact(
                Channel.CALL, Outcome.LEFT_MESSAGE, (Official(calls.other.id),), campaign_id=calls.campaign.id,
                visibility=Visibility.PRIVATE, follow_ups=(Owed("Send the secret memo", TODAY - timedelta(days=20)),),
            ),
        )  # fmt: skip
    assert reading() == before
    with clock.held_at(NOW):
        sheet = call_sheet(session, ada, calls.campaign.slug, AsOf.of(), deadline=ENDS)
        ours = service.keep(session, ada, sheet, "Ours", visibility=Visibility.PRIVATE)
    told = " ".join(reason for each in call_list(session, ada, ours.id).targets for reason in each.reasons)
    for word in ("settled no", "Leaning yes", "secret memo", "any time", "left a message"):
        assert word in told, "a list of one's own says all one knows"


def test_an_official_is_one_callers_at_a_time(session: Session, kept: CallList, ada: Viewer, vera: Viewer) -> None:
    target = first(session, kept)
    with clock.held_at(NOW):
        service.take(session, ada, target.id)
        with pytest.raises(Conflict, match="Somebody else is on the line"):
            service.take(session, vera, target.id)
        assert seen(session, vera, kept).taken_by == cast.ADA
        assert seen(session, ada, kept).taken_by_me


def test_a_lease_runs_out_by_itself(session: Session, kept: CallList, ada: Viewer, vera: Viewer) -> None:
    target = first(session, kept)
    with clock.held_at(NOW):
        service.take(session, ada, target.id)
    with clock.held_at(NOW + service.LEASE + timedelta(seconds=1)):
        assert seen(session, vera, kept).taken_by is None
        service.take(session, vera, target.id)
        assert seen(session, ada, kept).taken_by == cast.VERA


def test_taking_again_begins_the_lease_anew_and_giving_back_ends_it(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    target = first(session, kept)
    with clock.held_at(NOW):
        held = service.take(session, ada, target.id)
    with clock.held_at(NOW + timedelta(minutes=10)):
        assert service.take(session, ada, target.id).id == held.id
        service.give_back(session, vera, target.id)
        assert seen(session, ada, kept).taken_by_me
        service.give_back(session, ada, target.id)
        service.take(session, vera, target.id)


def test_set_aside_can_be_put_back(session: Session, kept: CallList, ada: Viewer) -> None:
    target = first(session, kept)
    service.set_aside(session, ada, target.id)
    assert call_list(session, ada, kept.id).targets[-1].set_aside
    with pytest.raises(Conflict, match="set aside"):
        service.take(session, ada, target.id)
    service.put_back(session, ada, target.id)
    service.take(session, ada, target.id)


def test_what_is_logged_makes_a_call_done_and_what_is_taken_back_undone(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    with clock.held_at(NOW + timedelta(minutes=5)):
        action = log_contact(
            session,
            ada,
            NewContact(
                Channel.CALL, Outcome.REACHED_STAFF, (Official(calls.speaker.id),), campaign_id=calls.campaign.id
            ),
        )
        found = call_list(session, ada, kept.id)
        assert found.line.tried == 1
        assert seen(session, ada, kept).done.action_id == action.id  # type: ignore[union-attr]
        retract_contact(session, ada, action.id, "It was another office.")
        assert call_list(session, ada, kept.id).line.tried == 0


def test_a_call_that_nobody_answered_is_a_try_and_reaches_nobody_until_one_does(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    def rings(outcome: Outcome, hours: int) -> tuple[str, bool]:
        with clock.held_at(NOW + timedelta(hours=hours)):
            log_contact(
                session,
                ada,
                NewContact(Channel.CALL, outcome, (Official(calls.speaker.id),), campaign_id=calls.campaign.id),
            )
            done = seen(session, ada, kept).done
            assert done is not None
            return call_list(session, ada, kept.id).line.progress, done.reached

    assert rings(Outcome.NO_ANSWER, 1) == ("1 of 3 tried, 0 reached", False)
    assert rings(Outcome.REACHED_STAFF, 5) == ("1 of 3 tried, 1 reached", True)
    assert rings(Outcome.NO_ANSWER, 6) == ("1 of 3 tried, 1 reached", True), "who was reached stays reached"


def test_a_wrong_number_leaves_the_call_to_be_made_with_another_phone(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    phone = seen(session, ada, kept).phone
    assert phone is not None
    with clock.held_at(NOW + timedelta(minutes=5)):
        log_contact(
            session,
            ada,
            NewContact(
                Channel.CALL, Outcome.WRONG_NUMBER, (Official(calls.speaker.id),), campaign_id=calls.campaign.id,
                contact_point_id=phone.id,
            ),
        )  # fmt: skip
    found = seen(session, ada, kept)
    assert (found.done, found.phone) == (None, None)


def test_a_closed_list_hands_out_no_calls_until_it_is_opened(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    with pytest.raises(NotAllowed):
        service.close(session, vera, kept.id)
    service.close(session, ada, kept.id)
    with pytest.raises(Conflict, match="closed"):
        service.take(session, vera, first(session, kept).id)
    service.close(session, ada, kept.id, closed=False)
    service.take(session, vera, first(session, kept).id)


def test_an_empty_sheet_is_no_list(session: Session, calls: Calls, ada: Viewer) -> None:
    with clock.held_at(NOW):
        sheet = call_sheet(session, ada, calls.campaign.slug, AsOf.of(), deadline=ENDS, limit=0)
        with pytest.raises(InvalidInput, match="Nobody is on this list"):
            service.keep(session, ada, sheet, "Nobody")


def test_who_works_for_nobody_keeps_no_list(session: Session, calls: Calls) -> None:
    rosa = Viewer(user_id=session.scalar(select(User.id)), is_admin=True)
    with clock.held_at(NOW), pytest.raises(InvalidInput, match="For which organization"):
        service.keep(session, rosa, call_sheet(session, rosa, calls.campaign.slug, AsOf.of(), deadline=ENDS), "Mine")
