"""Open States' list of people as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.errors import InvalidInput
from crm.importers.openstates.people_csv import read_csv
from crm.importers.openstates.run import apply_roster, read_roster
from crm.importers.openstates.whole import bring_openstates
from crm.importers.report import ImportReport
from crm.people.models import ContactPoint, Person, PersonIdentifier, Tenure
from crm.sessions import Database

DAY = date(2026, 3, 1)
COLUMNS = (
    "id", "name", "current_party", "current_district", "current_chamber", "given_name", "family_name", "gender",
    "email", "biography", "birth_date", "death_date", "image", "links", "sources", "capitol_address", "capitol_voice",
    "capitol_fax", "district_address", "district_voice", "district_fax", "twitter", "youtube", "instagram", "facebook",
    "wikidata",
)  # fmt: skip
QUILL = {
    "id": "ocd-person/00000000-0000-4000-8000-000000000001",
    "name": "Aster Quill",
    "current_party": "Democratic/Working Families",
    "current_district": "7",
    "current_chamber": "upper",
    "given_name": "Aster",
    "family_name": "Quill",
    "gender": "Female",
    "email": "quill@senate.example",
    "birth_date": "1970-05-01",
    "links": "https://x.example/quill;https://y.example/quill",
    "capitol_address": "Room 1;Albany, NY 12247",
    "capitol_voice": "555-0100",
    "district_address": "1 Main St;Port Vale, NY",
    "district_voice": "555-0101",
    "twitter": "quill",
    "wikidata": "Q1",
}
OTWAY = {
    "id": "ocd-person/00000000-0000-4000-8000-000000000002",
    "name": "Bram Otway",
    "current_party": "Republican",
    "current_district": "8",
    "current_chamber": "lower",
}
Bring = Callable[[Path], ImportReport]


def _list(folder: Path, *people: dict[str, str], name: str = "ny.csv") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="", encoding="utf-8-sig") as opened:
        writer = csv.DictWriter(opened, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(people)
    return file


@pytest.fixture
def bring(database: Database) -> Bring:
    """Bring in a list as on a day, and commit."""

    def run(file: Path) -> ImportReport:
        with clock.held_at(DAY), database.write() as session:
            return bring_openstates(session, file)

    return run


def test_people_come_in_with_seat_party_offices_and_ids(bring: Bring, tmp_path: Path, database: Database) -> None:
    report = bring(_list(tmp_path, QUILL, OTWAY))
    assert (report.created, report.problems) == (2, [])
    with database.read() as session:
        person = session.scalars(select(Person).where(Person.name == "Aster Quill")).one()
        tenure = session.scalars(select(Tenure).where(Tenure.person_id == person.id)).one()
        assert (tenure.party, tenure.ballot_lines, tenure.office.district.name) == (  # type: ignore[union-attr]
            "Democratic",
            ["Working Families"],
            "7",
        )
        phones = session.execute(
            select(ContactPoint.kind, ContactPoint.phone, ContactPoint.address).where(
                ContactPoint.person_id == person.id
            )
        ).all()
        assert sorted((kind.value, phone, address) for kind, phone, address in phones) == [
            ("capitol", "555-0100", "Room 1\nAlbany, NY 12247"),
            ("district", "555-0101", "1 Main St\nPort Vale, NY"),
        ]
        schemes = session.scalars(select(PersonIdentifier.scheme).where(PersonIdentifier.person_id == person.id)).all()
        assert set(schemes) == {"openstates", "twitter", "wikidata"}


def test_twice_is_once(bring: Bring, tmp_path: Path) -> None:
    file = _list(tmp_path, QUILL, OTWAY)
    bring(file)
    again = bring(file)
    assert (again.created, again.updated, again.same) == (0, 0, 2)


def test_the_list_knows_less_than_the_folder_and_takes_nothing_away(
    shared_data: Path, bring: Bring, tmp_path: Path, database: Database
) -> None:
    folder = read_roster(shared_data / "openstates-people" / "ny")
    with database.write() as session:
        apply_roster(session, folder, day=DAY)
    now = [
        {
            "id": person.id,
            "name": person.name,
            "current_party": "/".join(filter(None, (person.party, *person.ballot_lines))),
            "current_district": role.district or "",
            "current_chamber": role.kind,
        }
        for person in folder.people
        for role in person.roles
        if role.is_seat and role.is_current(DAY)
    ]

    def terms() -> set[tuple[object, ...]]:
        with database.read() as session:
            return {
                (row.person_id, row.office_id, row.started_on, row.ended_on) for row in session.scalars(select(Tenure))
            }

    before = terms()
    report = bring(_list(tmp_path, *now))
    assert (report.created, len(now) > 200) == (0, True)
    assert terms() == before
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == len(folder.people)


@pytest.mark.parametrize(
    ("name", "state"),
    [("ny.csv", "ny"), ("people-nh.csv", "nh"), ("NE_legislators_2026.csv", "ne"), ("nh/people.csv", "nh")],
)
def test_the_state_is_the_one_the_file_is_named_for(name: str, state: str, tmp_path: Path) -> None:
    roster = read_csv(_list(tmp_path, QUILL, name=name))
    assert roster.people[0].roles[0].place.state == state


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\nocd-person/1,Aster Quill\n", "no column current_district"),
        ("", "no column id"),
        (",".join(COLUMNS) + "\n", "holds no people"),
        (",".join(COLUMNS) + "\nocd-person/1,Aster Quill\n", "not as many cells"),
        (",".join(COLUMNS) + '\n"ocd-person/1,Aster', "no whole CSV"),
        ("id\x00", "no column"),
    ],
)
def test_a_list_that_cannot_be_trusted_is_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "ny.csv"
    file.write_text(text)
    with pytest.raises(InvalidInput, match=said):
        read_csv(file)


def test_bytes_and_a_name_without_a_state_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ny.csv"
    file.write_bytes(b"\xff\xfe\x00\xff")
    with pytest.raises(InvalidInput, match="not a text file"):
        read_csv(file)
    with pytest.raises(InvalidInput, match="which state"):
        read_csv(_list(tmp_path / "lists", QUILL, name="legislators.csv"))


def test_odd_rows_are_told_and_the_rest_comes(tmp_path: Path) -> None:
    rows = (
        {**QUILL, "id": "7"},
        {**QUILL, "death_date": "2025-01-01"},
        {**OTWAY, "current_chamber": "astral"},
        {**QUILL, "birth_date": "spring"},
        QUILL,
    )
    roster = read_csv(_list(tmp_path, *rows))
    assert [person.name for person in roster.people] == ["Bram Otway", "Aster Quill"]
    assert roster.people[0].roles == ()
    assert [problem.what.split()[0] for problem in roster.problems] == ["“7”", "Aster", "“astral”", "The"]
