"""Sponsors out of sheets."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.bills.models import SponsorKind, Sponsorship
from crm.importers.matching.review import decide
from crm.importers.models import NameMatch
from crm.importers.sheet.ground import bill_key
from crm.importers.sheet.mapping import SheetKind
from tests import builders, cast
from tests.crm.importers.sheet.conftest import Desk, told


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The desk, with a bill of the measure."""
    builders.bill(desk.session, desk.state.legislative_session, "S2235", chamber=desk.state.upper, carries=desk.measure)
    return desk


def sponsors(desk: Desk) -> list[tuple[str, int | None, SponsorKind, str | None, str | None]]:
    rows = desk.session.scalars(select(Sponsorship).order_by(Sponsorship.id))
    return [(row.printed_name, row.person_id, row.kind, row.joined, row.withdrawn) for row in rows]


def test_a_list_of_sponsors_goes_onto_its_bill_and_into_the_ledger(desk: Desk) -> None:
    text = (
        "Bill,Sponsor,Role,Joined,Withdrawn\n"
        f"S.2235-A,{cast.SENATOR},prime,2025-01-10,\nS02235,{cast.OTHER_SENATOR},co,3/4/2025,5/5/2025\n"
        "S99,Ida Stone,co,,\n"
    )
    report = desk.apply(text)
    assert told(report) == (2, 0, 0)
    assert sponsors(desk) == [
        (cast.SENATOR, desk.senator.id, SponsorKind.PRIME, "2025-01-10", None),
        (cast.OTHER_SENATOR, desk.other_senator.id, SponsorKind.CO, "2025-03-04", "2025-05-05"),
    ]
    assert [(entry[0], entry[1], entry[2]) for entry in desk.entries()] == [
        (cast.SENATOR, "yes", "2025-01-10"), (cast.OTHER_SENATOR, "yes", "2025-03-04"),
        (cast.OTHER_SENATOR, "unknown", "2025-05-05"),
    ]  # fmt: skip
    assert report.problems[0].what == "No bill “S99” is on file."
    assert told(desk.apply(text)) == (0, 0, 2)


def test_marked_columns_say_who_sponsors_the_bill_they_are_called_after(desk: Desk) -> None:
    text = f"Name,S2235\n{cast.SENATOR},X\n{cast.OTHER_SENATOR},\n"
    assert told(desk.apply(text, SheetKind.SPONSORS)) == (1, 0, 0)
    assert [row[0] for row in sponsors(desk)] == [cast.SENATOR]


def test_a_name_nobody_is_sure_of_stays_as_printed_and_gets_its_person_once_decided(desk: Desk) -> None:
    text = "Name\nSina Abbara\nZeno Quirk\n"
    chosen = {"bill": "S2235-2025", "said": "2025-02-01"}
    report = desk.apply(text, SheetKind.SPONSORS, **chosen)
    assert (told(report), report.waiting) == ((2, 0, 0), 1)
    assert [row[:2] for row in sponsors(desk)] == [("Sina Abbara", None), ("Zeno Quirk", None)]
    note = desk.session.scalars(select(NameMatch)).one()
    decide(desk.session, desk.leo, note.id, desk.senator.id)
    assert told(desk.apply(text, SheetKind.SPONSORS, **chosen)) == (0, 1, 1)
    assert [row[:2] for row in sponsors(desk)] == [("Sina Abbara", desk.senator.id), ("Zeno Quirk", None)]
    assert [entry[:2] for entry in desk.entries()] == [(cast.SENATOR, "yes")]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("S2235", ("S2235", None)), ("s. 2235-a", ("S2235", None)), ("S02235A", ("S2235", None)),
        ("S2235-2025", ("S2235", 2025)), ("A 3506 (2025)", ("A3506", 2025)), ("S2235-2025-26", ("S2235", 2025)),
        ("Int 0214-2024", ("INT214", 2024)), ("HD.2929", ("HD2929", None)), ("the big one", ("THE BIG ONE", None)),
    ],
)  # fmt: skip
def test_numbers_of_bills_are_compared_whatever_stands_around_them(printed: str, key: tuple[str, int | None]) -> None:
    assert bill_key(printed) == key
