"""The usual scene committed to a database, a mail server on this machine, and half past seven in the morning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.config import Settings
from crm.digest import hours
from crm.digest.contents import Digest, digest
from crm.digest.sending import Sent, send_due
from crm.mail import MailServer, mail_server
from crm.outreach import service
from crm.outreach.contact import Owed
from crm.sessions import Database
from tests.builders.scene import Scene
from tests.smtp import Behaviour, MailServerOnLoopback
from tests.smtp import mail_server as running

TODAY = date(2026, 3, 4)
BASE = "https://whip.example.org"


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """An instant of the day, or so many days after it."""
    return datetime.combine(TODAY + timedelta(days=days), time(hour, minute), tzinfo=clock.zone())


@dataclass
class Morning:
    """The scene with what it takes to send mails from it."""

    database: Database
    inbox: MailServerOnLoopback
    viewers: dict[str, Viewer] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def server(self) -> MailServer:
        """The mail server as it is configured."""
        url = f"smtp://localhost:{self.inbox.port}"
        return mail_server(Settings(smtp_url=url, mail_from="Whipcount <whip@example.org>", base_url=f"{BASE}/"))

    def wishes(self, **by_name: int | None) -> None:
        """Let them want their mail at these hours, since days."""
        with self.database.write() as session, clock.held_at(at(0, days=-3)):
            for name, hour in by_name.items():
                hours.set_hour(session, self.user(name), hour)

    def owe(self, who: str = "ada", days: int = 0, what: str = "quoxwhat", **given: Any) -> int:
        """Something owed to the senator, by them."""
        owed = Owed(what, TODAY + timedelta(days=days), person_id=self.ids["senator"])
        given.setdefault("campaign_id", self.ids["campaign"])
        with self.database.write() as session:
            return service.add_follow_up(session, self.viewers[who], owed, **given).id

    def send(self) -> tuple[Sent, ...]:
        """What one run does."""
        return send_due(self.database.read, self.database.write, self.server)

    def states(self) -> dict[str, str]:
        """What one run does, by the first name in the address."""
        return {each.email.partition("@")[0]: each.state.value for each in self.send()}

    def digest(self, who: str = "ada") -> Digest:
        """What there is to say to them."""
        with self.database.read() as session:
            return digest(session, self.viewers[who])

    def user(self, name: str) -> int:
        """Their id."""
        found = self.viewers[name].user_id
        assert found is not None
        return found

    def sent_on(self, name: str) -> date | None:
        """The day of their last mail."""
        with self.database.read() as session:
            return hours.wish_of(session, self.user(name)).sent_on


@pytest.fixture
def behaviour() -> Behaviour:
    """How the mail server answers; a test may change it."""
    return Behaviour()


@pytest.fixture
def morning(database: Database, behaviour: Behaviour) -> Iterator[Morning]:
    with running(behaviour) as inbox, clock.held_at(at(7, 30)):
        found = Morning(database, inbox)
        with database.write() as session:
            _fill(found, session)
        yield found


def _fill(morning: Morning, session: Session) -> None:
    scene = Scene(session)
    morning.viewers = scene.viewers
    morning.ids = {
        "senator": scene.senator.id, "other": scene.other_senator.id, "campaign": scene.campaign.id,
        "measure": scene.measure.id, "ours": scene.ours.id, "ally": scene.ally.id,
        "jurisdiction": scene.state.jurisdiction.id,
    }  # fmt: skip
