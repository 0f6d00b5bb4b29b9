"""The phone bank: a card, a tap, the next card; nothing typed is lost, whatever happens in between."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select, update

from crm import clock
from crm.accounts.models import User
from crm.calling.models import CallList, CallTarget, Claim, OfficeHold
from crm.campaigns.models import PointKind, TalkingPoint
from crm.coalition.models import Membership, Visibility
from crm.coalition.visibility import Viewer
from crm.outreach.models import ActionTopic, Channel, FollowUp, Outcome, OutreachAction
from crm.outreach.service import NewContact, Official, log_contact
from crm.people.models import ContactPoint
from crm.positions.models import Position
from crm.sessions import Database
from tests import cast
from tests.builders import people
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


def kept_list(database: Database, web_cast: WebCast, person_ids: Sequence[int], **of_each: Any) -> int:
    """A list of the coalition with these officials; returns its id."""
    with database.write() as session:
        kept = CallList(
            campaign_id=web_cast.campaign_id, organization_id=web_cast.neighbors, visibility=Visibility.COALITION,
            name="Tonight", deadline_on=clock.today() + timedelta(days=4), rule={}, left_out={}, built_at=clock.now(),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        session.add_all(
            CallTarget(call_list_id=kept.id, person_id=person_id, rank=rank, **({"reasons": []} | of_each))
            for rank, person_id in enumerate(person_ids, start=1)
        )
        return kept.id


@pytest.fixture
def listed(database: Database, web_cast: WebCast) -> int:
    """A list of the coalition: the two senators and the member."""
    people = (web_cast.senator_id, web_cast.other_senator_id, web_cast.member_id)
    return kept_list(database, web_cast, people, reasons=["Nobody knows."], ask_id=web_cast.ask_id)


def begin(site: Site, listed: int) -> str:
    """The page with the caller's card."""
    answer = site.post("/phone/next", {"list": str(listed)})
    assert answer.status_code == 303
    return site.get(answer.headers["location"]).text


def fields(html: str, **typed: str) -> tuple[str, dict[str, str]]:
    """Where the form of a card is sent, and what it holds with what was typed."""
    form = re.search(r'id="phone-form" method="post" action="([^"]+)"(.*?)</form>', html, re.S)
    assert form is not None, html
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2]))
    return form[1], hidden | typed


def tap(site: Site, html: str, **typed: str) -> str:
    """Send the form of a card, and open the page that follows."""
    answer = site.post(*fields(html, **typed))
    assert answer.status_code == 303, answer.text
    return site.get(answer.headers["location"]).text


def heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found is not None
    return unescape(re.sub(r"<[^>]+>|\s+", " ", found[1])).strip()


def test_a_card_shows_whom_to_ring_what_to_know_what_to_ask_and_what_to_answer(
    site: Site, database: Database, web_cast: WebCast, listed: int
) -> None:
    with database.write() as session:
        for kind, stance, title, body in (
            (PointKind.SCRIPT, "unknown", "Opening", "Ask where they stand."),
            (PointKind.SCRIPT, "yes", "For friends", "Only for those who are with us."),
            (PointKind.OBJECTION, None, "It costs too much.", "It costs less than it saves."),
        ):
            session.add(
                TalkingPoint(campaign_id=web_cast.campaign_id, kind=kind, stance=stance, heading=title, body=body)
            )
    html = begin(site, listed)
    assert heading(html) == cast.SENATOR
    for shown in ("tel:+15555550101", "Ask where they stand.", "It costs too much.", "Ask: Vote yes", "Yours until"):
        assert shown in html
    assert "Only for those who are with us" not in html
    assert html.count("data-key=") == 9, "eight outcomes, and save and next"


def test_one_tap_logs_the_call_and_brings_the_next_card(site: Site, database: Database, listed: int) -> None:
    html = tap(site, begin(site, listed), tap="no_answer")
    assert heading(html) == cast.OTHER_SENATOR
    assert f"{cast.SENATOR}: no answer." in html
    assert "Anyone may try again in three hours" in html
    with database.read() as session:
        action = session.scalars(select(OutreachAction)).one()
        assert (action.outcome, action.channel, action.visibility) == (
            Outcome.NO_ANSWER, Channel.CALL, Visibility.COALITION,
        )  # fmt: skip


