"""The calendar whole: what narrows it, as of when, and whose follow-ups stand in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.queries import campaigns as campaign_lines
from crm.coalition.visibility import OPERATOR, Viewer
from crm.jurisdictions import service
from crm.jurisdictions.models import ChamberKind, DeadlineKind
from crm.outreach.agenda import Agenda, AgendaFilters, agenda
from crm.outreach.contact import Owed
from crm.outreach.owed import add_follow_up
from tests.builders import campaigns, law, states, users
from tests.builders.states import State

DAY = date(2025, 6, 1)


@pytest.fixture
def merrow(session: Session) -> State:
    return states.state(session)


def put(session: Session, where: State, falls_on: date, **about: Any) -> int:
    with clock.held_at(date(2025, 1, 8)):
        return service.add_deadline(
            session,
            OPERATOR,
            **{
                "jurisdiction_id": where.jurisdiction.id,
                "kind": DeadlineKind.ADJOURNMENT,
                "name": f"Ends {falls_on}",
                "falls_on": falls_on,
                "source": "a test",
                **about,
            },
        ).id


def seen(
    session: Session, *, viewer: Viewer = OPERATOR, day: date = DAY, known: date | None = None, **filters: Any
) -> Agenda:
    at = clock.end_of_day(known) if known else clock.now()
    return agenda(session, viewer, AgendaFilters(**filters), day, at)


def test_what_lies_ahead_comes_soonest_first_and_what_is_over_newest_first(session: Session, merrow: State) -> None:
    for day in (20, 10, 1):
        put(session, merrow, date(2025, 6, day))
        put(session, merrow, date(2025, 5, day))
    found = seen(session)
    assert [each.falls_on.day for each in found.ahead] == [1, 10, 20], "the day itself is not over"
    assert [each.falls_on.day for each in found.past] == [20, 10, 1]


def test_a_government_a_campaign_and_a_chamber_narrow_it(session: Session, merrow: State) -> None:
    elsewhere = states.state(session, name="Elsewhere")
    assert merrow.upper
    assert merrow.lower
    put(session, merrow, date(2025, 6, 10), chamber_id=merrow.upper.id)
    put(session, merrow, date(2025, 6, 11), chamber_id=merrow.lower.id)
    put(session, merrow, date(2025, 6, 12))
    put(session, elsewhere, date(2025, 6, 13))
    campaigns.campaign(session, law.measure(session, elsewhere))
    (line,) = campaign_lines(session, OPERATOR)

    def days(**filters: Any) -> list[int]:
        return [each.falls_on.day for each in seen(session, **filters).ahead]

    assert days(jurisdiction_id=merrow.jurisdiction.id) == [10, 11, 12]
    assert days(campaign=line) == [13]
    assert days(chamber=ChamberKind.UPPER) == [10, 12, 13], "what binds a whole government binds its upper house"
    assert days(jurisdiction_id=merrow.jurisdiction.id, campaign=line) == []


def test_as_known_earlier_a_deadline_stands_on_its_former_day(session: Session, merrow: State) -> None:
    first = put(session, merrow, date(2025, 6, 12))
    with clock.held_at(date(2025, 5, 14)):
        service.reset_deadline(session, OPERATOR, first, date(2025, 6, 17), "the Speaker")
    assert [each.falls_on.day for each in seen(session, known=date(2025, 5, 13)).ahead] == [12]
    assert [each.falls_on.day for each in seen(session, known=date(2025, 5, 14)).ahead] == [17]
    assert not seen(session, known=date(2025, 1, 1)).on_file


def test_a_chamber_without_a_calendar_is_named_only_to_whoever_asks_for_its_government(
    session: Session, merrow: State
) -> None:
    assert seen(session).chambers == ()
    found = seen(session, jurisdiction_id=merrow.jurisdiction.id)
    assert [each.chamber.name for each in found.chambers] == ["Senate", "Assembly"]
    put(session, merrow, date(2025, 6, 12))
    assert len(seen(session).chambers) == 2
    assert [each.name for each in seen(session).sessions] == ["2025-26 Regular Session"]


def test_only_one_s_own_open_follow_ups_with_a_day_stand_in_it_and_only_now(session: Session, merrow: State) -> None:
    ours = campaigns.organization(session, "Ours")
    ada, leo = users.user(session, "Ada O"), users.user(session, "Leo B")
    campaign = campaigns.campaign(session, law.measure(session, merrow), [ours])
    me = users.viewer_of(ours, campaigns=(campaign,), user=ada)
    them = users.viewer_of(ours, campaigns=(campaign,), user=leo)
    soon = clock.today() + timedelta(days=2)
    for viewer, owed in ((me, Owed("Mine", due_on=soon)), (me, Owed("Undated")), (them, Owed("Theirs", due_on=soon))):
        add_follow_up(session, viewer, owed, organization_id=ours.id, campaign_id=campaign.id)
    (line,) = campaign_lines(session, me)

    def what(**asked: Any) -> list[str]:
        return [each.what for each in seen(session, viewer=me, **asked).owed]

    assert what() == what(campaign=line) == ["Mine"]
    assert what(known=date(2025, 1, 1)) == []
    assert what(chamber=ChamberKind.UPPER) == what(jurisdiction_id=merrow.jurisdiction.id) == []
