"""Rooms as directories print them, and the order in which one walks to them."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.people.rooms import Room, read_room, room_order

LOB = "Legislative Office Building"


@pytest.mark.parametrize(
    ("address", "building", "number", "floor"),
    [
        ("Room 502, Legislative Office Building", LOB, "502", 5),
        ("Room 502, Legislative Office Building 198 State Street, Merrow, MW 10000", LOB, "502", 5),
        ("LOB 944; Merrow, MW 10000", LOB, "944", 9),
        ("LOB 944 Merrow MW", LOB, "944", 9),
        ("Temporary: LOB 551;  Merrow, MW 10000", LOB, "551", 5),
        ("Capitol 323", "Capitol", "323", 3),
        ("323 Capitol, Merrow", "Capitol", "323", 3),
        ("Rm. 711-A", "", "711-A", 7),
        ("LOB 711-A", LOB, "711-A", 7),
        ("Room 711B, Legislative Office Building", LOB, "711B", 7),
        ("State House; Rm 204; Merrow, MW 10000-", "State House", "204", 2),
        ("State Capitol Room 1210, P.O. Box 9, Merrow", "Capitol", "1210", 1),
        ("Room 2011, 250 Main Street, Merrow", "250 Main Street", "2011", 20),
        ("250 Broadway, Suite 1856", "250 Broadway", "1856", 18),
        ("Dept. of Law, The Capitol, 2nd fl.; Merrow", "Capitol", "", 2),
        ("Third floor, City Hall, Merrow", "City Hall", "", 3),
        ("Room 12, Agency Building, ground floor", "Agency Building", "12", 0),
        ("Room B46, Fern County Courthouse 48 Court St.", "Fern County Courthouse", "B46", None),
        ("Legislative Office Building 198 State St., Merrow", LOB, "", None),
        ("Capitol Building 172 State Street, Merrow", "Capitol", "", None),
    ],
)
def test_an_address_names_a_room(address: str, building: str, number: str, floor: int | None) -> None:
    assert read_room(address) == Room(building, number, floor)


@pytest.mark.parametrize("address", [None, "", "2002 Fern Ave., Merrow, MW 11224", "P.O. Box 94848; Merrow", "\n;;, "])
def test_an_address_without_a_room_names_none(address: str | None) -> None:
    assert read_room(address) is None


def test_a_room_is_called_as_people_call_it() -> None:
    assert (Room(LOB, "711-A", 7).short, Room(LOB, "711-A", 7).where) == ("LOB 711-A", f"{LOB}, floor 7")
    assert (Room("", "711-A", 7).short, Room("Capitol", "", None).short) == ("Room 711-A", "Capitol")


def test_one_walks_building_by_building_and_floor_by_floor_and_unknown_rooms_are_last() -> None:
    walked = [read_room(text) for text in ("Capitol 323", "Capitol 1001", "LOB 99", "LOB 502", "LOB 711", "LOB 711-A")]
    walked[1:2] = []
    walked += [read_room("LOB"), read_room("Rm. 12"), None]
    shuffled = walked.copy()
    random.Random(4).shuffle(shuffled)
    assert sorted(shuffled, key=room_order) == walked


NUMBERS = st.from_regex(r"[A-C]?\d{1,4}(-?[A-D])?", fullmatch=True) | st.just("")
ROOMS = st.none() | st.builds(
    Room, st.sampled_from(["", LOB, "Capitol", "capitol", "250 Broadway", "City Hall"]), NUMBERS,
    st.none() | st.integers(0, 40),
)  # fmt: skip


@given(st.lists(ROOMS))
def test_the_order_is_total_and_stable(rooms: list[Room | None]) -> None:
    tagged = list(enumerate(rooms))
    walked = sorted(tagged, key=lambda each: room_order(each[1]))
    assert sorted(walked, key=lambda each: room_order(each[1])) == walked
    for (left_tag, left), (right_tag, right) in pairwise(walked):
        assert room_order(left) <= room_order(right)
        # Only the very same door is in the same place, and then who was listed first stays first.
        assert (room_order(left) == room_order(right)) == (left == right)
        assert left != right or left_tag < right_tag
    if None in rooms:
        assert walked[-1][1] is None


@given(
    st.text()
    | st.from_regex(r"(Room|LOB|Capitol|Suite)? ?\d{0,4}[A-Z]?[;, ]{0,2}(LOB|Capitol|Main St)?", fullmatch=True)
)
def test_any_address_is_read_without_a_fault_and_has_a_place(address: str) -> None:
    found = read_room(address)
    assert found is None or found.building or found.number
    assert room_order(found) <= room_order(None)
