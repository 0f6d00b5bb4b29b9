"""What every answer carries, and what no request may do: safe headers, cookies, forms of our own, pages for errors."""

from __future__ import annotations

import base64
import json
import re

import pytest
from fastapi.routing import iter_route_contexts

from crm.accounts import service
from crm.accounts.models import LinkPurpose, User
from crm.config import Settings
from tests.web.conftest import WebCast
from tests.web.site import HOST, Site, statements_of
from web.app import create_app
from web.pages.sign_in import safe_next
from web.security import HEADERS


def fails() -> None:
    raise RuntimeError("the secret sauce")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/settings", {}, 200),
        ("GET", "/board", {}, 303),
        ("GET", "/settings/", {}, 307),
        ("GET", "/nowhere", {}, 404),
        ("POST", "/board", {}, 405),
        ("GET", "/officials?stance=maybe", {}, 422),
        ("POST", "/settings/name", {"sec_fetch_site": "cross-site"}, 403),
        ("GET", "/fails", {}, 500),
        ("GET", "/static/no-such-file.css", {}, 404),
        ("GET", "/static/css/base.css", {}, 200),
    ],
)
def test_every_answer_has_safe_headers_and_pages_are_kept_in_no_cache(
    site: Site, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    site = site.apart
    site.app.add_api_route("/fails", fails)
    answer = site.get(path, **headers) if method == "GET" else site.post(path, {}, **headers)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    if "/static/css" not in path:
        assert answer.headers["cache-control"] == "no-store"


def test_a_part_of_a_page_has_safe_headers_when_nobody_is_signed_in(site: Site) -> None:
    answer = site.signed_out.get("/settings", hx_request="true")
    assert (answer.status_code, answer.headers["x-frame-options"]) == (401, "DENY")


@pytest.mark.parametrize(
    ("headers", "forged"),
    [
        ({"sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "cross-site"}, True),
        ({"sec_fetch_site": "same-site"}, True),
        ({"sec_fetch_site": "same-origin", "origin": "https://elsewhere.example"}, False),
        ({"origin": HOST}, False),
        ({"origin": "null"}, True),
        ({"origin": "http://whipcount.test.elsewhere.example"}, True),
        ({"origin": "https://elsewhere.example"}, True),
        ({}, False),
    ],
)
def test_a_form_is_taken_from_our_own_pages_alone(site: Site, headers: dict[str, str], forged: bool) -> None:
    """A request without either header comes from no browser, and so from nobody's cookies."""
    fields = {"name": "Mallory", "email": "ada@example.org"}
    answer = site.send("POST", "/settings/name", fields, headers)
    assert answer.status_code == (403 if forged else 303)
    assert ("Mallory" in site.get("/settings").text) is not forged


def test_a_forged_sign_in_is_refused_as_well(site: Site) -> None:
    """Else a page elsewhere could have somebody log contacts under another's name."""
    for path in ("/sign-in", "/sign-out", "/welcome/x"):
        assert site.signed_out.post(path, {}, sec_fetch_site="cross-site").status_code == 403


NOTES = {"export.csv": ("INSERT INTO audit_entries",), "1.ics": ("INSERT INTO sign_in_", "DELETE FROM sign_in_")}
"""What leaves the server is noted, and calendar programs are counted; neither changes what is on file."""


def test_opening_a_page_changes_nothing(site: Site, web_cast: WebCast) -> None:
    reader = site.as_user(web_cast.rosa)
    names = {"slug": web_cast.senator, "format": "csv", "official": web_cast.senator, "measure": web_cast.measure}
    names["campaign"] = web_cast.campaign
    asked = 0
    for context in iter_route_contexts(site.app.routes):
        route = context.original_route
        if "GET" not in getattr(route, "methods", ()) or not hasattr(route, "dependant"):
            continue
        path = re.sub(r"{(\w+)[^}]*}", lambda found: names.get(found[1], "1"), context.path)
        sent = statements_of(reader, path)
        asked += 1
        changes = [text for text in sent if text.split(maxsplit=1)[0].upper() in ("INSERT", "UPDATE", "DELETE")]
        assert not [text for text in changes if not text.startswith(NOTES.get(path.rpartition("/")[2], "?"))], path
    assert asked > 10


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        link = "/welcome/" + service.new_link(session, session.get_one(User, web_cast.ada), LinkPurpose.SIGN_IN)
    guarded = Site(site.database, create_app(site.database, Settings(insecure_cookies=False)), site.portal)
    (cookie,) = [
        text for text in guarded.post(link).headers.get_list("set-cookie") if text.startswith("__Host-whipcount=")
    ]
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize("packed", ["5", "[]", '["good"]', '["good", 5]', '["<b>", "x"]', "{}", "not json", "null"])
def test_a_cookie_of_ours_that_somebody_spoiled_breaks_no_page(site: Site, packed: str) -> None:
    site.cookies["flash"] = base64.urlsafe_b64encode(packed.encode()).decode()
    assert site.get("/settings").status_code == 200
    site.cookies["flash"] = "%%%"
    assert site.get("/settings").status_code == 200


def test_what_an_action_said_is_shown_once_as_words(site: Site) -> None:
    site.cookies["flash"] = base64.urlsafe_b64encode(json.dumps(["good", "<b>Saved</b>"]).encode()).decode()
    answer = site.get("/settings")
    assert "&lt;b&gt;Saved&lt;/b&gt;" in answer.text
    assert 'flash=""' in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "", "settings", "https://elsewhere.example", "//elsewhere.example", "///elsewhere.example",
        "/\\elsewhere.example", "\\/elsewhere.example", "/\t/elsewhere.example", "/\n/x", " //elsewhere.example",
        "javascript:alert(1)", "/\x00", "http:/settings",
    ],
)  # fmt: skip
def test_no_address_that_could_leave_our_pages_is_gone_to(elsewhere: str) -> None:
    assert safe_next(elsewhere) == "/"


@pytest.mark.parametrize("ours", ["/", "/settings?tab=1", "/officials/x#p-1", "/officials?q=a%20b&next=//x"])
def test_a_page_of_ours_is_gone_back_to(ours: str) -> None:
    assert safe_next(ours) == ours


def test_the_page_asked_for_in_a_strange_way_leads_nowhere_else(site: Site) -> None:
    answer = site.signed_out.get("//elsewhere.example/settings")
    assert answer.headers.get("location", "/").startswith("/sign-in") or answer.status_code == 404
    html = site.signed_out.get("/sign-in?next=//elsewhere.example").text
    assert 'name="next" value="/"' in html


def test_a_page_for_an_error_names_what_happened_and_leads_on(site: Site) -> None:
    for path, status, told in (
        ("/nowhere", 404, "There is no such page."),
        ("/officials/nobody", 404, "not on file"),
        ("/officials?stance=maybe", 422, "not on the scale"),
        ("/settings/link/x", 405, "does not take that"),
    ):
        answer = site.get(path)
        assert answer.status_code == status
        assert told in answer.text
        assert 'href="/officials"' in answer.text
    answer = site.as_user(1).post("/settings/link/not-a-number")
    assert answer.status_code == 422
    assert "cannot be read" in answer.text


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, str(2**63), str(2**31)])
def test_a_number_beyond_all_that_is_counted_is_not_on_file(site: Site, number: str) -> None:
    for path in (f"/imports/{number}", f"/imports/uploads/{number}", f"/imports/names/{number}"):
        answer = site.get(path)
        assert (answer.status_code, "Traceback" in answer.text) == (404, False)
    assert site.post(f"/imports/{number}/undo").status_code == 404
    assert site.post(f"/imports/uploads/{number}/drop").status_code == 404


def test_words_from_the_address_are_words_in_the_error(site: Site) -> None:
    html = site.get('/campaigns/<script>alert(1)<%2Fscript>?stance="><script>').text
    assert "<script>alert" not in html
    assert '"><script>' not in html
