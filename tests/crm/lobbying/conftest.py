"""The usual scene with a lobby day of its campaign; the clock is held on its morning, at half past eight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.lobbying import service, slots
from crm.lobbying.models import LobbyDay, LobbySlot, LobbyTeam
from crm.lobbying.slots import NewMeeting
from tests.builders.scene import Scene

TODAY = date(2026, 3, 4)


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of the day."""
    return datetime.combine(TODAY, time(hour, minute), tzinfo=clock.zone())


class Plan(Scene):
    """The scene, with a lobby day that the lead organization plans and the coalition sees. Ada goes with team 1, which
    she leads, Paz of the partner with team 2."""

    def __init__(self, session: Session, **walls: Any) -> None:
        super().__init__(session)
        self.day: LobbyDay = service.add_day(
            session, self.leo, self.campaign.id, "Kitchens Lobby Day", TODAY, place="The rotunda", **walls
        )
        self.first: LobbyTeam = service.add_team(session, self.leo, self.day.id, "Team 1")
        self.second: LobbyTeam = service.add_team(session, self.leo, self.day.id, "Team 2")
        service.add_member(session, self.leo, self.first.id, user_id=self.ada.user_id)

    def meet(self, hour: int, minute: int = 0, **given: Any) -> LobbySlot:
        """A meeting of team 1 with the senator, unless said otherwise."""
        defaults: dict[str, Any] = {"person_ids": (self.senator.id,), "team_id": self.first.id}
        new = NewMeeting(time(hour, minute), **(defaults | given))
        return slots.add_meeting(self.session, self.leo, self.day.id, new)


@pytest.fixture
def plan(session: Session) -> Iterator[Plan]:
    with clock.held_at(at(8, 30)):
        yield Plan(session)
