"""What is owed and planned stays as it is when it can be told what came of it, and when that can be told no more."""

from __future__ import annotations

from datetime import date, time

import sqlalchemy as sa

from crm import clock, migrate
from crm.coalition.models import Visibility
from crm.lobbying.models import LobbyDay, LobbySlot
from crm.outreach.models import FollowUp
from crm.sessions import open_database
from tests import builders, cast


def test_what_is_owed_and_planned_stays_on_the_way_down_and_up(database_url: str) -> None:
    database = open_database(database_url)
    with database.write() as session:
        state = builders.state(session)
        ours = builders.organization(session, cast.NEIGHBORS)
        campaign = builders.campaign(session, builders.measure(session, state), [ours])
        walls = {"visibility": Visibility.COALITION, "organization_id": ours.id, "campaign_id": campaign.id}
        now = clock.now()
        session.add(FollowUp(what="Send the brief", due_on=date(2026, 1, 8), recorded_at=now, result="Sent.", **walls))
        day = LobbyDay(name="Lobby day", held_on=date(2026, 1, 8), notes="", recorded_at=now, **walls)
        session.add(day)
        session.flush()
        session.add(LobbySlot(lobby_day_id=day.id, starts_at=time(10), notes="", reason="The session ran late."))
    migrate.downgrade(database.engine, "0016")
    assert "follow_up_changes" not in sa.inspect(database.engine).get_table_names()
    database.upgrade()
    with database.read() as session:
        owed, slot = session.scalars(sa.select(FollowUp)).one(), session.scalars(sa.select(LobbySlot)).one()
    assert (owed.what, owed.due_on, owed.result) == ("Send the brief", date(2026, 1, 8), None)
    assert (slot.starts_at, slot.reason) == (time(10), None)
    database.close()
