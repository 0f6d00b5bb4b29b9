"""LegiScan brought in: once, whatever its make; people with the terms that can be told honestly."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.bills.models import Bill, BillEvent, EventKind, RollCall, Sponsorship, Vote, VoteCode
from crm.errors import InvalidInput
from crm.importers.legiscan.run import bring_legiscan
from crm.importers.models import NameMatch
from crm.importers.openstates.records import PersonRecord, RoleRecord, Roster
from crm.importers.openstates.run import apply_roster
from crm.importers.report import ImportReport
from crm.jurisdictions.models import Chamber, District, Jurisdiction, LegislativeSession
from crm.jurisdictions.places import read_ocd_id, state_ocd_id
from crm.people.models import Office, Person, PersonIdentifier, Tenure
from crm.sessions import Database
from tests.builders import legiscan as ls

DAY = date(2026, 3, 1)
MICHIGAN = read_ocd_id(state_ocd_id("mi"))
Bring = Callable[[Path], ImportReport]


@pytest.fixture
def bring(database: Database) -> Bring:
    """Bring in a file or folder, and commit."""

    def run(path: Path) -> ImportReport:
        with clock.held_at(DAY), database.write() as session:
            return bring_legiscan(session, path)

    return run


def _terms(database: Database) -> set[tuple[str, str, date | None, date | None]]:
    with database.read() as session:
        rows = session.execute(
            select(Person.name, District.name, Tenure.started_on, Tenure.ended_on)
            .join(Tenure, Tenure.person_id == Person.id)
            .join(Office, Office.id == Tenure.office_id)
            .join(District, District.id == Office.district_id)
        )
        return {tuple(row) for row in rows}


def _names(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.scalars(select(Person.name)))


def _packed(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return packed.getvalue()


SESSION = (date(2025, 1, 1), date(2026, 12, 31))


def test_a_data_set_comes_in_once(bring: Bring, database: Database, tmp_path: Path) -> None:
    ls.dataset(tmp_path)
    first = bring(tmp_path)
    again = bring(tmp_path)
    assert (again.created, again.updated, again.same) == (0, 0, first.created + first.same)
    with database.read() as session:
        assert session.scalar(select(Jurisdiction.name)) == "Michigan"
        assert {(row.kind.value, row.seats) for row in session.scalars(select(Chamber))} == {("lower", 110)}
        assert session.scalar(select(LegislativeSession.slug)) == "2025-2026"
        assert session.scalar(select(func.count()).select_from(RollCall)) == 1


def test_whoever_did_something_in_their_chamber_has_a_term(bring: Bring, database: Database, tmp_path: Path) -> None:
    ls.dataset(tmp_path)
    report = bring(tmp_path)
    # Cy Reed voted in the House and has a Senate seat now; Di Sedge did nothing in this session.
    assert _terms(database) == {("Ada Fern", "7", *SESSION), ("Bo Moss", "8", *SESSION)}
    assert _names(database) == {"Ada Fern", "Bo Moss", "Cy Reed"}
    assert any("1 people did nothing" in problem.what for problem in report.problems)


def test_names_on_bills_and_votes_find_their_people(bring: Bring, database: Database, tmp_path: Path) -> None:
    ls.dataset(tmp_path)
    bring(tmp_path)
    with database.read() as session:
        sponsors = {(row.printed_name, row.person_id is not None) for row in session.scalars(select(Sponsorship))}
        votes = {(row.printed_name, row.code, row.person_id is not None) for row in session.scalars(select(Vote))}
    assert sponsors == {("Ada Fern", True), ("Ferns", False)}
    assert votes == {
        ("Ada Fern", VoteCode.AYE, True), ("Bo Moss", VoteCode.NAY, True), ("Cy Reed", VoteCode.ABSTAINED, True),
        ("LegiScan 77", VoteCode.ABSENT, False),
    }  # fmt: skip


def test_csv_gives_what_json_gives(bring: Bring, database: Database, tmp_path: Path) -> None:
    folder = ls.tables(tmp_path)
    assert bring(folder).problems == []
    again = bring(folder)
    assert (again.created, again.updated) == (0, 0)
    with database.read() as session:
        bill = session.scalars(select(Bill)).one()
        sitting = session.scalars(select(LegislativeSession)).one()
        kinds = {(row.printed_name, row.kind.value) for row in session.scalars(select(Sponsorship))}
        steps = [row.kind for row in session.scalars(select(BillEvent).order_by(BillEvent.id))]
    assert (bill.number, bill.status, bill.title) == ("HB4", "Passed", "Ferns, and more")
    assert (sitting.slug, sitting.name) == ("2025-2026", "99th Legislature")
    assert kinds == {("Ada Fern", "prime"), ("Bo Moss", "co")}
    assert steps == [EventKind.INTRODUCED, EventKind.REFERRED]
    assert _terms(database) == {("Ada Fern", "7", *SESSION), ("Bo Moss", "8", *SESSION)}


def test_tables_saved_again_by_a_spreadsheet_read_as_well(bring: Bring, database: Database, tmp_path: Path) -> None:
    bring(ls.tables(tmp_path, encoding="cp1252") / "votes.csv")
    assert _names(database) == {"Ada Fern", "Bo Moss"}


def test_a_row_of_another_width_is_told_and_the_others_come_in(bring: Bring, tmp_path: Path) -> None:
    folder = ls.tables(tmp_path)
    with (folder / "votes.csv").open("a") as file:
        file.write("90,3\n")
    (problem,) = bring(folder).problems
    assert (problem.where, problem.what) == ("votes.csv", "Line 4 has 2 values, not 4; it was left out.")


@pytest.mark.parametrize(
    ("table", "rows", "says"),
    [
        ("bills", [["number", "title"], ["HB4", "Ferns"]], "has no column bill_id"),
        ("votes", [[f"column {number}" for number in range(10_000)]], "votes.csv has no column roll_call_id"),
        ("people", [["people_id", "name", *(f"c{number}" for number in range(9_998))]], "has 10,000 columns"),
    ],
)
def test_a_table_that_is_none_is_refused(
    table: str, rows: list[list[Any]], says: str, bring: Bring, tmp_path: Path
) -> None:
    folder = ls.tables(tmp_path, **{table: rows})
    with pytest.raises(InvalidInput, match=says):
        bring(folder / "bills.csv")


def test_two_who_shared_a_seat_have_no_term(bring: Bring, database: Database, tmp_path: Path) -> None:
    session = ls.dataset(tmp_path)
    ls.write(session, "people/2.json", {"person": ls.person(2, "Bo Moss", "HD-007")})
    report = bring(tmp_path)
    assert _terms(database) == set()
    assert "Bo Moss" in _names(database)
    assert any("who followed whom is not told" in problem.what for problem in report.problems)


def test_a_list_of_who_served_gives_terms_to_all(bring: Bring, database: Database, tmp_path: Path) -> None:
    people = [ls.person(1, "Ada Fern"), ls.person(3, "Cy Reed", "SD-009"), ls.committee(5, "Ferns")]
    session = {**ls.SESSION, "state_id": 22}
    bring(ls.write(tmp_path, "people.json", {"status": "OK", "sessionpeople": {"session": session, "people": people}}))
    assert _terms(database) == {("Ada Fern", "7", *SESSION), ("Cy Reed", "9", *SESSION)}


def test_whoever_is_on_file_by_name_and_seat_only_gets_ids(bring: Bring, database: Database, tmp_path: Path) -> None:
    _on_file(database, "Ada Fern", "7")
    ls.dataset(tmp_path)
    bring(tmp_path)
    assert {row for row in _terms(database) if row[0] == "Ada Fern"} == {("Ada Fern", "7", date(2021, 1, 1), None)}
    with database.read() as session:
        ids = session.execute(
            select(PersonIdentifier.scheme, PersonIdentifier.identifier)
            .join(Person, Person.id == PersonIdentifier.person_id)
            .where(Person.name == "Ada Fern")
        ).all()
    assert {tuple(row) for row in ids} == {
        ("openstates", "ocd-person/Ada Fern"), ("legiscan", "1"), ("ftm_eid", "5001"), ("votesmart", "6001"),
        ("ballotpedia", "Ada Fern"),
    }  # fmt: skip


def test_a_doubtful_name_waits_and_nobody_is_made_of_it(bring: Bring, database: Database, tmp_path: Path) -> None:
    _on_file(database, "Adelaide Fern", "7")
    ls.dataset(tmp_path)
    assert bring(tmp_path).waiting
    assert "Ada Fern" not in _names(database)
    with database.read() as session:
        assert "Ada Fern" in set(session.scalars(select(NameMatch.printed_name)))


def test_a_seat_that_others_held_by_what_is_on_file_is_not_given_twice(
    bring: Bring, database: Database, tmp_path: Path
) -> None:
    _on_file(database, "Zelda Yarrow", "7")
    ls.dataset(tmp_path)
    report = bring(tmp_path)
    assert {row[0] for row in _terms(database)} == {"Zelda Yarrow", "Bo Moss"}
    assert any("others held the seats of 1 members" in problem.what for problem in report.problems)


def test_a_roll_call_by_itself_joins_the_bill_on_file(bring: Bring, database: Database, tmp_path: Path) -> None:
    vote = ls.write(tmp_path, "a/90.json", {"roll_call": ls.roll_call(90, {1: 1})})
    (problem,) = bring(vote).problems
    assert "bill 4, which is neither here nor on file" in problem.what
    bring(ls.write(tmp_path, "b/HB4.json", {"bill": ls.bill(sponsors=(ls.person(1, "Ada Fern"),))}))
    assert bring(vote).problems == []
    with database.read() as session:
        (row,) = session.scalars(select(Vote)).all()
        assert session.scalars(select(Sponsorship)).one().withdrawn is None
    assert row.printed_name == "Ada Fern"


def test_a_former_session_s_bill_by_itself_tells_no_terms(bring: Bring, database: Database, tmp_path: Path) -> None:
    former = {**ls.SESSION, "year_start": 2011, "year_end": 2012}
    raw = ls.bill(sponsors=(ls.person(1, "Ada Fern"),), session=former)
    report = bring(ls.write(tmp_path, "HB4.json", raw))
    assert _names(database) == {"Ada Fern"}
    assert _terms(database) == set()
    # The bill's own step is of 2025, no day of that session either.
    assert [problem.where for problem in report.problems] == ["sponsors", "HB4.json"]


def test_a_master_list_is_an_index(bring: Bring, database: Database, tmp_path: Path) -> None:
    ferns = {
        "bill_id": 4, "number": "HB0004", "change_hash": "x", "status": "2", "title": "Ferns",
        "url": "https://legiscan.com/MI/bill/HB4/2025", "last_action": "Passed", "last_action_date": "2025-03-04",
    }  # fmt: skip
    rows = {"0": ferns, "1": {"bill_id": 9, "number": "", "title": "Nothing"}}
    file = ls.write(tmp_path, "list.json", {"status": "OK", "masterlist": {"session": ls.SESSION, **rows}})
    report = bring(file)
    assert (report.created, len(report.problems)) == (1, 1)
    assert bring(file).same == 1
    with database.read() as session:
        bill = session.scalars(select(Bill)).one()
    assert (bill.number, bill.status) == ("HB4", "Engrossed")


def test_archives_read_as_folders_do(bring: Bring, database: Database, tmp_path: Path) -> None:
    ls.dataset(tmp_path / "in")
    content = _packed(tmp_path / "in")
    (tmp_path / "MI.zip").write_bytes(content)
    bring(tmp_path / "MI.zip")
    answer = {"session_id": 7, "dataset_date": "2026-02-01", "zip": base64.b64encode(content).decode()}
    bring(ls.write(tmp_path, "dataset.json", {"status": "OK", "dataset": answer}))
    assert _names(database) == {"Ada Fern", "Bo Moss", "Cy Reed"}


@pytest.mark.parametrize("name", ["../evil.json", "/evil.json", "a/../../evil.json"])
def test_an_archive_that_climbs_out_is_refused(name: str, bring: Bring, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "MI.zip", "w") as archive:
        archive.writestr(name, json.dumps({"bill": ls.bill()}))
    with pytest.raises(InvalidInput, match="outside of its folder"):
        bring(tmp_path / "MI.zip")
    assert not (tmp_path.parent / "evil.json").exists()


def test_an_archive_of_too_many_files_is_refused(bring: Bring, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "MI.zip", "w") as archive:
        for number in range(60_001):
            archive.writestr(zipfile.ZipInfo(f"{number}.json"), b"")
    with pytest.raises(InvalidInput, match="60,001 files"):
        bring(tmp_path / "MI.zip")


@pytest.mark.parametrize("cut", [10, 100, 400])
def test_an_archive_cut_short_is_refused(cut: int, bring: Bring, tmp_path: Path) -> None:
    ls.dataset(tmp_path / "in")
    (tmp_path / "MI.zip").write_bytes(_packed(tmp_path / "in")[:cut])
    with pytest.raises(InvalidInput, match="no archive"):
        bring(tmp_path / "MI.zip")


def test_broken_files_among_many_are_told_by_name(bring: Bring, database: Database, tmp_path: Path) -> None:
    session = ls.dataset(tmp_path)
    (session / "bill" / "HB5.json").write_text('{"bill": {"bill_id": 5, "bill_num')
    (session / "bill" / "HB6.json").write_text('{"person": {"people_id": 5, "name": "x"}}')
    (session / "vote" / "91.json").write_text("")
    (session / "people" / "9.json").write_text('{"status":"ERROR","alert":{"message":"Unknown id"}}')
    ls.write(session, "bill/HB7.json", {"bill": ls.bill("HB7", 7, state="XX")})
    told = {problem.where.rpartition("/")[2] for problem in bring(tmp_path).problems}
    assert told >= {"HB5.json", "HB6.json", "91.json", "9.json", "HB7.json"}
    with database.read() as session_:
        assert session_.scalars(select(Bill.number)).all() == ["HB4"]


def test_what_holds_nothing_to_keep_says_so(bring: Bring, tmp_path: Path) -> None:
    committee = bring(ls.write(tmp_path, "5.json", {"person": ls.committee(5, "Ferns")}))
    assert "nothing here to keep" in committee.problems[0].what
    with pytest.raises(InvalidInput, match="none of LegiScan's records"):
        (tmp_path / "empty").mkdir()
        bring(tmp_path / "empty")


def test_a_sponsor_who_is_no_longer_listed_has_left(bring: Bring, database: Database, tmp_path: Path) -> None:
    ada, bo = ls.person(1, "Ada Fern"), ls.person(2, "Bo Moss", "HD-008")
    bring(ls.write(tmp_path, "1/HB4.json", ls.bill(sponsors=(ada, bo))))
    later = [{"date": "2025-04-05", "action": "Cosponsor Removed", "chamber": "H"}]
    bring(ls.write(tmp_path, "2/HB4.json", ls.bill(sponsors=(ada,), history=later, change_hash="other")))
    with database.read() as session:
        rows = {row.printed_name: (row.joined, row.withdrawn) for row in session.scalars(select(Sponsorship))}
    assert rows == {"Ada Fern": ("2025-02-03", None), "Bo Moss": ("2025-02-03", "2025-04-05")}


def _on_file(database: Database, name: str, district: str) -> None:
    given, _, family = name.partition(" ")
    person = PersonRecord(
        where="x.yml",
        folder="legislature",
        id=f"ocd-person/{name}",
        name=name,
        given_name=given,
        family_name=family,
        party="Democratic",
        roles=(RoleRecord("lower", MICHIGAN, district, date(2021, 1, 1)),),
        identifiers=(("openstates", f"ocd-person/{name}"),),
    )
    with database.write() as session:
        apply_roster(session, Roster("mi", people=[person]), day=DAY)
