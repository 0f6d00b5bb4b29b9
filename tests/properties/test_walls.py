"""The law of the walls: what a viewer may not see is, to every read, as if it had never been entered.

Not its words alone: no count, no date, no order and no "contested" may tell that it is there. One answer is exempt and
has tests of its own: ``touched_by_allies`` says yes or no, so that no office is called twice in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm import clock
from crm.calling.models import CallList
from crm.coalition.models import Visibility, Walled
from crm.db import Base
from crm.errors import NotFound
from crm.forecast import screen as forecasts
from crm.lobbying.models import LobbyDay
from crm.outreach import contacted
from crm.outreach import queries as outreach
from crm.outreach.models import FollowUp, OutreachAction, Relationship
from crm.positions import queries, single
from crm.positions.as_of import AsOf
from crm.positions.models import NamelessCount, Position
from crm.positions.stance import Stance
from crm.whip.screen import screen
from tests.properties.walled_world import START, VIEWERS, Row, Wall, Written, visible_part, worlds

COVERED = {Position, NamelessCount, OutreachAction, FollowUp, Relationship}
ELSEWHERE = {CallList, LobbyDay}
"""Whose reads have tests of their own (tests/crm/calling, tests/crm/lobbying)."""

NOW = START + timedelta(days=100)


def test_every_table_behind_the_walls_is_held_to_the_law() -> None:
    walled = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Walled)}
    assert walled == COVERED | ELSEWHERE


PUBLIC = Wall(Visibility.PUBLIC, 0, None)
PRIVATE = Wall(Visibility.PRIVATE, 0, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
@given(rows=worlds(), viewer=VIEWERS, said=st.integers(0, 31), known=st.integers(0, 11))
@example(  # a private correction of a public entry
    rows=[
        Row("position", PUBLIC, 0, Stance.YES, 1, 0),
        Row("correction", PRIVATE, 0, Stance.NO, 1, 1, about=(0,)),
    ],
    viewer=frozenset({2}),
    said=31,
    known=11,
)
@example(  # a ruling that upholds what others cannot see
    rows=[
        Row("position", PUBLIC, 0, Stance.YES, 1, 0),
        Row("position", Wall(Visibility.PRIVATE, 1, None), 0, Stance.NO, 2, 1),
        Row("ruling", PUBLIC, 0, Stance.NO, 2, 2, about=(1, 0)),
    ],
    viewer=frozenset({2}),
    said=31,
    known=11,
)
def test_what_a_viewer_may_not_see_is_as_if_it_had_never_been_entered(
    database: Any, rows: list[Row], viewer: frozenset[int], said: int, known: int
) -> None:
    with clock.held_at(NOW):
        day = START + timedelta(days=said)
        as_of = AsOf.of(day, START + timedelta(days=40 + known))
        with database.write() as session:
            world = Written(session)
            whole = _everything(world, rows, viewer, as_of)
            assert whole == _everything(world, visible_part(rows, viewer), viewer, as_of)
            session.rollback()


def _everything(world: Written, rows: Sequence[Row | None], organizations: frozenset[int], as_of: AsOf) -> Any:
    """All that any read says of the rows to a member of the organizations; the rows are gone afterwards."""
    session, viewer = world.session, world.viewer(organizations)
    people = [person.id for person in world.people]
    measure = world.measure.id
    long_ago = date(2020, 1, 1)
    written = session.begin_nested()
    world.write(rows)
    told = {
        "standing": queries.standing(session, viewer, measure, as_of),
        "of a person": [queries.standing_of_person(session, viewer, person, as_of) for person in people],
        "steps": queries.steps(session, viewer, measure, as_of),
        "shifts": queries.shifts(session, viewer, measure, long_ago, as_of),
        "timelines": [queries.timeline(session, viewer, person, measure, as_of) for person in people],
        "all measures": [queries.timeline(session, viewer, person, None, as_of) for person in people],
        "numbers": queries.counts_without_names(session, viewer, measure, as_of),
        "single": [_single(session, viewer, place) for place in range(1, len(rows) + 1)],
        "boards": [_board(session, viewer, campaign.slug, as_of) for campaign in world.campaigns],
        "forecasts": [_forecast(session, viewer, campaign.slug, as_of) for campaign in world.campaigns],
        "contacts": [outreach.contact(session, viewer, place) for place in range(1, len(rows) + 1)],
        "history": [outreach.history(session, viewer, person) for person in people],
        "recent": outreach.recent(session, viewer),
        "searched": [
            outreach.recent(session, viewer, outreach.Filters(text=f"{word} {place}"))
            for word in ("notes", "title", "answer")
            for place in range(1, len(rows) + 1)
        ],
        "by measure": outreach.recent(session, viewer, outreach.Filters(measure_id=measure)),
        "last": outreach.last_contacts(session, viewer, people, until=as_of.said, known=as_of.known),
        "contacted": contacted.contacted_since(session, viewer, START),
        "owed": outreach.follow_ups(session, viewer),
        "overdue": outreach.follow_ups(session, viewer, due=outreach.Due.OVERDUE, today=as_of.said),
        "ties": outreach.ties(session, viewer, people),
    }
    written.rollback()
    return told


def _single(session: Any, viewer: Any, position_id: int) -> Any:
    try:
        return single.single(session, viewer, position_id)
    except NotFound:
        return None


def _board(session: Any, viewer: Any, slug: str, as_of: AsOf) -> Any:
    found = screen(session, viewer, slug, as_of, date(2020, 1, 1))
    return (
        [(each.board.count, each.board.seats, each.series, each.turns, each.counts) for each in found.chambers],
        (found.moves, found.toward, found.away, found.last_move, found.key_holders, found.counts),
    )


def _forecast(session: Any, viewer: Any, slug: str, as_of: AsOf) -> Any:
    found = forecasts.screen(session, viewer, slug, as_of).forecast
    return found.win, found.basis, [(each.totals, each.seats) for each in found.chambers]
