"""One's own account, and for administrators who signs in here."""

from __future__ import annotations

import re

import pytest

from crm.accounts import queries, service
from crm.accounts.models import User
from crm.audit.models import AuditEntry
from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

PASSWORD = "seven brave herons wade"


def test_one_sees_ones_name_address_and_browsers_and_no_other_user(site: Site) -> None:
    html = site.get("/settings").text
    assert 'value="Ada Okafor"' in html
    assert 'value="ada@example.org"' in html
    assert "tests" in html, "the browser that is signed in"
    assert "leo@example.org" not in html
    assert "Add somebody" not in html


def test_a_changed_name_is_kept_shown_and_noted_as_ones_own_change(site: Site, web_cast: WebCast) -> None:
    answer = site.post("/settings/name", {"name": " Ada <b>O.</b> ", "email": "Ada@Okafor.example"})
    assert answer.headers["location"] == "/settings"
    html = site.get("/settings").text
    assert "Ada &lt;b&gt;O.&lt;/b&gt;" in html
    assert "<b>O." not in html
    assert "ada@okafor.example" in html
    with site.database.read() as session:
        about_ada = session.query(AuditEntry).filter_by(table_name="users", row_id=web_cast.ada)
        noted = about_ada.order_by(AuditEntry.id).all()[-1]
    assert noted.user_id == web_cast.ada
    assert noted.before == {"name": cast.ADA, "email": "ada@example.org"}


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"name": "", "email": "ada@example.org"}, 422, "A name is missing."),
        ({"name": "Ada", "email": "nowhere"}, 422, "not an e-mail address"),
        ({"name": "Ada", "email": "leo@example.org"}, 409, "already signs in here"),
        ({}, 422, "not an e-mail address"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    site: Site, fields: dict[str, str], status: int, told: str
) -> None:
    answer = site.post("/settings/name", fields)
    assert answer.status_code == status
    assert told in answer.text
    assert 'aria-invalid="true"' in answer.text
    if fields:
        assert f'value="{fields["email"]}"' in answer.text
    assert 'value="Ada Okafor"' in site.get("/settings").text


def test_a_first_password_needs_no_old_one_and_keeps_this_browser_signed_in(site: Site, web_cast: WebCast) -> None:
    assert "Password now" not in site.get("/settings").text
    short = site.post("/settings/password", {"password": "short"})
    assert short.status_code == 422
    assert "12 characters" in short.text
    assert "short" not in re.findall(r'value="([^"]*)"', short.text), "a password is never sent back"
    done = site.post("/settings/password", {"password": PASSWORD})
    assert done.status_code == 303
    assert site.get("/settings").status_code == 303, "the old cookie is worth nothing"
    site.cookies["whipcount"] = done.cookies["whipcount"]
    assert "Password now" in site.get("/settings").text
    with site.database.read() as session:
        assert [each.user_agent for each in queries.browsers(session, web_cast.ada)] != []


def test_a_space_at_the_end_of_a_password_is_part_of_it(site: Site) -> None:
    done = site.post("/settings/password", {"password": PASSWORD + " "})
    assert done.status_code == 303
    wrong = site.signed_out.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD})
    right = site.signed_out.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD + " "})
    assert (wrong.status_code, right.status_code) == (422, 303)


def test_an_administrator_sees_who_signs_in_and_hands_out_links_that_work_once(site: Site, web_cast: WebCast) -> None:
    rosa = site.as_user(web_cast.rosa)
    html = rosa.get("/settings").text
    for address in ("ada@example.org", "leo@example.org", "otto@example.org"):
        assert address in html
    shown = rosa.post(f"/settings/link/{web_cast.leo}")
    (link,) = re.findall(r"http://whipcount\.test(/welcome/[\w-]+)", shown.text)
    answer = site.signed_out.post(link, {"name": cast.LEO, "email": "leo@example.org", "password": PASSWORD})
    assert answer.status_code == 303
    assert site.signed_out.get(link).status_code == 404
    assert link not in rosa.get("/settings").text


def test_a_link_goes_to_nobody_who_may_not_sign_in(site: Site, web_cast: WebCast) -> None:
    rosa = site.as_user(web_cast.rosa)
    with site.database.write() as session:
        service.deactivate(session, session.get_one(User, web_cast.otto))
    for user in (web_cast.otto, 9999):
        answer = rosa.post(f"/settings/link/{user}")
        assert answer.status_code == 422
        assert "/welcome/" not in answer.text
    assert "no more" in rosa.get("/settings").text


def test_only_an_administrator_hands_out_links(site: Site, web_cast: WebCast) -> None:
    for path in (f"/settings/link/{web_cast.ada}", "/settings/invite"):
        answer = site.as_user(web_cast.leo).post(path, {"name": "Nia", "email": "nia@example.org"})
        assert answer.status_code == 403
        assert "/welcome/" not in answer.text


def test_an_invitation_to_an_address_that_is_taken_says_so_and_keeps_what_was_typed(
    site: Site, web_cast: WebCast
) -> None:
    fields = {"name": "Another Leo", "email": "leo@example.org"}
    answer = site.as_user(web_cast.rosa).post("/settings/invite", fields)
    assert answer.status_code == 409
    assert "already signs in here" in answer.text
    assert 'value="Another Leo"' in answer.text
    assert 'value="Rosa Thorne"' in answer.text, "one's own name is not mixed up with it"
    assert "/welcome/" not in answer.text


def test_the_page_takes_no_more_queries_for_many_users(site: Site, web_cast: WebCast) -> None:
    rosa = site.as_user(web_cast.rosa)
    few = queries_of(rosa, "/settings")
    with site.database.write() as session:
        for number in range(20):
            user = service.add_user(session, f"user{number}@example.org", f"User {number}")
            service.start_session(session, user, "a browser")
    assert queries_of(rosa, "/settings") == few <= 6
