"""Mail goes through one server, over TLS that is verified; whatever goes wrong is a sentence without the password."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from crm.config import Settings
from crm.errors import InvalidInput
from crm.mail import Connection, MailFailed, MailServer, MailServerAway, connected, mail_server
from tests.smtp import Behaviour, MailServerOnLoopback, certificate, tls_of
from tests.smtp import mail_server as running

SECRET = "s3cret/word"


def settings(url: str, **given: str) -> Settings:
    return Settings(
        **{"smtp_url": url, "mail_from": "Whipcount <whip@example.org>", "base_url": "https://whip.example.org/"}
        | given
    )


def server_at(server: MailServerOnLoopback, rest: str = "", *, user: str = "", scheme: str = "smtp") -> MailServer:
    return mail_server(settings(f"{scheme}://{user}localhost:{server.port}{rest}"))


def note(to: str = "ada@example.org") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "whip@example.org", to, "Täglich"
    message.set_content("Hällo.\n.\n..two dots\n")
    return message


@pytest.fixture
def server() -> Iterator[MailServerOnLoopback]:
    with running() as found:
        yield found


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    return certificate(tmp_path_factory.mktemp("certificates"))


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, ("CRM_SMTP_URL", "CRM_MAIL_FROM", "CRM_BASE_URL")),
        ({"smtp_url": "smtp://localhost"}, ("CRM_MAIL_FROM", "CRM_BASE_URL")),
        ({"smtp_url": "smtp://localhost", "mail_from": "a@b.c"}, ("CRM_BASE_URL",)),
    ],
)
def test_what_is_not_set_is_named(given: dict[str, str], names: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as wrong:
        mail_server(Settings(**given))
    assert all(name in wrong.value.message for name in names)
    assert "docs/digest.md" in wrong.value.hint


@pytest.mark.parametrize(
    "url", ["x", "smtp://", "http://host", "smtp://host:99999", "smtp://host:x", "smtp://[half", f"smtp://u:{SECRET}@"]
)
def test_an_address_that_cannot_be_read_is_not_repeated(url: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        mail_server(settings(url))
    assert SECRET not in str(wrong.value)
    assert "smtps://host:465" in wrong.value.hint


@pytest.mark.parametrize("base", ["whip.example.org", "ftp://x", "https://", "https://x/?a=1", "javascript:alert(1)"])
def test_links_begin_with_the_address_of_a_server(base: str) -> None:
    with pytest.raises(InvalidInput, match="CRM_BASE_URL"):
        mail_server(settings("smtp://localhost", base_url=base))


@pytest.mark.parametrize("sender", ["nobody", "a@", "@b", "Whip <x"])
def test_the_sender_is_an_address(sender: str) -> None:
    with pytest.raises(InvalidInput, match="CRM_MAIL_FROM"):
        mail_server(settings("smtp://localhost", mail_from=sender))


def test_elsewhere_tls_is_the_rule_and_a_password_never_travels_without_it() -> None:
    far = mail_server(settings("smtp://u:p%40ss%2Fw@mail.example.org"))
    assert (far.port, far.starttls, far.user, far.password) == (587, True, "u", "p@ss/w")
    assert (mail_server(settings("smtps://mail.example.org")).port, far.own_name) == (465, "whip.example.org")
    assert not mail_server(settings("smtp://mail.example.org?starttls=0")).starttls
    with pytest.raises(InvalidInput) as wrong:
        mail_server(settings(f"smtp://u:{SECRET}@mail.example.org?starttls=0"))
    assert SECRET not in str(wrong.value)


def test_a_password_is_in_nothing_that_is_printed() -> None:
    given = settings(f"smtp://u:{SECRET.replace('/', '%2F')}@mail.example.org")
    for shown in (repr(given), str(given), repr(mail_server(given)), given.model_dump_json()):
        assert "s3cret" not in shown


def test_a_message_arrives_as_it_was_written(server: MailServerOnLoopback) -> None:
    with connected(server_at(server)) as connection:
        connection.send(note())
        connection.send(note("leo@example.org"))
    assert server.connections == 1
    assert [each.recipients for each in server.received] == [["ada@example.org"], ["leo@example.org"]]
    assert server.received[0].part("plain").splitlines() == ["Hällo.", ".", "..two dots"]
    assert server.received[0].message["Subject"] == "Täglich"
    assert "ehlo whip.example.org" in server.commands


def test_over_starttls_with_a_name_and_a_password(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with running(Behaviour(tls=tls_of(pem), users={"whip": SECRET})) as server:
        at = server_at(server, "?starttls=1", user=f"whip:{SECRET.replace('/', '%2F')}@")
        with connected(at) as connection:
            connection.send(note())
    (found,) = server.received
    assert (found.over_tls, found.signed_in_as) == (True, "whip")


def test_over_tls_from_the_start(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    behaviour = Behaviour(tls=tls_of(pem), tls_from_the_start=True)
    with running(behaviour) as server, connected(server_at(server, scheme="smtps")) as connection:
        connection.send(note())
    assert server.received[0].over_tls


@pytest.mark.parametrize("from_the_start", [True, False])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(pem: Path, from_the_start: bool) -> None:
    with running(Behaviour(tls=tls_of(pem), tls_from_the_start=from_the_start)) as server:
        at = server_at(server, "?starttls=1", scheme="smtps" if from_the_start else "smtp")
        with pytest.raises(MailServerAway, match="cannot be trusted"), connected(at):
            pass
    assert server.received == []


def test_a_certificate_for_another_name_is_not_trusted(
    tmp_path: Path, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate(tmp_path, "mail.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with (
        running(Behaviour(tls=tls_of(other))) as server,
        pytest.raises(MailServerAway, match="cannot be trusted"),
        connected(server_at(server, "?starttls=1")),
    ):
        pass


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(server: MailServerOnLoopback) -> None:
    with pytest.raises(MailServerAway, match="cannot do what is needed"), connected(server_at(server, "?starttls=1")):
        pass
    assert not any(command.upper().startswith(("MAIL", "AUTH")) for command in server.commands)


def test_a_wrong_password_is_told_without_being_told() -> None:
    with (
        running(Behaviour(users={"whip": "right"})) as server,
        pytest.raises(MailServerAway) as wrong,
        connected(server_at(server, user=f"whip:{SECRET}@".replace("/", "%2F"))),
    ):
        pass
    assert "refused our name or password" in wrong.value.message
    assert "s3cret" not in str(wrong.value)


def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(MailServerAway, match=f"127.0.0.1:{port} cannot be reached"):
        Connection(mail_server(settings(f"smtp://127.0.0.1:{port}"))).open()


@pytest.mark.parametrize(
    ("answers", "said", "again"),
    [
        ({"RCPT": ["550 5.1.1 no such mailbox"]}, "refused the address: 550 5.1.1 no such mailbox.", False),
        ({"RCPT": ["451 4.7.1 greylisted, come back"]}, "refused the address: 451 4.7.1 greylisted", True),
        ({"MAIL": ["553 5.7.1 not from you"]}, "refused the sender: 553", False),
        ({"DATA": ["554 5.5.1 no"]}, "refused the message: 554", False),
        ({"END": ["552 5.3.4 too much"]}, "refused the message: 552", False),
        ({"END": ["450 4.3.2 not now"]}, "refused the message: 450", True),
    ],
)
def test_a_refusal_is_told_as_the_server_said_it(answers: dict[str, list[str]], said: str, again: bool) -> None:
    with running(Behaviour(answers=answers)) as server, connected(server_at(server)) as connection:
        with pytest.raises(MailFailed) as wrong:
            connection.send(note())
        assert said in wrong.value.message
        assert not isinstance(wrong.value, MailServerAway)
        assert ("next run" in wrong.value.hint) is again
        connection.send(note())
    assert len(server.received) == 1


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "END"])
def test_a_server_that_breaks_off_is_told_and_greeted_anew_for_the_next_message(word: str) -> None:
    with running(Behaviour(answers={word: ["DROP"]})) as server, connected(server_at(server)) as connection:
        with pytest.raises(MailFailed, match="broke off"):
            connection.send(note())
        connection.send(note("leo@example.org"))
    assert server.connections == 2
    assert [each.recipients for each in server.received] == [["leo@example.org"]]


@pytest.mark.parametrize("answer", ["554 go away", "421 busy", "DROP", "nonsense"])
def test_a_server_that_does_not_greet_is_away(answer: str) -> None:
    behaviour = Behaviour(answers={"CONNECT": [answer]})
    with running(behaviour) as server, pytest.raises(MailServerAway), connected(server_at(server)):
        pass
