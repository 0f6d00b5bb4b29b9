"""Whole states, where the folder with real data is present."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm.jurisdictions.models import Chamber, District
from crm.people.models import Committee, MergeProposal, Person, PersonIdentifier
from crm.people.rosters import seats_of_chamber
from crm.people.seats import SeatState
from crm.sessions import Database
from tests.crm.importers.conftest import Import

TODAY = date(2026, 8, 6)


def _counts(database: Database) -> dict[int, tuple[int, int]]:
    """Held and vacant seats by the number of the chamber's seats."""
    with database.read() as session:
        counts = {}
        for chamber in session.scalars(select(Chamber)):
            states = [seat.state for seat in seats_of_chamber(session, chamber.id, TODAY)]
            counts[chamber.seats] = (states.count(SeatState.HELD), states.count(SeatState.VACANT))
        return counts


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("ny", {63: (63, 0), 150: (150, 0)}),
        ("ne", {49: (49, 0)}),
        ("nh", {24: (24, 0), 400: (391, 9)}),
    ],
)
def test_a_whole_state_fills_its_chambers_and_comes_in_once(
    state: str, expected: dict[int, tuple[int, int]], shared_data: Path, bring: Import, database: Database
) -> None:
    folder = shared_data / "openstates-people" / state
    first = bring(folder, TODAY)
    assert first.created == first.created + first.updated + first.same
    assert _counts(database) == expected
    again = bring(folder, TODAY)
    assert (again.created, again.updated, again.same) == (0, 0, first.created)


def test_new_hampshire_has_districts_of_several_members(shared_data: Path, bring: Import, database: Database) -> None:
    bring(shared_data / "openstates-people" / "nh", TODAY)
    with database.read() as session:
        assert (session.scalar(select(func.max(District.seats))) or 0) >= 8


def test_the_mayor_under_two_ids_is_proposed_for_a_merge(shared_data: Path, bring: Import, database: Database) -> None:
    bring(shared_data / "openstates-people" / "ny", TODAY)
    with database.read() as session:
        ids = set(
            session.scalars(
                select(PersonIdentifier.person_id)
                .join(Person, Person.id == PersonIdentifier.person_id)
                .where(Person.family_name == "Mamdani", PersonIdentifier.scheme == "openstates")
            )
        )
        pairs = {(row.person_id, row.other_id) for row in session.scalars(select(MergeProposal))}
        assert session.scalar(select(func.count()).select_from(Committee)) == 107
    assert tuple(sorted(ids)) in pairs
