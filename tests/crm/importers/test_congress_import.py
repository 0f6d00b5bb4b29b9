"""Congress from its public files: once, with every seat, and without losing what a part of the files leaves out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from crm import clock
from crm.errors import InvalidInput
from crm.importers.congress.run import bring_congress, read_congress
from crm.importers.congress.states import all_seats, delegation, house_district, senate_district
from crm.importers.openstates.records import PersonRecord, Roster
from crm.importers.openstates.run import apply_roster
from crm.importers.report import ImportReport
from crm.jurisdictions.models import Chamber, ChamberKind, District
from crm.jurisdictions.places import STATES
from crm.people.models import (
    Committee,
    CommitteeSeat,
    ContactKind,
    ContactPoint,
    Office,
    Person,
    PersonIdentifier,
    Tenure,
)
from crm.people.rosters import seats_of_chamber
from crm.people.seats import SeatState
from crm.sessions import Database
from tests.builders import congress as cg

DAY = date(2026, 3, 1)
_ABBREVIATIONS = {name: state.upper() for state, name in STATES.items()}
Bring = Callable[[Path], ImportReport]


@pytest.fixture
def bring(database: Database) -> Bring:
    """Bring in a file or folder, and commit."""

    def run(path: Path) -> ImportReport:
        with clock.held_at(DAY), database.write() as session:
            return bring_congress(session, path)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A representative who became a senator, another senator, a delegate; offices, accounts, a committee."""
    office = {"phone": "202-555-0101", "address": "1 Invented HOB; Washington DC 20515", "url": "https://fern.example"}
    cg.write(
        tmp_path,
        "legislators-current.yaml",
        [
            cg.legislator(
                "F000001",
                "Ada",
                "Fern",
                cg.term("2019-01-03", "2021-01-03"),
                cg.term("2021-01-06", "2023-01-03"),
                cg.term("2023-01-03", "2029-01-03", kind="sen", **office),
            ),
            cg.legislator("M000002", "Bo", "Moss", cg.term("2025-01-03", "2031-01-03", kind="sen", party="Republican")),
            cg.legislator("R000003", "Cy", "Reed", cg.term("2025-01-03", "2027-01-03", state="GU", district=0)),
            cg.legislator("S000004", "Di", "Sedge", cg.term("2025-01-03", "2027-01-03", state="AK", district=0)),
        ],
    )
    cg.write(
        tmp_path,
        "legislators-district-offices.yaml",
        [
            {
                "id": {"bioguide": "F000001"},
                "offices": [
                    {"id": "F000001-troy", "address": "2 Elm St.", "suite": "Suite 3", "building": "Old Mill",
                     "city": "Troy", "state": "NY", "zip": "12180", "phone": "518-555-0102"}
                ],
            }
        ],
    )  # fmt: skip
    cg.write(
        tmp_path,
        "legislators-social-media.yaml",
        [
            {"id": {"bioguide": "F000001"}, "social": {"twitter": "InventedFern", "twitter_id": 17}},
            {"id": {"bioguide": "X999999"}, "social": {"twitter": "Nobody"}},
        ],
    )
    cg.write(
        tmp_path,
        "committees-current.yaml",
        [
            {"type": "senate", "name": "Senate Committee on Ferns", "thomas_id": "SSFE",
             "subcommittees": [{"name": "Mosses", "thomas_id": "01"}]},
            {"type": "house", "name": "Former Committee", "thomas_id": "HSXX", "congresses": [100]},
        ],
    )  # fmt: skip
    cg.write(
        tmp_path,
        "committee-membership-current.yaml",
        {
            "SSFE": [
                {"name": "Bo Moss", "party": "majority", "rank": 1, "title": "Chairman", "bioguide": "M000002"},
                {"name": "Ada Fern", "party": "minority", "rank": 1, "title": "Ranking Member", "bioguide": "F000001"},
            ],
            "SSFE01": [{"name": "Ada Fern", "party": "minority", "rank": 1, "bioguide": "F000001"}],
        },
    )
    return tmp_path


def _terms(database: Database, name: str) -> list[tuple[str, str | None, date | None, date | None]]:
    with database.read() as session:
        rows = session.execute(
            select(Office.title, District.name, Tenure.started_on, Tenure.ended_on)
            .join(Tenure, Tenure.office_id == Office.id)
            .join(Person, Person.id == Tenure.person_id)
            .outerjoin(District, District.id == Office.district_id)
            .where(Person.name == name)
            .order_by(Tenure.started_on)
        )
        return [tuple(row) for row in rows]


