"""The laws of the count: it always adds up to the seats, whoever holds them and whatever is on record."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import clock
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions.models import ChamberKind
from crm.positions import service
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind
from crm.positions.service import NewEvidence, NewPosition
from crm.positions.shifts import steps
from crm.positions.stance import Stance
from crm.whip import queries
from crm.whip.count import SeatStance
from crm.whip.series import series
from tests import builders

DISTRICTS = (1, 2, 3)
SEATS = sum(DISTRICTS)
FIRST = date(2025, 1, 1)

days = st.integers(0, 300).map(lambda offset: FIRST + timedelta(days=offset))
maybe_days = st.one_of(st.none(), days)

tenures = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 7), maybe_days, maybe_days), max_size=14)
entries = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(list(Stance)), days, st.integers(0, 40)), max_size=14)


def _fill(session, rows, said):
    """A chamber with districts of one, two and three seats, its tenures, and a ledger on one measure."""
    where = builders.state(session, upper=0, lower=0)
    house = builders.chamber(session, where.jurisdiction, ChamberKind.UNICAMERAL, SEATS, None, districts=DISTRICTS)
    measure = builders.measure(session, where)
    people = [builders.person(session, f"Member {number}") for number in range(8)]
    for district, person, one, other in rows:
        first, last = sorted((one, other)) if one and other else (one, other)
        builders.seat(session, house, district, people[person], first, last)
    for person, stance, day, delay in sorted(said, key=lambda row: row[2] + timedelta(days=row[3])):
        with clock.held_at(day + timedelta(days=delay)):
            service.record(
                session,
                OPERATOR,
                NewPosition(
                    person_id=people[person].id,
                    measure_id=measure.id,
                    stance=stance,
                    words="as heard",
                    said=day.isoformat(),
                    evidence=(NewEvidence(EvidenceKind.LETTER, title="a letter"),),
                    visibility=Visibility.PUBLIC,
                ),
            )
    return measure


relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)


@relaxed
@given(rows=tenures, said=entries, on=days, known=days)
def test_counts_add_up_to_the_seats_on_every_day_as_known_on_every_day(database, rows, said, on, known) -> None:
    with database.write() as session:
        measure = _fill(session, rows, said)
        (chamber,) = queries.board(session, OPERATOR, measure.id, AsOf.of(on, known))
        count = chamber.count
        assert sum(count.counts.values()) == count.seats == SEATS
        assert count.hard <= count.counts[SeatStance.YES] <= count.soft <= SEATS
        assert count.short == max(0, count.needed - count.soft)
        holders = [seat.seat.person_id for seat in chamber.seats if seat.seat.person_id is not None]
        assert len(holders) == len(set(holders)), "nobody sits twice"
        session.rollback()


@relaxed
@given(rows=tenures, said=entries, on=days, known=days)
def test_every_point_of_the_river_is_the_whip_count_of_its_day(database, rows, said, on, known) -> None:
    with database.write() as session:
        measure = _fill(session, rows, said)
        as_of = AsOf.of(FIRST + timedelta(days=400), known)
        (chamber,) = queries.board(session, OPERATOR, measure.id, as_of)
        points = series(chamber.roster, steps(session, OPERATOR, measure.id, as_of), FIRST, as_of.said)
        point = [point for point in points if point.day <= on][-1]
        (then,) = queries.board(session, OPERATOR, measure.id, AsOf(on, as_of.known))
        assert {stance: then.count.counts[SeatStance(stance)] for stance in point.counts} == point.counts
        session.rollback()
