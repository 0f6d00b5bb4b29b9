"""Taking one's data out in the browser: a lead, what their organization may see, and it is noted."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEntry
from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.people.models import Person
from tests.builders import ledger
from tests.web.conftest import WebCast
from tests.web.site import Site

MINE, THEIRS = "neighbors-together", "harbor-law-clinic"


@pytest.fixture
def leo(site: Site, web_cast: WebCast) -> Site:
    """The lead at the application; his organization and its partner keep one entry each to themselves."""
    with site.database.write() as session:
        person, measure = session.get_one(Person, web_cast.senator_id), session.get_one(Measure, web_cast.measure_id)
        for owner, words in ((web_cast.neighbors, "quoxours"), (web_cast.clinic, "quoxtheirs")):
            ledger.position(session, person, measure, words=words, visibility=Visibility.PRIVATE, organization_id=owner)
    return site.as_user(web_cast.leo)


def test_a_lead_takes_out_what_the_organization_may_see_as_a_file(leo: Site) -> None:
    assert f'action="/settings/archive/{MINE}"' in leo.get("/settings/archive").text
    answer = leo.post(f"/settings/archive/{MINE}")
    assert answer.headers["content-type"] == "application/zip"
    assert f'filename="{MINE}-' in answer.headers["content-disposition"]
    assert "no-store" in answer.headers["cache-control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
        assert json.loads(opened.read("manifest.json"))["organization"] == MINE
        words = opened.read("tables/positions.jsonl").decode()
    assert "quoxours" in words
    assert "quoxtheirs" not in words


def test_it_is_noted_who_took_it(leo: Site, web_cast: WebCast) -> None:
    leo.post(f"/settings/archive/{MINE}")
    with leo.database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.table_name == "exports")).one()
    assert noted.user_id == web_cast.leo
    assert noted.after == {"export": "archive", "format": "zip", "asked": {"organization": MINE}}


@pytest.mark.parametrize("who", ["ada", "otto", "rosa", "paz"])
def test_nobody_but_its_lead_takes_it_out_not_even_an_administrator(leo: Site, web_cast: WebCast, who: str) -> None:
    other = leo.as_user(getattr(web_cast, who))
    answer = other.post(f"/settings/archive/{MINE}")
    assert answer.status_code == 403
    assert b"PK" not in answer.content[:2]
    assert MINE not in other.get("/settings/archive").text


def test_a_lead_takes_out_no_other_organization(leo: Site) -> None:
    assert leo.post(f"/settings/archive/{THEIRS}").status_code == 403
    assert leo.post("/settings/archive/nobody").status_code == 404
    assert leo.get(f"/settings/archive/{MINE}").status_code == 405, "a link takes nothing out"


def test_an_administrator_is_told_where_everything_is_taken_out(leo: Site, web_cast: WebCast) -> None:
    assert "crm export archive FILE.zip" in leo.as_user(web_cast.rosa).get("/settings/archive").text
    assert "crm export archive FILE.zip" not in leo.get("/settings/archive").text
