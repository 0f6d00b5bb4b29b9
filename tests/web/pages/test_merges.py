"""Two records that may be one person: a lead decides, on the page of either."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.people.merging import propose_merge
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


@pytest.mark.parametrize("path", ["/merges/999/same", "/merges/1/perhaps"])
def test_no_such_proposal_or_answer_says_so(site: Site, web_cast: WebCast, proposal: int, path: str) -> None:
    assert site.as_user(web_cast.leo).post(path).status_code == 404
