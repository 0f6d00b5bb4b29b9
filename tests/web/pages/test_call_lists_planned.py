"""Planned lists on their pages: choices, tiers, gains, what cannot be asked, deadlines that slip."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm import clock
from crm.bills.models import Measure
from crm.calling.models import CallTarget, Tier
from crm.campaigns.models import Campaign
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions.models import Certainty, Chamber, ChamberKind, Deadline, DeadlineKind
from crm.jurisdictions.service import reset_deadline
from crm.people.models import Person
from crm.sessions import Database
from tests import cast
from tests.builders import ledger, people
from tests.web.conftest import WebCast
from tests.web.site import Site


@pytest.fixture
def ends(database: Database, web_cast: WebCast) -> Deadline:
    """The Senate goes home in four days; two of its five seats are held, three votes are needed."""
    with database.write() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.id == web_cast.campaign_id)).one()
        upper = session.scalars(select(Chamber).where(Chamber.kind == ChamberKind.UPPER)).one()
        for number in (3, 4):
            person = people.person(session, f"Sure{number} Vote", phone="(555) 555-0150")
            people.seat(session, upper, number, person)
            measure = session.get_one(Measure, web_cast.measure_id)
            ledger.position(session, person, measure, "yes")
        ledger.position(session, session.get_one(Person, web_cast.senator_id), measure, "undecided")
        found = Deadline(
            jurisdiction_id=campaign.measure.jurisdiction_id, kind=DeadlineKind.ADJOURNMENT, chamber_id=upper.id,
            name="The Senate ends its session", falls_on=clock.today() + timedelta(days=4),
            certainty=Certainty.ANNOUNCED, source="the calendar", recorded_at=clock.now(),
        )  # fmt: skip
        session.add(found)
        session.flush()
        return found


def slip(database: Database, deadline: Deadline, days: int = 9) -> None:
    with database.write() as session:
        reset_deadline(
            session, OPERATOR, deadline.id, clock.today() + timedelta(days=days), "the leader", "Budget talks go on."
        )


def keep(site: Site, web_cast: WebCast, **chosen: str) -> str:
    sent = site.post("/call-lists", {"campaign": web_cast.campaign, "name": "Tonight", **chosen})
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def test_the_page_plans_unless_the_ranking_by_stance_is_asked_for(site: Site, ends: Deadline) -> None:
    page = site.get("/call-lists").text
    assert "Senate: the chance of 3 votes goes from" in page
    assert "by what a call adds for the minutes it takes" in page
    assert re.search(r"<strong>\+[\d.]+ points</strong>", page)
    assert "Without this call the chance of 3 votes is " in page
    assert "A hard yes: a call adds nothing to the count." in page
    plain = site.get("/call-lists?goal=stance").text
    assert "goes from" not in plain
    assert "4 calls before" in plain


def test_hours_and_callers_and_the_votes_expected_may_be_chosen(site: Site, ends: Deadline) -> None:
    page = site.get("/call-lists?hours=0.25&callers=1&goal=votes").text
    assert "1 caller with 0.25 hours: 2 calls at 8 an hour." in page
    assert re.search(r"<strong>\+[\d.]+ votes</strong>", page)
    few = site.get("/call-lists?hours=0.125").text
    assert "1 caller with 0.125 hours: 1 call at 8 an hour." in few
    assert "No time: would add" in few
    assert "worth making after these. Choose more time or a longer list" in few


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("hours=0", "Nobody calls for 0 hours."),
        ("hours=1000000", "Nobody calls for 1,000,000 hours."),
        ("hours=lots", "“lots” is no number."),
        ("hours=2&callers=0", "0 callers make no list."),
        ("hours=2&callers=1.5", "“1.5” is no number."),
        ("goal=glory", "“glory” is no goal."),
        ("deadline=2001-01-01", "is past."),
    ],
)
def test_what_nobody_can_do_gets_a_clear_sentence(site: Site, ends: Deadline, query: str, says: str) -> None:
    answer = site.get(f"/call-lists?{query}")
    assert answer.status_code == 422
    assert says in answer.text


def test_the_file_holds_what_the_page_shows(site: Site, ends: Deadline) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/call-lists/export.csv").content.decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == re.findall(
        r'class="call__name"><a[^>]*>([^<]+)</a>', site.get("/call-lists").text
    )
    assert {row["Tier"] for row in rows} == {"votes"}
    assert float(rows[0]["Adds"]) >= float(rows[1]["Adds"]) > 0
    assert rows[0]["Lost without it"].startswith("Without this call")
    assert len(site.get("/call-lists/export.csv?hours=0.125").text.splitlines()) == 2


def test_a_kept_list_keeps_tiers_gains_and_what_it_adds_in_all(
    site: Site, database: Database, web_cast: WebCast, ends: Deadline
) -> None:
    path = keep(site, web_cast, hours="2", callers="2")
    page = site.get(path).text
    assert "2 callers with 2 hours each: 32 calls at 8 an hour." in page
    assert '<span class="tag">Votes</span>' in page
    assert re.search(r"<strong>\+[\d.]+ points</strong>", page)
    with database.read() as session:
        targets = session.scalars(select(CallTarget).order_by(CallTarget.rank)).all()
        assert {target.tier for target in targets} == {Tier.VOTES}
        assert all(target.gain is not None and target.gain > 0 for target in targets)
        assert targets[0].reasons[-1].startswith("Without this call the chance of 3 votes is ")


def test_each_call_says_by_whom_it_is_best_made_on_the_sheet_the_list_and_paper(
    site: Site, web_cast: WebCast, ends: Deadline
) -> None:
    sheet = site.get("/call-lists?hours=2&callers=2").text
    assert '<span class="soft">By whom</span>' in sheet
    path = keep(site, web_cast, hours="2", callers="2")
    for page in (sheet, site.get(path).text, site.get(f"{path}/paper").text):
        assert re.search(r"Best called by(</span> <strong>| )caller 1", page)
    assert "Best called by" not in site.get("/call-lists?hours=2").text, "of one who is unknown nothing is said"


def test_a_list_whose_deadline_moved_says_so_everywhere_and_is_drawn_up_again(
    site: Site, database: Database, web_cast: WebCast, ends: Deadline
) -> None:
    path = keep(site, web_cast, hours="2")
    assert "Drawn up for" not in site.get(path).text
    slip(database, ends)
    for page in (site.get(path).text, site.get("/call-lists").text):
        assert re.search(r"Drawn up for [A-Z][a-z]+ \d+(, \d+)?; the Senate now adjourns [A-Z]", page)
    today = site.get("/").text
    assert re.search(r"“Tonight”: drawn up for", today)
    assert f'href="{path}"' in today
    assert "Budget talks go on." in site.get(path).text
    sent = site.post(f"{path}/rebuild", {"close": "1"})
    assert sent.status_code == 303
    again = site.get(sent.headers["location"]).text
    assert "1 caller with 2 hours: 16 calls" in again
    assert "Drawn up for" not in again
    assert "nobody takes calls from it" in site.get(path).text
    assert "drawn up for" not in site.get("/").text


def test_a_partner_draws_it_up_again_and_does_not_close_ours(
    site: Site, database: Database, web_cast: WebCast, ends: Deadline
) -> None:
    path = keep(site, web_cast)
    slip(database, ends)
    paz = site.as_user(web_cast.paz)
    assert "and close this one" not in paz.get(path).text
    assert paz.post(f"{path}/rebuild", {"close": "1"}).status_code == 403
    assert paz.post(f"{path}/rebuild").status_code == 303
    assert site.as_user(web_cast.otto).post(f"{path}/rebuild").status_code == 404


def test_a_list_that_need_not_be_drawn_up_again_says_so(site: Site, web_cast: WebCast, ends: Deadline) -> None:
    assert site.post(f"{keep(site, web_cast)}/rebuild").status_code == 409


def test_the_calendar_plans_backward(site: Site, web_cast: WebCast, ends: Deadline) -> None:
    page = site.get("/calendar").text
    assert "Planned backward" in page
    assert re.search(r"Senate: \d+ calls? a day reach(es)? everybody who is undecided, leaning or unknown", page)
    assert "2 can still be moved: 1 undecided, 1 unknown." in page
    assert "Planned backward" not in site.get(f"/calendar?known={clock.today() - timedelta(days=2)}").text
    assert "Planned backward" not in site.as_user(web_cast.otto).get("/calendar").text


def test_names_in_reasons_are_escaped(site: Site, database: Database, web_cast: WebCast, ends: Deadline) -> None:
    with database.write() as session:
        session.get_one(Person, web_cast.senator_id).name = "<i>Sena</i>"
    page = site.get("/call-lists").text
    assert "<i>Sena</i>" not in page
    assert cast.SENATOR not in page
