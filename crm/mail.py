"""Mail goes out through the one server that is configured: over TLS that is verified, and never without being told."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from crm.config import Settings, get_settings
from crm.errors import InvalidInput, WhipcountError

PATIENCE: Final = 20.0
"""Seconds to wait for each answer: RFC 5321 allows minutes, and people behind this one wait as well."""
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS: Final = {"smtp": 587, "smtps": 465}
_HOW: Final = "Write it as smtp://user:password@host:587, or smtps://host:465."


class MailFailed(WhipcountError):
    """A message could not be handed over. ``hint`` says what to look at; it never holds a password."""

    status = 502


class MailServerAway(MailFailed):
    """There is no conversation with the server at all: whatever else is to be sent would fail alike."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server mail goes through, whom it is from, and the address that links in it begin with."""

    host: str
    port: int
    from_the_start: bool
    starttls: bool
    sender: Address
    base_url: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def own_name(self) -> str:
        """The name this server goes by: in its greeting, and in the identity of its messages."""
        return urlsplit(self.base_url).hostname or "localhost"


def mail_server(settings: Settings | None = None) -> MailServer:
    """The server that is configured. Raises InvalidInput, naming the setting, where one is missing or unreadable."""
    settings = settings or get_settings()
    address = settings.smtp_url.get_secret_value()
    missing = [
        name
        for name, value in (
            ("CRM_SMTP_URL", address),
            ("CRM_MAIL_FROM", settings.mail_from),
            ("CRM_BASE_URL", settings.base_url),
        )
        if not value
    ]
    if missing:
        raise InvalidInput(
            f"No mail goes out from this server yet. Not set: {', '.join(missing)}.",
            hint="Whoever runs it sets that: see docs/digest.md.",
        )
    parts = _parts(address)
    host, scheme = parts.hostname or "", parts.scheme
    here = host in _HERE
    asked = parse_qs(parts.query).get("starttls", ["0" if here else "1"])[-1]
    starttls = scheme == "smtp" and asked not in ("0", "no", "false")
    if parts.username and not here and scheme == "smtp" and not starttls:
        # The address is not repeated: it holds the password.
        raise InvalidInput("CRM_SMTP_URL would send the password in the clear.", hint="Leave starttls=0 away.")
    return MailServer(
        host=host,
        port=parts.port or _PORTS[scheme],
        from_the_start=scheme == "smtps",
        starttls=starttls,
        sender=_sender(settings.mail_from),
        base_url=_base(settings.base_url),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


class Connection:
    """A connection to the mail server, for some messages one after the other. It is opened anew where it broke off."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Greet the server, over TLS where asked, and sign in. Raises MailServerAway."""
        server, tls = self.server, ssl.create_default_context()
        try:
            smtp: smtplib.SMTP
            if server.from_the_start:
                smtp = smtplib.SMTP_SSL(server.host, server.port, server.own_name, timeout=PATIENCE, context=tls)
            else:
                smtp = smtplib.SMTP(server.host, server.port, server.own_name, timeout=PATIENCE)
            self._smtp = smtp
            if server.starttls:
                smtp.starttls(context=tls)
            if server.user is not None:
                smtp.login(server.user, server.password or "")
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            told = _failed(server, error)
            raise MailServerAway(told.message, hint=told.hint) from None

    def send(self, message: EmailMessage) -> None:
        """Hand the message over. Raises MailFailed; then the server did not say that it took it."""
        if self._smtp is None:
            self.open()
        assert self._smtp is not None
        try:
            self._smtp.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            # What is left of a broken conversation would spoil the next message.
            self.close()
            raise _failed(self.server, error) from None

    def close(self) -> None:
        """Say goodbye; a server that is gone already is not waited for."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()


@contextmanager
def connected(server: MailServer) -> Iterator[Connection]:
    """A connection that is open. Raises MailServerAway where the server cannot be reached or does not let us in."""
    connection = Connection(server)
    connection.open()
    try:
        yield connection
    finally:
        connection.close()


def _failed(server: MailServer, error: Exception) -> MailFailed:
    where = f"{server.host}:{server.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return MailFailed(f"The mail server {where} refused our name or password.", hint="Check CRM_SMTP_URL.")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _refused(where, "the address", code, text)
    if isinstance(error, smtplib.SMTPResponseException):
        what = "the sender" if isinstance(error, smtplib.SMTPSenderRefused) else "the message"
        return _refused(where, "us" if isinstance(error, smtplib.SMTPConnectError) else what, *_answer(error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailFailed(
            f"The certificate of the mail server {where} cannot be trusted ({error.verify_message}).",
            hint="Name the server as its certificate does, or let this machine trust who signed it.",
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return MailFailed(
            f"The mail server {where} cannot do what is needed: {error}", hint="Check CRM_SMTP_URL: port, starttls."
        )
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError | ConnectionResetError):
        return MailFailed(f"The mail server {where} broke off.", hint="It is tried again at the next run.")
    told = getattr(error, "strerror", None) or type(error).__name__
    return MailFailed(
        f"The mail server {where} cannot be reached ({told}).", hint="Check CRM_SMTP_URL, and that it runs."
    )


def _answer(error: smtplib.SMTPResponseException) -> tuple[int, bytes | str]:
    return error.smtp_code, error.smtp_error


def _refused(where: str, what: str, code: int, text: bytes | str) -> MailFailed:
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    first = " ".join(told.split())[:160]
    again = "It is tried again at the next run." if 400 <= code < 500 else "It will not be taken as it is."
    return MailFailed(f"The mail server {where} refused {what}: {code} {first}".rstrip() + ".", hint=again)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        readable = parts.scheme in _PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        readable = False
    if not readable:
        raise InvalidInput("CRM_SMTP_URL cannot be read.", hint=_HOW)
    return parts


def _sender(text: str) -> Address:
    name, spec = parseaddr(text)
    try:
        return Address(display_name=name, addr_spec=spec)
    except (HeaderParseError, ValueError, IndexError):
        raise InvalidInput(
            "CRM_MAIL_FROM is no address.", hint="Write it as Whipcount <whipcount@example.org>."
        ) from None


def _base(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise InvalidInput("CRM_BASE_URL is no address of a server.", hint="Write it as https://whipcount.example.org.")
    return text.rstrip("/")
