"""A mail goes out once a day, at its hour, to whoever asked for it; what fails is tried again, whoever runs it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm import clock
from crm.accounts.models import User
from crm.accounts.secrets import hash_token
from crm.digest import hours, links, sending
from crm.digest.models import DigestLink
from crm.errors import Conflict, InvalidInput, NotFound
from crm.mail import MailFailed
from tests.crm.digest.conftest import BASE, TODAY, Morning, at
from tests.smtp import Behaviour


def test_nobody_gets_a_mail_who_did_not_ask_for_one(morning: Morning) -> None:
    morning.owe()
    assert morning.states() == {}
    assert morning.inbox.connections == 0


def test_it_comes_at_the_hour_and_once_a_day(morning: Morning) -> None:
    morning.owe()
    morning.wishes(ada=8)
    assert morning.states() == {}
    with clock.held_at(at(8)):
        assert morning.states() == {"ada": "sent"}
        assert morning.states() == {}
    with clock.held_at(at(23, 59)):
        assert morning.states() == {}
    with clock.held_at(at(8, days=1)):
        assert morning.states() == {"ada": "sent"}
    assert len(morning.inbox.received) == 2


def test_a_server_that_was_off_at_the_hour_sends_when_it_is_on_again(morning: Morning) -> None:
    morning.owe()
    morning.wishes(ada=0, leo=7)
    morning.owe("leo")
    with clock.held_at(at(22)):
        assert morning.states() == {"ada": "sent", "leo": "sent"}


def test_on_a_day_with_nothing_to_say_no_mail_is_sent(morning: Morning) -> None:
    morning.wishes(ada=7)
    assert morning.states() == {"ada": "nothing_to_say"}
    assert morning.inbox.received == []
    morning.owe()
    assert morning.states() == {}


def test_it_is_a_whole_message_with_a_text_a_page_and_a_way_out(morning: Morning) -> None:
    id_ = morning.owe(days=-1)
    morning.wishes(ada=7)
    morning.send()
    (found,) = morning.inbox.received
    message = found.message
    assert (found.sender, found.recipients) == ("whip@example.org", ["ada@example.org"])
    assert message["From"] == "Whipcount <whip@example.org>"
    assert message["To"] == "Ada Okafor <ada@example.org>"
    assert message["Date"].datetime == at(7, 30)
    assert message["Message-ID"].startswith("<digest-2026-03-04-")
    assert message["Message-ID"].endswith("@whip.example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for kind in ("plain", "html"):
        assert f"{BASE}/follow-ups/{id_}" in found.part(kind)
        assert message["List-Unsubscribe"][1:-1] in found.part(kind)
    assert max(len(line) for line in found.content.splitlines()) <= 998


def test_of_the_way_out_only_the_hash_is_kept(morning: Morning) -> None:
    morning.owe()
    morning.wishes(ada=7)
    morning.send()
    token = morning.inbox.received[0].message["List-Unsubscribe"].rpartition("/")[2].rstrip(">")
    with morning.database.read() as session:
        assert session.scalars(select(DigestLink.token_hash)).all() == [hash_token(token)]


def test_the_way_out_ends_the_mails_and_is_no_way_in(morning: Morning) -> None:
    with morning.database.write() as session:
        hours.set_hour(session, morning.user("ada"), 7)
        token = links.new_link(session, morning.user("ada"))
        assert links.ending(session, token).comes
        assert links.stop(session, token).name == "Ada Okafor"
        assert not links.stop(session, token).comes
        assert hours.wish_of(session, morning.user("ada")).hour is None
        for wrong in ("", "x", token[:-1], token + "x"):
            with pytest.raises(NotFound):
                links.stop(session, wrong)


def test_a_way_out_works_for_ninety_days_and_is_then_thrown_away(morning: Morning) -> None:
    with morning.database.write() as session:
        token = links.new_link(session, morning.user("ada"))
        with clock.held_at(at(7) + timedelta(days=89)):
            links.ending(session, token)
        with clock.held_at(at(8) + timedelta(days=91)):
            with pytest.raises(NotFound):
                links.ending(session, token)
            links.new_link(session, morning.user("ada"))
        assert len(session.scalars(select(DigestLink)).all()) == 1


@pytest.mark.parametrize(
    "answers",
    [{"RCPT": ["451 later"]}, {"END": ["552 too much"]}, {"MAIL": ["DROP"]}, {"END": ["DROP"]}],
    ids=["later", "never", "gone", "gone at the end"],
)
def test_what_fails_is_given_back_and_tried_again(morning: Morning, behaviour: Behaviour, answers: dict) -> None:
    morning.owe()
    morning.owe("leo")
    morning.wishes(ada=6, leo=7)
    behaviour.answers = answers
    assert morning.states() == {"ada": "failed", "leo": "sent"}
    assert morning.sent_on("ada") != TODAY
    assert morning.states() == {"ada": "sent"}
    assert [each.recipients for each in morning.inbox.received] == [["leo@example.org"], ["ada@example.org"]]


def test_a_mail_that_was_taken_before_the_server_broke_off_comes_again_under_one_identity(
    morning: Morning, behaviour: Behaviour
) -> None:
    morning.owe()
    morning.wishes(ada=7)
    behaviour.answers = {"END": ["DROP AFTER"]}
    assert morning.states() == {"ada": "failed"}
    assert morning.states() == {"ada": "sent"}
    first, second = morning.inbox.received
    assert first.message["Message-ID"] == second.message["Message-ID"]


def test_without_a_server_all_fail_with_one_sentence_and_none_is_noted_as_sent(morning: Morning) -> None:
    morning.owe()
    morning.wishes(ada=6, leo=7)
    server = morning.server
    morning.inbox.shutdown()
    morning.inbox.server_close()
    done = sending.send_due(morning.database.read, morning.database.write, server)
    assert {each.state.value for each in done} == {"failed"}
    assert len({each.message for each in done}) == 1
    assert morning.sent_on("ada") != TODAY


def test_an_address_that_cannot_be_is_one_failure_and_keeps_nobody_else_from_their_mail(morning: Morning) -> None:
    morning.owe()
    morning.owe("leo")
    morning.wishes(ada=6, leo=7)
    with morning.database.write() as session:
        session.get_one(User, morning.user("ada")).email = 'a"b@example.org'
    states = [each.state.value for each in morning.send()]
    assert states == ["failed", "sent"]


def test_a_name_with_a_line_break_is_no_header(morning: Morning) -> None:
    morning.owe()
    morning.wishes(ada=7)
    with morning.database.write() as session:
        session.get_one(User, morning.user("ada")).name = "Ada\r\nBcc: everybody@example.org"
    assert morning.states() == {"ada": "sent"}
    assert morning.inbox.received[0].message["Bcc"] is None
    assert morning.inbox.received[0].recipients == ["ada@example.org"]


def test_who_no_longer_signs_in_gets_no_mail(morning: Morning) -> None:
    morning.owe()
    morning.wishes(ada=7)
    with morning.database.write() as session:
        session.get_one(User, morning.user("ada")).is_active = False
    assert morning.states() == {}


def test_runs_at_once_send_one_mail_each(morning: Morning) -> None:
    names = ["ada", "leo", "paz"]
    for name in names:
        morning.owe(name)
    morning.wishes(ada=6, leo=7, paz=7)
    server, ready, done = morning.server, threading.Barrier(4), []

    def run() -> None:
        with clock.held_at(at(7, 30)):
            ready.wait()
            done.extend(sending.send_due(morning.database.read, morning.database.write, server))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.email for each in done) == [f"{name}@example.org" for name in names]
    assert sorted(each.recipients[0] for each in morning.inbox.received) == [f"{name}@example.org" for name in names]


def test_an_hour_that_is_past_begins_tomorrow_and_one_to_come_today(morning: Morning) -> None:
    morning.owe()
    with morning.database.write() as session:
        assert hours.set_hour(session, morning.user("ada"), 7).sent_on == TODAY
    assert morning.states() == {}
    with morning.database.write() as session:
        assert hours.set_hour(session, morning.user("leo"), 8).sent_on is None
        for hour in (-1, 24):
            with pytest.raises(InvalidInput):
                hours.set_hour(session, morning.user("leo"), hour)


def test_switched_off_it_comes_no_more(morning: Morning) -> None:
    morning.owe()
    morning.wishes(ada=7)
    morning.wishes(ada=None)
    assert morning.states() == {}


def test_one_to_try_comes_whatever_the_hour_and_takes_nothing_from_the_days_mail(morning: Morning) -> None:
    sent = sending.send_one(morning.database.read, morning.database.write, morning.server, morning.user("ada"))
    assert sent.email == "ada@example.org"
    assert "this one was a try" in " ".join(morning.inbox.received[0].part("plain").split())
    morning.owe()
    morning.wishes(ada=7)
    assert morning.states() == {"ada": "sent"}


def test_nobody_tries_for_ever(morning: Morning) -> None:
    def once() -> None:
        sending.send_one(morning.database.read, morning.database.write, morning.server, morning.user("ada"))

    for _ in range(sending.MOST_TRIES):
        once()
    with pytest.raises(Conflict):
        once()
    with clock.held_at(at(9)):
        once()


def test_a_try_that_fails_says_why(morning: Morning, behaviour: Behaviour) -> None:
    behaviour.answers = {"RCPT": ["550 no such mailbox"]}
    with pytest.raises(MailFailed, match="no such mailbox"):
        sending.send_one(morning.database.read, morning.database.write, morning.server, morning.user("ada"))
