"""The mails go out: to everybody whose hour has come, once a day, whoever runs it and however often."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.campaigns.viewer import viewer_of
from crm.digest import hours, links
from crm.digest.contents import Digest, digest
from crm.digest.hours import Awaiting
from crm.digest.letter import Letter, letter
from crm.errors import Conflict, InvalidInput, WhipcountError
from crm.mail import Connection, MailServer, MailServerAway, connected

MOST_TRIES: Final = 6
"""Mails to try in an hour: enough to find the folder they land in."""

Opens = Callable[[], AbstractContextManager[Session]]


class State(enum.StrEnum):
    """What became of one person's mail."""

    SENT = "sent"
    NOTHING = "nothing_to_say"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sent:
    """One person's mail; why it failed, and what to do."""

    email: str
    state: State
    message: str = ""
    hint: str = ""


def send_due(read: Opens, write: Opens, server: MailServer) -> tuple[Sent, ...]:
    """Send the day's mail to everybody whose hour has come and who has not had it. What fails is tried again next time.

    A server that cannot be reached fails all of them at once, and nothing is noted as sent.
    """
    with read() as session:
        waiting = hours.awaiting(session, clock.now())
    if not waiting:
        return ()
    try:
        with connected(server) as connection:
            return tuple(_each(read, write, connection, waiting))
    except MailServerAway as error:
        return tuple(_failed(each, error) for each in waiting)


def send_one(read: Opens, write: Opens, server: MailServer, user_id: int) -> Sent:
    """Send a user their mail of now, to try, whatever it holds; it takes no account of the day's one.

    Raises Conflict for too many tries, MailFailed where it did not go out.
    """
    with read() as session:
        user = session.get_one(User, user_id)
        to = Awaiting(user.id, user.email, user.name, user.is_admin, None)
        if links.made_since(session, user_id, timedelta(hours=1)) >= MOST_TRIES:
            raise Conflict(f"You tried {MOST_TRIES} times in an hour.", hint="Look into the folder for unwanted mail.")
        told = _digest(session, to)
    with connected(server) as connection:
        connection.send(_message(write, server, to, told, "try"))
    return Sent(to.email, State.SENT)


def message(server: MailServer, to: Awaiting, written: Letter, stop_url: str, identity: str) -> EmailMessage:
    """The letter as a message (RFC 5322): text and page, with the way out that mail programs know (RFC 8058).

    Raises InvalidInput for an address that no message can be sent to.
    """
    made = EmailMessage(policy=SMTP)
    try:
        made["From"] = server.sender
        made["To"] = Address(display_name=" ".join(to.name.split()), addr_spec=to.email)
    except (HeaderParseError, ValueError, IndexError):
        raise InvalidInput(f"No mail can be sent to “{to.email}”.", hint="Change it under “Your account”.") from None
    made["Subject"] = written.subject
    made["Date"] = clock.local(clock.now())
    made["Message-ID"] = f"<{identity}@{server.own_name}>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Unsubscribe"] = f"<{stop_url}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(written.text)
    made.add_alternative(written.html, subtype="html")
    return made


def _each(read: Opens, write: Opens, connection: Connection, waiting: tuple[Awaiting, ...]) -> Iterator[Sent]:
    day, away = clock.today(), None
    for to in waiting:
        if away is not None:
            yield _failed(to, away)
            continue
        with write() as session:
            if not hours.take(session, to.user_id, day):
                continue
        try:
            with read() as session:
                told = _digest(session, to)
            if told.is_empty:
                yield Sent(to.email, State.NOTHING)
                continue
            connection.send(_message(write, connection.server, to, told, "day"))
        except WhipcountError as error:
            _give_back(write, to, day)
            away = error if isinstance(error, MailServerAway) else None
            yield _failed(to, error)
        except BaseException:
            _give_back(write, to, day)
            raise
        else:
            yield Sent(to.email, State.SENT)


def _digest(session: Session, to: Awaiting) -> Digest:
    return digest(session, viewer_of(session, to.user_id, is_admin=to.is_admin, today=clock.today()))


def _message(write: Opens, server: MailServer, to: Awaiting, told: Digest, kind: str) -> EmailMessage:
    with write() as session:
        token = links.new_link(session, to.user_id)
    stop_url = f"{server.base_url}/digest/stop/{token}"
    # The same mail sent twice, since the server broke off before it said so, is one to a mail program.
    once = f"{told.day}" if kind == "day" else f"{clock.now().isoformat()}"
    identity = hashlib.sha256(f"{to.user_id}:{to.email}:{once}".encode()).hexdigest()[:24]
    return message(
        server, to, letter(told, to.name, server.base_url, stop_url), stop_url, f"digest-{told.day}-{identity}"
    )


def _give_back(write: Opens, to: Awaiting, day: date) -> None:
    with write() as session:
        hours.give_back(session, to.user_id, day, to.sent_on)


def _failed(to: Awaiting, error: WhipcountError) -> Sent:
    return Sent(to.email, State.FAILED, error.message, error.hint)
