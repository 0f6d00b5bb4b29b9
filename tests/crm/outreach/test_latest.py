"""The latest contact with each official: the same answer wherever it is found, and found by the index over days."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.outreach.latest import RECENT, last_contacts
from crm.outreach.models import ActionOfficial, Channel, Outcome, OutreachAction
from crm.outreach.outcomes import NEVER_HAPPENED, TAKES_TIME
from tests.builders import people
from tests.counting import statements

TODAY = date(2025, 6, 20)
EDGE = RECENT.days


def acted(session: Session, person_ids: list[int], day: date, **columns) -> OutreachAction:
    action = OutreachAction(
        **{
            "visibility": Visibility.PUBLIC, "channel": Channel.CALL, "outcome": Outcome.LEFT_MESSAGE, "notes": "",
            "happened": day.isoformat(), "happened_earliest": day, "happened_latest": day, "recorded_at": clock.now(),
            **columns,
        }
    )  # fmt: skip
    session.add(action)
    session.flush()
    session.add_all(ActionOfficial(action_id=action.id, person_id=key) for key in person_ids)
    session.flush()
    return action


@pytest.mark.parametrize("seed", range(12))
def test_it_is_the_newest_that_counts_however_long_ago(session: Session, seed: int) -> None:
    """Held against a plain walk over everything, with days around the edge of what is looked at first."""
    chosen = random.Random(seed)
    ids = [people.person(session, f"Person Number{number}").id for number in range(6)]
    with clock.held_at(clock.start_of_day(TODAY)):
        actions = [
            (
                acted(
                    session,
                    whom := sorted(chosen.sample(ids, chosen.randint(1, 3))),
                    TODAY - timedelta(days=chosen.choice((-1, 0, 3, EDGE - 1, EDGE, EDGE + 1, 90))),
                    channel=chosen.choice((Channel.CALL, Channel.EMAIL)),
                    outcome=chosen.choice((Outcome.BUSY, Outcome.SENT, *sorted(NEVER_HAPPENED), None)),
                ),
                whom,
            )
            for _ in range(14)
        ]
        found = last_contacts(session, OPERATOR, ids, until=TODAY)
    for person_id in ids:
        counting = [
            action
            for action, whom in actions
            if person_id in whom and action.outcome not in NEVER_HAPPENED and action.happened_latest <= TODAY
        ]
        if not counting:
            assert person_id not in found
            continue
        newest = max(counting, key=lambda action: (action.happened_latest, action.recorded_at, action.id))
        called = max((each.happened_latest for each in counting if each.channel in TAKES_TIME), default=None)
        assert (found[person_id].action_id, found[person_id].last_called) == (newest.id, called)


def test_what_everybody_knows_from_the_last_days_is_not_looked_for_in_all_of_the_log(session: Session) -> None:
    person = people.person(session, "Sena Abara").id
    with clock.held_at(clock.start_of_day(TODAY)):
        acted(session, [person], TODAY)
        with statements(session) as asked:
            last_contacts(session, OPERATOR, [person])
        assert len(asked) == 1
        with statements(session) as asked:
            last_contacts(session, OPERATOR, [person, people.person(session, "Mo Lindqvist").id])
        assert len([each for each in asked if "row_number" in each]) == 2


def test_the_database_begins_at_the_index_over_days(session: Session) -> None:
    """Going through all that was ever done with each official took ten seconds in a log of a million contacts."""
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("SQLite chooses without statistics; PostgreSQL weighs what it has counted")
    ids = [people.person(session, f"Person Number{number}").id for number in range(3)]
    with statements(session) as asked:
        last_contacts(session, OPERATOR, ids, until=TODAY)
    plan = _plan(session, asked[0])
    assert "ix_outreach_actions_happened_latest" in plan
    assert "ix_action_officials_action_id" in plan


def _plan(session: Session, statement: str) -> str:
    """How SQLite goes about the statement; the values stand for themselves, since they decide nothing."""
    values = tuple("2025-06-20" for _ in range(statement.count("?")))
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return "\n".join(row[3] for row in rows)
