"""``crm digest send``, as a timer runs it, against a mail server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from crm import clock
from crm.config import get_settings
from crm.digest import hours
from crm.outreach import service
from crm.outreach.contact import Owed
from crm.sessions import Database
from tests.builders.scene import Scene
from tests.cli.conftest import Crm
from tests.smtp import Behaviour, MailServerOnLoopback
from tests.smtp import mail_server as running

DAY = date(2026, 6, 8)
SECRET = "s3cretword"


@pytest.fixture
def behaviour() -> Behaviour:
    """How the mail server answers."""
    return Behaviour(users={"whip": SECRET})


@pytest.fixture
def inbox(behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServerOnLoopback]:
    """A mail server, and the settings that name it."""
    with running(behaviour) as server:
        monkeypatch.setenv("CRM_SMTP_URL", f"smtp://whip:{SECRET}@localhost:{server.port}")
        monkeypatch.setenv("CRM_MAIL_FROM", "whip@example.org")
        monkeypatch.setenv("CRM_BASE_URL", "https://whip.example.org")
        get_settings.cache_clear()
        yield server
    get_settings.cache_clear()


@pytest.fixture
def ada(database: Database) -> int:
    """Ada owes something, and wants to hear of it at seven; her id."""
    noon = datetime.combine(DAY - timedelta(days=2), time(12), tzinfo=clock.zone())
    with database.write() as session, clock.held_at(noon):
        scene = Scene(session)
        owed = Owed("quoxwhat", DAY, person_id=scene.senator.id)
        service.add_follow_up(session, scene.ada, owed, campaign_id=scene.campaign.id)
        assert scene.ada.user_id is not None
        hours.set_hour(session, scene.ada.user_id, 7)
        return scene.ada.user_id


def test_without_a_mail_server_it_says_what_is_missing(crm: Crm) -> None:
    ran = crm("digest", "send")
    assert (ran.code, ran.out) == (2, "")
    assert "CRM_SMTP_URL, CRM_MAIL_FROM, CRM_BASE_URL" in ran.err


def test_it_sends_at_the_hour_once_and_tells_so(crm: Crm, inbox: MailServerOnLoopback, ada: int) -> None:
    early = crm("digest", "send", "--now", f"{DAY}T06:59", "--json")
    assert early.json == {"mails": []}
    ran = crm("digest", "send", "--now", f"{DAY}T07:00", "--json")
    assert ran.json == {"mails": [{"email": "ada@example.org", "state": "sent", "message": "", "hint": ""}]}
    again = crm("digest", "send", "--now", f"{DAY}T23:00")
    assert (again.code, again.out) == (0, "")
    assert len(inbox.received) == 1
    assert inbox.received[0].signed_in_as == "whip"
    assert "quox" not in inbox.received[0].content.decode()


def test_an_instant_may_name_its_zone(crm: Crm, inbox: MailServerOnLoopback, ada: int) -> None:
    assert crm("digest", "send", "--now", f"{DAY}T10:59+00:00", "--json").json == {"mails": []}
    assert len(crm("digest", "send", "--now", f"{DAY}T11:00+00:00", "--json").json["mails"]) == 1


@pytest.mark.parametrize("now", ["soon", "2026-13-01T07:00", "07:00"])
def test_what_is_no_instant_is_one_sentence(crm: Crm, inbox: MailServerOnLoopback, now: str) -> None:
    ran = crm("digest", "send", "--now", now)
    assert ran.code == 2
    assert "is no instant" in ran.err


def test_what_fails_is_told_and_makes_the_exit_code_a_failure(
    crm: Crm, inbox: MailServerOnLoopback, behaviour: Behaviour, ada: int
) -> None:
    behaviour.answers = {"RCPT": ["451 4.7.1 later"]}
    ran = crm("digest", "send", "--now", f"{DAY}T07:00", "--json")
    assert ran.code == 2
    assert '"failed"' in ran.out
    assert "ada@example.org: The mail server localhost" in ran.err
    assert "later" in ran.err
    assert crm("digest", "send", "--now", f"{DAY}T07:15", "--json").json["mails"][0]["state"] == "sent"


def test_a_password_is_printed_nowhere(crm: Crm, inbox: MailServerOnLoopback, behaviour: Behaviour, ada: int) -> None:
    behaviour.users = {"whip": "another"}
    ran = crm("--debug", "digest", "send", "--now", f"{DAY}T07:00")
    assert ran.code == 2
    assert "refused our name or password" in ran.err
    assert SECRET not in ran.out + ran.err
