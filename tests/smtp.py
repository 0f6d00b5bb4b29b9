"""A mail server on this machine for tests: as much of RFC 5321 as a client needs, and every way to go wrong.

It speaks EHLO, STARTTLS, AUTH PLAIN and LOGIN, MAIL, RCPT, DATA, RSET, NOOP and QUIT, with several clients at once, and
keeps what it was handed.
"""

from __future__ import annotations

import base64
import contextlib
import email
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any


@dataclass
class Received:
    """A message as it came in."""

    sender: str
    recipients: list[str]
    content: bytes
    over_tls: bool
    signed_in_as: str | None

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        found = email.message_from_bytes(self.content, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    def part(self, kind: str) -> str:
        """The text ("plain") or the page ("html") of it."""
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())


@dataclass
class Behaviour:
    """How the server answers. ``answers`` replaces the answer to a command ("RCPT", "DATA", "END" for the end of the
    content), once for each text in it; "DROP" breaks off. ``refuses`` are recipients it takes nothing for."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    refuses: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    tls_from_the_start: bool = False
    offers_starttls: bool = True


class MailServerOnLoopback(socketserver.ThreadingTCPServer):
    """The server; ``received`` is what it took, ``commands`` all that clients said but for secrets."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.behaviour = behaviour
        self.received: list[Received] = []
        self.commands: list[str] = []
        self.connections = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away, or does not trust our certificate, is nothing to print."""


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServerOnLoopback

    def setup(self) -> None:
        self.secure = False
        self.user: str | None = None
        if self.server.behaviour.tls_from_the_start:
            self._secure()
        super().setup()

    def handle(self) -> None:
        self.server.connections += 1
        with contextlib.suppress(_Gone, OSError):
            self._say(self._answer("CONNECT", "220 test ESMTP"))
            self._talk()

    def finish(self) -> None:
        super().finish()
        # What was wrapped for TLS is a socket of its own.
        self.request.close()

    def _talk(self) -> None:
        sender, recipients = "", []
        while line := self.rfile.readline():
            text = line.decode("utf-8", "surrogateescape").strip()
            word = text.split(maxsplit=1)[0].upper() if text else ""
            self.server.commands.append(text if word != "AUTH" else "AUTH")
            if word == "EHLO":
                self._ehlo()
            elif word == "STARTTLS":
                self._say("220 go ahead")
                self._secure()
                self.rfile.close()
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
            elif word == "AUTH":
                self._auth(text)
            elif word == "MAIL":
                sender, recipients = text[11:].partition(">")[0], []
                self._say(self._answer("MAIL", "250 ok"))
            elif word == "RCPT":
                to = text[9:].partition(">")[0]
                said = self.server.behaviour.refuses.get(to) or self._answer("RCPT", "250 ok")
                if said.startswith("250"):
                    recipients.append(to)
                self._say(said)
            elif word == "DATA":
                self._data(sender, recipients)
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif word in ("RSET", "NOOP", "HELO"):
                self._say("250 ok")
            else:
                self._say("502 not here")

    def _ehlo(self) -> None:
        offered = ["test", "8BITMIME", "SMTPUTF8"]
        behaviour = self.server.behaviour
        if behaviour.tls and behaviour.offers_starttls and not self.secure:
            offered.append("STARTTLS")
        if behaviour.users:
            offered.append("AUTH PLAIN LOGIN")
        said = self._answer("EHLO", "")
        lines = [f"250-{each}" for each in offered[:-1]] + [f"250 {offered[-1]}"]
        self._say(said or "\r\n".join(lines))

    def _auth(self, text: str) -> None:
        _, kind, *rest = text.split()
        if kind.upper() == "PLAIN":
            packed = rest[0] if rest else self._ask("")
            _, user, password = base64.b64decode(packed).decode().split("\0")
        else:
            user = base64.b64decode(rest[0] if rest else self._ask("VXNlcm5hbWU6")).decode()
            password = base64.b64decode(self._ask("UGFzc3dvcmQ6")).decode()
        if self.server.behaviour.users.get(user) != password:
            return self._say("535 5.7.8 no")
        self.user = user
        return self._say("235 welcome")

    def _ask(self, challenge: str) -> str:
        self._say(f"334 {challenge}")
        return self.rfile.readline().decode().strip()

    def _data(self, sender: str, recipients: list[str]) -> None:
        said = self._answer("DATA", "354 go on")
        self._say(said)
        if not said.startswith("354"):
            return
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        end = self._answer("END", "250 taken")
        taken = Received(sender, recipients, b"".join(lines), self.secure, self.user)
        if end.startswith("250") or end == "DROP AFTER":
            self.server.received.append(taken)
        self._say(end)

    def _answer(self, word: str, usual: str) -> str:
        waiting = self.server.behaviour.answers.get(word)
        return waiting.pop(0) if waiting else usual

    def _say(self, text: str) -> None:
        if text.startswith("DROP"):
            with contextlib.suppress(OSError):
                self.request.shutdown(socket.SHUT_RDWR)
            raise _Gone
        self.wfile.write(f"{text}\r\n".encode())

    def _secure(self) -> None:
        tls = self.server.behaviour.tls
        assert tls is not None
        self.request = tls.wrap_socket(self.request, server_side=True)
        self.connection = self.request
        self.secure = True


class _Gone(Exception):
    """The server broke off."""


@contextmanager
def mail_server(behaviour: Behaviour | None = None) -> Iterator[MailServerOnLoopback]:
    """A server that ends with the block."""
    server = MailServerOnLoopback(behaviour or Behaviour())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path, name: str = "localhost") -> Path:
    """A certificate for the name that signs itself, with its key, in one file; made now, of use nowhere else."""
    made = folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", str(made), "-out", f"{made}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + Path(f"{made}.crt").read_text())
    return made


def tls_of(certificate: Path) -> ssl.SSLContext:
    """What a server with this certificate speaks."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context
