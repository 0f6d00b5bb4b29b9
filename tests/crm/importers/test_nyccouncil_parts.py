"""What the Council's records say, read without any database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.bills.models import EventKind, SponsorKind, Stage, VoteCode
from crm.errors import InvalidInput
from crm.importers.nyccouncil.addresses import contacts_of
from crm.importers.nyccouncil.council import day_of, session_of
from crm.importers.nyccouncil.districts import Stay, district_of, districts_of
from crm.importers.nyccouncil.matters import parse_matter
from crm.importers.nyccouncil.meetings import day_of_meeting, parse_meeting
from crm.importers.nyccouncil.people import read_people
from crm.importers.report import Problem
from crm.people.models import CommitteeRole, ContactKind
from tests.builders import nyccouncil as nyc

DAY = date(2026, 3, 1)


@given(st.integers(2002, 2400))
def test_every_year_is_of_one_session_and_no_two_sessions_share_a_year(year: int) -> None:
    session = session_of(year)
    assert session.starts_on.year <= year <= session.ends_on.year
    assert session_of(session.starts_on.year) == session_of(session.ends_on.year) == session
    assert session_of(session.ends_on.year + 1).starts_on == session.ends_on + timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "slug"),
    [(1999, "1998-2001"), (2003, "2002-2003"), (2005, "2004-2005"), (2009, "2006-2009"), (2017, "2014-2017"),
     (2021, "2018-2021"), (2022, "2022-2023"), (2025, "2024-2025"), (2026, "2026-2029"), (2029, "2026-2029")],
)  # fmt: skip
def test_sessions_are_the_terms_of_the_council(year: int, slug: str) -> None:
    assert session_of(year).slug == slug


def test_the_first_day_of_all_is_no_day() -> None:
    assert day_of(nyc.NONE) is None
    assert day_of("") is None
    assert day_of("2026-02-08T23:59:00Z") == date(2026, 2, 8)


def _matter(**said: Any) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    raw = nyc.matter("Int 0214-2024", "Ada Fern", "", "Bo Moss", **said)
    return parse_matter("0214.json", raw, None, problems), problems


def test_sponsors_without_a_name_are_counted_and_named_as_nobody() -> None:
    bill, _ = _matter()
    assert [(sponsor.who.name, sponsor.kind) for sponsor in bill.sponsors] == [
        ("Ada Fern", SponsorKind.PRIME),
        ("Bo Moss", SponsorKind.CO),
    ]
    assert bill.nameless_sponsors == 1
    assert bill.sponsors[0].who.ids == (("nyc-council", "11"),)


def test_where_the_first_is_not_named_nobody_else_becomes_the_first() -> None:
    bill = parse_matter("x.json", nyc.matter("Int 0214-2024", "", "Bo Moss"), None, [])
    assert [sponsor.kind for sponsor in bill.sponsors] == [SponsorKind.CO]


def test_what_was_merely_filed_has_not_passed() -> None:
    history = [nyc.step("2024-02-08", "Introduced by Council"), nyc.step("2025-12-31", "Filed (End of Session)")]
    bill, _ = _matter(PassedDate="2025-12-31T00:00:00Z", StatusName="Filed (End of Session)", History=history)
    assert bill.status == "Filed (End of Session)"
    assert [event.kind for event in bill.events] == [EventKind.INTRODUCED, EventKind.STALLED]


def test_the_first_print_has_no_letter() -> None:
    bill, _ = _matter(Version="A")
    assert [(each.letter, each.printed_on) for each in bill.prints] == [("", date(2024, 2, 8)), ("A", None)]


def test_a_record_without_a_time_in_its_name_was_seen_when_it_last_changed() -> None:
    assert _matter()[0].seen_on == date(2024, 2, 9)
    assert parse_matter("x", nyc.matter("Int 0214-2024"), date(2025, 1, 7), []).seen_on == date(2025, 1, 7)


def test_a_number_that_names_no_year_is_refused() -> None:
    with pytest.raises(InvalidInput, match="T2026"):
        parse_matter("x.json", nyc.matter("T2026 1544"), None, [])


def test_votes_are_kept_as_cast_and_unknown_ones_told() -> None:
    votes = [
        {"ID": 11, "FullName": "Ada Fern", "Vote": "Affirmative"},
        {"ID": 12, "FullName": "Bo Moss", "Vote": "Negative"},
        {"ID": 13, "FullName": "Cy Reed", "Vote": "Medical"},
        {"ID": 14, "FullName": "Di Sedge", "Vote": "Perhaps"},
    ]
    step = nyc.step("2024-05-01", "Approved by Committee", body=5, name="Committee on Ferns", Votes=votes,
                    Version="A", PassedFlagName="Pass")  # fmt: skip
    bill, problems = _matter(History=[step])
    (vote,) = bill.roll_calls
    assert (vote.stage, vote.committee, vote.letter, vote.passed) == (Stage.COMMITTEE, "Committee on Ferns", "A", True)
    assert (vote.ayes, vote.nays) == (1, 1)
    assert [each.code for each in vote.votes] == [VoteCode.AYE, VoteCode.NAY, VoteCode.EXCUSED]
    assert [problem.what for problem in problems] == ["A vote of Di Sedge reads “perhaps”; it was left out."]


def test_who_was_present_did_not_vote() -> None:
    roll = nyc.named("Ada Fern", Value="Present") + nyc.named("Bo Moss", Value="Absent")
    item = {"ID": 1, "MatterFile": "Int 0214-2024", "ActionName": "Hearing Held by Committee", "RollCall": roll}
    (bill,) = parse_meeting("m.json", nyc.meeting("2024-04-02", item), [])
    assert bill.roll_calls == ()
    assert bill.whole_sponsors is False
    assert [event.words for event in bill.events] == ["Hearing Held by Committee (Committee on Ferns)"]


def test_a_meeting_that_was_put_off_is_no_day_and_did_nothing() -> None:
    item = {"ID": 1, "MatterFile": "Int 0214-2024"}
    raw = nyc.meeting("2024-04-02", item, AgendaStatusName="Deferred")
    assert day_of_meeting("m.json", raw) is None
    assert list(parse_meeting("m.json", raw, [])) == []


def test_a_meeting_names_its_bills_and_no_hearings() -> None:
    items = [{"MatterFile": "Int 0214-2024"}, {"MatterFile": "T2024-1544"}, {"Title": "Jointly"}]
    day = day_of_meeting("m.json", nyc.meeting("2024-04-02", *items))
    assert day is not None
    assert (day.on, day.bill_numbers, day.session_slug) == (date(2024, 4, 2), ("Int 0214-2024",), "2024-2025")


@pytest.mark.parametrize(
    ("said", "district"),
    [
        ({"Email": "District38@council.example"}, "38"),
        ({"WWW": "https://council.nyc.gov/district-16/"}, "16"),
        ({"WWW": "http://council.nyc.gov/d36/html/members/home.shtml"}, "36"),
        ({"WWW": "https://council.nyc.gov/ada-fern/", "Email": "speaker@council.example"}, None),
        ({"Email": "District99@council.example"}, None),
    ],
)
def test_addresses_tell_the_district(said: dict[str, str], district: str | None) -> None:
    assert district_of(nyc.member("Ada Fern", **said)) == district
    assert district_of(nyc.member("Ada Fern", **said), 7) == "7"


def test_earlier_terms_were_for_the_same_district_until_somebody_else_held_it() -> None:
    now = Stay("a", date(2024, 1, 1), date(2025, 12, 31))
    before = Stay("a", date(2022, 1, 1), date(2023, 12, 31))
    long_ago = Stay("a", date(2018, 1, 1), date(2021, 12, 31))
    rival = Stay("b", date(2022, 1, 1), date(2023, 12, 31))
    alone = districts_of([now, before, long_ago], {"a": "47"}, whole=True)
    assert alone == {now: "47", before: "47", long_ago: "47"}
    assert districts_of([now, before, long_ago, rival], {"a": "47", "b": "47"}, whole=True) == {now: "47", rival: "47"}
    assert districts_of([now, before], {"a": "47"}, whole=False) == {now: "47"}


def test_offices_come_out_of_what_people_typed() -> None:
    typed = "Ozone Office:\r\n93-06 101st Avenue\r\nQueens, NY 11416\r\nTel: 718-555-0101\r\nFax: 718-555-0102\r\n"
    typed += "\r\n114-12 Beach Drive\r\nPhone (718) 555-0103\r\n"
    part = {"Address": typed, "City": "Queens", "State": "NY", "Zip": "11416"}
    swapped = {"Address": "District Office - 384 E. 149th St. \r\n", "City": "Bronx", "State": "NY", "Zip": "10455"}
    first, second, third = contacts_of({"DistrictOffice": part, "LegislativeOffice": swapped})
    assert (first.kind, first.address) == (ContactKind.DISTRICT, "384 E. 149th St.\nBronx, NY 10455")
    assert (second.name, second.phone, second.fax) == ("Ozone Office", "718-555-0101", "718-555-0102")
    assert second.address == "93-06 101st Avenue\nQueens, NY 11416"
    assert (third.address, third.phone) == ("114-12 Beach Drive", "(718) 555-0103")


def test_the_public_advocate_has_a_post_and_no_seat() -> None:
    post = nyc.office("2026-01-01", "2029-12-31", title="", kind="PRIMARY PUBLIC ADVOCATE")
    raw = nyc.member("Public Advocate Ada Fern", post, id_=20)
    (person,) = read_people("x", [("a.json", raw)], {}, DAY).people
    assert person.name == "Ada Fern"
    assert [(role.kind, role.is_seat) for role in person.roles] == [("public_advocate", False)]


def test_bodies_party_and_speaker_come_from_the_office_records() -> None:
    raw = nyc.member(
        "Ada Fern",
        nyc.office("2026-01-01", "2029-12-31", title="Speaker", kind="PRIMARY SPEAKER"),
        nyc.office("2026-01-01", "2029-12-31", body=8, name="Democratic Conference of the Council "),
        nyc.office("2026-01-15", "2029-12-31", body=5, name="Committee on Ferns", title="CHAIRPERSON", kind="CHAIR"),
        nyc.office("2024-01-15", "2025-12-31", body=5, name="Committee on Ferns", title="Committee Member"),
        nyc.office("2026-01-01", "2029-12-31", body=9, name="Former Council Members"),
        Email="District7@council.example",
    )
    roster = read_people("x", [("a.json", raw)], {}, DAY)
    (person,) = roster.people
    assert [(role.kind, role.district, role.party) for role in person.roles] == [
        ("legislature", "7", "Democratic"),
        ("speaker", None, None),
    ]
    assert [(body.name, body.classification) for body in roster.committees] == [
        ("Committee on Ferns", "committee"),
        ("Democratic Conference of the Council", "conference"),
    ]
    assert [member.role for member in roster.committees[0].members] == [CommitteeRole.MEMBER, CommitteeRole.CHAIR]


def test_a_former_member_has_no_office_to_call() -> None:
    office = {"Address": "Room 5", "City": "", "State": "", "Zip": ""}
    raw = nyc.member("Ada Fern", nyc.office("2002-01-01", "2003-12-31"), DistrictOffice=office)
    roster = read_people("x", [("a.json", raw)], {}, DAY)
    assert roster.people[0].contacts == ()
    assert "For which district 1 members sat" in roster.problems[0].what
