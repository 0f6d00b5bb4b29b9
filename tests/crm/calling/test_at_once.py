"""Two callers reach for one official at the same moment: one has the call, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from sqlalchemy import func, select

from crm import clock
from crm.calling import service
from crm.calling.models import CallList, CallTarget, Claim
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict
from crm.sessions import Database
from tests import cast
from tests.builders import campaigns, law, people, states, users


def listed(database: Database) -> tuple[int, list[Viewer]]:
    """A list with one official, and four callers who may take the call."""
    with database.write() as session:
        measure = law.measure(session, states.state(session))
        neighbors = campaigns.organization(session, cast.NEIGHBORS)
        campaign = campaigns.campaign(session, measure, [neighbors])
        kept = CallList(
            campaign_id=campaign.id, organization_id=neighbors.id, visibility=Visibility.COALITION, name="Tonight",
            deadline_on=date(2025, 6, 17), rule={}, left_out={}, built_at=clock.now(),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        person = people.person(session, cast.SENATOR)
        target = CallTarget(call_list_id=kept.id, person_id=person.id, rank=1, reasons=[])
        session.add(target)
        session.flush()
        callers = [
            users.viewer_of(neighbors, campaigns=(campaign,), user=users.user(session, f"Caller{number} Quist"))
            for number in range(4)
        ]
        return target.id, callers


def test_of_four_callers_at_once_one_has_the_call(database: Database) -> None:
    target_id, callers = listed(database)
    start = Barrier(len(callers))

    def reach(viewer: Viewer) -> bool:
        start.wait()
        try:
            with database.write() as session:
                service.take(session, viewer, target_id)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(len(callers)) as threads:
        assert sorted(threads.map(reach, callers)) == [False, False, False, True]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 1
