"""Whole states, where the folder with real data is present."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, or_, select

from crm.errors import InvalidInput
from crm.jurisdictions.models import Chamber, District
from crm.people.models import Committee, ContactPoint, MergeProposal, Office, Person, PersonIdentifier, Tenure
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
    assert (first.updated, first.same) == (0, 0)
    assert _counts(database) == expected
    again = bring(folder, TODAY)
    assert (again.created, again.updated, again.same) == (0, 0, first.created)


def test_new_hampshire_has_districts_of_several_members(shared_data: Path, bring: Import, database: Database) -> None:
    bring(shared_data / "openstates-people" / "nh", TODAY)
    with database.read() as session:
        assert (session.scalar(select(func.max(District.seats))) or 0) >= 8


@pytest.mark.parametrize("family_name", ["Mamdani", "Rolison"])
def test_a_mayor_under_two_ids_is_proposed_for_a_merge_and_not_merged(
    family_name: str, shared_data: Path, bring: Import, database: Database
) -> None:
    bring(shared_data / "openstates-people" / "ny", TODAY)
    with database.read() as session:
        ids = set(
            session.scalars(
                select(PersonIdentifier.person_id)
                .join(Person, Person.id == PersonIdentifier.person_id)
                .where(Person.family_name == family_name, PersonIdentifier.scheme == "openstates")
            )
        )
        pairs = {(row.person_id, row.other_id) for row in session.scalars(select(MergeProposal))}
    assert len(ids) == 2
    assert tuple(sorted(ids)) in pairs


def test_new_york_has_its_committees_and_one_mayor_a_city(shared_data: Path, bring: Import, database: Database) -> None:
    bring(shared_data / "openstates-people" / "ny", TODAY)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Committee)) == 107
        holders: dict[str, list[str]] = {}
        for title, name, ended_on in session.execute(
            select(Office.title, Person.name, Tenure.ended_on)
            .join(Tenure, Tenure.office_id == Office.id)
            .join(Person, Person.id == Tenure.person_id)
            .where(Office.role == "mayor")
        ):
            if ended_on is None or ended_on >= TODAY:
                holders.setdefault(title, []).append(name)
    assert holders["Mayor of White Plains"] == ["Justin C. Brasch"]
    assert holders["Mayor of New York"] == ["Zohran K. Mamdani"]
    assert "Mayor of Poughkeepsie" not in holders
    assert all(len(names) == 1 for names in holders.values())


def test_phones_and_parties_come_in_as_the_files_have_them(
    shared_data: Path, bring: Import, database: Database
) -> None:
    bring(shared_data / "openstates-people" / "ny", TODAY)
    with database.read() as session:
        legislators = (
            select(Tenure.person_id)
            .join(Office, Office.id == Tenure.office_id)
            .where(Office.district_id.is_not(None), or_(Tenure.ended_on.is_(None), Tenure.ended_on >= TODAY))
        )
        points = select(func.count()).select_from(ContactPoint).where(ContactPoint.person_id.in_(legislators))
        assert session.scalar(points) == 461
        assert session.scalar(points.where(ContactPoint.phone.is_(None))) == 5
        parties = set(
            session.scalars(
                select(Tenure.party)
                .join(Office, Office.id == Tenure.office_id)
                .where(Office.district_id.is_not(None), Tenure.ended_on.is_(None))
            )
        )
        lines = {
            line
            for listed in session.scalars(select(Tenure.ballot_lines).where(Tenure.ended_on.is_(None)))
            for line in listed
        }
    assert parties == {"Democratic", "Republican"}
    assert lines >= {"Working Families", "Conservative", "Independence"}


def test_a_real_file_cut_where_a_line_ends_is_refused(shared_data: Path, bring: Import, tmp_path: Path) -> None:
    folder = Path(
        shutil.copytree(shared_data / "openstates-people" / "ny", tmp_path / "ny", copy_function=shutil.copyfile)
    )
    (file,) = folder.glob("legislature/Jessica-Ramos*")
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[: len(lines) // 2]))
    with pytest.raises(InvalidInput, match=file.name):
        bring(folder, TODAY)
