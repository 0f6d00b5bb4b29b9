"""Bills, votes and events of Open States, brought in: once, by the ids of people, and only what was said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm import clock
from crm.bills.models import (
    Bill,
    BillEvent,
    BillIdentifier,
    BillLink,
    BillLinkKind,
    EventKind,
    MeasureBill,
    RollCall,
    SponsorKind,
    Sponsorship,
    Stage,
    Vote,
    VoteCode,
)
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.openleg.finds import Reading
from crm.importers.openstates.records import PersonRecord, RoleRecord, Roster
from crm.importers.openstates.run import apply_roster
from crm.importers.openstates.whole import bring_openstates
from crm.importers.openstates_bills.reading import files_of, read_answer, read_files
from crm.importers.openstates_bills.run import bring_openstates_bills
from crm.importers.report import ImportReport, quietly
from crm.jurisdictions.models import ChamberKind, Deadline, Jurisdiction
from crm.jurisdictions.places import read_ocd_id
from crm.people.models import Person
from crm.sessions import Database
from tests.builders import law
from tests.builders import openstates_bills as osb
from tests.builders.openleg import written

DAY = date(2025, 3, 10)
PLACE = read_ocd_id(osb.PLACE["id"])
Bring = Callable[..., ImportReport]
Told = list[tuple[str, str, str]]


def _read(raw: Any, told: Told, folder: str = "") -> list[BillRecord | CalendarRecord]:
    reading = Reading(DAY, lambda *problem: told.append(problem))
    return list(read_answer(raw, "x.json", folder, DAY, reading))


def _bill(raw: Any, told: Told | None = None, folder: str = "") -> BillRecord:
    (record,) = _read(raw, [] if told is None else told, folder)
    assert isinstance(record, BillRecord)
    return record


def test_a_bill_says_all_that_we_keep() -> None:
    told: Told = []
    record = _bill(osb.bill(), told)
    assert (record.number, record.session.slug, record.chamber) == ("SB901", "2025", ChamberKind.UPPER)
    assert (record.title, record.summary) == ("Relative to lanterns on ferries.", "Lanterns on ferries.")
    assert (record.introduced_on, record.seen_on) == (date(2025, 1, 8), date(2025, 3, 6))
    assert record.ids == (("openstates", "ocd-bill/SB 901"),)
    assert [(each.who.name, each.kind, each.who.ids) for each in record.sponsors] == [
        ("Aster Quill", SponsorKind.PRIME, (("openstates", osb.PEOPLE["Aster Quill"]),)),
        ("Bram Otway", SponsorKind.CO, (("openstates", osb.PEOPLE["Bram Otway"]),)),
        ("Fenn", SponsorKind.CO, ()),
    ]
    assert [event.kind for event in record.events] == [
        EventKind.INTRODUCED,
        EventKind.REPORTED,
        EventKind.PASSED_CHAMBER,
        EventKind.OTHER,
    ]
    assert (record.events[3].words, record.events[3].url) == (
        "Version: As Amended by the Senate",
        "https://x.example/sb901",
    )
    assert [(link.kind, link.number, link.session_slug) for link in record.links] == [
        (BillLinkKind.SAME_AS, "HB902", None),
        (BillLinkKind.PREVIOUS_VERSION, "SB801", "2024"),
    ]
    assert told == []


def test_votes_are_kept_by_name_and_counted_as_the_source_counts() -> None:
    (call,) = _bill(osb.bill()).roll_calls
    assert (call.stage, call.chamber, call.held_on) == (Stage.FLOOR, ChamberKind.UPPER, date(2025, 3, 4))
    assert (call.motion, call.ayes, call.nays, call.passed) == ("Ought to Pass", 1, 1, True)
    assert [(each.who.name, each.code, bool(each.who.ids)) for each in call.votes] == [
        ("Aster Quill", VoteCode.AYE, True),
        ("Bram Otway", VoteCode.NAY, True),
        ("Fenn", VoteCode.ABSENT, False),
    ]


def test_a_committees_vote_is_one_of_its_house() -> None:
    (call,) = _bill(osb.bill(votes=[osb.vote(where="committee", yes=["Fenn"])])).roll_calls
    assert (call.stage, call.committee, call.chamber) == (Stage.COMMITTEE, "Senate Judiciary", ChamberKind.UPPER)


@pytest.mark.parametrize("missing", ["sponsorships", "related_bills"])
def test_what_was_not_asked_for_is_not_said(missing: str) -> None:
    raw = osb.bill()
    del raw[missing]
    record = _bill(raw)
    assert (record.whole_sponsors, record.whole_links) == (missing != "sponsorships", missing != "related_bills")


def test_new_yorks_bills_read_as_from_its_own_sources() -> None:
    raw = osb.bill(
        "S 2235",
        session="2025-2026",
        jurisdiction={"id": "ocd-jurisdiction/country:us/state:ny/government", "name": "New York"},
        related_bills=[{"identifier": "A 3506", "legislative_session": "2025-2026", "relation_type": "companion"}],
        actions=[osb.action("REFERRED TO CODES", "2025-01-16")],
        versions=[{"note": "S2235", "date": "2025-01-16"}, {"note": "S2235A", "date": ""}],
    )
    record = _bill(raw)
    assert (record.number, record.session.slug, record.session.ends_on) == ("S2235", "2025-2026", date(2026, 12, 31))
    assert [each.letter for each in record.prints] == ["", "A"]
    assert record.events[0].kind is EventKind.REFERRED
    assert [(link.number, link.session_slug) for link in record.links] == [("A3506", None)]
    assert record.roll_calls[0].motion is None


def test_the_bulk_data_read_as_the_api(tmp_path: Path) -> None:
    """The files that scraping leaves behind refer to things instead of holding them."""
    raw = osb.bill(
        legislative_session="2025",
        from_organization='~{"classification": "upper"}',
        sponsorships=[{"name": "Fenn", "classification": "primary", "entity_type": "person", "primary": True,
                       "person_id": '~{"name": "Fenn"}', "organization_id": None}],
        actions=[{"description": "Introduced", "date": "2025-01-08", "classification": ["introduction"],
                  "organization_id": '~{"classification": "lower"}'}],
        votes=[],
    )  # fmt: skip
    for gone in ("id", "session", "jurisdiction", "updated_at"):
        del raw[gone]
    vote = {**osb.vote(yes=["Fenn"]), "organization": '~{"classification": "upper"}', "legislative_session": "2025"}
    vote["bill"] = '~{"from_organization__classification": "upper", "identifier": "SB 901"}'
    written(tmp_path / "nh", "bill_1.json", raw)
    written(tmp_path / "nh", "vote_event_1.json", vote)
    written(tmp_path / "nh", "jurisdiction_nh.json", osb.PLACE)
    told: Told = []
    reading = Reading(DAY, lambda *problem: told.append(problem))
    bill, ballot = read_files(files_of(tmp_path), tmp_path, reading, quietly)
    assert isinstance(bill, BillRecord)
    assert isinstance(ballot, BillRecord)
    assert (bill.number, bill.session.place.state, bill.chamber) == ("SB901", "nh", ChamberKind.UPPER)
    assert [(each.who.name, each.kind) for each in bill.sponsors] == [("Fenn", SponsorKind.PRIME)]
    assert bill.events[0].chamber is ChamberKind.LOWER
    assert (ballot.number, ballot.whole_sponsors, len(ballot.roll_calls)) == ("SB901", False, 1)
    assert told == []


def test_sessions_are_of_the_years_they_name_or_of_their_bills() -> None:
    assert _bill(osb.bill(session="20252026")).session.ends_on == date(2026, 12, 31)
    found = _bill(osb.bill(session="104th")).session
    assert (found.slug, found.starts_on, found.ends_on) == ("104th", date(2025, 1, 1), date(2025, 12, 31))


def test_an_event_is_a_day_and_later_a_step() -> None:
    (ahead,) = _read(osb.event(), [])
    assert isinstance(ahead, CalendarRecord)
    assert (ahead.on, ahead.bill_numbers, ahead.note) == (date(2025, 3, 18), ("SB901",), "Room 100")
    step, day = _read(osb.event("2025-03-04T02:00:00+00:00"), [])
    assert isinstance(step, BillRecord)
    # Two in the morning in London is the evening before in New York.
    assert (step.events[0].words, step.events[0].day) == ("On the agenda: Senate Judiciary: hearing", date(2025, 3, 3))
    assert isinstance(day, CalendarRecord)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (osb.bill(identifier=""), "has no number"),
        (osb.bill(jurisdiction={"id": "nowhere"}), "is not the id of a government"),
        (osb.bill(session="first", actions=[], first_action_date=None), "of no year"),
        (osb.event("some day"), "on no day"),
        ({"detail": "exceeded limit of 10/min: 11"}, "exceeded limit"),
        ({"id": "ocd-person/1", "name": "Aster Quill"}, "a person, no bill"),
        ({"pagination": {}}, "neither a bill nor a vote"),
        ("text", "no record"),
        ({**osb.vote(yes=["Fenn"]), "bill_identifier": "SB 901", "legislative_session": "2025"}, "names no state"),
    ],
)
def test_what_cannot_be_used_is_one_line(raw: Any, said: str) -> None:
    told: Told = []
    assert _read(raw, told) == []
    assert len(told) == 1
    assert said in told[0][1]
    assert told[0][2]


def test_a_step_on_a_day_to_come_waits() -> None:
    told: Told = []
    record = _bill(osb.bill(actions=[osb.action("Hearing", "2025-09-01")]), told)
    assert "has not come" in told[0][1]
    assert [event.words for event in record.events] == ["Version: As Amended by the Senate"]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(st.sampled_from(sorted({*osb.bill(), *osb.vote(), *osb.event(), "results"})),
                                      inner, max_size=6), max_leaves=20))  # fmt: skip
def test_no_answer_whatever_crashes_the_reader(raw: Any) -> None:
    told: Told = []
    _read(raw, told, "nh")
    assert all(what and hint for _, what, hint in told)


@pytest.fixture
def bring(database: Database) -> Bring:
    """Bring in a file or folder as on a day, and commit."""

    def run(path: Path, by: Callable[..., ImportReport] = bring_openstates_bills, day: date = DAY) -> ImportReport:
        with clock.held_at(day), database.write() as session:
            return by(session, path)

    return run


@pytest.fixture
def roster(database: Database) -> None:
    """Two people on file under other names, by their ids."""
    people = [
        PersonRecord(
            where=name,
            folder="legislature",
            id=id_,
            name=f"{name} of the Hill",
            roles=(RoleRecord("upper", PLACE, district, date(2024, 12, 4)),),
            identifiers=(("openstates", id_),),
        )
        for district, (name, id_) in enumerate(osb.PEOPLE.items(), start=1)
        for district in [str(district)]
    ]
    with database.write() as session:
        apply_roster(session, Roster(source="nh", people=people), day=DAY)


@pytest.mark.usefixtures("roster")
def test_sponsors_and_voters_are_known_by_their_ids(bring: Bring, tmp_path: Path, database: Database) -> None:
    bring(written(tmp_path, "bill.json", osb.bill()))
    with database.read() as session:
        sponsors = session.execute(
            select(Sponsorship.printed_name, Person.name).join(Person, Person.id == Sponsorship.person_id)
        ).all()
        voters = session.scalars(
            select(Person.name).join(Vote, Vote.person_id == Person.id).order_by(Person.name)
        ).all()
        assert session.scalar(select(BillIdentifier.identifier)) == "ocd-bill/SB 901"
    assert sorted(map(tuple, sponsors)) == [
        ("Aster Quill", "Aster Quill of the Hill"),
        ("Bram Otway", "Bram Otway of the Hill"),
    ]
    assert voters == ["Aster Quill of the Hill", "Bram Otway of the Hill"]


def test_twice_is_once(bring: Bring, tmp_path: Path, database: Database) -> None:
    written(tmp_path, "bills-1.json", osb.page([osb.bill(), osb.bill("HB 902")]))
    written(tmp_path, "events-1.json", osb.page([osb.event("2025-03-04T15:00:00+00:00")]))
    assert bring(tmp_path).created == 2

    def counted() -> list[int]:
        with database.read() as session:
            return [
                session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Bill, BillEvent, BillLink, Sponsorship, RollCall, Vote)
            ]

    before = counted()
    again = bring(tmp_path)
    assert (again.created, again.updated) == (0, 0)
    assert counted() == before


def test_a_hearing_of_a_measure_is_on_the_calendar(bring: Bring, tmp_path: Path, database: Database) -> None:
    bring(written(tmp_path, "bill.json", osb.bill()))
    with database.write() as session:
        place = session.scalars(select(Jurisdiction).where(Jurisdiction.ocd_id == PLACE.ocd_id)).one()
        measure = law.measure(session, place)
        bill = session.scalars(select(Bill)).one()
        session.add(MeasureBill(measure_id=measure.id, bill_id=bill.id, recorded_at=clock.now()))
    called_off = osb.event("2025-03-19T14:00:00+00:00", status="cancelled")
    file = written(tmp_path, "events.json", osb.page([osb.event(), called_off]))
    assert [problem.what for problem in bring(file).problems] == [
        "There is no place here for events that were called off: left out."
    ]
    bring(file)
    with database.read() as session:
        days = session.scalars(select(Deadline)).all()
    assert [(day.name, day.falls_on, day.source_url) for day in days] == [
        ("Senate Judiciary: hearing: SB901", date(2025, 3, 18), "https://x.example/calendar")
    ]


@pytest.mark.parametrize("as_folder", [True, False])
def test_the_import_of_people_hands_bills_over(as_folder: bool, bring: Bring, tmp_path: Path) -> None:
    file = written(tmp_path, "bills.json", osb.page([osb.bill()]))
    report = bring(tmp_path if as_folder else file, bring_openstates)
    assert report.created == 1


def test_half_a_file_is_told_and_the_others_come_in(bring: Bring, tmp_path: Path) -> None:
    written(tmp_path, "bills-1.json", json.dumps(osb.page([osb.bill()]))[:-30])
    written(tmp_path, "bills-2.json", osb.page([osb.bill("HB 902")]))
    report = bring(tmp_path)
    assert report.created == 1
    assert [problem.where for problem in report.problems] == ["bills-1.json"]


def test_a_path_without_json_is_refused(bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no JSON"):
        bring(tmp_path)
    with pytest.raises(InvalidInput, match="does not exist"):
        bring(tmp_path / "nowhere")
