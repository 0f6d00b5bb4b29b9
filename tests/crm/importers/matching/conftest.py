"""An invented senate and assembly, whose members' names are as hard as real ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm.importers.matching.matcher import Match, Matcher, Printed
from crm.people.models import Person
from crm.people.service import add_identifier, add_name
from tests import builders
from tests.builders import State

DAY = date(2025, 6, 1)
Ask = Callable[..., Match]


class House:
    """A state with members; ``ask`` matches a printed name in its senate unless told otherwise."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state: State = builders.state(session, upper=12, lower=12)
        self.people: dict[str, Person] = {}

    def sits(
        self,
        name: str,
        district: int,
        from_: date | None = date(2023, 1, 1),
        to: date | None = None,
        *,
        lower: bool = False,
        party: str | None = None,
        family: str | None = None,
        also: tuple[str, ...] = (),
    ) -> Person:
        """Somebody sits for the district; ``family`` where it is more than the last word of the name."""
        who = self.people.get(name) or builders.person(
            self.session, name, slug=f"{name}-{district}".lower().replace(" ", "-")
        )
        self.people[name] = who
        if family:
            who.family_name, who.given_name = family, name.removesuffix(f" {family}")
        for other in also:
            add_name(self.session, who.id, other)
        chamber = self.state.lower if lower else self.state.upper
        assert chamber is not None
        builders.seat(self.session, chamber, district, who, from_, to, party=party)
        self.session.flush()
        return who

    def ask(self, name: str, day: date = DAY, *, lower: bool = False, anywhere: bool = False, **more: Any) -> Match:
        """What is made of the name."""
        chamber = self.state.lower if lower else self.state.upper
        assert chamber is not None
        printed = Printed(name, self.state.jurisdiction.id, None if anywhere else chamber.id, day, **more)
        return Matcher(self.session).match(printed)

    def has_id(self, who: Person, scheme: str, identifier: str) -> None:
        """The person has this id elsewhere."""
        add_identifier(self.session, who.id, scheme, identifier)


@pytest.fixture
def house(session: Session) -> House:
    """The state, with nobody in it yet."""
    return House(session)
