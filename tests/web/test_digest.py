"""The daily e-mail on its page: an hour, a try, and a link that ends it without signing in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm.config import Settings
from crm.digest import hours, links
from tests.smtp import Behaviour, MailServerOnLoopback, mail_server
from tests.web.conftest import WebCast
from tests.web.site import Site


def hour(site: Site, web_cast: WebCast) -> int | None:
    with site.database.read() as session:
        return hours.wish_of(session, web_cast.ada).hour


@pytest.fixture
def inbox(site: Site) -> Iterator[MailServerOnLoopback]:
    """A mail server that the application uses."""
    with mail_server(Behaviour()) as server:
        site.app.state.settings = Settings(
            insecure_cookies=True, smtp_url=f"smtp://localhost:{server.port}", mail_from="whip@example.org",
            base_url="https://whip.example.org",
        )  # fmt: skip
        yield server


def test_an_hour_is_chosen_and_given_up(site: Site, web_cast: WebCast) -> None:
    assert site.post("/settings/digest", {"hour": "7"}).status_code == 303
    assert hour(site, web_cast) == 7
    assert "It comes at <strong>7:00 AM</strong>" in site.get("/settings/digest").text
    assert site.post("/settings/digest", {"hour": ""}).status_code == 303
    assert hour(site, web_cast) is None


@pytest.mark.parametrize("typed", ["24", "-1", "7.5", "²", "x", "700"])
def test_an_hour_that_no_clock_has_is_refused(site: Site, web_cast: WebCast, typed: str) -> None:
    answer = site.post("/settings/digest", {"hour": typed})
    assert answer.status_code == 422
    assert "No clock has that hour." in answer.text
    assert hour(site, web_cast) is None


def test_without_a_mail_server_the_page_says_so_and_sends_nothing(site: Site) -> None:
    html = site.get("/settings/digest").text
    assert "CRM_SMTP_URL" in html
    assert "disabled" in html
    assert site.post("/settings/digest/try").status_code == 422


def test_the_page_says_what_a_mailbox_may_not_hold(site: Site) -> None:
    assert "A mailbox is not within our walls" in site.get("/settings/digest").text


def test_one_is_sent_now_to_oneself_and_to_nobody_else(site: Site, inbox: MailServerOnLoopback) -> None:
    answer = site.post("/settings/digest/try", {"to": "x@example.org", "email": "x@example.org"})
    assert answer.status_code == 303
    assert [each.recipients for each in inbox.received] == [["ada@example.org"]]


def test_a_try_that_fails_is_told_on_the_page(site: Site, inbox: MailServerOnLoopback) -> None:
    inbox.behaviour.answers = {"RCPT": ["550 5.1.1 no <such> mailbox"]}
    answer = site.post("/settings/digest/try")
    assert answer.status_code == 502
    assert "no &lt;such&gt; mailbox" in answer.text


def test_who_is_not_signed_in_sends_nothing(site: Site, inbox: MailServerOnLoopback) -> None:
    assert site.signed_out.post("/settings/digest/try").status_code == 303
    assert inbox.received == []


def test_the_link_of_a_mail_ends_the_mails_without_signing_in(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        hours.set_hour(session, web_cast.ada, 7)
        token = links.new_link(session, web_cast.ada)
    path, nobody = f"/digest/stop/{token}", site.signed_out
    assert "Send no more" in nobody.get(path).text
    assert hour(site, web_cast) == 7
    answer = nobody.post(path)
    assert answer.status_code == 200
    assert "No daily e-mail comes any more" in answer.text
    assert hour(site, web_cast) is None
    assert "set-cookie" not in answer.headers
    assert nobody.post(path).status_code == 200


def test_the_button_of_a_mail_program_ends_them_as_well(site: Site, web_cast: WebCast) -> None:
    """It comes from no page of ours, and with no header that browsers send (RFC 8058)."""
    with site.database.write() as session:
        hours.set_hour(session, web_cast.ada, 7)
        token = links.new_link(session, web_cast.ada)
    sent = site.signed_out.send("POST", f"/digest/stop/{token}", {"List-Unsubscribe": "One-Click"}, {})
    assert sent.status_code == 200
    assert hour(site, web_cast) is None


def test_a_link_that_nobody_has_is_told_so(site: Site, web_cast: WebCast) -> None:
    for path in ("/digest/stop/x", f"/digest/stop/{'y' * 43}"):
        for answer in (site.signed_out.get(path), site.signed_out.post(path)):
            assert answer.status_code == 404
            assert "This link is of long ago." in answer.text


def test_the_link_opens_nothing_else(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        token = links.new_link(session, web_cast.ada)
    assert site.signed_out.get(f"/welcome/{token}").status_code == 404
    assert site.signed_out.get(f"/feeds/{token}.ics").status_code == 404
