"""Meetings of lobby days in one's own calendar: at their hour, at their door, and of private ones only the hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from crm import clock
from crm.accounts import feeds
from crm.campaigns.viewer import viewer_of
from crm.coalition.models import Visibility
from crm.lobbying import service, slots
from crm.lobbying.models import LobbySlot, SlotState
from crm.lobbying.slots import NewMeeting
from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site, statements_of

DAY = date(2025, 6, 12)


@pytest.fixture(autouse=True)
def june():
    """Ten days before."""
    with clock.held_at(DAY - timedelta(days=10)):
        yield


def plan(
    site: Site, web_cast: WebCast, *hours: int, visibility: Visibility = Visibility.COALITION, **given
) -> list[int]:
    """A lobby day with meetings of Ada's team at these hours; their numbers."""
    with site.database.write() as session:
        leo = viewer_of(session, web_cast.leo, is_admin=False, today=clock.today())
        day = service.add_day(session, leo, web_cast.campaign_id, "quoxday", DAY, visibility=visibility, notes="quox")
        team = service.add_team(session, leo, day.id, "quoxteam")
        service.add_member(session, leo, team.id, user_id=web_cast.ada)
        usual = {"person_ids": (web_cast.senator_id,), "team_id": team.id, "room": "512", "building": "Capitol"}
        news = [NewMeeting(time(hour), **(usual | given), notes="quoxnote") for hour in hours]
        return [slots.add_meeting(session, leo, day.id, new).id for new in news]


def path_of(site: Site, user_id: int) -> str:
    with site.database.write() as session:
        return f"/feeds/{feeds.new_feed(session, user_id, 'phone')}.ics"


def events(site: Site, path: str) -> list:
    return list(Calendar.from_ical(site.signed_out.get(path).content).walk("VEVENT"))


def test_a_meeting_stands_at_its_hour_and_door_and_its_owner_is_busy(site: Site, web_cast: WebCast) -> None:
    plan(site, web_cast, 10, ends_at=time(10, 25), state=SlotState.AGREED)
    (event,) = events(site, path_of(site, web_cast.ada))
    assert event["summary"] == f"Lobby meeting: {cast.SENATOR}"
    assert event["location"] == "Room 512, Capitol"
    assert event["dtstart"].dt == datetime(2025, 6, 12, 14, tzinfo=UTC)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=25)
    assert (event["status"], event["transp"]) == ("CONFIRMED", "OPAQUE")


def test_one_that_is_only_asked_for_is_tentative_and_takes_twenty_minutes(site: Site, web_cast: WebCast) -> None:
    plan(site, web_cast, 10)
    (event,) = events(site, path_of(site, web_cast.ada))
    assert event["status"] == "TENTATIVE"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=20)


def test_of_a_private_day_only_the_hour_goes_out(site: Site, web_cast: WebCast) -> None:
    plan(site, web_cast, 10, visibility=Visibility.PRIVATE)
    path = path_of(site, web_cast.ada)
    (event,) = events(site, path)
    assert event["summary"] == "Lobby meeting"
    assert "location" not in event
    content = site.signed_out.get(path).text
    assert "quox" not in content
    assert cast.SENATOR not in content


def stamps(event) -> tuple:
    return event["uid"], event["sequence"], event["dtstamp"].dt, event["last-modified"].dt


def test_every_change_of_a_meeting_is_a_revision_that_subscribers_see(site: Site, web_cast: WebCast) -> None:
    (slot_id,) = plan(site, web_cast, 10)
    path = path_of(site, web_cast.ada)
    (event,) = events(site, path)
    began = clock.now().replace(microsecond=0)
    uid = event["uid"]
    assert stamps(event) == (uid, 0, began, began)

    def changed(hours: int, act) -> object:
        """The event after a change some hours on: later and higher than ever before."""
        with clock.held_at(began + timedelta(hours=hours)):
            with site.database.write() as session:
                act(session, viewer_of(session, web_cast.leo, is_admin=False, today=clock.today()))
            (found,) = events(site, path)
            now = clock.now().replace(microsecond=0)
        assert stamps(found)[0] == uid
        assert stamps(found)[2:] == (now, now)
        assert found["sequence"] > latest[-1]
        latest.append(found["sequence"])
        return found

    latest = [0]
    both = (web_cast.senator_id, web_cast.other_senator_id)

    def set_to(hour: int, *people: int, **given):
        new = NewMeeting(time(hour), person_ids=people, **given)
        return lambda session, leo: slots.change_meeting(session, leo, slot_id, new)

    with site.database.read() as session:
        slot = session.get_one(LobbySlot, slot_id)
        team_id, day_id = slot.lobby_team_id, slot.lobby_day_id
    given = {"team_id": team_id, "room": "9", "building": "Capitol"}
    event = changed(1, lambda session, leo: slots.set_state(session, leo, slot_id, SlotState.AGREED))
    assert event["status"] == "CONFIRMED"
    event = changed(2, set_to(14, web_cast.senator_id, **given))
    assert (event["location"], event["dtstart"].dt.hour) == ("Room 9, Capitol", 18)
    event = changed(3, set_to(14, *both, **given))
    assert cast.OTHER_SENATOR in event["summary"], "whom it is with, and nothing else"
    event = changed(4, set_to(14, web_cast.senator_id, **given))
    assert cast.OTHER_SENATOR not in event["summary"]
    changed(5, set_to(14, web_cast.other_senator_id, **given))
    event = changed(
        6, lambda session, leo: service.change_day(session, leo, day_id, name="quox", held_on=DAY + timedelta(days=1))
    )
    assert event["dtstart"].dt.day == 13
    with clock.held_at(began + timedelta(hours=9)):
        assert stamps(events(site, path)[0]) == stamps(event), "nothing was changed since"


def test_what_fell_through_and_takes_place_after_all_comes_back_as_a_later_revision(
    site: Site, web_cast: WebCast
) -> None:
    (slot_id,) = plan(site, web_cast, 10)
    path = path_of(site, web_cast.ada)
    (before,) = events(site, path)
    for hours, act in ((1, lambda *who: slots.fall_through(*who, slot_id, "ill")),
                       (2, lambda *who: slots.set_state(*who, slot_id, SlotState.ASKED))):  # fmt: skip
        with clock.held_at(clock.now() + timedelta(hours=hours)), site.database.write() as session:
            act(session, viewer_of(session, web_cast.ada, is_admin=False, today=clock.today()))
    (after,) = events(site, path)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt > before["dtstamp"].dt


def test_nobodys_meetings_stand_in_anothers_calendar_and_what_fell_through_in_none(
    site: Site, web_cast: WebCast
) -> None:
    (first, _) = plan(site, web_cast, 10, 11)
    for other in (web_cast.leo, web_cast.paz, web_cast.otto, web_cast.rosa):
        assert events(site, path_of(site, other)) == []
    with site.database.write() as session:
        ada = viewer_of(session, web_cast.ada, is_admin=False, today=clock.today())
        slots.fall_through(session, ada, first, "ill")
    assert len(events(site, path_of(site, web_cast.ada))) == 1


def test_more_meetings_take_no_more_queries(site: Site, web_cast: WebCast) -> None:
    plan(site, web_cast, 9)
    path = path_of(site, web_cast.ada)
    statements_of(site, path)
    few = len(statements_of(site, path))
    plan(site, web_cast, *range(10, 18))
    assert len(statements_of(site, path)) == few