def test_the_same_files_twice_are_the_same_files_once(bring: Bring, folder: Path) -> None:
    first = bring(folder)
    assert (first.created, first.updated, first.same) == (6, 0, 0)
    assert [problem.where for problem in first.problems] == ["legislators-social-media.yaml"]
    again = bring(folder)
    assert (again.created, again.updated, again.same) == (0, 0, 6)


def test_terms_that_follow_each_other_in_one_office_are_one(bring: Bring, folder: Path, database: Database) -> None:
    bring(folder)
    assert _terms(database, "Ada Fern") == [
        ("Representative", "NY-7", date(2019, 1, 3), date(2023, 1, 3)),
        ("Senator", "New York", date(2023, 1, 3), date(2029, 1, 3)),
    ]


def test_a_new_party_begins_a_new_term(tmp_path: Path) -> None:
    terms = [cg.term("2021-01-03", "2023-01-03"), cg.term("2023-01-03", "2025-01-03", party="Republican")]
    file = cg.write(tmp_path, "legislators-current.yaml", [cg.legislator("F000001", "Ada", "Fern", *terms)])
    (person,) = read_congress(file, DAY).people
    assert [role.party for role in person.roles] == ["Democratic", "Republican"]


def test_two_senators_share_the_office_of_their_state(bring: Bring, folder: Path, database: Database) -> None:
    bring(folder)
    with database.read() as session:
        district = session.scalars(select(District).where(District.name == "New York")).one()
        chamber = session.scalars(select(Chamber).where(Chamber.kind == ChamberKind.UPPER)).one()
        held = [seat for seat in seats_of_chamber(session, chamber.id, DAY) if seat.state is SeatState.HELD]
    assert (district.seats, chamber.seats) == (2, 100)
    assert sorted(seat.holder.name for seat in held if seat.holder) == ["Ada Fern", "Bo Moss"]
    assert {seat.party for seat in held} == {"Democratic", "Republican"}


def test_a_delegate_speaks_and_has_no_seat(bring: Bring, folder: Path, database: Database) -> None:
    bring(folder)
    assert _terms(database, "Cy Reed") == [
        ("Delegate to the House of Representatives", None, date(2025, 1, 3), date(2027, 1, 3))
    ]
    assert _terms(database, "Di Sedge") == [("Representative", "AK-AL", date(2025, 1, 3), date(2027, 1, 3))]


def test_offices_accounts_and_ids_come_with_the_person(bring: Bring, folder: Path, database: Database) -> None:
    bring(folder)
    with database.read() as session:
        points = {point.kind: point for point in session.scalars(select(ContactPoint))}
        ids = {
            (scheme, identifier)
            for scheme, identifier in session.execute(
                select(PersonIdentifier.scheme, PersonIdentifier.identifier)
                .join(Person, Person.id == PersonIdentifier.person_id)
                .where(Person.name == "Ada Fern")
            )
        }
    assert points[ContactKind.CAPITOL].address == "1 Invented HOB\nWashington DC 20515"
    assert points[ContactKind.DISTRICT].address == "Old Mill\n2 Elm St., Suite 3\nTroy, NY 12180"
    assert points[ContactKind.DISTRICT].phone == "518-555-0102"
    assert ids == {
        ("bioguide", "F000001"), ("govtrack", "900001"), ("fec", "HF000001"), ("fec", "SF000001"),
        ("twitter", "InventedFern"), ("twitter_id", "17"),
    }  # fmt: skip


def test_committees_have_their_members_and_former_ones_stay_out(bring: Bring, folder: Path, database: Database) -> None:
    bring(folder)
    with database.read() as session:
        seats = session.execute(
            select(Committee.name, CommitteeSeat.printed_name, CommitteeSeat.role, CommitteeSeat.person_id)
            .join(CommitteeSeat, CommitteeSeat.committee_id == Committee.id)
            .order_by(Committee.name, CommitteeSeat.id)
        ).all()
        parents = dict(session.execute(select(Committee.name, Committee.parent_id)).all())
    assert [(row[0], row[1], row[2].value) for row in seats] == [
        ("Mosses", "Ada Fern", "member"),
        ("Senate Committee on Ferns", "Bo Moss", "chair"),
        ("Senate Committee on Ferns", "Ada Fern", "ranking member"),
    ]
    assert all(row.person_id for row in seats)
    assert parents["Mosses"] is not None
    assert "Former Committee" not in parents


def test_a_file_without_offices_at_home_takes_none_of_them_away(bring: Bring, folder: Path, database: Database) -> None:
    bring(folder)
    (folder / "legislators-district-offices.yaml").unlink()
    assert bring(folder).updated == 0
    with database.read() as session:
        assert not session.scalars(select(ContactPoint).where(ContactPoint.wrong_since.is_not(None))).all()


