"""The legislature's source files, read into records; nothing here needs a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.bills.models import BillLinkKind, EventKind, SponsorKind, Stage, VoteCode
from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.openleg.finds import Found, Reading
from crm.importers.openleg.fragments import decoded, fragments_of
from crm.importers.openleg.reading import files_of, read_files
from crm.importers.report import quietly
from crm.jurisdictions.models import ChamberKind
from tests.builders import openleg as ol

TODAY = date(2025, 6, 1)
TIME = "2025-03-05-16.15.49.267831"
Read = Callable[..., list[Found]]

SAME_AS = """<sameas billno="09001" billhse="S" billamd="A" sessyr="2025" action="replace">
<sameasbill>
<![CDATA[Same as Uni. A 9002-A]]>
</sameasbill>
<sameasbill>
<![CDATA[Same as S 9003, A 9004]]>
</sameasbill>
</sameas>
"""
SUMMARY = """<digestsummary sessyr="2025" billhse="A" billno="09002" action="replace">
<oldbill><oldyear>2024</oldyear><oldhse>A</oldhse><oldno>00149</oldno><oldamd>B</oldamd></oldbill>
<oldbill><oldyear></oldyear><oldhse></oldhse><oldno></oldno><oldamd></oldamd></oldbill>
<law><![CDATA[ Amd sec. 1, Nav L ]]></law>
<summary><![CDATA[
Allows for lanterns
on ferries.
]]></summary>
</digestsummary>
"""
VETO = """<veto_message no="00301" year="2025" action="replace"><billhse>S</billhse><billno>09001</billno><![CDATA[
<PRE> VETO MESSAGE - No. 301 ... NOT APPROVED </PRE>
]]></veto_message>"""
APPROVAL = """<approval_memorandum no="00002" year="2026" action="replace">
<billhse>A</billhse><billno>09002</billno><![CDATA[ This bill is approved. ]]></approval_memorandum>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE billstatus [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><billstatus sessyr="2025" billhse="S" billno="9001">&c;</billstatus>"""
OUTSIDE = """<!DOCTYPE sameas [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<sameas billno="09001" billhse="S" sessyr="2025"><sameasbill>&x;</sameasbill></sameas>"""
LINES = """2013S09001 1QUILL               00000
2013S09001 3Relates to lanterns
2013S09001 3on ferries
2013S09001 401/14/13 REFERRED TO TRANSPORTATION
2013S09001 403/04/13 referred to ways and means
2013S09001 5Same as Uni. A 9002
2013S09001 6QUILL
2013S09001 7OTWAY, LARKSPUR
2013S09001 VSenate Vote    Bill: S9001              Date: 03/04/2013
2013S09001 VAye  FENN            Nay  OTWAY           Exc  QUILL
2013A09002AMThis is the memo.
"""


@pytest.fixture
def told() -> list[tuple[str, str, str]]:
    """The problems that were told."""
    return []


@pytest.fixture
def read(tmp_path: Path, told: list[tuple[str, str, str]]) -> Read:
    """Write a source file and read it."""

    def run(content: str | bytes, name: str = "LDSPON_S09001.XML", today: date = TODAY) -> list[Found]:
        file = tmp_path / f"{TIME}_{name}"
        if name.startswith("SOBI"):
            file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        reading = Reading(today, lambda *problem: told.append(problem))
        return list(read_files(files_of(file), file, reading, quietly))

    return run


def one_bill(found: list[Found]) -> BillRecord:
    """The only thing found, which is a bill."""
    (record,) = found
    assert isinstance(record, BillRecord)
    return record


def test_the_status_brings_steps_prints_and_the_substitute(read: Read, told: list[Any]) -> None:
    record = one_bill(read(ol.STATUS))
    assert (record.number, record.session.slug, record.seen_on) == ("S9001", "2025-2026", date(2025, 3, 5))
    assert (record.title, record.introduced_on) == ("Relates to lanterns on ferries", date(2025, 1, 14))
    assert [(each.letter, each.printed_on) for each in record.prints] == [("", None), ("A", date(2025, 2, 3))]
    assert [(link.kind, link.number, link.started_on) for link in record.links] == [
        (BillLinkKind.SUBSTITUTED_BY, "A9002", date(2025, 4, 1))
    ]
    assert told == []


def test_lower_case_means_that_the_assembly_acted(read: Read) -> None:
    events = one_bill(read(ol.STATUS)).events
    assert [(event.chamber, event.kind) for event in events[3:5]] == [
        (ChamberKind.UPPER, EventKind.PASSED_CHAMBER),
        (ChamberKind.LOWER, EventKind.REFERRED),
    ]


def test_a_status_names_the_first_sponsor_and_takes_nobody_off(read: Read) -> None:
    record = one_bill(read(ol.STATUS))
    assert [(each.who.name, each.kind) for each in record.sponsors] == [("QUILL", SponsorKind.PRIME)]
    assert (record.whole_sponsors, record.whole_links) == (False, False)


def test_a_list_of_sponsors_is_whole_and_says_nothing_else(read: Read) -> None:
    record = one_bill(read(ol.SPONSORS))
    assert [(each.who.name, each.kind.value) for each in record.sponsors] == [
        ("Quill", "prime"),
        ("Otway", "co"),
        ("Larkspur", "co"),
        ("Fenn", "multi"),
    ]
    assert (record.whole_sponsors, record.whole_links) == (True, False)
    assert (record.title, record.status, record.events, record.prints) == (None, None, (), ())


def test_removed_sponsors_leave_the_list_empty(read: Read) -> None:
    record = one_bill(read('<sponsor_data sessyr="2025" billhse="A" billno="09002" action="remove"></sponsor_data>'))
    assert (record.number, record.sponsors, record.whole_sponsors) == ("A9002", (), True)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("RULES COM Fenn       ", [("RULES COM", True), ("Fenn", False)]),
        ("RULES COM", [("RULES COM", True)]),
        ("RULES", [("RULES", True)]),
        ("BUDGET BILL", [("BUDGET BILL", True)]),
        ("COMRIE", [("COMRIE", False)]),
        ("", []),
    ],
)
def test_a_committee_stands_in_for_a_member(printed: str, names: list[tuple[str, bool]], read: Read) -> None:
    record = one_bill(read(ol.SPONSORS.replace("Quill    ", printed)))
    firsts = [sponsor.who for sponsor in record.sponsors if sponsor.kind is SponsorKind.PRIME]
    assert [(who.name, who.is_committee) for who in firsts] == names


def test_companions_are_listed_whole(read: Read) -> None:
    record = one_bill(read(SAME_AS))
    assert [link.number for link in record.links] == ["A9002", "S9003", "A9004"]
    assert (record.whole_links, record.whole_sponsors) == (True, False)
    gone = one_bill(
        read(SAME_AS.replace("replace", "remove").replace("<sameasbill>", "<x>").replace("</sameasbill>", "</x>"))
    )
    assert (gone.links, gone.whole_links) == ((), True)


def test_a_summary_brings_former_bills_of_their_sessions(read: Read) -> None:
    record = one_bill(read(SUMMARY))
    assert record.summary == "Allows for lanterns on ferries."
    assert [(link.kind, link.number, link.session_slug) for link in record.links] == [
        (BillLinkKind.PREVIOUS_VERSION, "A149", "2023-2024")
    ]
    assert not record.whole_links


def test_messages_of_the_governor_say_what_became_of_the_bill(read: Read) -> None:
    assert one_bill(read(VETO)).status == "VETOED"
    approved = one_bill(read(APPROVAL))
    assert (approved.number, approved.session.slug, approved.status) == ("A9002", "2025-2026", "SIGNED_BY_GOV")


def test_a_veto_of_a_line_is_no_veto_of_the_bill(read: Read, told: list[Any]) -> None:
    assert read(VETO.replace("VETO MESSAGE", "LINE VETO MESSAGE")) == []
    assert "single lines" in told[0][1]


def test_a_floor_vote_brings_the_vote_alone(read: Read) -> None:
    record = one_bill(read(ol.FLOOR_VOTE))
    (call,) = record.roll_calls
    assert (call.stage, call.held_on, call.chamber) == (Stage.FLOOR, date(2025, 3, 4), ChamberKind.UPPER)
    assert (call.ayes, call.nays, call.letter, call.motion) == (2, 1, "A", None)
    assert [(vote.who.name, vote.code) for vote in call.votes] == [
        ("Quill", VoteCode.AYE),
        ("Otway", VoteCode.AYE_WITH_RESERVATIONS),
        ("Larkspur", VoteCode.NAY),
        ("Fenn", VoteCode.EXCUSED),
    ]
    assert (record.title, record.sponsors, record.whole_sponsors, record.whole_links) == (None, (), False, False)


def test_the_second_vote_of_a_day_is_another_one(read: Read) -> None:
    (call,) = one_bill(read(ol.FLOOR_VOTE.replace('date_seqno="0001"', 'date_seqno="0002"'))).roll_calls
    assert call.motion == "Vote 2 of that day"


def test_a_calendar_lists_what_is_taken_up_and_not_what_was_substituted(read: Read) -> None:
    bill, day = read(ol.CALENDAR)
    assert isinstance(bill, BillRecord)
    assert isinstance(day, CalendarRecord)
    assert bill.events[0].words == "On Senate calendar 12 of 2025 (Third reading, Cal. 144)"
    assert (day.on, day.chamber, day.bill_numbers) == (date(2025, 3, 4), ChamberKind.UPPER, ("S9001",))


def test_votes_in_committee_come_with_what_became_of_the_bill(read: Read) -> None:
    bill, day = read(ol.AGENDA_VOTE)
    assert isinstance(bill, BillRecord)
    assert isinstance(day, CalendarRecord)
    (call,) = bill.roll_calls
    assert (call.stage, call.committee, call.held_on) == (Stage.COMMITTEE, "Transportation", date(2025, 2, 25))
    assert (call.ayes, call.nays, call.passed) == (1, 0, True)
    assert [(vote.who.party, vote.code) for vote in call.votes] == [("D", VoteCode.AYE), ("R", VoteCode.ABSTAINED)]
    assert bill.events[0].words == "Before the Senate committee on Transportation (Referred: Finance)"


def test_one_file_may_hold_many_fragments(read: Read) -> None:
    whole = f"""<?xml version= '1.0' encoding='UTF-8'?>
<DATAPROCESS TIME="2025-03-06-19.47.45">
No data to process on 06/03/2025 at 19:47:45
</DATAPROCESS>
<SENATEDATA TIME="2025-03-06-19.47.45">
{ol.FLOOR_VOTE}{ol.SPONSORS}
</SENATEDATA>"""
    vote, sponsors = read(whole, "SOBI.D250101.T000001.TXT")
    assert isinstance(vote, BillRecord)
    assert isinstance(sponsors, BillRecord)
    assert (len(vote.roll_calls), len(sponsors.sponsors)) == (1, 4)
    assert vote.seen_on == date(2025, 3, 6)


def test_a_file_sent_when_there_is_nothing_to_send_is_no_problem(read: Read, told: list[Any]) -> None:
    said = '<DATAPROCESS TIME="2025-03-06-19.47.45">\nNo data to process on 06/03/2025 at 19:47:45\n</DATAPROCESS>\n'
    assert read(said, "SOBI.D250101.T000001.TXT") == []
    assert told == []


def test_the_older_lines_are_read_too(read: Read, told: list[Any]) -> None:
    bill, other = read(LINES, "SOBI.D130305.T000001.TXT")
    assert isinstance(bill, BillRecord)
    assert isinstance(other, BillRecord)
    assert (bill.number, bill.session.slug, bill.title) == ("S9001", "2013-2014", "Relates to lanterns on ferries")
    assert [sponsor.who.name for sponsor in bill.sponsors] == ["QUILL", "OTWAY", "LARKSPUR"]
    assert bill.whole_sponsors
    assert [link.number for link in bill.links] == ["A9002"]
    assert [event.chamber for event in bill.events] == [ChamberKind.UPPER, ChamberKind.LOWER]
    (call,) = bill.roll_calls
    assert (call.held_on, [(vote.who.name, vote.code) for vote in call.votes]) == (
        date(2013, 3, 4),
        [("FENN", VoteCode.AYE), ("OTWAY", VoteCode.NAY), ("QUILL", VoteCode.EXCUSED)],
    )
    assert (other.number, [each.letter for each in other.prints]) == ("A9002", ["A"])
    assert ["memos" in problem[1] for problem in told] == [True]


def test_nulls_in_fixed_columns_are_blanks_and_their_section_signs_are_read(read: Read) -> None:
    line = b"2013S09001 1QUILL" + b"\x00" * 15 + b"00000\n2013S09001 CAmends \xf5 3.\n"
    record = one_bill(read(line, "SOBI.D130305.T000001.TXT"))
    assert [sponsor.who.name for sponsor in record.sponsors] == ["QUILL"]
    assert record.summary == "Amends \u00a7 3."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "declares entities or a document type"),
        (OUTSIDE, "declares entities or a document type"),
        (ol.STATUS[:300], "cut short or broken"),
        (ol.FLOOR_VOTE[:-30], "cut short or broken"),
        (SAME_AS.replace("</sameasbill>", "<sameasbill>"), "cut short or broken"),
        ("", "is empty"),
        ("\x00\x00", "is empty"),
        ("<html><body>Sign in</body></html>", "no file of Open Legislation"),
        ("Dear all, lanterns.", "no file of Open Legislation"),
        (ol.STATUS.replace('sessyr="2025"', ""), "names no session"),
        (ol.STATUS.replace('billno="09001"', ""), "not the number of a bill"),
        (ol.FLOOR_VOTE.replace("03/04/2025", "13/44/2025"), "on no day"),
        (ol.CALENDAR.replace("<caldate>2025-03-04</caldate>", ""), "for no day"),
        (ol.STATUS.replace('"replace"', '"remove"'), "takes back the status of S9001"),
        (ol.FLOOR_VOTE.replace('"replace"', '"remove"'), "takes back a vote on S9001"),
        ('<senate_billmemo sessyr="2025" billhse="S" billno="1"><![CDATA[x]]></senate_billmemo>', "memos of sponsors"),
        ('<anact billno="05462" billhse="A" billamd="" sessyr="2017" action="remove"></anact>', "enacting clauses"),
        ('<billtext_html sessyr="2025" senhse="S" senno="1"><![CDATA[x]]></billtext_html>', "texts of bills"),
    ],
)
def test_what_cannot_be_used_is_one_line_that_names_the_file(
    content: str, said: str, read: Read, told: list[Any]
) -> None:
    assert [each for each in read(content) if not isinstance(each, CalendarRecord)] == []
    assert len(told) == 1
    where, what, hint = told[0]
    assert where.startswith(TIME)
    assert said in what
    assert hint


def test_many_files_of_a_kind_that_is_not_kept_are_one_line(tmp_path: Path, told: list[Any]) -> None:
    for number in range(1, 40):
        memo = f'<senate_billmemo sessyr="2025" billhse="S" billno="{number:05}"><![CDATA[x]]></senate_billmemo>'
        ol.written(tmp_path, f"{TIME[:-2]}{number:02}_SENMEMO_S{number:05}.XML", memo)
    reading = Reading(TODAY, lambda *problem: told.append(problem))
    assert list(read_files(files_of(tmp_path), tmp_path, reading, quietly)) == []
    assert len(told) == 1
    assert told[0][0].endswith("and 38 more")


def test_a_vote_that_cannot_be_read_is_told_and_the_others_stay(read: Read, told: list[Any]) -> None:
    (call,) = one_bill(read(ol.FLOOR_VOTE.replace("Aye w/r", "Perhaps"))).roll_calls
    assert len(call.votes) == 3
    assert "Perhaps" in told[0][1]


WHOLE = (ol.STATUS, ol.SPONSORS, ol.FLOOR_VOTE, ol.CALENDAR, ol.AGENDA_VOTE, SAME_AS, SUMMARY, VETO, APPROVAL, LINES)


@given(st.sampled_from(WHOLE), st.data())
def test_no_cut_and_no_blot_crashes_the_reader(
    tmp_path_factory: pytest.TempPathFactory, whole: str, data: st.DataObject
) -> None:
    content = whole.encode()
    end = data.draw(st.integers(0, len(content)))
    blot = data.draw(st.binary(max_size=4))
    file = tmp_path_factory.mktemp("blots") / f"{TIME}_X.XML"
    file.write_bytes(content[:end] + blot + content[end + data.draw(st.integers(0, 40)) :])
    problems: list[Any] = []
    list(read_files([file], file, Reading(TODAY, lambda *problem: problems.append(problem)), quietly))
    assert all(len(what) < 400 for _, what, _ in problems)


@given(st.lists(st.sampled_from(WHOLE[:-1]), max_size=5))
def test_fragments_are_found_whole_and_in_their_order(parts: list[str]) -> None:
    text = decoded(("<SENATEDATA>" + "\nnoise & more\n".join(parts) + "</SENATEDATA>").encode(), is_lines=False)
    assert [xml for _, xml in fragments_of(text)] == [part.strip() for part in parts]
