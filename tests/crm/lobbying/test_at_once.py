"""A team of four writes its debrief at the same moment: one contact comes of it, and the others are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.errors import Conflict
from crm.lobbying.debriefs import debrief
from crm.lobbying.models import LobbySlot
from crm.outreach.models import Channel, FollowUp, Outcome, OutreachAction
from crm.outreach.service import NewContact, Official, Owed
from crm.sessions import Database
from tests.crm.lobbying.conftest import Plan, at


@pytest.mark.parametrize("key", ["one form", None], ids=["one form sent four times", "four forms"])
def test_of_four_debriefs_at_once_one_is_written(database: Database, key: str | None) -> None:
    with database.write() as session, clock.held_at(at(8, 30)):
        plan = Plan(session)
        slot_id, person_id, ada = plan.meet(8).id, plan.senator.id, plan.ada
    start = Barrier(4)

    def write(number: int) -> int | None:
        told = NewContact(
            Channel.LOBBY_VISIT, Outcome.REACHED_STAFF, (Official(person_id),), client_key=key or f"form {number}",
            follow_ups=(Owed("Send the sheet"),),
        )  # fmt: skip
        start.wait()
        try:
            with clock.held_at(at(9)), database.write() as session:
                return debrief(session, ada, slot_id, told).id
        except Conflict:
            return None

    with ThreadPoolExecutor(4) as threads:
        written = list(threads.map(write, range(4)))
    with database.read() as session:
        (action_id,) = session.scalars(select(OutreachAction.id)).all()
        assert session.scalar(select(func.count()).select_from(FollowUp)) == 1
        assert session.scalars(select(LobbySlot.action_id)).one() == action_id
    assert sorted(each is None for each in written) == ([False] * 4 if key else [False, True, True, True])
    assert {each for each in written if each} == {action_id}
