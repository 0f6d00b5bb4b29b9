"""Open Legislation brought in: once, in any order, and only what was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.audit.models import ImportBatch
from crm.bills.models import Bill, BillEvent, BillLink, MeasureBill, RollCall, Sponsorship, Stage, Vote
from crm.coalition.visibility import OPERATOR
from crm.errors import InvalidInput
from crm.importers.models import NameMatch
from crm.importers.openleg.run import bring_openleg
from crm.importers.openstates.records import PersonRecord, RoleRecord, Roster
from crm.importers.openstates.run import apply_roster
from crm.importers.report import ImportReport
from crm.importers.undo import undo_batch
from crm.jurisdictions.models import Deadline, Jurisdiction
from crm.jurisdictions.places import read_ocd_id, state_ocd_id
from crm.people.models import Person, PersonIdentifier, Tenure
from crm.sessions import Database
from tests.builders import law
from tests.builders import openleg as ol

DAY = date(2025, 3, 10)
NY = read_ocd_id(state_ocd_id("ny"))
Bring = Callable[..., ImportReport]


@pytest.fixture
def bring(database: Database) -> Bring:
    """Bring in a file or folder as on a day, and commit."""

    def run(path: Path, day: date = DAY) -> ImportReport:
        with clock.held_at(day), database.write() as session:
            return bring_openleg(session, path)

    return run


@pytest.fixture
def roster(database: Database) -> None:
    """Three senators on file, by their Open States ids alone."""
    people = [
        PersonRecord(
            where=f"{name}.yml",
            folder="legislature",
            id=f"ocd-person/{number}",
            name=name,
            given_name=name.split()[0],
            family_name=name.split()[1],
            party="Democratic",
            roles=(RoleRecord("upper", NY, district, date(2021, 1, 1)),),
            identifiers=(("openstates", f"ocd-person/{number}"),),
        )
        for number, (name, district) in enumerate(
            [("Aster Quill", "7"), ("Bram Otway", "8"), ("Cato Larkspur", "9")], start=1
        )
    ]
    with database.write() as session:
        apply_roster(session, Roster(source="ny", people=people, has_legislature=True), day=DAY)


def _member(name: str, district: int, **said: object) -> dict[str, object]:
    seat = {"shortName": name.split()[1].upper(), "sessionYear": 2025, "districtCode": district, "alternate": False}
    return {
        "memberId": ol.MEMBERS[name],
        "chamber": "SENATE",
        "incumbent": True,
        "fullName": name,
        "shortName": seat["shortName"],
        "sessionShortNameMap": {"2025": [seat]},
        "person": {"fullName": name, "firstName": name.split(maxsplit=1)[0], "lastName": name.split()[1]},
        **said,
    }


def test_twice_is_once(bring: Bring, tmp_path: Path, database: Database) -> None:
    ol.written(tmp_path, "bill.json", ol.answer(ol.bill(votes=ol.listed([ol.vote(AYE=["Aster Quill"])]))))
    ol.written(tmp_path, "2025-03-05-16.15.49.267831_SENCAL_00012.XML", ol.CALENDAR)
    ol.written(tmp_path, "2025-03-05-16.15.49.267832_SENAGENV_TRAN.XML", ol.AGENDA_VOTE)
    first = bring(tmp_path)
    assert (first.created, first.problems) == (1, [])
    before = _counted(database)
    again = bring(tmp_path)
    assert (again.created, again.updated) == (0, 0)
    assert again.same > 0
    assert _counted(database) == before


def _counted(database: Database) -> list[int]:
    with database.read() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Bill, BillEvent, BillLink, Sponsorship, RollCall, Vote, Deadline, Person)
        ]


def test_a_vote_file_leaves_everything_else_of_the_bill_alone(bring: Bring, tmp_path: Path, database: Database) -> None:
    bring(ol.written(tmp_path, "bill.json", ol.answer(ol.bill())))
    bring(ol.written(tmp_path, "2025-03-05-16.15.49.267831_SENFLVOT_S09001.XML", ol.FLOOR_VOTE))
    with database.read() as session:
        (bill,) = session.scalars(select(Bill)).all()
        assert bill.title == "Relates to lanterns on ferries"
        rows = session.scalars(select(Sponsorship).where(Sponsorship.bill_id == bill.id)).all()
        assert {row.printed_name for row in rows if row.withdrawn is None} == {
            "Aster Quill",
            "Bram Otway",
            "Cato Larkspur",
        }
        assert all(link.ended_on is None for link in session.scalars(select(BillLink)))
        assert session.scalar(select(func.count()).select_from(Vote)) == 4


def test_the_same_vote_in_json_and_in_xml_is_one(bring: Bring, tmp_path: Path, database: Database) -> None:
    votes = ol.listed([ol.vote(AYE=["Aster Quill"], AYEWR=["Bram Otway"], NAY=["Cato Larkspur"], EXC=["Dilys Fenn"])])
    bring(ol.written(tmp_path, "bill.json", ol.answer(ol.bill(votes=votes))))
    bring(ol.written(tmp_path, "2025-03-05-16.15.49.267831_SENFLVOT_S09001.XML", ol.FLOOR_VOTE))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(RollCall)) == 1
        assert session.scalar(select(func.count()).select_from(Vote)) == 4


def test_sponsors_who_leave_a_later_list_have_withdrawn(bring: Bring, tmp_path: Path, database: Database) -> None:
    ol.written(tmp_path, "2025-02-01-16.15.49.000000_LDSPON_S09001.XML", ol.SPONSORS)
    ol.written(tmp_path, "2025-02-20-16.15.49.000000_LDSPON_S09001.XML", ol.SPONSORS.replace("Otway, ", ""))
    bring(tmp_path)
    with database.read() as session:
        gone = session.scalars(select(Sponsorship).where(Sponsorship.withdrawn.is_not(None))).all()
    assert [row.printed_name for row in gone] == ["Otway"]


@pytest.mark.usefixtures("roster")
def test_members_on_file_get_the_senates_id_and_nobody_is_added(
    bring: Bring, tmp_path: Path, database: Database
) -> None:
    people = [_member("Aster Quill", 7), _member("Bram Otway", 8)]
    file = ol.written(tmp_path, "members.json", ol.page(people, "member-session list"))
    report = bring(file)
    assert (report.created, report.updated, report.waiting) == (0, 2, 0)
    assert (bring(file).updated, bring(file).same) == (0, 2)
    with database.read() as session:
        ids = session.execute(
            select(Person.name, PersonIdentifier.identifier)
            .join(PersonIdentifier, PersonIdentifier.person_id == Person.id)
            .where(PersonIdentifier.scheme == "nysenate")
        ).all()
        assert sorted(map(tuple, ids)) == [("Aster Quill", "901"), ("Bram Otway", "902")]
        assert session.scalar(select(func.count()).select_from(Person)) == 3


@pytest.mark.usefixtures("roster")
def test_a_member_like_nobody_on_file_is_added_with_the_seat(bring: Bring, tmp_path: Path, database: Database) -> None:
    report = bring(ol.written(tmp_path, "members.json", ol.answer(_member("Dilys Fenn", 12), "member-sessions")))
    assert (report.created, report.waiting) == (1, 0)
    with database.read() as session:
        person = session.scalars(select(Person).where(Person.name == "Dilys Fenn")).one()
        tenure = session.scalars(select(Tenure).where(Tenure.person_id == person.id)).one()
        assert (tenure.started_on, tenure.ended_on) == (date(2025, 1, 1), None)


@pytest.mark.usefixtures("roster")
def test_a_name_like_somebodys_waits_for_an_answer(bring: Bring, tmp_path: Path, database: Database) -> None:
    raw = _member("Cato Larkspur", 9, fullName="C. J. Larkspurr", person={})
    report = bring(ol.written(tmp_path, "members.json", ol.answer(raw, "member-sessions")))
    with database.read() as session:
        waiting = session.scalars(select(NameMatch)).all()
        people = session.scalar(select(func.count()).select_from(Person))
    assert report.waiting == len(waiting) == 1
    assert people == 3


@pytest.mark.usefixtures("roster")
def test_members_that_come_with_bills_are_known_to_them(bring: Bring, tmp_path: Path, database: Database) -> None:
    ol.written(tmp_path, "a-bill.json", ol.answer(ol.bill()))
    ol.written(tmp_path, "members.json", ol.page([_member("Aster Quill", 7)], "member-session list"))
    bring(tmp_path)
    with database.read() as session:
        sponsor = session.scalars(select(Sponsorship).where(Sponsorship.printed_name == "Aster Quill")).one()
        assert session.get_one(Person, sponsor.person_id).name == "Aster Quill"


def test_a_day_ahead_on_which_a_measure_is_taken_up_is_on_the_calendar(
    bring: Bring, tmp_path: Path, database: Database
) -> None:
    bring(ol.written(tmp_path, "bill.json", ol.answer(ol.bill())))
    with database.write() as session:
        place = session.scalars(select(Jurisdiction).where(Jurisdiction.ocd_id == NY.ocd_id)).one()
        measure = law.measure(session, place)
        bill = session.scalars(select(Bill)).one()
        session.add(MeasureBill(measure_id=measure.id, bill_id=bill.id, recorded_at=clock.now()))
    ahead = ol.CALENDAR.replace("2025-03-04", "2025-03-18")
    other = ahead.replace("00012", "00013").replace("S09001A", "S09003")
    file = ol.written(tmp_path / "lists", "2025-03-10-16.15.49.000000_SENCAL_00012.XML", ahead)
    ol.written(tmp_path / "lists", "2025-03-10-16.15.49.000001_SENCAL_00013.XML", other)
    ol.written(tmp_path / "lists", "2025-03-10-16.15.49.000002_SENCAL_00011.XML", ol.CALENDAR)
    for _ in range(2):
        bring(file.parent)
    with database.read() as session:
        days = session.scalars(select(Deadline)).all()
        assert [(day.name, day.falls_on) for day in days] == [("Senate calendar 12 of 2025: S9001", date(2025, 3, 18))]
        steps = session.scalars(select(BillEvent.words).where(BillEvent.bill_id == bill.id)).all()
    assert "On Senate calendar 12 of 2025 (Third reading, Cal. 144)" in steps


def test_a_bill_of_the_same_number_in_another_session_is_not_meant(
    bring: Bring, tmp_path: Path, database: Database
) -> None:
    bring(ol.written(tmp_path, "bill.json", ol.answer(ol.bill(session=2023))))
    with database.write() as session:
        place = session.scalars(select(Jurisdiction).where(Jurisdiction.ocd_id == NY.ocd_id)).one()
        measure = law.measure(session, place)
        bill = session.scalars(select(Bill)).one()
        session.add(MeasureBill(measure_id=measure.id, bill_id=bill.id, recorded_at=clock.now()))
    bring(ol.written(tmp_path, "SENCAL.XML", ol.CALENDAR.replace("2025-03-04", "2025-03-18")))
    with database.read() as session:
        assert session.scalars(select(Deadline)).all() == []


def test_an_import_is_undone_by_its_number(bring: Bring, tmp_path: Path, database: Database) -> None:
    before = _counted(database)
    report = bring(
        ol.written(tmp_path, "bill.json", ol.answer(ol.bill(votes=ol.listed([ol.vote(AYE=["Aster Quill"])]))))
    )
    assert report.batch is not None
    with database.write() as session:
        undo_batch(session, OPERATOR, report.batch)
    assert _counted(database) == before


def test_one_broken_file_keeps_nobody_from_coming_in(bring: Bring, tmp_path: Path, database: Database) -> None:
    ol.written(tmp_path, "a.json", '{"success": true, "result": {"basePr')
    ol.written(tmp_path, "b.json", ol.answer(ol.bill()))
    report = bring(tmp_path)
    assert (report.created, [problem.where for problem in report.problems]) == (1, ["a.json"])
    with database.read() as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.kind, batch.summary["created"], batch.finished_at is not None) == ("openleg", 1, True)


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_path_without_files_is_refused(name: str, bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput, match=name):
        bring(tmp_path / name)


def test_every_real_file_comes_in_or_is_told(bring: Bring, shared_data: Path, database: Database) -> None:
    report = bring(shared_data / "openleg", date(2026, 11, 1))
    assert [problem.what for problem in report.problems] == ["There is no place here for memos of sponsors: left out."]
    with database.read() as session:
        stages = session.scalars(select(RollCall.stage)).all()
        assert (stages.count(Stage.COMMITTEE), stages.count(Stage.FLOOR)) == (4, 1)
        numbers = set(session.scalars(select(Bill.number)))
    assert {"S609", "A10756", "S5795", "S2956", "A5457", "S1234", "A6182", "S2691", "S1706", "A406"} <= numbers
    again = bring(shared_data / "openleg", date(2026, 11, 1))
    assert (again.created, again.updated) == (0, 0)


def test_files_about_one_bill_add_up_whatever_comes_last(bring: Bring, tmp_path: Path, database: Database) -> None:
    ol.written(tmp_path, "2025-03-04-16.15.49.000000_BILLSTAT_S09001.XML", ol.STATUS)
    ol.written(tmp_path, "2025-03-05-16.15.49.000000_SENFLVOT_S09001.XML", ol.FLOOR_VOTE)
    ol.written(tmp_path, "2025-03-06-16.15.49.000000_SENCAL_00012.XML", ol.CALENDAR)
    bring(tmp_path)
    with database.read() as session:
        bill = session.scalars(select(Bill)).one()
        assert (bill.title, bill.introduced_on) == ("Relates to lanterns on ferries", date(2025, 1, 14))
