"""The pages of call lists: draw one up, keep it, take a call, log it and come back."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm import clock
from crm.campaigns.models import Campaign
from crm.jurisdictions.models import Certainty, Chamber, ChamberKind, Deadline, DeadlineKind
from crm.people.models import Person
from crm.sessions import Database
from tests import cast
from tests.builders import people
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

IN_FOUR_DAYS = timedelta(days=4)


@pytest.fixture
def deadline(database: Database, web_cast: WebCast) -> str:
    """Both chambers go home in four days."""
    day = clock.today() + IN_FOUR_DAYS
    with database.write() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.id == web_cast.campaign_id)).one()
        session.add(
            Deadline(
                jurisdiction_id=campaign.measure.jurisdiction_id, kind=DeadlineKind.ADJOURNMENT,
                name="The session ends", falls_on=day, certainty=Certainty.ANNOUNCED, source="the calendar",
                recorded_at=clock.now(),
            )
        )  # fmt: skip
    return day.isoformat()


@pytest.fixture
def list_path(site: Site, web_cast: WebCast, deadline: str) -> str:
    """The address of a list that Ada kept."""
    kept = site.post("/call-lists", {"campaign": web_cast.campaign, "deadline": deadline, "name": "Tonight"})
    assert kept.status_code == 303
    return kept.headers["location"]


def target_of(page: str, name: str) -> str:
    """The id of the target with this name on the page of a list."""
    found = re.search(rf'id="call-(\d+)">(?:(?!id="call-).)*?{re.escape(name)}', page, re.S)
    assert found is not None, page
    return found[1]


def test_the_page_draws_up_a_list_for_the_next_deadline(site: Site, deadline: str) -> None:
    page = site.get("/call-lists").text
    assert "3 calls before" in page
    assert cast.SENATOR in page
    assert "Nobody knows where they stand." in page
    assert 'href="tel:+15555550101"' in page


def test_names_and_reasons_are_escaped(site: Site, database: Database, deadline: str, web_cast: WebCast) -> None:
    with database.write() as session:
        session.get_one(Person, web_cast.senator_id).name = "<b>Sena</b>"
    assert "&lt;b&gt;Sena&lt;/b&gt;" in site.get("/call-lists").text


def test_without_a_deadline_ahead_the_page_says_what_to_do(site: Site) -> None:
    answer = site.get("/call-lists")
    assert answer.status_code == 200
    assert "Name the day to work towards" in answer.text


def test_any_day_may_be_worked_towards(site: Site) -> None:
    day = (clock.today() + timedelta(days=30)).isoformat()
    assert "3 calls before" in site.get(f"/call-lists?deadline={day}").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("deadline=2025-13-01", 422),
        ("deadline=2001-01-01", 422),
        ("chamber=middle", 422),
        ("limit=9999", 422),
        ("said=2025-13-01", 422),
        ("campaign=nothing", 404),
    ],
)
def test_an_address_that_means_nothing_says_so(site: Site, deadline: str, query: str, status: int) -> None:
    assert site.get(f"/call-lists?{query}").status_code == status


def test_htmx_gets_the_sheet_alone(site: Site, deadline: str) -> None:
    part = site.get("/call-lists?chamber=upper", hx_request="true", hx_target="div#sheet").text
    assert "<html" not in part
    assert "2 calls before" in part


def test_the_sheet_comes_as_csv_with_the_filters_of_the_page(site: Site, deadline: str) -> None:
    answer = site.get("/call-lists/export.csv?chamber=lower")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert [line["Name"] for line in csv.DictReader(io.StringIO(answer.text))] == [cast.MEMBER]


def test_a_list_that_was_kept_shows_under_the_sheet(site: Site, list_path: str) -> None:
    page = site.get("/call-lists").text
    assert f'href="{list_path}">Tonight' in page
    assert "0 of 3 tried, 0 reached" in page


def test_a_partner_sees_it_and_an_outsider_does_not(site: Site, web_cast: WebCast, list_path: str) -> None:
    assert site.as_user(web_cast.paz).get(list_path).status_code == 200
    assert site.as_user(web_cast.otto).get(list_path).status_code == 404
    assert "Tonight" not in site.as_user(web_cast.otto).get("/call-lists").text


def test_who_takes_no_part_is_offered_no_list_to_keep(site: Site, web_cast: WebCast, deadline: str) -> None:
    otto = site.as_user(web_cast.otto)
    assert "Keep this list" not in otto.get("/call-lists").text
    answer = otto.post("/call-lists", {"campaign": web_cast.campaign, "deadline": deadline})
    assert answer.status_code == 403
    assert "takes no part in that campaign" in answer.text


def test_a_call_is_one_callers_at_a_time(site: Site, web_cast: WebCast, list_path: str) -> None:
    target = target_of(site.get(list_path).text, cast.SENATOR)
    assert site.post(f"{list_path}/targets/{target}/take").status_code == 303
    assert "Yours for 20 minutes" in site.get(list_path).text
    paz = site.as_user(web_cast.paz)
    assert f"<strong>{cast.ADA}</strong> has this call now" in paz.get(list_path).text
    said = paz.post(f"{list_path}/targets/{target}/take", hx_request="true", hx_target="div#calls")
    assert "Somebody else is on the line with this office" in said.text
    assert "<html" not in said.text


def test_a_call_set_aside_can_be_put_back(site: Site, list_path: str) -> None:
    target = target_of(site.get(list_path).text, cast.SENATOR)
    site.post(f"{list_path}/targets/{target}/set-aside")
    page = site.get(list_path).text
    assert "2 calls to make" in page
    assert "Put back" in page
    site.post(f"{list_path}/targets/{target}/put-back")
    assert "3 calls to make" in site.get(list_path).text


def test_logging_from_the_list_leads_back_to_it_and_the_call_is_done(
    site: Site, web_cast: WebCast, list_path: str
) -> None:
    page = site.get(list_path).text
    href = re.search(rf'href="(/officials/{web_cast.senator}\?[^"]*next=[^"]*)#log"', page)
    assert href is not None
    form = site.get(href[1].replace("&amp;", "&")).text
    assert f'name="next" value="{list_path}"' in form
    assert re.search(r'<details class="card disclosure official__log" id="log" open', form)
    sent = site.post(
        f"/officials/{web_cast.senator}/log",
        {
            "official": web_cast.senator, "measure-0": web_cast.measure, "outcome": "reached_staff",
            f"stance-0-{web_cast.senator}": "leaning_yes", f"answer-0-{web_cast.senator}": "Likes it.",
            "next": list_path, "campaign": web_cast.campaign, "do": "save",
        },
    )  # fmt: skip
    assert (sent.status_code, sent.headers["location"]) == (303, list_path)
    after = site.get(list_path).text
    assert "1 of 3 tried, 1 reached" in after
    assert "Reached staff" in after


def test_the_way_back_leads_to_no_other_site(site: Site, web_cast: WebCast) -> None:
    sent = site.post(
        f"/officials/{web_cast.senator}/log",
        {"official": web_cast.senator, "outcome": "no_answer", "next": "//evil.example/", "do": "save"},
    )
    assert sent.headers["location"] == "/"


def test_a_list_is_closed_and_opened_again_by_its_organization(site: Site, web_cast: WebCast, list_path: str) -> None:
    assert site.as_user(web_cast.paz).post(f"{list_path}/close").status_code == 403
    site.post(f"{list_path}/close")
    assert "nobody takes calls from it" in site.get(list_path).text
    site.post(f"{list_path}/open")
    assert "nobody takes calls from it" not in site.get(list_path).text


@pytest.mark.parametrize("path", ["/call-lists/999", "/call-lists/x"])
def test_no_such_list_says_so(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


def test_no_such_verb_says_so(site: Site, list_path: str) -> None:
    assert site.post(f"{list_path}/targets/1/dial").status_code == 404
    assert site.post(f"{list_path}/targets/999/take").status_code == 404
    assert site.post(f"{list_path}/burn").status_code == 404


def test_more_members_and_lists_take_no_more_queries(
    site: Site, database: Database, web_cast: WebCast, deadline: str, list_path: str
) -> None:
    few, few_kept = queries_of(site, "/call-lists"), queries_of(site, list_path)
    with database.write() as session:
        lower = session.scalars(select(Chamber).where(Chamber.kind == ChamberKind.LOWER)).one()
        for number in range(2, 9):
            people.seat(session, lower, number, people.person(session, f"Person Number{number}", phone="555-0100"))
    more = site.post("/call-lists", {"campaign": web_cast.campaign, "deadline": deadline}).headers["location"]
    assert "10 calls before" in site.get("/call-lists").text
    assert queries_of(site, "/call-lists") <= few
    assert queries_of(site, more) <= few_kept
    assert few <= 40


def test_the_signed_out_are_led_to_sign_in(site: Site, list_path: str) -> None:
    nobody = replace(site, cookies={})
    for path in ("/call-lists", "/call-lists/export.csv", list_path):
        assert nobody.get(path).headers["location"].startswith("/sign-in")
