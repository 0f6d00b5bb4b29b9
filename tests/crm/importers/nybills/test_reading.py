"""A file of the mirror, with the traps of its format; all of it invented."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import clock
from crm.bills.models import BillLinkKind, EventKind, SponsorKind, Stage, VoteCode
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord
from crm.importers.nybills.accumulated import own_votes
from crm.importers.nybills.looks import Look, looks
from crm.importers.nybills.reading import read_bill
from crm.importers.report import ImportReport
from crm.jurisdictions.models import ChamberKind

DAY = date(2026, 3, 4)
PARTS = (
    "PrintNo", "Version", "Session", "Chamber", "Published", "Actions", "Sponsors", "Votes", "PreviousVersions",
    "SameAsPrintNo", "Text", "Date", "ID", "Name", "Short", "Vote", "VoteType", "Committee",
)  # fmt: skip


def told(**more: Any) -> dict[str, Any]:
    return {
        "PrintNo": "S2235", "Version": "A", "Session": 2025, "Chamber": "SENATE", "Title": "An act",
        "Published": "2025-01-16T09:33:13Z", "Status": "IN_SENATE_COMM",
        "Actions": [
            {"Text": "REFERRED TO CODES", "Date": "2025-01-16", "Chamber": "SENATE"},
            {"Text": "AMEND (T) AND RECOMMIT TO CODES", "Date": "2025-06-09", "Chamber": "SENATE"},
            {"Text": "PRINT NUMBER 2235A", "Date": "2025-06-09", "Chamber": "SENATE", "Version": "A"},
        ],
        "Sponsors": [
            {"ID": 7, "Name": "Sena Abara", "Short": "ABARA"}, {"ID": 0, "Name": "Ira Brook", "Short": "BROOK"},
        ],
        "SameAsPrintNo": "A3506-2025", "PreviousVersions": ["S987-2023"],
        **more,
    }  # fmt: skip


def read(*, dated: bool = True, seen_on: date = DAY, **more: Any) -> tuple[BillRecord, list[str]]:
    problems: list[str] = []
    look = Look("S2235.json", json.dumps(told(**more)).encode(), seen_on, dated)
    record = read_bill(look, lambda what, _hint: problems.append(what))
    assert record is not None
    return record, problems


def test_a_bill_is_read_whole() -> None:
    record, problems = read()
    assert problems == []
    assert (record.number, record.session.slug, record.chamber) == ("S2235", "2025-2026", ChamberKind.UPPER)
    assert (record.introduced_on, record.seen_on, record.status) == (date(2025, 1, 16), DAY, "IN_SENATE_COMM")
    assert [(each.letter, each.printed_on) for each in record.prints] == [
        ("", date(2025, 1, 16)), ("A", date(2025, 6, 9)),
    ]  # fmt: skip
    assert [(each.who.name, each.who.ids, each.kind) for each in record.sponsors] == [
        ("Sena Abara", (("nysenate", "7"),), SponsorKind.PRIME), ("Ira Brook", (), SponsorKind.CO),
    ]  # fmt: skip
    assert [each.kind for each in record.events] == [EventKind.REFERRED, EventKind.AMENDED, EventKind.AMENDED]
    assert [(each.kind, each.number, each.session_slug) for each in record.links] == [
        (BillLinkKind.SAME_AS, "A3506", "2025-2026"), (BillLinkKind.PREVIOUS_VERSION, "S987", "2023-2024"),
    ]  # fmt: skip


def test_an_incomplete_record_is_told_and_comes_in() -> None:
    record, problems = read(Title=None, Actions=None, Status=None, Sponsors=None)
    assert (record.title, record.status, record.sponsors) == (None, None, ())
    assert problems == ["The record is incomplete: it has neither a title nor a history."]


def test_the_mirror_s_list_of_all_bills_is_no_bill_and_no_problem() -> None:
    listed = {"A24-2025": {"SameAsPrintNo": "S1-2025", "PreviousVersions": ["A1-2023"]}, "A25-2025": {}}
    assert read_bill(Look("2025-index.json", json.dumps(listed).encode(), DAY), lambda *_: None) is None


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'{"PrintNo": "S1", ', "cut short"),
        (b"\xff\xfe{", "UTF-8"),
        (b"", "empty"),
        (b"[]", "no bill"),
        (b'{"a": {"b": 1}}', "no bill"),
        (b'{"PrintNo": "hello", "Session": 2025}', "number of a bill"),
        (b'{"PrintNo": "S1"}', "session"),
        (b'{"PrintNo": "S1", "Session": 9}', "year"),
        (b"[" * 200_000, "nobody|no bill|anybody"),
    ],
)
def test_what_is_no_bill_is_said_to_be_none(content: bytes, what: str) -> None:
    with pytest.raises(InvalidInput, match=what) as wrong:
        read_bill(Look("S1.json", content, DAY), lambda *_: None)
    assert wrong.value.hint


def test_what_cannot_be_read_of_a_bill_is_told_and_left_out() -> None:
    record, problems = read(
        Actions=[{"Text": "REFERRED TO CODES"}], Sponsors=[{"ID": 3}], SameAsPrintNo="hello", Votes="none"
    )
    assert (record.events, record.sponsors, len(problems)) == ((), (), 4)


def ballots(*votes: tuple[int, str, str]) -> list[dict[str, Any]]:
    return [{"ID": number, "Short": short, "Vote": vote} for number, short, vote in votes]


CODES = ballots((500, "COLT", "Absent"), (1, "DAY", "Aye"), (0, "BICHE HERM", "Aye"))
RULES = ballots((500, "COLT", "Aye"), (2, "EVE", "Nay"))


def test_each_of_the_assembly_s_votes_gets_its_own_members() -> None:
    listed = [CODES, CODES + RULES, CODES + RULES]
    assert own_votes(listed) == [CODES, RULES, []]
    assert own_votes([CODES, RULES]) == [CODES, RULES], "a list that repeats nothing is whole"


def test_the_assembly_s_decisions_are_motions_and_its_floor_has_no_names() -> None:
    common = {"Chamber": "ASSEMBLY", "Date": "2026-05-27"}
    record, problems = read(
        Actions=[{"Text": "PASSED ASSEMBLY", "Date": "2026-05-27", "Chamber": "ASSEMBLY"}],
        Votes=[
            {"VoteType": "Favorable refer to committee Rules        Correction Date:05/28/2026",
             "Committee": "WAYS AND MEANS", "Votes": CODES, **common},
            {"VoteType": "Held for Consideration", "Committee": "RULES", "Votes": CODES + RULES, **common},
            {"VoteType": "", "Committee": "RULES", "Votes": CODES + RULES, **common},
            {"VoteType": "", "Votes": None, **common},
        ],
    )  # fmt: skip
    assert problems == []
    first, second, floor = record.roll_calls
    assert (first.stage, first.committee, first.motion) == (
        Stage.COMMITTEE, "Ways and Means", "Favorable refer to committee Rules",
    )  # fmt: skip
    assert (first.ayes, first.nays, len(first.votes)) == (2, 0, 3)
    assert (second.motion, [each.code for each in second.votes]) == (
        "Held for Consideration", [VoteCode.AYE, VoteCode.NAY],
    )  # fmt: skip
    assert (floor.stage, floor.chamber, floor.votes, floor.passed) == (Stage.FLOOR, ChamberKind.LOWER, (), True)


def test_the_senate_s_floor_votes_name_no_chamber() -> None:
    vote = {"VoteType": "FLOOR", "Date": "2026-05-27", "Version": "A", "Votes": ballots((7, "ABARA", "Excused"))}
    (call,) = read(Votes=[vote])[0].roll_calls
    assert (call.chamber, call.stage, call.letter, call.motion) == (ChamberKind.UPPER, Stage.FLOOR, "A", None)
    assert call.votes[0].code is VoteCode.EXCUSED


def test_a_substitute_is_a_link_from_its_day_on() -> None:
    action = {"Text": "SUBSTITUTED BY A3506A", "Date": "2026-06-01", "Chamber": "SENATE"}
    record, _ = read(Actions=[action])
    (link,) = [each for each in record.links if each.kind is BillLinkKind.SUBSTITUTED_BY]
    assert (link.number, link.session_slug, link.started_on) == ("A3506", None, date(2026, 6, 1))


def test_the_day_of_a_look_is_the_file_s_or_as_late_as_what_it_tells_or_as_early_as_its_session_ends() -> None:
    with clock.held_at(date(2028, 1, 1)):
        assert read(dated=False, seen_on=date(2026, 3, 4))[0].seen_on == date(2026, 3, 4)
        assert read(dated=False, seen_on=date(1980, 1, 1))[0].seen_on == date(2025, 6, 9)
        assert read(dated=False, seen_on=date(2027, 5, 1))[0].seen_on == date(2026, 12, 31)


def test_a_day_that_has_not_come_or_is_of_no_session_is_told_and_left_out() -> None:
    with clock.held_at(date(2026, 3, 4)):
        record, problems = read(
            Actions=[{"Text": "REFERRED TO CODES", "Date": "2925-01-16"}],
            Votes=[{"VoteType": "FLOOR", "Date": day, "Votes": []} for day in ("2027-01-01", "1969-12-31")],
        )
    assert (record.events, record.roll_calls, len(problems)) == ((), (), 3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "S1-2025", "2025-01-16", "Aye", "x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(PARTS), JSON, max_size=8))
def test_whatever_stands_in_a_file_it_is_read_or_said_to_be_no_bill(more: dict[str, Any]) -> None:
    with suppress(InvalidInput):
        read(**more)


def found(path: Path) -> tuple[list[Look], ImportReport]:
    report = ImportReport()
    with clock.held_at(date(2026, 8, 22)):
        return list(looks(path, report)), report


def test_dated_files_say_their_day_and_others_the_day_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "S1").mkdir()
    (tmp_path / "S1" / "2025-03-04T091537.json").write_text("{}")
    (tmp_path / "S2.json").write_text("{}")
    os.utime(tmp_path / "S2.json", (1_750_000_000, 1_750_000_000))
    seen, report = found(tmp_path)
    assert [(each.where, each.seen_on, each.is_dated) for each in seen] == [
        ("S1/2025-03-04T091537.json", date(2025, 3, 4), True), ("S2.json", date(2025, 6, 15), False),
    ]  # fmt: skip
    assert report.problems == []


@pytest.mark.parametrize("name", ["2025-13-04T091537.json", "2027-01-01T000000.json"])
def test_a_name_that_is_no_day_or_one_to_come_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("{}")
    seen, report = found(tmp_path)
    assert (seen, len(report.problems)) == ([], 1)


def test_an_empty_folder_and_a_path_to_nothing_say_what_to_do(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(InvalidInput) as wrong:
            found(path)
        assert wrong.value.hint


def test_hidden_files_are_passed_over_and_others_told(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "S1.json").write_text("{}")
    (tmp_path / "README.md").write_text("hello")
    seen, report = found(tmp_path)
    assert (seen, [each.where for each in report.problems]) == ([], ["README.md"])


def test_signs_that_no_database_takes_are_left_out_wherever_they_stand() -> None:
    vote = {"VoteType": "Favorable \ud800", "Date": "2025-05-06", "Chamber": "ASSEMBLY", "Votes": [
        {"ID": 3, "Short": "CR\x00ANE", "Vote": "Aye"},
    ]}  # fmt: skip
    record, problems = read(
        Title="A\ud800n\x00 act \U0001f600", Version="A\udfff", Votes=[vote], Sponsors=[{"Name": "\ud83d"}]
    )
    assert (record.title, record.roll_calls[0].motion) == ("An act \U0001f600", "Favorable")
    assert record.roll_calls[0].votes[0].who.name == "CRANE"
    assert {each.letter for each in record.prints} == {"", "A"}
    json.dumps(problems, ensure_ascii=False).encode()
