"""Signing in: by a link that works once, by password, never by guessing; and out again."""

from __future__ import annotations

import pytest

from crm.accounts import secrets, service, throttle
from crm.accounts.models import LinkPurpose, LoginSession, OneTimeLink, User
from crm.clock import now
from tests.web.conftest import WebCast
from tests.web.site import Site

PASSWORD = "seven brave herons wade"


def _link(site: Site, user_id: int, purpose: LinkPurpose = LinkPurpose.SIGN_IN) -> str:
    with site.database.write() as session:
        return "/welcome/" + service.new_link(session, session.get_one(User, user_id), purpose)


def _give_password(site: Site, user_id: int) -> None:
    with site.database.write() as session:
        service.set_password(session, session.get_one(User, user_id), secrets.hash_password(PASSWORD))


def _cookie(answer) -> dict[str, str]:
    return {"whipcount": answer.cookies["whipcount"]}


def test_a_page_leads_to_the_sign_in_page_and_back(site: Site) -> None:
    answer = site.signed_out.get("/settings?tab=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fsettings%3Ftab%3D1"


def test_a_part_of_a_page_sends_the_whole_browser_to_the_sign_in_page(site: Site) -> None:
    answer = site.signed_out.get("/settings", hx_request="true")
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"].startswith("/sign-in")


def test_looking_at_a_link_does_not_use_it_up_and_using_it_does(site: Site, web_cast: WebCast) -> None:
    link = _link(site, web_cast.ada)
    assert site.signed_out.get(link).status_code == 200
    first = site.signed_out.post(link)
    assert first.headers["location"] == "/"
    assert _cookie(first)
    assert site.signed_out.post(link).status_code == 404
    assert site.signed_out.get(link).status_code == 404


def test_a_link_for_a_first_password_asks_for_one_and_keeps_the_link_until_it_is_good(
    site: Site, web_cast: WebCast
) -> None:
    link = _link(site, web_cast.rosa, LinkPurpose.SET_PASSWORD)
    fields = {"name": "Rosa Thorne", "email": "rosa@thorne.example", "password": "short"}
    short = site.signed_out.post(link, fields)
    assert short.status_code == 422
    assert "12 characters" in short.text
    assert "rosa@thorne.example" in short.text
    assert site.signed_out.post(link, fields | {"password": PASSWORD}).status_code == 303
    signed_in = site.signed_out.post("/sign-in", {"email": "Rosa@Thorne.example", "password": PASSWORD})
    assert _cookie(signed_in)


def test_neither_link_nor_cookie_nor_password_is_in_the_database(site: Site, web_cast: WebCast) -> None:
    link = _link(site, web_cast.ada)
    cookie = _cookie(site.signed_out.post(link))["whipcount"]
    _give_password(site, web_cast.ada)
    with site.database.read() as session:
        kept = [row.token_hash for row in (*session.query(LoginSession), *session.query(OneTimeLink))]
        kept += [user.password_hash or "" for user in session.query(User)]
    for secret in (cookie, link.rpartition("/")[2], PASSWORD):
        assert not any(secret in text for text in kept)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(site: Site, web_cast: WebCast) -> None:
    _give_password(site, web_cast.ada)
    wrong = site.signed_out.post("/sign-in", {"email": "ada@example.org", "password": "x" * 12})
    unknown = site.signed_out.post("/sign-in", {"email": "nobody@example.org", "password": "x" * 12})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace("ada@example.org", "") == unknown.text.replace("nobody@example.org", "")


def test_after_too_many_failures_even_the_right_password_waits(site: Site, web_cast: WebCast) -> None:
    _give_password(site, web_cast.ada)
    with site.database.write() as session:
        for _ in range(throttle.FAILURES_PER_ACCOUNT):
            throttle.note(session, "ada@example.org", "198.51.100.7", succeeded=False)
    answer = site.signed_out.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Too many tries" in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/\t/x"]
)
def test_nobody_is_led_to_another_site(site: Site, web_cast: WebCast, elsewhere: str) -> None:
    _give_password(site, web_cast.ada)
    answer = site.signed_out.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_signing_out_makes_the_cookie_worthless(site: Site) -> None:
    assert site.get("/settings").status_code == 200
    site.post("/sign-out")
    assert site.get("/settings").status_code == 303


def test_a_user_who_was_let_go_is_signed_out_everywhere_and_links_are_void(site: Site, web_cast: WebCast) -> None:
    link = _link(site, web_cast.ada)
    with site.database.write() as session:
        service.deactivate(session, session.get_one(User, web_cast.ada))
    assert site.get("/settings").status_code == 303
    assert site.signed_out.post(link).status_code == 404


def test_a_session_ends_with_its_days(site: Site) -> None:
    with site.database.write() as session:
        for each in session.query(LoginSession):
            each.expires_at = now()
    assert site.get("/settings").status_code == 303


def test_a_new_password_needs_the_old_one_and_signs_out_other_browsers(site: Site, web_cast: WebCast) -> None:
    _give_password(site, web_cast.ada)
    here, elsewhere = site.as_user(web_cast.ada), site.as_user(web_cast.ada)
    wrong = here.post("/settings/password", {"old": "not it at all", "password": PASSWORD + "!"})
    assert wrong.status_code == 422
    done = here.post("/settings/password", {"old": PASSWORD, "password": PASSWORD + "!"})
    assert done.status_code == 303
    assert elsewhere.get("/settings").status_code == 303
    assert _cookie(done)


def test_only_an_administrator_adds_users_and_sees_the_link_once(site: Site, web_cast: WebCast) -> None:
    fields = {"name": "Nia <b>Marsh</b>", "email": "nia@example.org"}
    assert site.post("/settings/invite", fields).status_code == 403
    shown = site.as_user(web_cast.rosa).post("/settings/invite", fields)
    assert "/welcome/" in shown.text
    assert "<b>Marsh" not in shown.text
    assert "/welcome/" not in site.as_user(web_cast.rosa).get("/settings").text
