"""The board's address: two times, which seats, in which order, and what cannot be read."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from crm import clock
from crm.bills.models import Measure
from crm.campaigns.models import Campaign
from crm.people.models import Tenure
from tests import cast
from tests.builders import users
from tests.web.boards import board, card, links, rows, seated, stands
from tests.web.conftest import WebCast
from tests.web.site import Site


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stance=yes", [cast.SENATOR, cast.OTHER_SENATOR]),
        ("stance=unknown", ["Zoe Ames"]),
        ("stance=vacant", ["Vacant", "Vacant"]),
        ("marked=for", [cast.SENATOR, cast.OTHER_SENATOR]),
        ("marked=hard", [cast.SENATOR]),
        ("marked=soft", [cast.OTHER_SENATOR]),
        ("party=Blue", [cast.SENATOR]),
        ("q=pena", [cast.OTHER_SENATOR]),
        ("q=3", ["Zoe Ames"]),
        ("q=nobody", []),
        ("sort=name", [cast.SENATOR, "Zoe Ames", cast.OTHER_SENATOR, "Vacant", "Vacant"]),
        ("sort=district&order=desc", ["Vacant", "Vacant", "Zoe Ames", cast.OTHER_SENATOR, cast.SENATOR]),
        ("sort=stance", [cast.SENATOR, cast.OTHER_SENATOR, "Zoe Ames", "Vacant", "Vacant"]),
        ("sort=said&order=desc&stance=yes", [cast.SENATOR, cast.OTHER_SENATOR]),
        ("seats=lower&stance=unknown", [cast.MEMBER]),
        ("seats=both&stance=unknown", ["Zoe Ames", cast.MEMBER]),
    ],
)
def test_the_table_of_seats_is_narrowed_and_sorted_by_its_address(
    site: Site, web_cast: WebCast, query: str, found: list[str]
) -> None:
    seated(site, "Zoe Ames", 3, party="Green")
    with site.database.write() as session:
        session.scalars(select(Tenure).where(Tenure.person_id == web_cast.senator_id)).one().party = "Blue"
    stands(site, web_cast, web_cast.senator, "yes", "2025-06-02")
    stands(site, web_cast, web_cast.other_senator, "yes", "2025-06-01", hard=False)
    html = site.get(board(web_cast, query)).text
    assert rows(html) == found
    if not found:
        assert "No seat of the Senate fits." in html


def test_htmx_gets_the_part_it_asks_for_and_a_browser_the_whole_page(site: Site, web_cast: WebCast) -> None:
    path = board(web_cast, "stance=vacant")
    seats = site.get(path, hx_request="true", hx_target="section#seats").text
    whole_board = site.get(path, hx_request="true", hx_target="div#board").text
    other = site.get(path, hx_request="true", hx_target="main").text
    assert seats.lstrip().startswith('<section class="card card--long')
    assert 'id="board"' not in seats
    assert whole_board.lstrip().startswith('<div id="board"')
    assert 'id="seats"' in whole_board
    assert "<html" not in seats + whole_board
    assert "<html" in other


@pytest.mark.parametrize(
    "query",
    [
        "said=2025-13-01", "said=soon", "known=2025-02-30", "since=x", "stance=maybe", "marked=old", "sort=height",
        "order=up", "said=0001-01-20", "known=0001-01-01", "since=9999-12-31",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_answered_with_what_to_write(
    site: Site, web_cast: WebCast, query: str
) -> None:
    stands(site, web_cast, web_cast.senator, "yes")
    answer = site.get(board(web_cast, query))
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("query", ["said=8999-12-31", "known=8999-12-31", "since=1000-01-01", "said=1000-01-01"])
def test_the_ends_of_what_is_counted_are_days_like_others(site: Site, web_cast: WebCast, query: str) -> None:
    stands(site, web_cast, web_cast.senator, "yes")
    assert site.get(board(web_cast, query)).status_code == 200


def test_a_campaign_that_is_not_on_file_is_not_found(site: Site) -> None:
    answer = site.get("/campaigns/no-such-thing")
    assert answer.status_code == 404
    assert "No campaign" in answer.text


def test_the_first_board_is_the_viewers_own_and_keeps_what_was_asked(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        session.add(Campaign(slug="aaa", name="A first one", measure_id=measure.id, goal="", is_invented=True))
    answer = site.get("/board?said=2025-06-01")
    assert answer.headers["location"] == board(web_cast, "said=2025-06-01")


def test_a_server_without_a_campaign_says_how_to_come_by_one(nobody: Site) -> None:
    with nobody.database.write() as session:
        root = users.user(session, cast.ROOT, is_admin=True).id
    answer = nobody.as_user(root).get("/board")
    assert answer.status_code == 200
    assert "No campaign is on file yet." in answer.text


def test_both_times_stand_in_the_address_and_go_along_with_every_link(site: Site, web_cast: WebCast) -> None:
    with clock.held_at(date(2025, 4, 1)):
        stands(site, web_cast, web_cast.senator, "no", "2025-03-01")
    with clock.held_at(date(2025, 8, 1)):
        stands(site, web_cast, web_cast.senator, "yes", "2025-05-01")
    assert "Senate: 1 of 3 needed" in site.get(board(web_cast)).text
    assert "Senate: 0 of 3 needed" in site.get(board(web_cast, "said=2025-04-30")).text
    assert "Senate: 1 of 3 needed" in site.get(board(web_cast, "said=2025-06-01")).text
    then = site.get(board(web_cast, "said=2025-06-01&known=2025-06-01")).text
    assert "Senate: 0 of 3 needed" in then
    assert "a past board" in then
    senate = links(card(then, "upper"))
    for words, (_, href) in senate.items():
        assert "said=2025-06-01" in href, words
        assert "known=2025-06-01" in href, words
    assert 'name="said" value="2025-06-01"' in then
    assert 'name="known" value="2025-06-01"' in then


def test_nothing_asked_is_today_and_no_past_board(site: Site, web_cast: WebCast) -> None:
    html = site.get(board(web_cast)).text
    assert "a past board" not in html
    assert f'name="said" value="{clock.today().isoformat()}"' in html


def test_the_steps_through_time_lead_to_the_changes_before_and_after(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "no", "2025-03-01")
    stands(site, web_cast, web_cast.senator, "yes", "2025-05-01")
    html = unescape(site.get(board(web_cast, "said=2025-04-01")).text)
    assert f'href="{board(web_cast, "said=2025-03-01")}">← Change before</a>' in html
    assert f'href="{board(web_cast, "said=2025-05-01")}">Change after →</a>' in html
