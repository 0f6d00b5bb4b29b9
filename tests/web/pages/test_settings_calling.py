"""One's own page as a caller: what is said is kept, shown again, and refused where it cannot be."""

from __future__ import annotations

import re

import pytest

from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site

PAGE = "/settings/calling"


def home(site: Site, chamber: str = "Senate") -> str:
    """The value of the first district that is offered for a chamber."""
    found = re.search(rf'{chamber}</label>.*?<option value="(\d+)"', site.get(PAGE).text, re.S)
    assert found is not None
    return found[1]


def test_what_is_said_is_kept_and_shown_again(site: Site, web_cast: WebCast) -> None:
    district = home(site)
    sent = site.post(PAGE, {"languages": ["en", "es"], "calls_per_hour": "12", "districts": ["", district]})
    assert (sent.status_code, sent.headers["location"]) == (303, "/settings")
    page = site.get(PAGE).text
    assert re.search(r'value="es" checked', page)
    assert re.search(r'value="zh">', page)
    assert f'<option value="{district}" selected>' in page
    assert 'value="12"' in page
    assert 'value="8"' in site.as_user(web_cast.paz).get(PAGE).text, "each says it of themselves alone"


def test_the_account_leads_there(site: Site) -> None:
    assert f'href="{PAGE}"' in site.get("/settings").text


def test_a_call_sheet_names_the_neighbor(site: Site, web_cast: WebCast) -> None:
    site.post(PAGE, {"languages": ["en"], "calls_per_hour": "8", "districts": [home(site)]})
    sheet = f"/call-lists?campaign={web_cast.campaign}&deadline=2099-01-01"
    assert f"{cast.ADA} lives in their district" in site.get(sheet).text
    assert "Somebody at " in site.as_user(web_cast.paz).get(sheet).text
    assert "lives in their district" not in site.as_user(web_cast.otto).get(sheet).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"calls_per_hour": "0"}, "pace"),
        ({"calls_per_hour": "many"}, "is no number"),
        ({"calls_per_hour": "8", "languages": ["klingon"]}, "is not offered"),
        ({"calls_per_hour": "8", "districts": ["999999"]}, "not on file"),
        ({"calls_per_hour": "8", "districts": ["x"]}, "is no number"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(site: Site, fields: dict, says: str) -> None:
    answer = site.post(PAGE, fields)
    assert answer.status_code == 422
    assert says in answer.text


def test_the_signed_out_are_led_to_sign_in(site: Site) -> None:
    assert site.signed_out.get(PAGE).headers["location"].startswith("/sign-in")
