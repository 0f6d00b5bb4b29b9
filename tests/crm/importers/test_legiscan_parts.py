"""LegiScan's answers, read without any database: what is odd in them stays what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.bills.models import BillLinkKind, EventKind, SponsorKind, Stage, VoteCode
from crm.errors import InvalidInput
from crm.importers.bills.records import NameRecord
from crm.importers.legiscan.answers import read_answer
from crm.importers.legiscan.bills import parse_bill
from crm.importers.legiscan.people import is_committee, member
from crm.importers.legiscan.sessions import session_of, years_in_name
from crm.importers.legiscan.steps import kind_of
from crm.importers.legiscan.tables import read_rows
from crm.importers.legiscan.votes import parse_roll_call
from crm.importers.legiscan.words import bill_number, place_of, seat, state_of
from crm.importers.report import Problem
from crm.importers.sheet.tables import read_table
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import Place
from tests.builders import legiscan as ls

ADA, BO = ls.person(1, "Ada Fern"), ls.person(2, "Bo Moss", "SD-008")


def _place(state: str) -> Place:
    place = place_of(state)
    assert place is not None
    return place


def _bill(**said: Any) -> Any:
    bill = parse_bill("HB4.json", ls.bill(**said), {}, [])
    assert bill is not None
    return bill


def test_a_bill_says_where_and_when_it_is() -> None:
    bill = _bill()
    assert (bill.number, bill.chamber, bill.session.slug, bill.session.name) == (
        "HB4", ChamberKind.LOWER, "2025-2026", "99th Legislature",
    )  # fmt: skip
    assert (bill.session.place.state, bill.status, bill.introduced_on) == ("mi", "Introduced", date(2025, 2, 3))
    assert (bill.ids, bill.committee) == ((("legiscan", "4"),), None)


def test_the_hash_of_the_source_knows_a_bill_again() -> None:
    assert _bill().sha256 == "c0ffee"
    with_votes = _bill(votes=[ls.roll_call(90, {1: 1})])
    assert with_votes.sha256 not in ("c0ffee", _bill(votes=[ls.roll_call(90, {1: 2})]).sha256)


def test_sponsors_keep_their_order_and_kind_and_a_committee_is_nobody() -> None:
    raw = ls.bill(sponsors=(BO, ADA, ls.committee(5, "Joint Ferns")))
    raw["sponsors"].reverse()
    bill = parse_bill("x", raw, {}, [])
    assert bill is not None
    assert [(each.who.name, each.kind, each.who.is_committee) for each in bill.sponsors] == [
        ("Bo Moss", SponsorKind.PRIME, False),
        ("Ada Fern", SponsorKind.CO, False),
        ("Joint Ferns", SponsorKind.CO, True),
    ]
    assert bill.sponsors[1].who.ids == (
        ("legiscan", "1"), ("ftm_eid", "5001"), ("votesmart", "6001"), ("ballotpedia", "Ada Fern"),
    )  # fmt: skip
    assert bill.sponsors[1].who.district == "7"


def test_where_kinds_are_not_told_the_first_wrote_it() -> None:
    raw = ls.bill(sponsors=(ADA, BO))
    for place, row in enumerate(raw["sponsors"]):
        row |= {"sponsor_type_id": 0, "sponsor_order": place}
    bill = parse_bill("x", raw, {}, [])
    assert bill is not None
    assert [each.kind for each in bill.sponsors] == [SponsorKind.PRIME, SponsorKind.CO]


def test_only_companions_and_substitutes_are_links() -> None:
    rows = [
        {"type_id": 1, "type": "Same As", "sast_bill_number": "SB0009", "sast_bill_id": 9},
        {"type_id": "5", "sast_bill_number": "SB10"},
        {"type_id": 3, "type": "Replaced by", "sast_bill_number": "HB11"},
        {"type_id": 2, "type": "Similar To", "sast_bill_number": "HB12"},
        {"type_id": 9, "type": "Carry Over", "sast_bill_number": "HB13"},
        {"type_id": 1, "type": "Same As", "sast_bill_number": ""},
    ]
    assert [(link.kind, link.number) for link in _bill(sasts=rows).links] == [
        (BillLinkKind.SAME_AS, "SB9"),
        (BillLinkKind.SAME_AS, "SB10"),
        (BillLinkKind.SUBSTITUTED_BY, "HB11"),
    ]


def test_a_milestone_that_no_line_says_plainly_is_added() -> None:
    history = [
        {"date": "2025-02-03", "action": "READ A FIRST TIME", "chamber": "H"},
        {"date": "2025-05-06", "action": "Signed by the Governor", "chamber": ""},
        {"date": "0000-00-00", "action": "Nothing", "chamber": ""},
    ]
    progress = [{"date": "2025-02-03", "event": 1}, {"date": "2025-05-06", "event": "4"}, {"date": "", "event": 5}]
    events = _bill(history=history, progress=progress).events
    assert [(event.kind, event.words) for event in events] == [
        (EventKind.OTHER, "READ A FIRST TIME"),
        (EventKind.SIGNED, "Signed by the Governor"),
        (EventKind.INTRODUCED, "Introduced"),
        (EventKind.PASSED, "Passed"),
    ]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Introduced By Representative Ada Fern", EventKind.INTRODUCED),
        ("Referred To Committee On Education", EventKind.REFERRED),
        ("Reported With Recommendation Without Amendment", EventKind.REPORTED),
        ("Passed; Given Immediate Effect Roll Call # 39", EventKind.PASSED_CHAMBER),
        ("Presented To The Governor 6/22/2025", EventKind.DELIVERED),
        ("Approved By The Governor 6/29/2025", EventKind.SIGNED),
        ("Vetoed by Governor", EventKind.VETOED),
        ("Veto overridden by the House", EventKind.OTHER),
        ("Became law without Governor's signature", EventKind.LAPSED_INTO_LAW),
        ("Bill Ordered Enrolled", EventKind.PASSED),
        ("Title Amended", EventKind.OTHER),
        ("Placed On Third Reading", EventKind.OTHER),
    ],
)
def test_steps_are_told_apart_by_plain_words_alone(words: str, kind: EventKind) -> None:
    assert kind_of(words) is kind


def test_votes_keep_their_four_ways() -> None:
    names = {"1": NameRecord("Ada Fern", (("legiscan", "1"),))}
    problems: list[Problem] = []
    raw = ls.roll_call(90, {1: 1, 2: 2, 3: 3, 4: 4, 5: 9})
    vote = parse_roll_call("v", raw, _place("mi"), None, names, problems)
    assert vote is not None
    assert [each.code for each in vote.votes] == [VoteCode.AYE, VoteCode.NAY, VoteCode.ABSTAINED, VoteCode.ABSENT]
    assert [each.who.name for each in vote.votes] == ["Ada Fern", "LegiScan 2", "LegiScan 3", "LegiScan 4"]
    assert (vote.stage, vote.ayes, vote.nays, vote.passed) == (Stage.FLOOR, 60, 40, True)
    assert len(problems) == 1


def test_fewer_names_than_half_the_seats_are_a_committee() -> None:
    raw = ls.roll_call(90, {}, total="15")
    vote = parse_roll_call("v", raw, _place("mi"), None, {}, [])
    assert vote is not None
    assert vote.stage is Stage.COMMITTEE


def test_a_roll_call_without_a_day_is_a_problem() -> None:
    problems: list[Problem] = []
    assert parse_roll_call("v", ls.roll_call(90, {}, date=""), _place("mi"), None, {}, problems) is None
    assert problems[0].hint


@pytest.mark.parametrize(
    ("state", "district", "expected"),
    [
        ("mi", "SD-013", (ChamberKind.UPPER, "13")),
        ("mn", "HD-026A", (ChamberKind.LOWER, "26A")),
        ("ak", "SD-B", (ChamberKind.UPPER, "B")),
        ("ne", "SD-004", (ChamberKind.UNICAMERAL, "4")),
        ("us", "HD-NY-14", (ChamberKind.LOWER, "NY-14")),
        ("us", "HD-AK", (ChamberKind.LOWER, "AK-AL")),
        ("us", "SD-NY", (ChamberKind.UPPER, "New York")),
        ("mi", "", None),
        ("mi", "nonsense", None),
    ],
)
def test_a_district_tells_the_chamber(state: str, district: str, expected: Any) -> None:
    assert seat(district, _place(state)) == expected


def test_states_have_numbers_by_name() -> None:
    assert [state_of(each) for each in (1, "2", 22, 32, 50, 51, 52, 53, 0, None)] == [
        "al", "ak", "mi", "ny", "wy", "dc", "us", None, None, None,
    ]  # fmt: skip


@given(st.text("ABHRS", min_size=1, max_size=4), st.integers(1, 99999), st.integers(0, 4))
def test_padding_is_no_part_of_a_number(letters: str, number: int, zeros: int) -> None:
    assert bill_number(f"{letters}{'0' * zeros}{number}") == f"{letters}{number}"


def test_a_special_session_is_one_of_its_own() -> None:
    special = session_of({**ls.SESSION, "special": 1, "session_tag": "2nd Special Session"}, _place("mi"))
    assert special is not None
    assert special.slug == "2025-2026-2nd-special-session"
    assert session_of({"year_start": 0}, _place("mi")) is None
    one_year = session_of({"year_start": "2025", "year_end": "2025"}, _place("mi"))
    assert one_year is not None
    assert one_year.slug == "2025"


def test_years_are_read_from_a_folder_only_where_they_fit() -> None:
    assert years_in_name("MI 2015-2016_98th_Legislature csv", 2015) == (2015, 2016)
    assert years_in_name("csv-mi-2015-2016", 2015) == (2015, 2016)
    assert years_in_name("downloads-2024", 2015) is None


def test_a_committee_is_told_by_its_mark_or_by_what_it_lacks() -> None:
    assert is_committee(ls.committee(5, "Ferns"))
    assert is_committee({"people_id": 5, "name": "Ferns", "committee_id": 1633, "last_name": "", "district": ""})
    assert not is_committee(ADA)
    assert member("x", ls.committee(5, "Ferns"), _place("mi")) is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"status": "ERROR", "alert": {"message": "Invalid API key"}}, "Invalid API key"),
        ({"status": "OK", "datasetlist": [{"session_id": 1}]}, "list of data sets"),
        ({"status": "OK", "sessions": []}, "list of sessions"),
        ({"status": "OK", "searchresult": {}}, "result of a search"),
        ({"status": "OK", "what": {}}, "no bill, person, roll call or session"),
        ([], "no answer of LegiScan's"),
    ],
)
def test_answers_without_records_say_what_to_ask_for(raw: Any, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as raised:
        read_answer("a.json", raw)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"status": "OK", "bill": ls.bill()}, "bill"),
        (ls.bill(), "bill"),
        ({"person": ADA}, "person"),
        (ADA, "person"),
        ({"roll_call": ls.roll_call(1, {})}, "roll_call"),
        (ls.roll_call(1, {}), "roll_call"),
        ({"status": "OK", "sessionpeople": {"session": ls.SESSION, "people": []}}, "people"),
        ({"status": "OK", "masterlist": {"session": ls.SESSION}}, "index"),
        ({"session": ls.SESSION, "0": {"bill_id": 4, "number": "HB4"}}, "index"),
        ({"status": "OK", "text": {"doc_id": 1, "doc": "x"}}, "ignored"),
        ({"status": "OK", "dataset": {"zip": ""}}, "dataset"),
    ],
)
def test_answers_are_told_apart_with_and_without_wrapping(raw: Any, kind: str) -> None:
    assert read_answer("a.json", raw).kind == kind


def test_a_sheet_read_meanwhile_changes_nothing_of_how_long_a_cell_may_be(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    file.write_text("bill_id,action\n1,Introduced\n2," + "long " * 20_000 + "\n", encoding="utf-8")
    rows = read_rows(file, "history.csv", ("bill_id",), [])
    assert next(rows)["action"] == "Introduced"
    read_table("a.csv", b"Name,Note\nAna,fine\n")
    assert len(next(rows)["action"]) == 100_000
    with pytest.raises(InvalidInput, match="more than 32,767 signs"):
        read_table("a.csv", b"Name,Note\nAna," + b"x" * 40_000 + b"\n")
