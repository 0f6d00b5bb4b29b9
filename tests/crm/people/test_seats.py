"""A chamber has exactly its seats on every day, whatever is on file about them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.people.seats import SeatDistrict, SeatHolder, SeatState, fill_seats, natural

DAY = date(2025, 6, 13)
ONE = [SeatDistrict(1, "1")]


def holder(tenure_id, person_id, district_id=1, started=None, ended=None):
    return SeatHolder(tenure_id, person_id, district_id, started, ended)


def states(*args, **kwargs):
    return [seat.state for seat in fill_seats(*args, **kwargs)]


def test_a_tenure_holds_on_its_first_and_on_its_last_day():
    tenure = holder(1, 7, started=date(2025, 1, 1), ended=DAY)
    assert fill_seats(1, ONE, [tenure], date(2025, 1, 1))[0].person_id == 7
    assert fill_seats(1, ONE, [tenure], DAY)[0].person_id == 7
    assert fill_seats(1, ONE, [tenure], DAY + timedelta(days=1))[0].state is SeatState.VACANT


def test_a_seat_of_which_nothing_is_known_is_unknown_and_not_vacant():
    assert states(2, ONE, [], DAY) == [SeatState.UNKNOWN, SeatState.UNKNOWN]


def test_an_empty_seat_is_a_vacancy_once_the_whole_roster_is_on_file():
    assert states(2, ONE, [], DAY, DAY) == [SeatState.VACANT, SeatState.VACANT]
    assert states(2, ONE, [], DAY, DAY + timedelta(days=1)) == [SeatState.UNKNOWN, SeatState.UNKNOWN]


def test_a_successor_fills_what_the_former_holder_left():
    former = holder(1, 7, ended=date(2025, 1, 31))
    successor = holder(2, 8, started=date(2025, 3, 4))
    assert states(1, ONE, [former, successor], date(2025, 2, 10)) == [SeatState.VACANT]
    assert fill_seats(1, ONE, [former, successor], date(2025, 3, 4))[0].person_id == 8


def test_the_latest_start_sits_where_two_claim_one_seat():
    both = [holder(1, 7, started=date(2023, 1, 1)), holder(2, 8, started=date(2025, 1, 1)), holder(3, 9)]
    assert [seat.person_id for seat in fill_seats(1, ONE, both, DAY)] == [8]


def test_a_person_sits_once_in_a_chamber_in_the_seat_they_took_last():
    districts = [SeatDistrict(1, "1"), SeatDistrict(2, "2")]
    twice = [holder(1, 7, 1, date(2021, 1, 1)), holder(2, 7, 2, date(2023, 1, 1))]
    held = [seat.district_id for seat in fill_seats(2, districts, twice, DAY) if seat.holder]
    assert held == [2]


def test_a_district_of_several_members_seats_them_all_and_shows_its_holes():
    districts = [SeatDistrict(1, "Rockport 1", seats=3)]
    seats = fill_seats(3, districts, [holder(1, 7), holder(2, 8)], DAY, DAY)
    assert [(seat.district_name, seat.state.value) for seat in seats] == [
        ("Rockport 1", "held"),
        ("Rockport 1", "held"),
        ("Rockport 1", "vacant"),
    ]


def test_one_departure_makes_one_vacancy_and_not_three():
    districts = [SeatDistrict(1, "1", seats=3)]
    tenures = [holder(1, 7), holder(2, 8, ended=date(2025, 1, 31))]
    assert Counter(states(3, districts, tenures, DAY)) == {"held": 1, "vacant": 1, "unknown": 1}


def test_districts_of_former_maps_make_no_holes_and_yield_to_the_present_map():
    districts = [SeatDistrict(1, "1"), SeatDistrict(2, "old 1", on_map=False)]
    assert len(fill_seats(1, districts, [], DAY, DAY)) == 1
    both = [holder(1, 7, 1, date(2019, 1, 1)), holder(2, 8, 2, date(2023, 1, 1))]
    assert [seat.person_id for seat in fill_seats(1, districts, both, DAY)] == [7]


def test_holes_give_way_before_holders_do():
    districts = [SeatDistrict(1, "1"), SeatDistrict(2, "2"), SeatDistrict(3, "old", on_map=False)]
    seats = fill_seats(2, districts, [holder(1, 7, 1), holder(2, 8, 3)], DAY, DAY)
    assert {seat.person_id for seat in seats} == {7, 8}


def test_seats_come_in_the_order_people_count_districts():
    districts = [SeatDistrict(n, str(n)) for n in (10, 2, 1)]
    assert [seat.district_name for seat in fill_seats(4, districts, [], DAY)] == ["1", "2", "10", None]
    assert natural("Belknap 2") < natural("Belknap 10")


days = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@st.composite
def rosters(draw):
    districts = [
        SeatDistrict(n, draw(st.sampled_from(("A {}", "{}"))).format(n), draw(st.integers(1, 4)), draw(st.booleans()))
        for n in range(1, draw(st.integers(0, 6)) + 1)
    ]
    tenures = []
    for n in range(draw(st.integers(0, 14)) if districts else 0):
        started, ended = draw(st.none() | days), draw(st.none() | days)
        if started and ended and started > ended:
            started, ended = ended, started
        tenures.append(holder(n, draw(st.integers(1, 9)), draw(st.sampled_from(districts)).id, started, ended))
    return draw(st.integers(1, 12)), districts, tenures, draw(days), draw(st.none() | days)


@given(rosters())
def test_whatever_is_on_file_the_seats_add_up_and_nobody_sits_twice(roster):
    chamber_seats, districts, tenures, day, as_of = roster
    seats = fill_seats(chamber_seats, districts, tenures, day, as_of)
    assert len(seats) == chamber_seats
    people = [seat.person_id for seat in seats if seat.person_id is not None]
    assert len(people) == len(set(people))
    by_district = Counter(seat.district_id for seat in seats if seat.district_id is not None)
    assert all(count <= {d.id: d.seats for d in districts}[district] for district, count in by_district.items())
    assert all((seat.holder is not None) == (seat.state is SeatState.HELD) for seat in seats)
    assert all(seat.holder.holds_on(day) for seat in seats if seat.holder)
    assert all(seat.holder or {d.id: d.on_map for d in districts}.get(seat.district_id, True) for seat in seats)
    if as_of is not None and as_of <= day:
        assert not any(seat.state is SeatState.UNKNOWN for seat in seats)


@given(rosters(), st.randoms())
def test_the_order_in_which_tenures_are_read_changes_nothing(roster, random):
    chamber_seats, districts, tenures, day, as_of = roster
    shuffled = random.sample(tenures, len(tenures))
    assert fill_seats(chamber_seats, districts, tenures, day, as_of) == fill_seats(
        chamber_seats, districts, shuffled, day, as_of
    )
