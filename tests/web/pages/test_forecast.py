"""The page of the forecast: chances, the picture, the numbers behind it, and who may set them."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import select

from crm.audit.models import AuditEntry
from crm.bills.models import Measure
from crm.forecast.models import ForecastNumber
from crm.people.models import Person
from crm.sessions import Database
from tests import cast
from tests.builders import ledger
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


@pytest.fixture
def path(web_cast: WebCast) -> str:
    return f"/campaigns/{web_cast.campaign}/forecast"


@pytest.fixture
def rosa(site: Site, web_cast: WebCast) -> Site:
    """The administrator, signed in."""
    return site.as_user(web_cast.rosa)


def stand(database: Database, web_cast: WebCast, person_id: int, stance: str, **columns) -> None:
    with database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        ledger.position(session, session.get_one(Person, person_id), measure, stance, **columns)


def test_each_chamber_says_its_chance_the_expected_votes_and_whose_step_helps(
    site: Site, database: Database, web_cast: WebCast, path: str
) -> None:
    stand(database, web_cast, web_cast.senator_id, "undecided")
    page = site.get(path).text
    assert "for 3 votes or more" in page
    assert "that every chamber reaches its number, their votes taken as independent" in page
    assert "Whose step would help most in the Senate" in page
    assert f">{cast.SENATOR}</a>" in page
    assert re.search(r'<svg class="chart totals"[^>]*aria-label="Senate: ', page)


def test_the_board_leads_there_and_keeps_the_day(site: Site, web_cast: WebCast, path: str) -> None:
    page = site.get(f"/campaigns/{web_cast.campaign}?said=2025-03-01").text
    assert f'href="{path}?said=2025-03-01"' in page
    assert "a past forecast" in site.get(f"{path}?said=2025-03-01").text


def test_every_number_stands_there_in_words(site: Site, path: str) -> None:
    page = site.get(path).text
    for words in (
        "A hard yes: plain",
        "Nothing on record",
        "Chance that a call reaches the member",
        "365 days",
        "97 %",
    ):
        assert words in page
    assert "An administrator of this server can set each number" in page
    assert f'action="{path}/unknown"' not in page


def test_an_administrator_sets_a_number_with_a_reason_and_puts_it_back(
    rosa: Site, database: Database, path: str
) -> None:
    assert f'action="{path}/unknown"' in rosa.get(path).text
    sent = rosa.post(f"{path}/unknown", {"value": "50 %", "weight": "25", "reason": "One party holds all seats."})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}#n-unknown")
    page = rosa.get(path).text
    assert "Stated: 30 %, weighing 15 votes. One party holds all seats." in page
    assert "weighs 25 votes" in page
    rosa.post(f"{path}/half_life", {"value": "200", "reason": "Quick year."})
    with database.read() as session:
        found = {row.name: row.value for row in session.scalars(select(ForecastNumber))}
        assert found == {"unknown": 0.5, "unknown_weight": 25, "half_life": 200}
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.table_name == "forecast_numbers")) is not None
    rosa.post(f"{path}/unknown/as-stated")
    assert "One party holds" not in rosa.get(path).text


@pytest.mark.parametrize(
    ("name", "fields", "says"),
    [
        ("unknown", {"value": "50", "reason": ""}, "Why this number?"),
        ("unknown", {"value": "500", "reason": "Much."}, "run from 0 to 1"),
        ("unknown", {"value": "half", "reason": "A guess."}, "is no number"),
        ("unknown", {"value": "nan", "reason": "A guess."}, "is no number"),
        ("unknown", {"value": "50", "weight": "-1", "reason": "A guess."}, "A weight is a number of votes"),
        ("half_life", {"value": "0", "reason": "Never."}, "A half-life is a number of days"),
    ],
)
def test_a_number_that_cannot_be_gets_a_sentence_at_its_field_and_sets_nothing(
    rosa: Site, database: Database, path: str, name: str, fields: dict[str, str], says: str
) -> None:
    answer = rosa.post(f"{path}/{name}", fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'aria-invalid="true"' in answer.text
    with database.read() as session:
        assert session.scalars(select(ForecastNumber)).all() == []


def test_nobody_else_sets_one(site: Site, path: str) -> None:
    assert site.post(f"{path}/unknown", {"value": "50", "reason": "I feel so."}).status_code == 403
    assert site.post(f"{path}/unknown/as-stated").status_code == 403


def test_what_was_written_as_a_reason_is_escaped(rosa: Site, path: str) -> None:
    rosa.post(f"{path}/unknown", {"value": "50", "reason": "<b>Why</b>"})
    assert "&lt;b&gt;Why&lt;/b&gt;" in rosa.get(path).text


def test_what_a_partner_keeps_private_moves_nobody_elses_forecast(
    site: Site, database: Database, web_cast: WebCast, path: str
) -> None:
    before = site.as_user(web_cast.otto).get(path).text
    stand(
        database, web_cast, web_cast.senator_id, "yes",
        visibility="private", organization_id=web_cast.neighbors,
    )  # fmt: skip
    assert site.as_user(web_cast.otto).get(path).text == before
    assert site.get(path).text != before


def test_the_seats_are_exported_as_the_page_counts_them(site: Site, path: str) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get(f"{path}/export.csv?chamber=upper").content.decode("utf-8-sig"))))
    assert {row["Chamber"] for row in rows} == {"Senate"}
    assert rows[0]["Chance of a yes"] == "0.3"


@pytest.mark.parametrize(
    ("path", "status"), [("/campaigns/nothing/forecast", 404), ("/campaigns/{}/forecast?said=x", 422)]
)
def test_what_is_not_there_says_so(site: Site, web_cast: WebCast, path: str, status: int) -> None:
    assert site.get(path.format(web_cast.campaign)).status_code == status


def test_more_seats_take_no_more_queries(site: Site, database: Database, web_cast: WebCast, path: str) -> None:
    few = queries_of(site, path)
    for person in (web_cast.senator_id, web_cast.other_senator_id, web_cast.member_id):
        stand(database, web_cast, person, "leaning_yes")
    assert queries_of(site, path) <= few <= 20
