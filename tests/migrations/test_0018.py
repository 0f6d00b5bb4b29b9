"""Kept lists stay as they are when the callers of their calls come and go."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from crm import clock, migrate
from crm.calling.models import CallList, CallTarget
from crm.coalition.models import Visibility
from crm.sessions import open_database
from tests.builders import campaigns, law, people, states, users


def test_lists_stay_on_the_way_down_and_up(database_url: str) -> None:
    database = open_database(database_url)
    with database.write() as session:
        measure = law.measure(session, states.state(session))
        neighbors = campaigns.organization(session, "Neighbors")
        kept = CallList(
            campaign_id=campaigns.campaign(session, measure, [neighbors]).id, organization_id=neighbors.id,
            visibility=Visibility.COALITION, name="Tonight", deadline_on=date(2025, 6, 17), rule={}, left_out={},
            built_at=clock.now(),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        target = CallTarget(
            call_list_id=kept.id, person_id=people.person(session, "Sena Abara").id, rank=1, reasons=["Holds the key."],
            caller_number=2, caller_id=users.user(session, "Ada Okafor").id,
        )  # fmt: skip
        session.add(target)
    migrate.downgrade(database.engine, "0017")
    database.upgrade()
    with database.read() as session:
        found = session.scalars(sa.select(CallTarget)).one()
        assert (found.id, found.rank, found.reasons) == (target.id, 1, ["Holds the key."])
        assert (found.caller_number, found.caller_id) == (None, None)
    database.close()
