"""Whatever stands where a value should be: the reader goes on, or says in one sentence why it does not."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidInput
from crm.importers.congress.beside import accounts, district_offices
from crm.importers.congress.parse import parse_legislator
from crm.importers.json_files import one_line
from crm.importers.legiscan.answers import read_answer
from crm.importers.legiscan.bills import parse_bill
from crm.importers.legiscan.people import member
from crm.importers.legiscan.votes import parse_roll_call
from crm.importers.legiscan.words import place_of
from crm.importers.nyccouncil.matters import parse_matter
from crm.importers.nyccouncil.meetings import day_of_meeting, parse_meeting
from crm.importers.nyccouncil.people import read_people
from tests.builders import congress as cg
from tests.builders import legiscan as ls
from tests.builders import nyccouncil as nyc

DAY = date(2026, 3, 1)
MICHIGAN = place_of("mi")
assert MICHIGAN is not None
ODD: list[Any] = [
    None, [], {}, "", 0, -1, True, 1.5, "0000-00-00", "9999-99-99", "x" * 2000, [None], [[]], {"a": 1}, 10**40, "\x00",
]  # fmt: skip
ADA = ls.person(1, "Ada Fern")
BILL = ls.bill(sponsors=(ADA,), votes=[ls.roll_call(90, {1: 1})], sasts=[{"type": "Same As", "sast_bill_number": "S1"}])
STEP = nyc.step("2024-05-01", "Approved", Votes=nyc.named("Ada Fern", Vote="Affirmative"))
ITEM = {"MatterFile": "Int 0214-2024", "ActionName": "Amended", "RollCall": nyc.named("Ada Fern", Value="Present")}
COUNCIL_MEMBER = nyc.member(
    "Ada Fern", nyc.office("2024-01-01", "2029-12-31"), DistrictOffice={"Address": "1 Elm", "City": "Troy"}
)
LEGISLATOR = cg.legislator(
    "F000001",
    "Ada",
    "Fern",
    cg.term("2025-01-03", "2027-01-03", address="1 HOB; DC"),
    other_names=[{"last": "Moss"}],
)
OFFICES = {"id": {"bioguide": "F1"}, "offices": [{"city": "Troy", "zip": "12180"}]}
SHAPES: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "bill": (BILL, lambda raw: (parse_bill("x", raw, {}, []), read_answer("x", {"bill": raw}))),
    "roll call": (ls.roll_call(90, {1: 1}), lambda raw: parse_roll_call("x", raw, MICHIGAN, None, {}, [])),
    "member": (ADA, lambda raw: member("x", raw, MICHIGAN)),
    "matter": (
        nyc.matter("Int 0214-2024", "Ada Fern", "", History=[STEP]),
        lambda raw: parse_matter("x", raw, None, []),
    ),
    "meeting": (
        nyc.meeting("2024-04-02", ITEM),
        lambda raw: (list(parse_meeting("x", raw, [])), day_of_meeting("x", raw)),
    ),
    "council member": (COUNCIL_MEMBER, lambda raw: read_people("x", [("a", raw)], {}, DAY)),
    "legislator": (LEGISLATOR, lambda raw: parse_legislator("x", raw, DAY, [])),
    "offices": (OFFICES, lambda raw: district_offices([raw])),
    "accounts": ({"id": {"bioguide": "F1"}, "social": {"twitter": "x"}}, lambda raw: accounts([raw])),
}


def _places(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where values stand, at any depth."""
    keys = raw.keys() if isinstance(raw, dict) else range(len(raw)) if isinstance(raw, list) else ()
    for key in keys:
        yield (*path, key)
        yield from _places(raw[key], (*path, key))


@pytest.mark.parametrize("name", SHAPES)
def test_no_odd_value_anywhere_breaks_a_reader(name: str) -> None:
    whole, read = SHAPES[name]
    read(deepcopy(whole))
    for path in _places(whole):
        for odd in ODD:
            raw = deepcopy(whole)
            inside = raw
            for key in path[:-1]:
                inside = inside[key]
            inside[path[-1]] = odd
            with contextlib.suppress(InvalidInput):
                read(raw)


@given(st.one_of(st.text(), st.integers(), st.none(), st.booleans(), st.floats(), st.lists(st.none())))
def test_a_line_is_one_that_any_database_takes(value: Any) -> None:
    line = one_line(value)
    if line is not None:
        assert line == " ".join(line.split())
        assert line
        assert "\x00" not in line
        line.encode()
