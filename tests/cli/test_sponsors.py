"""``crm sponsors``, ``crm carriers``, ``crm carry``: what programs and people read, and what carrying does."""

from __future__ import annotations

from datetime import date

import pytest

from crm import clock
from crm.bills.models import BillLinkKind, SponsorKind
from crm.bills.service import add_sponsorship, link_bills
from crm.coalition.visibility import OPERATOR
from crm.sessions import Database
from tests import builders, cast
from tests.cli.conftest import Crm

ACT = "open-kitchens-act"


@pytest.fixture
def told(database: Database) -> Database:
    """A senator's name is on S1, which carries the measure; A9 is the same as S1, and a member's name is on it."""
    with clock.held_at(date(2025, 3, 4)), database.write() as session:
        state = builders.state(session)
        measure = builders.measure(session, state)
        own = builders.bill(session, state.legislative_session, "S1", chamber=state.upper, carries=measure)
        other = builders.bill(session, state.legislative_session, "A9", chamber=state.lower)
        link_bills(session, OPERATOR, own.id, BillLinkKind.SAME_AS, other_id=other.id, started_on=date(2025, 3, 4))
        for bill, chamber, name in ((own, state.upper, cast.SENATOR), (other, state.lower, cast.MEMBER)):
            person = builders.person(session, name)
            builders.seat(session, chamber, 1, person)
            add_sponsorship(
                session, OPERATOR, bill.id, name, SponsorKind.PRIME, "the record", person_id=person.id,
                joined="2025-03-04",
            )  # fmt: skip
    return database


def test_sponsors_are_counted_by_chamber_with_their_names(crm: Crm, told: Database) -> None:
    found = crm("sponsors", ACT, "--said", "2025-06-15", "--json").json
    assert (found["measure"], found["said"]) == (ACT, "2025-06-15")
    (senate,) = found["chambers"]
    assert (senate["chamber"], senate["printed"], senate["seats_held"], senate["differences"]) == ("upper", 1, 1, [])
    assert senate["names"] == [{"name": cast.SENATOR, "person": "sena-abara", "kind": "prime", "joined": "2025-03-04"}]


def test_differences_are_told_to_people_beside_the_table(crm: Crm, told: Database) -> None:
    with told.write() as session:
        add_sponsorship(session, OPERATOR, 1, "QUENCH", SponsorKind.CO, "the record", joined="2025-03-04")
    ran = crm("sponsors", ACT, "--said", "2025-06-15")
    assert "QUENCH is on the list as printed" in ran.err
    assert "Seats held" in ran.out


def test_a_proposed_bill_is_listed_until_it_carries_the_measure(crm: Crm, told: Database) -> None:
    assert [each["number"] for each in crm("carriers", ACT, "--json").json["proposed"]] == ["A9"]
    assert crm("carry", ACT, "A9-2025", "--json").json["entered"] == 2
    found = crm("carriers", ACT, "--json").json
    assert ([each["number"] for each in found["carriers"]], found["proposed"]) == (["A9", "S1"], [])
    whip = crm("whip", ACT, "--said", "2025-06-15", "--json").json
    assert [each["hard"] for each in whip["chambers"]] == [1, 1]


def test_a_measure_that_is_not_on_file_is_added_where_the_bill_is(crm: Crm, told: Database) -> None:
    assert crm("carry", "warm-soup-act", "A9-2025").code == 2
    ran = crm("carry", "warm-soup-act", "A9-2025", "--name", "Warm Soup Act")
    assert (ran.code, "A9 is a carrier of warm-soup-act" in ran.err) == (0, True)


@pytest.mark.parametrize(
    "arguments", [("carry", ACT, "S404-2025"), ("carry", ACT, "A9-2025", "--as", "train"), ("sponsors", "nothing")]
)
def test_what_is_not_on_file_is_one_sentence(arguments: tuple[str, ...], crm: Crm, told: Database) -> None:
    ran = crm(*arguments)
    assert (ran.code, ran.out, len(ran.err.strip().splitlines())) == (2, "", 1)
