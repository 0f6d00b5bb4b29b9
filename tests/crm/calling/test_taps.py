"""What a tap writes, what its undo takes back, and what becomes of an entry when access ends during the call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import service, undo_tap
from crm.calling.models import CallList, CallTarget
from crm.calling.queue import queue
from crm.calling.queue_log import log_call
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, NotAllowed, NotFound
from crm.outreach.models import Outcome, OutreachAction
from crm.outreach.service import Topic
from crm.positions.as_of import AsOf
from crm.positions.models import Position
from crm.positions.queries import standing
from crm.positions.stance import Stance
from tests import cast
from tests.crm.calling.conftest import Calls
from tests.crm.calling.phoning import NOW, caller, contact, listed, log, places, take


@pytest.fixture
def ada(session: Session, calls: Calls) -> Viewer:
    """Works for the organization that leads the campaign."""
    return caller(session, calls, cast.ADA)


@pytest.fixture
def vera(session: Session, calls: Calls) -> Viewer:
    """Works for a partner in the campaign."""
    return caller(session, calls, cast.VERA, partner=True)


@pytest.fixture
def kept(session: Session, calls: Calls, ada: Viewer) -> CallList:
    """Ada's list of that day: the speaker, then two members."""
    return listed(session, calls, ada)


def test_one_entry_tells_of_several_measures_and_a_double_tap_is_one_entry(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    topics = (Topic(calls.measure.id, answer="Count me in.", stance=Stance.YES),)
    one = log(session, ada, claim, Outcome.REACHED_MEMBER, client_key="tap-1", topics=topics)
    two = log(session, ada, claim, Outcome.REACHED_MEMBER, client_key="tap-1", topics=topics, minutes=1.1)
    assert one == two
    assert session.scalar(select(func.count()).select_from(OutreachAction)) == 1
    assert places(session, ada, kept, minutes=2)[0] == "done"


def test_undo_takes_back_the_contact_and_its_positions_and_gives_the_official_back(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    topics = (Topic(calls.measure.id, answer="Never.", stance=Stance.NO),)
    action_id = log(session, ada, claim, Outcome.REACHED_MEMBER, topics=topics)
    following = take(session, ada, kept, minutes=2)
    assert following is not None
    with clock.held_at(NOW + timedelta(minutes=3)):
        tap = undo_tap.last_tap(session, ada, kept.id)
        assert tap is not None
        assert (tap.action_id, tap.name) == (action_id, "Spike Hall")
        done = undo_tap.undo(session, ada, action_id)
        assert (done.is_theirs, done.target_id) == (True, claim.call_target_id)
        assert standing(session, ada, calls.measure.id, AsOf.of()) == {}
        assert session.scalar(select(func.count()).select_from(Position)) == 2, "the ledger keeps both"
        assert undo_tap.last_tap(session, ada, kept.id) is None
        with pytest.raises(Conflict, match="undone already"):
            undo_tap.undo(session, ada, action_id)
    assert places(session, ada, kept, minutes=4) == ["mine", "ready", "ready"], "the card that came next was given back"


def test_undo_brings_back_the_promise_that_the_tap_had_kept(session: Session, kept: CallList, ada: Viewer) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    log(session, ada, claim, Outcome.CALL_BACK, call_back_at=NOW + timedelta(minutes=30))
    back = take(session, ada, kept, minutes=30)
    assert back is not None
    action_id = log(session, ada, back, Outcome.NO_ANSWER, minutes=31)
    with clock.held_at(NOW + timedelta(minutes=32)):
        undo_tap.undo(session, ada, action_id)
    assert session.get_one(CallTarget, claim.call_target_id).call_back_at == NOW + timedelta(minutes=30)


def test_undo_is_for_ones_own_tap_and_for_ten_minutes(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    action_id = log(session, ada, claim, Outcome.NO_ANSWER)
    with clock.held_at(NOW + timedelta(minutes=2)), pytest.raises(NotFound):
        undo_tap.undo(session, vera, action_id)
    with clock.held_at(NOW + timedelta(minutes=11)):
        assert undo_tap.last_tap(session, ada, kept.id) is None
        with pytest.raises(Conflict, match="ten minutes"):
            undo_tap.undo(session, ada, action_id)


def test_an_entry_that_was_undone_is_not_logged_again_by_an_old_form(
    session: Session, kept: CallList, ada: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    action_id = log(session, ada, claim, Outcome.NO_ANSWER, client_key="old")
    with clock.held_at(NOW + timedelta(minutes=2)):
        undo_tap.undo(session, ada, action_id)
    with pytest.raises(Conflict, match="taken back"):
        log(session, ada, claim, Outcome.NO_ANSWER, client_key="old", minutes=3)


def test_a_list_closed_during_the_call_keeps_the_entry_and_hands_out_no_more(
    session: Session, kept: CallList, ada: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    with clock.held_at(NOW + timedelta(minutes=1)):
        service.close(session, ada, kept.id)
        with pytest.raises(Conflict, match="This list was closed"):
            service.renew(session, ada, claim.id)
        told = log_call(session, ada, claim.call_target_id, contact(session, claim, Outcome.REACHED_STAFF))
        assert told.is_closed
        assert queue(session, ada, kept.id).is_closed


def test_who_was_put_out_of_the_campaign_during_the_call_is_refused_in_words(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    outside = Viewer(user_id=ada.user_id)
    with pytest.raises(NotFound, match="not on file"):
        log(session, outside, claim, Outcome.REACHED_STAFF)
    kept.visibility = Visibility.PUBLIC
    session.flush()
    with pytest.raises(NotAllowed, match="do not work for"):
        log(session, outside, claim, Outcome.REACHED_STAFF)
