"""The queue of a list, call after call: who comes next, who comes back, who is whose for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import holds, service
from crm.calling.models import CallList, CallTarget, Skip, TargetState
from crm.calling.queries import SOMEBODY, call_list
from crm.calling.queue import queue, ran_out, take_next
from crm.calling.queue_card import card
from crm.calling.queue_log import log_call, skip
from crm.calling.waiting import Where, why_empty
from crm.coalition.models import Membership, Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotFound
from crm.outreach.models import Channel, Outcome, OutreachAction
from crm.outreach.service import NewContact, Official, log_contact
from crm.people.models import ContactKind, ContactPoint
from tests import cast
from tests.builders import people
from tests.counting import statements
from tests.crm.calling.conftest import TODAY, Calls
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


def test_the_next_card_is_the_first_of_the_list_that_nobody_has(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    first, second = take(session, ada, kept), take(session, vera, kept)
    assert first is not None
    assert second is not None
    assert (first.person_id, second.person_id) == (calls.speaker.id, calls.other.id), "the second begins one down"
    assert places(session, ada, kept) == ["mine", "ready", "held"]
    again = take(session, ada, kept, minutes=5)
    assert again is not None
    assert again.id == first.id, "a second tap brings no second card"


def test_what_is_held_in_a_list_behind_a_wall_is_held_without_a_name(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    private = listed(session, calls, ada, visibility=Visibility.PRIVATE)
    claim = take(session, ada, private)
    assert claim is not None
    with clock.held_at(NOW):
        theirs = next(each for each in call_list(session, vera, kept.id).targets if each.person_id == claim.person_id)
        assert (theirs.taken_by, theirs.taken_by_me) == (SOMEBODY, False)
        with pytest.raises(Conflict, match="Somebody else is on the line with this office") as told:
            service.take(session, vera, theirs.id)
        assert cast.ADA not in str(told.value)
        ours = next(each for each in call_list(session, ada, kept.id).targets if each.person_id == claim.person_id)
        assert ours.taken_by_me


def test_the_same_caller_holds_an_office_in_one_list_at_a_time(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    other = listed(session, calls, ada)
    first = take(session, ada, kept)
    assert first is not None
    there = select(CallTarget.id).where(CallTarget.call_list_id == other.id, CallTarget.person_id == first.person_id)
    with clock.held_at(NOW + timedelta(minutes=1)):
        second = service.take(session, ada, session.scalars(there).one())
    assert first.released_at == second.claimed_at == NOW + timedelta(minutes=1)


def test_a_lease_renews_while_the_card_is_open_and_is_handed_on_when_it_is_not(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    with clock.held_at(NOW + timedelta(minutes=19)):
        assert service.renew(session, ada, claim.id).id == claim.id
        assert claim.expires_at == NOW + timedelta(minutes=39)
        with pytest.raises(NotFound):
            service.renew(session, vera, claim.id)
    with clock.held_at(NOW + timedelta(minutes=45)):
        back = service.renew(session, ada, claim.id)
        assert (back.id != claim.id, back.person_id) == (True, claim.person_id), "nobody took it: it is theirs again"
    with clock.held_at(NOW + timedelta(minutes=66)):
        assert ran_out(session, ada.user_id or 0, kept.id) == ("Spike Hall", NOW + timedelta(minutes=65))
        taken = take(session, vera, kept, minutes=66)
        assert taken is not None
        assert taken.person_id == claim.person_id
        with pytest.raises(Conflict, match="ran out, and somebody else is on the line"):
            service.renew(session, ada, back.id)


def test_a_server_whose_clock_lags_shortens_no_lease(session: Session, calls: Calls) -> None:
    vera, nils, zoe = (caller(session, calls, name) for name in ("Vera Quist", "Nils Okoro", "Zoe Ash"))
    claim = take(session, vera, listed(session, calls, vera))
    assert claim is not None
    target_id, person_id = claim.call_target_id, claim.person_id or 0
    with clock.held_at(NOW):
        holds.release(session, vera.user_id or 0, person_id)
    with clock.held_at(NOW - timedelta(minutes=30)):
        lagging = holds.hold(session, nils.user_id or 0, target_id, person_id)
        assert lagging is not None
        holds.renew(session, nils.user_id or 0, lagging)
    assert (lagging.claimed_at, lagging.expires_at) == (NOW, NOW + holds.LEASE)
    with clock.held_at(NOW - timedelta(minutes=5)):
        assert holds.hold(session, zoe.user_id or 0, target_id, person_id) is None


def test_who_comes_back_late_is_told_and_the_entry_is_kept(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    take(session, vera, kept, minutes=21)
    with clock.held_at(NOW + timedelta(minutes=22)):
        told = log_call(session, ada, claim.call_target_id, contact(session, claim, Outcome.REACHED_STAFF))
        assert (told.late, told.handed_on) == (True, True)
        assert session.get_one(OutreachAction, told.action_id).outcome is Outcome.REACHED_STAFF
        assert holds.has(session, vera.user_id or 0, claim.person_id or 0) is not None, "the other caller's lease stays"


def test_no_answer_comes_back_to_anyone_after_three_hours_at_the_other_number(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    second = ContactPoint(
        person_id=calls.speaker.id, kind=ContactKind.DISTRICT, place=1, phone="(555) 555-0199", source="a test",
        recorded_at=NOW,
    )  # fmt: skip
    session.add(second)
    session.flush()
    claim = take(session, ada, kept)
    assert claim is not None
    with clock.held_at(NOW):
        first = card(session, ada, claim.call_target_id).phones[0]
    assert first.id != second.id
    log(session, ada, claim, Outcome.NO_ANSWER, contact_point_id=first.id)
    assert places(session, vera, kept, minutes=100) == ["resting", "ready", "ready"]
    assert places(session, vera, kept, minutes=182) == ["ready", "ready", "ready"]
    with clock.held_at(NOW + timedelta(minutes=182)):
        found = queue(session, vera, kept.id)
        assert found.ready[-1].target_id == claim.call_target_id, "those nobody has tried yet come first"
        assert card(session, vera, claim.call_target_id).phones[0].id == second.id


def test_a_call_back_returns_to_the_same_caller_at_that_time(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    log(session, ada, claim, Outcome.CALL_BACK, call_back_at=NOW + timedelta(hours=2))
    target = session.get_one(CallTarget, claim.call_target_id)
    assert (target.call_back_at, target.call_back_to_id) == (NOW + timedelta(hours=2), ada.user_id)
    assert places(session, ada, kept, minutes=60)[0] == "call_back"
    assert places(session, vera, kept, minutes=120)[0] == "call_back_others"
    assert places(session, vera, kept, minutes=180)[0] == "ready"
    back = take(session, ada, kept, minutes=116)
    assert back is not None
    assert back.call_target_id == claim.call_target_id, "the promise comes before everything else"
    log(session, ada, back, Outcome.REACHED_MEMBER, minutes=125)
    assert (target.call_back_at, target.state) == (None, TargetState.DONE)


def test_a_call_back_goes_to_anyone_once_the_access_of_who_promised_it_has_ended(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    log(session, ada, claim, Outcome.CALL_BACK, call_back_at=NOW + timedelta(hours=2))
    membership = session.scalars(select(Membership).where(Membership.user_id == ada.user_id)).one()
    membership.ended_on = TODAY - timedelta(days=1)
    session.flush()
    assert places(session, vera, kept, minutes=110)[0] == "call_back_others"
    assert places(session, vera, kept, minutes=120)[0] == "ready"


@pytest.mark.parametrize("time", [None, NOW - timedelta(hours=1)])
def test_a_call_back_without_a_time_ahead_is_asked_for(
    session: Session, kept: CallList, ada: Viewer, time: datetime | None
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    with pytest.raises(InvalidInput) as wrong:
        log(session, ada, claim, Outcome.CALL_BACK, call_back_at=time)
    assert wrong.value.field == "call_back"


def test_a_wrong_number_leaves_the_official_without_a_phone_until_it_is_checked(
    session: Session, kept: CallList, ada: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    with clock.held_at(NOW):
        phone = card(session, ada, claim.call_target_id).phones[0]
    log(session, ada, claim, Outcome.WRONG_NUMBER, contact_point_id=phone.id)
    assert session.get_one(ContactPoint, phone.id).wrong_since == TODAY
    assert places(session, ada, kept, minutes=2)[0] == "no_phone"


def test_what_one_skips_sinks_for_oneself_and_stays_for_others(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    first = take(session, ada, kept)
    assert first is not None
    with clock.held_at(NOW):
        skip(session, ada, first.call_target_id, Skip.LATER, "at lunch")
        assert queue(session, ada, kept.id).ready[-1].target_id == first.call_target_id
        assert queue(session, vera, kept.id).ready[0].target_id == first.call_target_id
        second = take_next(session, ada, queue(session, ada, kept.id))
        assert second is not None
        skip(session, ada, second.call_target_id, Skip.NOT_ME)
        assert [place.where for place in queue(session, ada, kept.id).places].count(Where.NOT_ME) == 1
        assert queue(session, vera, kept.id).number(Where.READY) == 3


def test_who_nobody_should_call_is_set_aside_with_the_reason_and_can_be_put_back(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    with clock.held_at(NOW):
        with pytest.raises(InvalidInput, match="Why should nobody call them"):
            skip(session, ada, claim.call_target_id, Skip.NOBODY)
        skip(session, ada, claim.call_target_id, Skip.NOBODY, "She is in hospital.")
        assert places(session, vera, kept)[0] == "aside"
        aside = next(each for each in call_list(session, vera, kept.id).targets if each.set_aside)
        assert aside.aside_because == "She is in hospital."
        service.put_back(session, vera, claim.call_target_id)
    assert places(session, vera, kept)[0] == "ready"


def test_a_private_call_from_a_shared_list_rests_the_office_for_all_who_work_on_it(
    session: Session, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    claim = take(session, ada, kept)
    assert claim is not None
    log(session, ada, claim, Outcome.LEFT_MESSAGE, visibility=Visibility.PRIVATE)
    assert places(session, vera, kept, minutes=2)[0] == "resting"


def test_what_a_partner_did_behind_a_wall_comes_last_and_is_told_without_who(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    with clock.held_at(NOW + timedelta(minutes=1)):
        log_contact(
            session,
            vera,
            NewContact(
                Channel.CALL, Outcome.REACHED_STAFF, (Official(calls.speaker.id),), campaign_id=calls.campaign.id,
                visibility=Visibility.PRIVATE, notes="quoxnote",
            ),
        )  # fmt: skip
    with clock.held_at(NOW + timedelta(minutes=2)):
        found = queue(session, ada, kept.id)
        assert found.ready[-1].person_id == calls.speaker.id
        shown = card(session, ada, found.ready[-1].target_id)
        assert shown.guard is not None
        assert shown.guard.today
        assert shown.guard.words == "A partner in the campaign was in touch with this office today."
        line = next(each for each in call_list(session, ada, kept.id).targets if each.person_id == calls.speaker.id)
        assert line.guard == shown.guard
        assert card(session, vera, found.ready[-1].target_id).guard is None, "one's own call is no partner's"
    with clock.held_at(NOW + timedelta(days=2)):
        guard = card(session, ada, found.ready[-1].target_id).guard
        assert guard is not None
        assert (guard.today, guard.words.endswith("within the last 3 days.")) == (False, True)


def test_what_a_partner_shares_is_told_with_who_and_how(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    with clock.held_at(NOW + timedelta(minutes=1)):
        log_contact(
            session,
            vera,
            NewContact(Channel.CALL, Outcome.NO_ANSWER, (Official(calls.speaker.id),), campaign_id=calls.campaign.id),
        )
    with clock.held_at(NOW + timedelta(minutes=2)):
        target_id = next(each.id for each in call_list(session, ada, kept.id).targets if each.rank == 1)
        guard = card(session, ada, target_id).guard
        assert guard is not None
        assert guard.words == f"{cast.CLINIC} was in touch with this office today: no answer."


def test_an_empty_queue_of_the_list_says_why(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    one, two = take(session, ada, kept), take(session, vera, kept)
    assert one is not None
    assert two is not None
    log(session, ada, one, Outcome.NO_ANSWER)
    three = take(session, ada, kept, minutes=2)
    assert three is not None
    with clock.held_at(NOW + timedelta(minutes=3)):
        zoe = caller(session, calls, "Zoe Ash", partner=True)
        found = queue(session, zoe, kept.id)
        assert (found.ready, take_next(session, zoe, found)) == ((), None)
        assert why_empty(found.piles, clock.now()) == ("1 in cool-down until 1:01 PM", "2 held by others")


def test_a_queue_takes_as_many_queries_for_many_as_for_few(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    def asked() -> int:
        with clock.held_at(NOW), statements(session) as seen:
            queue(session, ada, kept.id)
        return len(seen)

    few = asked()
    for number in range(30):
        person = people.person(session, f"Further {number}", phone="(555) 555-0100")
        session.add(CallTarget(call_list_id=kept.id, person_id=person.id, rank=10 + number, reasons=[]))
    session.flush()
    assert asked() == few