def test_json_says_the_same_as_yaml(bring: Bring, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    bring(folder)
    other = tmp_path_factory.mktemp("json")
    for file in folder.glob("*.yaml"):
        content = read_yaml(file)
        (other / file.with_suffix(".json").name).write_text(json.dumps(content))
    again = bring(other)
    assert (again.created, again.updated, again.same) == (0, 0, 6)


def read_yaml(file: Path) -> Any:
    """What a file of the fixture holds, numbers as numbers."""
    return yaml.safe_load(file.read_text())


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("legislators-current.yaml", "- id: {bioguide: F1}\n  name: {fir", "is not whole YAML"),
        ("legislators-current.json", '[{"id": {"biog', "is not whole JSON"),
        ("legislators-current.csv", "last_name,first_name\n", "is neither YAML nor JSON"),
        ("notes.yaml", "- something: else\n", "none of the project's files"),
        ("legislators-social-media.yaml", "- id: {bioguide: F1}\n  social: {twitter: x}\n", "who the legislators are"),
        ("deep.json", "[" * 100_000, "is not whole JSON"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(name: str, text: str, says: str, tmp_path: Path, bring: Bring) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(InvalidInput, match=says) as raised:
        bring(file)
    assert name in raised.value.message
    assert raised.value.hint


def test_an_entry_that_cannot_be_used_leaves_the_others_alone(tmp_path: Path) -> None:
    good = cg.legislator("F000001", "Ada", "Fern", cg.term("2025-01-03", "2027-01-03"))
    backwards = cg.legislator("M000002", "Bo", "Moss", cg.term("2027-01-03", "2025-01-03"))
    lost = cg.legislator("R000003", "Cy", "Reed", cg.term("1861-03-04", "1863-03-03", state="DK", district=-1))
    file = cg.write(tmp_path, "legislators-current.yaml", [{"id": {"bioguide": "X1"}}, "what", backwards, lost, good])
    roster = read_congress(file, DAY)
    assert [person.id for person in roster.people] == ["M000002", "R000003", "F000001"]
    assert [len(person.roles) for person in roster.people] == [0, 0, 1]
    assert len(roster.problems) == 4


def test_a_whole_congress_tells_which_seats_are_vacant(tmp_path: Path) -> None:
    entries = []
    for number, ((kind, district), seats) in enumerate(all_seats(DAY).items()):
        if (kind, district) == ("lower", "TX-18"):
            continue
        state, _, place = district.partition("-")
        for seat in range(seats):
            id_ = f"A{2 * number + seat:06}"
            said = {"state": state, "district": 0 if place == "AL" else int(place)} if kind == "lower" else {}
            if kind == "upper":
                said = {"kind": "sen", "state": _ABBREVIATIONS[district]}
            entries.append(cg.legislator(id_, "Ada", f"Fern{number}", cg.term("2025-01-03", "2027-01-03", **said)))
    roster = read_congress(cg.write(tmp_path, "legislators-current.yaml", entries), DAY)
    assert not roster.problems
    assert roster.has_legislature
    assert roster.vacancies == [("lower", "TX-18")]


def test_the_seats_are_those_of_the_law() -> None:
    seats = all_seats(DAY)
    assert sum(number for (kind, _), number in seats.items() if kind == "lower") == 435
    assert sum(number for (kind, _), number in seats.items() if kind == "upper") == 100
    assert all_seats(date(2034, 1, 1)) == {}


def test_districts_are_named_as_open_states_names_them() -> None:
    assert (house_district("NY", "14"), house_district("AK", "0"), house_district("VA", "-1")) == (
        "NY-14",
        "AK-AL",
        None,
    )
    assert (senate_district("NY"), senate_district("PR"), senate_district("DK")) == ("New York", None, None)
    guam = delegation("GU")
    assert guam is not None
    assert guam.name == "Guam"
    assert delegation("NY") is None


def test_whoever_open_states_brought_is_the_same_person(bring: Bring, folder: Path, database: Database) -> None:
    ids = (("openstates", "ocd-person/1"), ("govtrack", "900002"))
    known = PersonRecord("moss.yml", "legislature", "ocd-person/1", "Beauregard Moss", identifiers=ids)
    with database.write() as session:
        apply_roster(session, Roster("us", people=[known]), day=DAY)
    bring(folder)
    with database.read() as session:
        named = session.scalars(select(Person.name).where(Person.name.contains("Moss"))).all()
    assert named == ["Beauregard Moss"]
