"""The pages of what is owed: the pile, and one follow-up with the ways to be rid of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm import clock
from crm.outreach.models import FollowUp
from tests import cast
from tests.web.conftest import WebCast
from tests.web.pages.test_today import owe
from tests.web.site import Site, queries_of


def the_one(site: Site) -> FollowUp:
    with site.database.read() as session:
        return session.scalars(select(FollowUp)).one()


def test_the_pile_shows_mine_and_with_a_filter_ours_the_late_and_the_done(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "Late <one>", -3)
    owe(site, web_cast, "Far away", 30)
    owe(site, web_cast, "Leo owes this", 1, by=web_cast.leo)
    html = site.get("/follow-ups").text
    assert "Late &lt;one&gt;" in html
    assert "Far away" in html
    assert "Leo owes this" not in html
    assert "Far away" not in site.get("/follow-ups?which=overdue").text
    assert "Leo owes this" in site.get("/follow-ups?whose=ours").text
    assert "Nothing was ticked off yet." in site.get("/follow-ups?which=done").text


@pytest.mark.parametrize("query", ["whose=nobody", "which=never", "page=-1", "page=x", "page=99999", "campaign=none"])
def test_a_filter_that_means_nothing_asks_for_nothing(site: Site, web_cast: WebCast, query: str) -> None:
    owe(site, web_cast, "Send the brief", 1)
    answer = site.get(f"/follow-ups?{query}")
    assert answer.status_code == 200
    assert "Send the brief" in answer.text


def test_the_export_of_the_pile_takes_out_what_it_shows(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "Late one", -3)
    owe(site, web_cast, "Far away", 30)
    html = site.get("/follow-ups?which=overdue").text
    assert 'href="/follow-ups/export.csv?mine=yes&amp;due=overdue"' in html
    csv = site.get("/follow-ups/export.csv?mine=yes&due=overdue").text
    assert "Late one" in csv
    assert "Far away" not in csv


def test_it_is_ticked_off_with_what_came_of_it(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "Send the brief", 1)
    id_ = the_one(site).id
    assert cast.SENATOR in site.get(f"/follow-ups/{id_}").text
    answer = site.post(f"/follow-ups/{id_}/done", {"result": "She <read> it.", "next": f"/follow-ups/{id_}"})
    assert answer.headers["location"] == f"/follow-ups/{id_}"
    assert "She &lt;read&gt; it." in site.get(f"/follow-ups/{id_}").text


def test_it_is_moved_with_a_reason_and_what_was_typed_stays_where_that_is_missing(
    site: Site, web_cast: WebCast
) -> None:
    owe(site, web_cast, "Send the brief", 1)
    id_, day = the_one(site).id, (clock.today() + timedelta(days=9)).isoformat()
    wrong = site.post(f"/follow-ups/{id_}/move", {"due": day, "reason": ""})
    assert wrong.status_code == 422
    assert f'value="{day}"' in wrong.text
    assert "Why does it move?" in wrong.text
    unreadable = site.post(f"/follow-ups/{id_}/move", {"due": "soon", "reason": "x"})
    assert unreadable.status_code == 422
    assert site.post(f"/follow-ups/{id_}/move", {"due": day, "reason": "She is away"}).status_code == 303
    assert "She is away" in site.get(f"/follow-ups/{id_}").text


def test_it_is_handed_to_a_colleague_and_to_nobody_else(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "Send the brief", 1)
    id_ = the_one(site).id
    for to in ("", "x", "9" * 30, "²"):
        assert site.post(f"/follow-ups/{id_}/hand-over", {"to": to}).status_code == 422
    assert site.post(f"/follow-ups/{id_}/hand-over", {"to": str(web_cast.paz)}).status_code == 404
    assert site.post(f"/follow-ups/{id_}/hand-over", {"to": str(web_cast.leo)}).status_code == 303
    assert the_one(site).owed_by_id == web_cast.leo


def test_who_is_outside_the_walls_finds_nothing_there(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "Send the brief", 1)
    id_ = the_one(site).id
    partner = site.as_user(web_cast.paz)
    assert "Its own people tick it off." in partner.get(f"/follow-ups/{id_}").text
    assert partner.post(f"/follow-ups/{id_}/done").status_code == 403
    outsider = site.as_user(web_cast.otto)
    assert outsider.get(f"/follow-ups/{id_}").status_code == 404
    assert outsider.post(f"/follow-ups/{id_}/move", {"due": "", "reason": "x"}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_pile(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "One", 1)
    few = queries_of(site, "/follow-ups")
    for number in range(20):
        owe(site, web_cast, f"Number {number}", number)
    assert queries_of(site, "/follow-ups") == few
