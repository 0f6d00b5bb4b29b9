"""Answers of Open Legislation, read into records; nothing here needs a database."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.bills.models import BillLinkKind, EventKind, SponsorKind, Stage, VoteCode
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.openleg.answers import read_answer
from crm.importers.openleg.finds import Found, MemberRecord, Reading
from crm.importers.openleg.newyork import numbers_in, read_number, session_of, step_kind
from crm.importers.openleg.reading import files_of, read_files
from crm.importers.report import quietly
from crm.jurisdictions.models import ChamberKind
from tests.builders import openleg as ol

TODAY = date(2025, 6, 1)
Read = Callable[..., list[Found]]


@pytest.fixture
def told() -> list[tuple[str, str, str]]:
    """The problems that were told."""
    return []


@pytest.fixture
def read(tmp_path: Path, told: list[tuple[str, str, str]]) -> Read:
    """Write an answer to a file and read it, as on a day."""

    def run(content: Any, name: str = "answer.json", today: date = TODAY) -> list[Found]:
        file = ol.written(tmp_path, name, content)
        noon = datetime(2025, 5, 20, 12, tzinfo=UTC).timestamp()
        os.utime(file, (noon, noon))
        reading = Reading(today, lambda *problem: told.append(problem))
        return list(read_files(files_of(file), file, reading, quietly))

    return run


def one_bill(found: list[Found]) -> BillRecord:
    """The only thing found, which is a bill."""
    (record,) = found
    assert isinstance(record, BillRecord)
    return record


def test_a_bill_says_all_that_we_keep(read: Read, told: list[Any]) -> None:
    record = one_bill(read(ol.answer(ol.bill())))
    assert (record.number, record.session.slug, record.chamber) == ("S9001", "2025-2026", ChamberKind.UPPER)
    assert record.title == "Relates to lanterns on ferries"
    assert (record.status, record.committee) == ("IN_SENATE_COMM", "TRANSPORTATION")
    assert record.introduced_on == date(2025, 1, 14)
    assert [(each.letter, each.printed_on) for each in record.prints] == [
        ("", date(2025, 1, 14)),
        ("A", date(2025, 2, 3)),
    ]
    assert told == []


def test_sponsors_are_those_of_the_newest_print_with_the_senates_ids(read: Read) -> None:
    record = one_bill(read(ol.answer(ol.bill())))
    assert [(each.who.name, each.kind) for each in record.sponsors] == [
        ("Aster Quill", SponsorKind.PRIME),
        ("Bram Otway", SponsorKind.CO),
        ("Cato Larkspur", SponsorKind.CO),
    ]
    assert record.sponsors[0].who.ids == (("nysenate", "901"),)
    assert record.sponsors[0].who.district == "7"
    assert record.whole_sponsors


def test_a_bill_in_short_takes_nobody_off_the_list(read: Read) -> None:
    record = one_bill(read(ol.answer(ol.info(), "bill-info")))
    assert [each.who.name for each in record.sponsors] == ["Aster Quill"]
    assert (record.whole_sponsors, record.whole_links) == (False, False)
    assert [event.words for event in record.events] == ["In Senate Committee"]


def test_companions_and_former_bills_and_substitutes_are_linked(read: Read) -> None:
    record = one_bill(read(ol.answer(ol.bill(substitutedBy={"basePrintNo": "A9002", "session": 2025}))))
    assert [(each.kind, each.number, each.session_slug) for each in record.links] == [
        (BillLinkKind.SAME_AS, "A9002", None),
        (BillLinkKind.PREVIOUS_VERSION, "S8001", "2023-2024"),
        (BillLinkKind.SUBSTITUTED_BY, "A9002", None),
    ]


def test_the_committee_that_stands_in_for_a_member_is_told_apart(read: Read) -> None:
    sponsor = {"member": ol.member("Dilys Fenn"), "budget": False, "rules": True}
    record = one_bill(read(ol.answer(ol.bill("A9002", sponsor=sponsor))))
    assert [(each.who.name, each.who.is_committee) for each in record.sponsors[:2]] == [
        ("RULES COM", True),
        ("Dilys Fenn", False),
    ]


def test_votes_keep_every_kind_apart(read: Read) -> None:
    votes = ol.listed(
        [
            ol.vote(AYE=["Aster Quill"], AYEWR=["Bram Otway"], NAY=["Cato Larkspur"], EXC=["Dilys Fenn"]),
            ol.vote("2025-02-25", "Transportation", AYE=["Dilys Fenn"], ABD=["Bram Otway"], ABS=["Cato Larkspur"]),
        ]
    )
    floor, committee = one_bill(read(ol.answer(ol.bill(votes=votes)))).roll_calls
    assert (floor.stage, floor.committee, floor.ayes, floor.nays, floor.letter) == (Stage.FLOOR, None, 2, 1, "A")
    assert [each.code for each in floor.votes] == [
        VoteCode.AYE,
        VoteCode.AYE_WITH_RESERVATIONS,
        VoteCode.NAY,
        VoteCode.EXCUSED,
    ]
    assert (committee.stage, committee.committee, committee.held_on) == (
        Stage.COMMITTEE,
        "Transportation",
        date(2025, 2, 25),
    )
    assert [each.code for each in committee.votes] == [VoteCode.AYE, VoteCode.ABSTAINED, VoteCode.ABSENT]


def test_a_vote_of_an_unknown_kind_is_told_and_the_others_stay(read: Read, told: list[Any]) -> None:
    votes = ol.listed([ol.vote(AYE=["Aster Quill"], SNORED=["Bram Otway"])])
    (call,) = one_bill(read(ol.answer(ol.bill(votes=votes)))).roll_calls
    assert [each.who.name for each in call.votes] == ["Aster Quill"]
    assert "SNORED" in told[0][1]


def test_an_answer_was_seen_when_its_file_was_written_and_not_before_its_last_step(read: Read) -> None:
    assert one_bill(read(ol.answer(ol.bill()))).seen_on == date(2025, 5, 20)
    late = ol.bill(actions=ol.listed([ol.action("PASSED SENATE", "2025-05-28")]))
    assert one_bill(read(ol.answer(late))).seen_on == date(2025, 5, 28)


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda bills: bills[0],
        lambda bills: bills,
        ol.page,
        lambda bills: ol.page([{"result": each, "rank": 1.5} for each in bills]),
        lambda bills: ol.page([{"id": {}, "contentType": "BILL", "item": each} for each in bills]),
        lambda bills: ol.answer(ol.mapped({each["basePrintNo"]: each for each in bills})),
    ],
    ids=["bare", "list", "page", "search", "updates", "map"],
)
def test_bills_are_found_in_any_wrapping(wrapped: Callable[[list[Any]], Any], read: Read, told: list[Any]) -> None:
    found = read(wrapped([ol.bill(), ol.bill("A9002")]))
    assert [each.number for each in found if isinstance(each, BillRecord)] in (["S9001"], ["S9001", "A9002"])
    assert told == []


def test_a_calendar_names_its_bills_and_its_day(read: Read) -> None:
    entry = {**ol.info(), "printNo": "S9001A", "billCalNo": 144, "sectionType": "THIRD_READING"}
    calendar = {
        "year": 2025,
        "calendarNumber": 12,
        "calDate": "2025-03-04",
        "floorCalendar": {
            "version": "floor",
            "calDate": "2025-03-04",
            "entriesBySection": ol.mapped({"THIRD_READING": ol.listed([entry])}),
        },
        "supplementalCalendars": ol.mapped({}),
        "activeLists": ol.mapped({"0": {"sequenceNumber": 0, "calDate": "2025-03-04", "entries": ol.listed([entry])}}),
    }
    found = read(ol.answer(calendar, "calendar"))
    days = [each for each in found if isinstance(each, CalendarRecord)]
    assert [(each.name, each.on, each.bill_numbers) for each in days] == [
        ("Senate calendar 12 of 2025", date(2025, 3, 4), ("S9001",)),
        ("Senate active list of calendar 12 of 2025", date(2025, 3, 4), ("S9001",)),
    ]
    bills = [each for each in found if isinstance(each, BillRecord)]
    assert bills[0].events[0].words == "On Senate calendar 12 of 2025 (Third reading, Cal. 144)"
    assert not any(each.whole_sponsors or each.sponsors for each in bills)


def test_a_day_that_has_not_come_is_no_step_of_a_bill_yet(read: Read) -> None:
    entry = {**ol.info(), "billCalNo": 144}
    active = {"year": 2025, "calendarNumber": 40, "sequenceNumber": 0, "calDate": "2025-06-09"}
    found = read(ol.answer({**active, "entries": ol.listed([entry])}, "calendar-activelist"))
    assert [each.events for each in found if isinstance(each, BillRecord)] == [()]
    assert [each.on for each in found if isinstance(each, CalendarRecord)] == [date(2025, 6, 9)]


def test_an_agenda_tells_of_meetings_and_of_the_votes_there(read: Read) -> None:
    voted = {
        "bill": ol.bill_id("S9001", version="A"),
        "action": "REFERRED_TO_COMMITTEE",
        "referCommittee": {"chamber": "SENATE", "name": "Finance"},
        "amended": False,
        "vote": {**ol.vote("2025-02-25", AYE=["Dilys Fenn"], NAY=["Bram Otway"]), "voteType": "COMMITTEE"},
    }
    addendum = {
        "addendumId": "",
        "meeting": {"chair": "Dilys Fenn", "location": "Room 1", "meetingDateTime": "2025-02-25T12:00", "notes": ""},
        "bills": ol.listed([{"billId": ol.bill_id("S9001", version="A"), "billInfo": ol.info()}]),
        "hasVotes": True,
        "voteInfo": {"attendanceList": ol.listed([]), "votesList": ol.listed([voted])},
    }
    committee = {"committeeId": {"chamber": "SENATE", "name": "Transportation"}, "addenda": ol.listed([addendum])}
    agenda = {"id": {"number": 5, "year": 2025}, "weekOf": "2025-02-24", "committeeAgendas": ol.listed([committee])}
    bill, day = read(ol.answer(agenda, "agenda"))
    assert isinstance(bill, BillRecord)
    assert isinstance(day, CalendarRecord)
    assert (day.name, day.on) == ("Senate committee on Transportation", date(2025, 2, 25))
    assert bill.events[0].words == "Before the Senate committee on Transportation (Referred to committee: Finance)"
    (call,) = bill.roll_calls
    assert (call.stage, call.committee, call.ayes, call.nays) == (Stage.COMMITTEE, "Transportation", 1, 1)


def test_a_member_is_read_with_the_sessions_of_a_seat(read: Read) -> None:
    person = {
        "personId": 1,
        "fullName": "Aster B. Quill",
        "firstName": "Aster",
        "lastName": "Quill",
        "email": "q@x.example",
    }
    raw = {
        "memberId": 901,
        "chamber": "SENATE",
        "incumbent": True,
        "fullName": "Aster Quill",
        "shortName": "QUILL",
        "sessionShortNameMap": {
            "2023": [{"shortName": "QUILL", "sessionYear": 2023, "districtCode": 7, "alternate": False}],
            "2025": [{"shortName": "QUILL", "sessionYear": 2025, "districtCode": 7, "alternate": False}],
        },
        "person": person,
    }
    (found,) = read(ol.answer(raw, "member-sessions"))
    assert isinstance(found, MemberRecord)
    assert (found.id, found.name, found.chamber, found.email) == ("901", "Aster Quill", "senate", "q@x.example")
    assert found.names == ("Aster B. Quill", "Aster Quill")
    assert [(seat.year, seat.district) for seat in found.seats] == [(2023, "7"), (2025, "7")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"success": False, "message": "No bill S1-2025", "responseType": "error"}, "No bill S1-2025"),
        (ol.answer({"transcriptId": "x", "text": "..."}, "transcript"), "neither a bill nor"),
        (ol.answer(ol.listed([]), "bill list"), "holds nothing"),
        ({}, "neither a bill nor"),
        ("[" * 100_000, "JSON"),
        (json.dumps(ol.answer(ol.bill()))[:-40], "cut short"),
        ("{'a': 1}", "JSON"),
        ({**ol.info(), "basePrintNo": "ninety"}, "not the number of a bill"),
        ({**ol.info(), "session": None}, "names no session"),
        ({**ol.info(), "session": 20255}, "no year of a session"),
    ],
)
def test_what_cannot_be_used_is_one_line(content: Any, said: str, read: Read, told: list[Any]) -> None:
    assert read(content) == []
    assert len(told) == 1
    assert said in told[0][1]
    assert told[0][0].startswith("answer.json")
    assert told[0][2]


def test_a_broken_bill_among_others_is_told_by_its_place(read: Read, told: list[Any]) -> None:
    found = read(ol.page([ol.bill(), {**ol.bill(), "basePrintNo": "?"}, ol.bill("A9002")]))
    assert [each.number for each in found if isinstance(each, BillRecord)] == ["S9001", "A9002"]
    assert [problem[0] for problem in told] == ["answer.json, item 2"]


@given(st.sampled_from("SAJKLREBC"), st.integers(1, 99_999), st.sampled_from(["", "A", "Z"]), st.integers(0, 5))
def test_a_number_is_the_same_however_it_is_padded(house: str, number: int, letter: str, zeros: int) -> None:
    assert read_number(f"{house}{'0' * zeros}{number}{letter}") == (f"{house}{number}", letter)
    assert read_number(f" {house.lower()} {number}-{letter} ") == (f"{house}{number}", letter)


@pytest.mark.parametrize("text", ["", "S", "2235", "S0", "SS12", "S12AB", "S 12 13", "S12345678"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not the number of a bill"):
        read_number(text)


@given(st.integers(1777, 2200))
def test_every_year_is_in_the_session_that_began_in_an_odd_one(year: int) -> None:
    found = session_of(year)
    assert found.starts_on.year % 2 == 1
    assert found.starts_on.year <= year <= found.ends_on.year == found.starts_on.year + 1


def test_numbers_are_found_in_phrases() -> None:
    assert numbers_in("A 3028-A") == ("A3028",)
    assert numbers_in("S 1329, A 22-B / S1329") == ("S1329", "A22")
    assert numbers_in("a7675a") == ("A7675",)
    assert numbers_in("nothing of 2025") == ()


def test_steps_are_known_by_their_words() -> None:
    kinds = {
        "REFERRED TO CODES": EventKind.REFERRED,
        "reported referred to codes": EventKind.REPORTED,
        "1ST REPORT CAL.225": EventKind.REPORTED,
        "PASSED SENATE": EventKind.PASSED_CHAMBER,
        "returned to senate": EventKind.OTHER,
        "AMENDED ON THIRD READING 5795A": EventKind.AMENDED,
        "DELIVERED TO GOVERNOR": EventKind.DELIVERED,
        "SIGNED CHAP.514": EventKind.SIGNED,
        "VETOED MEMO.301": EventKind.VETOED,
        "died in assembly": EventKind.STALLED,
        "PASSED OVER": EventKind.OTHER,
    }
    assert {words: step_kind(words) for words in kinds} == kinds


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(st.sampled_from(sorted({*ol.bill(), "items", "result", "size", "memberVotes"})),
                                      inner, max_size=6), max_leaves=20))  # fmt: skip
def test_no_answer_whatever_crashes_the_reader(raw: Any) -> None:
    problems: list[tuple[str, str, str]] = []
    reading = Reading(TODAY, lambda *problem: problems.append(problem))
    list(read_answer(raw, "x.json", TODAY, reading))
    assert all(what and hint for _, what, hint in problems)
