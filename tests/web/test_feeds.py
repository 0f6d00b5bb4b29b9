"""Calendar feeds: read by programs without signing in, by a link that is a key: shown once, taken back at once."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, text

from crm import clock
from crm.accounts import feeds, service
from crm.accounts.models import FeedToken, User
from crm.campaigns.models import CampaignOrganization, Gate, GateKind, GateState
from crm.coalition.models import Membership, Visibility
from crm.coalition.visibility import OPERATOR, Viewer
from crm.jurisdictions.models import Certainty, DeadlineKind, Jurisdiction
from crm.jurisdictions.service import add_deadline, reset_deadline
from crm.outreach.contact import Owed
from crm.outreach.handing import move_follow_up
from crm.outreach.owed import add_follow_up, complete_follow_up
from tests import cast
from tests.builders import states
from tests.web.conftest import WebCast
from tests.web.site import Site, statements_of

JUNE_12 = date(2025, 6, 12)
NOON = clock.start_of_day(date(2025, 6, 2)) + timedelta(hours=12)


@pytest.fixture(autouse=True)
def june():
    """The second of June, so that days are ahead."""
    with clock.held_at(NOON):
        yield


def link_of(site: Site, label: str = "My phone") -> str:
    """The path of a new link of whoever is signed in."""
    html = site.post("/settings/feeds", {"label": label}).text
    (path,) = set(re.findall(r"http://whipcount\.test(/feeds/[^<\"]+\.ics)<", html))
    return path


def events(site: Site, path: str) -> dict[str, object]:
    """The events of the calendar at the path, by title."""
    answer = site.signed_out.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return {str(each["summary"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def ada(web_cast: WebCast) -> Viewer:
    return Viewer(web_cast.ada, frozenset({web_cast.neighbors}), frozenset({web_cast.campaign_id}))


def owe(site: Site, web_cast: WebCast, viewer: Viewer, owner: int, **given) -> int:
    usual = {"what": "quoxowed", "due_on": JUNE_12, "owed_by_id": owner, "person_id": web_cast.senator_id}
    with site.database.write() as session:
        visibility = given.pop("visibility", Visibility.COALITION)
        return add_follow_up(
            session, viewer, Owed(**(usual | given)), campaign_id=web_cast.campaign_id, visibility=visibility
        ).id


def deadline(site: Site, **given) -> int:
    usual = {
        "chamber_id": None, "kind": DeadlineKind.ADJOURNMENT, "name": "The session ends", "falls_on": JUNE_12,
        "certainty": Certainty.ANNOUNCED, "source": "the calendar",
    }  # fmt: skip
    with site.database.write() as session:
        place = given.pop("jurisdiction_id", None) or session.scalars(select(Jurisdiction.id)).first()
        return add_deadline(session, OPERATOR, jurisdiction_id=place, **(usual | given)).id


def test_a_calendar_holds_ones_own_follow_ups_and_the_days_of_ones_campaigns(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, ada(web_cast), web_cast.ada)
    owe(site, web_cast, ada(web_cast), web_cast.leo, person_id=web_cast.member_id)
    deadline(site)
    with site.database.write() as session:
        elsewhere = states.state(session, name="Elsewhere")
        session.add(
            Gate(
                campaign_id=web_cast.campaign_id, place=1, kind=GateKind.COMMITTEE, name="Codes",
                state=GateState.AT, state_since=date(2025, 6, 1),
            )
        )  # fmt: skip
        far = elsewhere.jurisdiction.id
    deadline(site, jurisdiction_id=far, name="Not ours")
    found = events(site, link_of(site))
    assert set(found) == {
        f"Follow up: {cast.SENATOR}", f"The session ends ({cast.STATE})", f"Reached: Codes ({cast.MEASURE})",
    }  # fmt: skip
    owed = found[f"Follow up: {cast.SENATOR}"]
    assert (owed["dtstart"].dt, owed["dtend"].dt) == (JUNE_12, date(2025, 6, 13))
    assert owed["dtstamp"].dt == owed["last-modified"].dt == NOON


def test_nothing_that_was_said_or_noted_goes_into_it_and_of_a_private_entry_only_the_day(
    site: Site, web_cast: WebCast
) -> None:
    owe(site, web_cast, ada(web_cast), web_cast.ada, visibility=Visibility.PRIVATE)
    path = link_of(site)
    assert set(events(site, path)) == {"Follow-up due"}
    whole = site.signed_out.get(path).text
    assert "quox" not in whole
    assert cast.SENATOR not in whole


def test_what_is_done_is_gone_from_it(site: Site, web_cast: WebCast) -> None:
    follow_up = owe(site, web_cast, ada(web_cast), web_cast.ada)
    path = link_of(site)
    assert len(events(site, path)) == 1
    with site.database.write() as session:
        complete_follow_up(session, ada(web_cast), follow_up)
    assert events(site, path) == {}


def test_a_follow_up_that_moves_is_the_same_event_revised_and_so_is_a_gate_that_goes_back(
    site: Site, web_cast: WebCast
) -> None:
    follow_up = owe(site, web_cast, ada(web_cast), web_cast.ada)
    with site.database.write() as session:
        gate = Gate(
            campaign_id=web_cast.campaign_id, place=1, kind=GateKind.COMMITTEE, name="Codes",
            state=GateState.BLOCKED, state_since=date(2025, 6, 1),
        )  # fmt: skip
        session.add(gate)
        session.flush()
        gate_id = gate.id
    path = link_of(site)
    owed, there = sorted(events(site, path).values(), key=lambda event: event["uid"])
    assert (owed["sequence"], there["sequence"]) == (0, 0)
    for number in (1, 2):
        later = NOON + timedelta(hours=number)
        with clock.held_at(later):
            with site.database.write() as session:
                move_follow_up(session, ada(web_cast), follow_up, JUNE_12 + timedelta(days=number), "away")
                session.get_one(Gate, gate_id).state = GateState.AT if number == 1 else GateState.PASSED
            moved, gone = sorted(events(site, path).values(), key=lambda event: event["uid"])
        for before, after in ((owed, moved), (there, gone)):
            assert (after["uid"], after["sequence"]) == (before["uid"], number)
            assert after["dtstamp"].dt == after["last-modified"].dt == later
        assert moved["dtstart"].dt == JUNE_12 + timedelta(days=number)


def test_a_deadline_that_moves_is_the_same_event_on_another_day(site: Site) -> None:
    first_id = deadline(site)
    path = link_of(site)
    before = events(site, path)[f"The session ends ({cast.STATE})"]
    with clock.held_at(NOON + timedelta(days=1)):
        with site.database.write() as session:
            reset_deadline(session, OPERATOR, first_id, date(2025, 6, 17), "the speaker", "budget late")
        after = events(site, path)[f"The session ends ({cast.STATE})"]
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)
    assert (before["dtstart"].dt, after["dtstart"].dt) == (JUNE_12, date(2025, 6, 17))
    assert after["last-modified"].dt == NOON + timedelta(days=1)
    assert "Moved from June 12, 2025" in after["description"]


def test_a_day_that_is_only_predicted_is_tentative(site: Site) -> None:
    deadline(site, certainty=Certainty.PREDICTED)
    (event,) = events(site, link_of(site)).values()
    assert event["status"] == "TENTATIVE"


def test_it_shows_what_its_owner_may_see_today(site: Site, web_cast: WebCast) -> None:
    paz = Viewer(web_cast.paz, frozenset({web_cast.clinic}), frozenset({web_cast.campaign_id}))
    owe(site, web_cast, paz, web_cast.ada)
    deadline(site)
    path = link_of(site)
    assert len(events(site, path)) == 2
    with site.database.write() as session:
        joined = session.scalars(
            select(CampaignOrganization).where(CampaignOrganization.organization_id == web_cast.neighbors)
        ).one()
        joined.left_on = date(2025, 6, 1)
    assert events(site, path) == {}, "neither what partners share nor the campaign's days"
    with site.database.write() as session:
        session.scalars(select(Membership).where(Membership.user_id == web_cast.ada)).one().ended_on = date(2025, 6, 1)
    assert events(site, path) == {}


def test_asked_again_it_is_the_same_to_the_last_letter_and_is_not_sent_twice(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, ada(web_cast), web_cast.ada)
    path = link_of(site)
    first = site.signed_out.get(path)
    with clock.held_at(NOON + timedelta(hours=3)):
        again = site.signed_out.get(path, if_none_match=first.headers["etag"])
        weak = site.signed_out.get(path, if_none_match=f'"x", W/{first.headers["etag"]}')
        other = site.signed_out.get(path, if_none_match='"x"')
    assert (again.status_code, again.content) == (304, b"")
    assert weak.status_code == 304
    assert other.content == first.content
    assert first.headers["cache-control"] == "private, no-cache"
    deadline(site)
    assert site.signed_out.get(path, if_none_match=first.headers["etag"]).status_code == 200


def test_a_link_is_shown_once_and_only_its_hash_is_kept(site: Site, web_cast: WebCast) -> None:
    token = link_of(site).removeprefix("/feeds/").removesuffix(".ics")
    assert token not in site.get("/settings/feeds").text
    with site.database.read() as session:
        kept = session.scalars(select(FeedToken)).one()
        assert (kept.user_id, kept.label) == (web_cast.ada, "My phone")
        assert token not in kept.token_hash


def test_a_link_taken_back_a_user_gone_and_a_link_unknown_are_answered_alike(site: Site, web_cast: WebCast) -> None:
    mine, leos = link_of(site), link_of(site.as_user(web_cast.leo))
    assert site.post("/settings/feeds/1/revoke").status_code == 303
    with site.database.write() as session:
        service.deactivate(session, session.get_one(User, web_cast.leo))
    answers = [site.signed_out.get(path) for path in (mine, leos, "/feeds/nothing.ics")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "No link yet" in site.get("/settings/feeds").text


def test_nobody_takes_back_anothers_link(site: Site, web_cast: WebCast) -> None:
    path = link_of(site, "The kitchen")
    assert site.as_user(web_cast.leo).post("/settings/feeds/1/revoke").status_code == 404
    assert site.signed_out.get(path).status_code == 200
    assert "The kitchen" in site.get("/settings/feeds").text
    assert "The kitchen" not in site.as_user(web_cast.leo).get("/settings/feeds").text


def test_the_page_tells_when_each_link_was_last_read(site: Site) -> None:
    path = link_of(site, "The <kitchen> tablet")
    assert "never" in site.get("/settings/feeds").text
    site.signed_out.get(path)
    html = site.get("/settings/feeds").text
    assert "The &lt;kitchen&gt; tablet" in html
    assert "today" in html


@pytest.mark.parametrize("label", ["", "  ", "x" * 101])
def test_a_link_needs_a_name(site: Site, label: str) -> None:
    answer = site.post("/settings/feeds", {"label": label})
    assert answer.status_code == 422
    assert "Where will you use it?" in answer.text


def test_there_is_an_end_to_links(site: Site) -> None:
    for number in range(feeds.MOST):
        link_of(site, f"Device {number}")
    assert site.post("/settings/feeds", {"label": "one more"}).status_code == 409


def test_a_program_that_asks_without_end_is_told_to_wait_and_no_other_for_it(site: Site) -> None:
    path, other = link_of(site), link_of(site, "Another")
    answers = [site.signed_out.get(path).status_code for _ in range(feeds.READS + 1)]
    assert answers == [200] * feeds.READS + [429]
    assert "retry-after" in site.signed_out.get(path).headers
    assert site.signed_out.get(other).status_code == 200
    with clock.held_at(NOON + feeds.WINDOW + timedelta(seconds=1)):
        assert site.signed_out.get(path).status_code == 200


def test_who_guesses_is_told_to_wait_and_links_that_work_go_on(site: Site) -> None:
    path = link_of(site)
    answers = [site.signed_out.get(f"/feeds/guess{number}.ics").status_code for number in range(feeds.GUESSES + 1)]
    assert answers == [404] * feeds.GUESSES + [429]
    assert site.signed_out.get(path).status_code == 200


def test_a_link_is_in_no_log_whatever_fails(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    path = link_of(site)
    with site.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE gates"))
    with caplog.at_level(logging.INFO):
        assert site.signed_out.get(path).status_code == 500
    ours = [record for record in caplog.records if record.name == "whipcount"]
    assert [record.getMessage() for record in ours] == ["GET /feeds/… failed"]
    assert path not in "".join(record.exc_text or "" for record in ours)


def test_the_page_of_a_link_sends_its_address_nowhere(site: Site) -> None:
    answer = site.post("/settings/feeds", {"label": "My phone"})
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert "/feeds/" not in str(answer.url)


def test_a_longer_calendar_takes_no_more_queries(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, ada(web_cast), web_cast.ada)
    deadline(site)
    path = link_of(site)
    site.signed_out.get(path)
    few = len(statements_of(site.signed_out, path))
    for _ in range(5):
        owe(site, web_cast, ada(web_cast), web_cast.ada)
        deadline(site)
    assert len(statements_of(site.signed_out, path)) == few


def test_the_head_of_a_calendar_can_be_asked_for(site: Site) -> None:
    assert site.signed_out.send("HEAD", link_of(site), None, {}).status_code == 200
