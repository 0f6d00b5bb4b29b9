"""Two records that may be one person: a lead decides, on the page of either."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from crm.people.merging import propose_merge
from crm.people.models import Person
from tests import cast
from tests.builders import people
from tests.web.conftest import WebCast
from tests.web.site import Site


@pytest.fixture
def proposal(site: Site, web_cast: WebCast) -> int:
    """The senator is on file twice."""
    with site.database.write() as session:
        twin = people.person(session, "Sena A. Abara")
        return propose_merge(session, web_cast.senator_id, twin.id, "Same birthday.").id


def test_a_lead_joins_the_records_and_lands_on_the_one_that_stays(site: Site, web_cast: WebCast, proposal: int) -> None:
    leo = site.as_user(web_cast.leo)
    assert "One person: join the records" in leo.get(f"/officials/{web_cast.senator}").text
    answer = leo.post(f"/merges/{proposal}/same")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/officials/{web_cast.senator}")
    assert leo.get("/officials/sena-a-abara").headers["location"] == f"/officials/{web_cast.senator}"
    assert "may be the same person" not in leo.get(f"/officials/{web_cast.senator}").text


def test_two_people_stay_two_and_are_not_proposed_again(site: Site, web_cast: WebCast, proposal: int) -> None:
    leo = site.as_user(web_cast.leo)
    leo.post(f"/merges/{proposal}/different")
    assert cast.SENATOR in leo.get(f"/officials/{web_cast.senator}").text
    assert "may be the same person" not in leo.get(f"/officials/{web_cast.senator}").text
    assert leo.get("/officials/sena-a-abara").status_code == 200


def test_who_leads_nothing_is_told_and_not_asked(site: Site, web_cast: WebCast, proposal: int) -> None:
    html = site.get(f"/officials/{web_cast.senator}").text
    assert "may be the same person" in html
    assert "join the records" not in html
    assert site.post(f"/merges/{proposal}/same").status_code == 403


def test_what_was_settled_meanwhile_is_said(site: Site, web_cast: WebCast, proposal: int) -> None:
    leo = site.as_user(web_cast.leo)
    leo.post(f"/merges/{proposal}/different")
    answer = leo.post(f"/merges/{proposal}/same")
    assert answer.status_code == 303
    told = replace(leo, cookies={**leo.cookies, **answer.cookies})
    assert "settled before" in told.get(answer.headers["location"]).text


@pytest.mark.parametrize("path", ["/merges/999/same", "/merges/1/perhaps", "/merges/999/undo"])
def test_no_such_proposal_or_answer_says_so(site: Site, web_cast: WebCast, proposal: int, path: str) -> None:
    assert site.as_user(web_cast.leo).post(path).status_code == 404


def test_the_page_shows_both_sides_and_a_lead_says_which_stays(site: Site, web_cast: WebCast, proposal: int) -> None:
    leo = site.as_user(web_cast.leo)
    html = leo.get("/merges").text
    for text in ("1 pair waits", "Same birthday.", "Sena A. Abara", "Two people"):
        assert text in html
    twin = _id_of(site, "sena-a-abara")
    answer = leo.post(f"/merges/{proposal}/same", {"back": "list", "keep": str(twin)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/merges")
    assert leo.get(f"/officials/{web_cast.senator}").headers["location"] == "/officials/sena-a-abara"
    html = leo.get("/merges").text
    assert "Take apart" in html
    assert "0 pairs wait" in html


def test_a_merge_is_taken_apart_on_the_page(site: Site, web_cast: WebCast, proposal: int) -> None:
    leo = site.as_user(web_cast.leo)
    leo.post(f"/merges/{proposal}/same")
    assert leo.post("/merges/1/undo").status_code == 303
    html = leo.get("/merges").text
    assert "taken apart" in html
    assert "1 pair waits" in html
    assert leo.get("/officials/sena-a-abara").status_code == 200
    again = leo.post("/merges/1/undo")
    told = replace(leo, cookies={**leo.cookies, **again.cookies})
    assert "undone before" in told.get("/merges").text


def test_who_looks_alike_is_put_on_the_list_by_a_lead(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        for name in ("Bill Harper", "William Harper"):
            people.person(session, name)
    leo = site.as_user(web_cast.leo)
    assert "List 1 more pair" in leo.get("/merges").text
    assert leo.post("/merges/look").status_code == 303
    assert "one first name is short for the other" in leo.get("/merges").text


def test_who_leads_nothing_sees_the_pairs_and_no_button(site: Site, web_cast: WebCast, proposal: int) -> None:
    html = site.get("/merges").text
    assert "Same birthday." in html
    assert "a lead or an administrator decides" in html
    for button in ("keep this", "Two people", "Take apart", "look alike</button>"):
        assert button not in html
    for path in (f"/merges/{proposal}/different", "/merges/1/undo", "/merges/look"):
        assert site.post(path).status_code == 403


def _id_of(site: Site, slug: str) -> int:
    with site.database.read() as session:
        return session.scalars(select(Person.id).where(Person.slug == slug)).one()
