"""What a list says once its time is over, and what becomes of officials who leave their office in the middle of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import BillEvent, EventKind
from crm.calling.over import over
from crm.calling.queue import queue, take_next
from crm.calling.queue_card import card
from crm.calling.sheet import call_sheet
from crm.calling.slipped import slips
from crm.calling.waiting import Where, why_empty
from crm.campaigns.models import AskTarget
from crm.coalition.visibility import OPERATOR, PUBLIC
from crm.errors import InvalidInput
from crm.people.models import Tenure
from crm.positions.as_of import AsOf
from tests.builders import people
from tests.crm.calling.conftest import ENDS, TODAY, Calls, end
from tests.crm.calling.phoning import NOW, caller, listed, places, take

LATER = NOW + timedelta(days=6)


def becomes_law(session: Session, calls: Calls, on: date = TODAY) -> None:
    session.add(
        BillEvent(
            measure_id=calls.measure.id, kind=EventKind.SIGNED, words="Signed.", happened=on.isoformat(),
            happened_earliest=on, happened_latest=on, source="the journal", recorded_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()


def test_a_list_whose_day_is_past_says_so_and_still_hands_out_calls(session: Session, calls: Calls) -> None:
    vera = caller(session, calls, "Vera Quist")
    kept = listed(session, calls, vera)
    with clock.held_at(NOW):
        assert over(session, vera, kept.id) is None
    with clock.held_at(LATER):
        said = over(session, vera, kept.id)
        assert said is not None
        assert said.words == "This list was for the days before June 17, and that day is past."
        assert take_next(session, vera, queue(session, vera, kept.id)) is not None
        assert over(session, PUBLIC, kept.id) is None


def test_a_list_whose_day_has_moved_ahead_is_not_over(session: Session, calls: Calls) -> None:
    vera = caller(session, calls, "Vera Quist")
    kept = listed(session, calls, vera)
    former = next(iter(kept.rule["deadlines"]))
    end(session, calls.state, date(2025, 6, 25), chamber_id=calls.state.chambers[1].id, replaces_id=former)
    with clock.held_at(LATER):
        slip = slips(session, vera)[kept.id]
        assert slip.ahead
        assert over(session, vera, kept.id, moved_ahead=True) is None
        assert over(session, vera, kept.id) is not None


def test_a_campaign_that_ended_says_so_and_no_list_is_drawn_up_for_it(session: Session, calls: Calls) -> None:
    vera = caller(session, calls, "Vera Quist")
    kept = listed(session, calls, vera)
    calls.campaign.ended_on = TODAY
    session.flush()
    with clock.held_at(NOW):
        assert over(session, vera, kept.id) is None, "its last day is a day of the campaign"
        assert call_sheet(session, OPERATOR, calls.campaign.slug, AsOf.of()).rows
    with clock.held_at(NOW + timedelta(days=1)):
        said = over(session, vera, kept.id)
        assert said is not None
        assert said.words == "The campaign ended on June 13."
        with pytest.raises(InvalidInput, match="The campaign ended on June 13"):
            call_sheet(session, OPERATOR, calls.campaign.slug, AsOf.of())


def test_a_measure_that_became_law_is_told_on_its_lists_and_on_every_sheet(session: Session, calls: Calls) -> None:
    vera = caller(session, calls, "Vera Quist")
    kept = listed(session, calls, vera)
    with clock.held_at(NOW):
        assert call_sheet(session, OPERATOR, calls.campaign.slug, AsOf.of()).over is None
        becomes_law(session, calls)
        said = over(session, vera, kept.id)
        assert said is not None
        assert said.words == f"{calls.measure.name} became law on June 13."
        assert call_sheet(session, OPERATOR, calls.campaign.slug, AsOf.of()).over == said
        before = AsOf.of(said=TODAY - timedelta(days=1))
        assert call_sheet(session, OPERATOR, calls.campaign.slug, before, deadline=ENDS).over is None


def leaves(session: Session, calls: Calls) -> Tenure:
    """The member resigns on the day the list was drawn up."""
    seat = session.scalars(select(Tenure).where(Tenure.person_id == calls.member.id)).one()
    people.vacate(session, seat, TODAY)
    return seat


def test_who_left_office_in_the_middle_of_a_list_is_given_to_nobody(session: Session, calls: Calls) -> None:
    vera = caller(session, calls, "Vera Quist")
    kept = listed(session, calls, vera)
    leaves(session, calls)
    assert Where.LEFT.value not in places(session, vera, kept), "the last day is a day in office"
    with clock.held_at(NOW + timedelta(days=1)):
        found = queue(session, vera, kept.id)
        assert [place.person_id for place in found.places if place.where is Where.LEFT] == [calls.member.id]
        assert calls.member.id not in {place.person_id for place in found.ready}
        assert "1 who holds no office any more" in why_empty(found.piles, clock.now())


def test_who_is_asked_by_their_own_name_is_called_without_an_office(session: Session, calls: Calls) -> None:
    vera = caller(session, calls, "Vera Quist")
    session.add(AskTarget(ask_id=calls.vote.id, person_id=calls.member.id, added_on=TODAY, reason="An old hand."))
    session.flush()
    kept = listed(session, calls, vera)
    leaves(session, calls)
    with clock.held_at(NOW + timedelta(days=1)):
        assert calls.member.id in {place.person_id for place in queue(session, vera, kept.id).ready}


def test_a_card_that_is_open_when_its_official_leaves_stays_and_says_so(session: Session, calls: Calls) -> None:
    vera = caller(session, calls, "Vera Quist")
    kept = listed(session, calls, vera)
    claim = take(session, vera, kept)
    assert claim is not None
    assert card(session, vera, claim.call_target_id).holds_office
    for seat in session.scalars(select(Tenure).where(Tenure.person_id == claim.person_id)):
        people.vacate(session, seat, TODAY)
    with clock.held_at(NOW + timedelta(days=1)):
        assert not card(session, vera, claim.call_target_id).holds_office