def test_a_double_tap_is_one_entry_and_one_card(site: Site, database: Database, listed: int) -> None:
    where, sent = fields(begin(site, listed), tap="busy")
    site.post(where, sent)
    html = site.get(site.post(where, sent).headers["location"]).text
    assert heading(html) == cast.OTHER_SENATOR
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 1
        assert session.scalar(select(func.count()).where(OfficeHold.expires_at.is_not(None))) == 1


def test_what_was_said_becomes_a_position_and_what_is_owed_is_owed(
    site: Site, database: Database, web_cast: WebCast, listed: int
) -> None:
    html = begin(site, listed)
    said = {
        "outcome": "reached_staff", f"stance-{web_cast.measure}": "leaning_yes", "staff": "Kim",
        f"answer-{web_cast.measure}": "She reads it this week.", "what": "Send the fact sheet", "language": "es",
        "due": clock.today().isoformat(), "by": str(web_cast.leo), "notes": "Call before noon.",
    }  # fmt: skip
    tap(site, html, **said)
    with database.read() as session:
        entry, owed = session.scalars(select(Position)).one(), session.scalars(select(FollowUp)).one()
        assert (entry.stance, entry.words) == ("leaning_yes", "She reads it this week.")
        assert (owed.what, owed.owed_by_id, owed.due_on) == ("Send the fact sheet", web_cast.leo, clock.today())
        action = session.scalars(select(OutreachAction)).one()
        assert (action.language, action.notes) == ("es", "Call before noon.")
        assert session.scalars(select(ActionTopic.ask_id)).one() == web_cast.ask_id


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"outcome": ""}, "What happened?"),
        ({"outcome": "sang"}, "What happened?"),
        ({"outcome": "call_back"}, "When shall we call back?"),
        ({"outcome": "call_back", "call_back": "soon"}, "is no time"),
        ({"outcome": "call_back", "call_back": "2020-01-01T10:00"}, "That time is past"),
        ({"outcome": "reached_staff", "due": "2030-01-01"}, "What is owed?"),
        ({"outcome": "reached_staff", "what": "Call", "due": "soon"}, "Not saved yet"),
        ({"outcome": "reached_staff", "phone": "x"}, "That choice is gone"),
        ({"tap": "no_answer", "stance-open-kitchens-act": "yes"}, "Nobody was reached"),
        ({"outcome": "reached_staff", "stance-open-kitchens-act": "yes"}, "What did they say?"),
        ({"outcome": "reached_staff", "organization": "999"}, "Not saved yet"),
        ({"outcome": "reached_staff", "visibility": "secret"}, "Who may see it?"),
    ],
)
def test_what_cannot_be_is_said_and_every_word_stays(
    site: Site, database: Database, listed: int, typed: dict[str, str], told: str
) -> None:
    where, sent = fields(begin(site, listed), notes="Every word of it.", **{"answer-open-kitchens-act": ""} | typed)
    answer = site.post(where, sent)
    if answer.status_code == 403:
        assert "Every word of it." in answer.text
        return
    assert answer.status_code in (404, 422)
    assert told in unescape(answer.text)
    assert "Every word of it." in answer.text
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 0


def test_undo_takes_the_last_tap_back_and_fills_the_card_in_again(site: Site, database: Database, listed: int) -> None:
    html = tap(site, begin(site, listed), tap="left_message", notes="Spoke to the machine.")
    undo = re.search(r'action="/phone/undo">\s*<input type="hidden" name="action" value="(\d+)"', html)
    assert undo is not None
    back = site.post("/phone/undo", {"action": undo[1], "list": str(listed)})
    html = site.get(back.headers["location"]).text
    assert heading(html) == cast.SENATOR
    assert "Spoke to the machine." in html
    assert "/phone/undo" not in html
    with database.read() as session:
        assert session.scalars(select(OutreachAction)).one().retracted_at is not None
        assert session.scalar(select(func.count()).where(OfficeHold.expires_at.is_not(None))) == 1
    again = site.post("/phone/undo", {"action": undo[1], "list": str(listed)})
    assert again.status_code == 303


