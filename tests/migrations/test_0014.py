"""Who held whom stays on file when the reasons for giving back come and go."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from crm import clock, migrate
from crm.calling.models import CallList, CallTarget, Claim, Skip
from crm.coalition.models import Visibility
from crm.sessions import open_database
from tests.builders import campaigns, law, people, states, users


def test_claims_stay_on_the_way_down_and_up(database_url: str) -> None:
    database = open_database(database_url)
    now = clock.now()
    with database.write() as session:
        measure = law.measure(session, states.state(session))
        neighbors = campaigns.organization(session, "Neighbors")
        kept = CallList(
            campaign_id=campaigns.campaign(session, measure, [neighbors]).id, organization_id=neighbors.id,
            visibility=Visibility.COALITION, name="Tonight", deadline_on=date(2025, 6, 17), rule={}, left_out={},
            built_at=now,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        person = people.person(session, "Sena Abara")
        target = CallTarget(call_list_id=kept.id, person_id=person.id, rank=1, reasons=[])
        session.add(target)
        session.flush()
        claim = Claim(
            call_target_id=target.id, person_id=person.id, user_id=users.user(session, "Ada Okafor").id,
            claimed_at=now, expires_at=now + timedelta(minutes=20), released_at=now, skipped=Skip.LATER, reason="Lunch",
        )  # fmt: skip
        session.add(claim)
    migrate.downgrade(database.engine, "0013")
    database.upgrade()
    with database.read() as session:
        found = session.scalars(sa.select(Claim)).one()
        assert (found.id, found.person_id, found.released_at) == (claim.id, person.id, now)
        assert (found.skipped, found.reason) == (None, None)
    database.close()