def test_skipping_needs_a_reason_and_brings_the_next_card(site: Site, listed: int) -> None:
    html = begin(site, listed)
    skip = fields(html)[0].replace("/log", "/skip")
    assert site.post(skip, {"skip": "whim"}).status_code == 303
    assert heading(site.get(f"/phone?list={listed}").text) == cast.SENATOR
    assert site.post(skip, {"skip": "nobody"}).status_code == 303
    assert heading(site.get(f"/phone?list={listed}").text) == cast.SENATOR, "without a reason nobody is set aside"
    site.post(skip, {"skip": "nobody", "reason": "In hospital."})
    assert heading(site.get(f"/phone?list={listed}").text) == cast.OTHER_SENATOR
    assert "In hospital." in site.get(f"/call-lists/{listed}").text


def test_two_callers_get_two_offices_and_the_third_and_fourth_see_why_there_is_none(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    seen = {heading(begin(site.as_user(each), listed)) for each in (web_cast.ada, web_cast.leo, web_cast.paz)}
    assert seen == {cast.SENATOR, cast.OTHER_SENATOR, cast.MEMBER}
    with database.write() as session:
        zoe = User(email="zoe@example.org", name="Zoe Ash", is_invented=True, created_at=clock.now())
        session.add(zoe)
        session.flush()
        session.add(
            Membership(user_id=zoe.id, organization_id=web_cast.clinic, role="volunteer", started_on=clock.today())
        )
        zoe_id = zoe.id
    html = begin(site.as_user(zoe_id), listed)
    assert heading(html) == "Nobody is left to ring just now"
    assert "<strong>3</strong> <span>held by others</span>" in html


def test_a_lease_that_ran_out_hands_the_card_on_and_the_late_entry_is_kept(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    where, sent = fields(begin(site, listed), tap="left_message")
    run_out(database)
    assert "ran out at" in site.get(f"/phone?list={listed}").text
    assert heading(begin(site.as_user(web_cast.leo), listed)) == cast.SENATOR
    saved = site.post(where, sent)
    assert "somebody else has this office now" in flash(saved.cookies["flash"])
    html = site.get(saved.headers["location"]).text
    with database.read() as session:
        assert session.scalars(select(OutreachAction.outcome)).all() == [Outcome.LEFT_MESSAGE]
    assert heading(html) == cast.OTHER_SENATOR


def flash(packed: str) -> str:
    """What the next page will say."""
    return str(json.loads(base64.urlsafe_b64decode(packed))[1])


def run_out(database: Database) -> None:
    """Twenty minutes pass for whoever is on the line."""
    past = clock.now() - timedelta(seconds=1)
    with database.write() as session:
        session.execute(update(OfficeHold).where(OfficeHold.expires_at.is_not(None)).values(expires_at=past))
        session.execute(update(Claim).where(Claim.released_at.is_(None)).values(expires_at=past))


def test_an_open_card_renews_its_lease_and_says_when_somebody_else_has_the_office(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    html = begin(site, listed)
    renew = re.search(r'data-renew="([^"]+)"', html)
    assert renew is not None
    assert "Yours until" in site.post(renew[1]).text
    run_out(database)
    begin(site.as_user(web_cast.leo), listed)
    assert "somebody else is on the line with this office now" in site.post(renew[1]).text
    assert "That call is not yours" in site.as_user(web_cast.paz).post(renew[1]).text


def test_whoever_is_signed_out_during_a_call_gets_their_words_back(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    where, sent = fields(begin(site, listed), outcome="reached_staff", notes="She will vote for it, said Kim.")
    with database.write() as session:
        session.get_one(User, web_cast.ada).is_active = False
    answer = site.post(where, sent)
    assert answer.status_code == 401
    assert "She will vote for it, said Kim." in answer.text
    assert "copy" in answer.text.lower()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 0


def test_whose_membership_ended_during_a_call_gets_their_words_back(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    where, sent = fields(begin(site, listed), outcome="reached_staff", notes="She will vote for it, said Kim.")
    with database.write() as session:
        theirs = session.scalars(select(Membership).where(Membership.user_id == web_cast.ada)).one()
        theirs.ended_on = clock.today() - timedelta(days=1)
    answer = site.post(where, sent)
    assert answer.status_code == 404
    assert "She will vote for it, said Kim." in answer.text
    assert "no longer take part" in answer.text


def test_a_list_closed_during_a_call_keeps_the_entry(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    html = begin(site, listed)
    site.as_user(web_cast.leo).post(f"/call-lists/{listed}/close")
    html = tap(site, html, tap="left_message")
    assert heading(html) == "This list is closed"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 1


def partner_calls(database: Database, web_cast: WebCast) -> None:
    """The clinic has reached the first senator today, and keeps it to itself."""
    paz = Viewer(web_cast.paz, frozenset({web_cast.clinic}), frozenset({web_cast.campaign_id}))
    with database.write() as session:
        new = NewContact(
            Channel.CALL, Outcome.REACHED_MEMBER, (Official(web_cast.senator_id),), campaign_id=web_cast.campaign_id,
            visibility=Visibility.PRIVATE, notes="quoxnote",
        )  # fmt: skip
        log_contact(session, paz, new)


def test_before_an_office_that_a_partner_called_today_the_caller_is_asked(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    partner_calls(database, web_cast)
    told = "A partner in the campaign was in touch with this office today."
    with database.write() as session:
        session.execute(update(CallTarget).where(CallTarget.rank > 1).values(state="skipped"))
    html = begin(site, listed)
    assert heading(html) == cast.SENATOR
    assert told in html
    assert "tel:" not in html
    assert "phone-form" not in html
    sure = site.get(f"/phone?list={listed}&anyway=1").text
    assert told in sure
    assert "tel:+15555550101" in sure
    for path in (f"/call-lists/{listed}", f"/officials/{web_cast.senator}?measure={web_cast.measure}"):
        page = site.get(path).text
        assert told in page
        assert "quoxnote" not in page
        assert cast.CLINIC not in page
    assert told not in site.as_user(web_cast.paz).get(f"/call-lists/{listed}").text


def test_an_outsider_gets_no_card_and_who_only_looks_on_is_told_so(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    otto = site.as_user(web_cast.otto)
    assert otto.get(f"/phone?list={listed}").status_code == 404
    with database.write() as session:
        session.get_one(CallList, listed).visibility = Visibility.PUBLIC
    assert "You may look at this list" in otto.get(f"/phone?list={listed}").text
    assert otto.get("/phone").text.count("There is no list to call from") == 1


def test_the_phone_bank_is_reached_from_today_and_from_the_list(site: Site, listed: int) -> None:
    assert 'href="/phone"' in site.get("/").text
    assert f'href="/phone?list={listed}"' in site.get(f"/call-lists/{listed}").text
    assert site.get("/phone").headers["location"] == f"/phone?list={listed}"
    assert site.get(f"/call-lists/{listed}/phone").headers["location"] == f"/phone?list={listed}"


def test_a_wrong_number_is_left_out_and_shown_on_the_official_s_page(
    site: Site, web_cast: WebCast, database: Database, listed: int
) -> None:
    tap(site, begin(site, listed), tap="wrong_number")
    with database.read() as session:
        point = session.scalars(select(ContactPoint).where(ContactPoint.person_id == web_cast.senator_id)).one()
        assert point.wrong_since == clock.today()
    assert "wrong since" in site.get(f"/officials/{web_cast.senator}").text


@pytest.mark.parametrize("query", ["list=x", "list=999999", "list=", "list=1&again=x", "list=1&again=999"])
def test_addresses_that_mean_nothing_answer_calmly(site: Site, listed: int, query: str) -> None:
    assert site.get(f"/phone?{query}").status_code in (200, 303, 404)


def test_a_card_takes_as_many_queries_in_a_long_list_as_in_a_short_one(
    site: Site, database: Database, web_cast: WebCast, listed: int
) -> None:
    begin(site, listed)
    few = queries_of(site, f"/phone?list={listed}")
    with database.write() as session:
        for number in range(20):
            person = people.person(session, f"Further {number}", phone="(555) 555-0100")
            session.add(CallTarget(call_list_id=listed, person_id=person.id, rank=10 + number, reasons=[]))
    assert queries_of(site, f"/phone?list={listed}") == few
