"""Bills of any source come on file by one writer: once, completed by what others tell, never doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from crm.bills.models import (
    BillEvent,
    BillIdentifier,
    BillLink,
    BillLinkKind,
    BillPrint,
    BillSnapshot,
    EventKind,
    RollCall,
    SponsorKind,
    Sponsorship,
    Stage,
    Vote,
    VoteCode,
)
from crm.bills.service import add_event, add_roll_call, add_sponsorship, link_bills
from crm.coalition.visibility import OPERATOR
from crm.importers.bills.records import (
    EventRecord,
    LinkRecord,
    NameRecord,
    PrintRecord,
    RollCallRecord,
    SponsorRecord,
    VoteRecord,
)
from crm.jurisdictions.models import ChamberKind, LegislativeSession
from crm.people.models import Committee, PersonIdentifier
from tests import cast
from tests.builders.looks import look
from tests.counting import statements
from tests.crm.importers.bills.conftest import BROOK, CRANE, Records

MAY = date(2025, 5, 6)


def vote(*votes: tuple[str, VoteCode], **more) -> RollCallRecord:
    cast_ = tuple(VoteRecord(NameRecord(name), code) for name, code in votes)
    given = {"stage": Stage.COMMITTEE, "held_on": MAY, "chamber": ChamberKind.UPPER, "committee": "Codes", **more}
    return RollCallRecord(votes=cast_, **given)


def count(records: Records, table) -> int:
    return records.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_record_is_created_then_updated_then_the_same(records: Records) -> None:
    first, second = look("2025-03-04", cast.SENATOR), look("2025-04-04", cast.SENATOR, BROOK)
    told = [records.put(first), records.put(second), records.put(first, second)]
    assert [(each.created, each.updated, each.same) for each in told] == [(1, 0, 0), (0, 1, 0), (0, 0, 2)]


def test_what_is_on_file_as_it_came_costs_no_more_for_a_hundred_than_for_ten(records: Records) -> None:
    many = [look("2025-03-04", cast.SENATOR, number=f"S{number}") for number in range(1, 101)]
    records.put(*many)
    with statements(records.session) as few:
        records.put(*many[:10])
    with statements(records.session) as all_:
        assert records.put(*many).same == 100
    assert len(all_) == len(few)


def test_a_session_is_known_by_its_years_however_they_are_written(records: Records) -> None:
    records.put(look("2025-03-04", cast.SENATOR))
    assert records.session.scalars(select(LegislativeSession.slug)).all() == ["2025-26"]


def test_the_newest_look_says_what_the_bill_is_called_whatever_comes_later(records: Records) -> None:
    records.put(look("2025-05-04", title="Newer", status="PASSED"))
    records.put(look("2025-03-04", title="Older", status="INTRODUCED"))
    assert (records.bill().title, records.bill().status) == ("Newer", "PASSED")


def test_a_name_that_somebody_noted_is_completed_and_not_doubled(records: Records) -> None:
    records.put(look("2025-03-01"))
    noted = add_sponsorship(
        records.session, OPERATOR, records.bill().id, cast.SENATOR, SponsorKind.PRIME, "a letter",
        person_id=records.people[cast.SENATOR].id, joined="2025-01-09",
    )  # fmt: skip
    records.put(look("2025-03-04", f"{cast.SENATOR}=7"), look("2025-04-04", BROOK))
    assert records.names() == [(BROOK, "2025-04-04", None), (cast.SENATOR, "2025-01-09", "2025-04-04")]
    assert (noted.printed_id, noted.source) == ("nysenate:7", "a letter")
    records.put(look("2025-03-20", BROOK))
    assert noted.withdrawn == "2025-03-20", "an earlier look moves the day"


def test_two_sources_tell_of_one_name_on_a_bill(records: Records) -> None:
    records.put(look("2025-03-04", cast.SENATOR), look("2025-03-01", cast.SENATOR.upper(), source="legiscan"))
    (row,) = records.session.scalars(select(Sponsorship)).all()
    assert (row.joined, row.derived_from) == ("2025-03-01", "legiscan,ny-bills")


def test_a_record_that_tells_only_of_one_name_takes_nobody_off(records: Records) -> None:
    records.put(look("2025-03-04", cast.SENATOR))
    records.put(look("2025-04-04", BROOK, source="legiscan", whole_sponsors=False, whole_links=False))
    assert records.names() == [(BROOK, "../2025-04-04", None), (cast.SENATOR, "2025-03-04", None)]


def test_a_sure_match_keeps_the_id_by_which_votes_are_matched_later(records: Records) -> None:
    records.put(look("2025-03-04", f"{cast.SENATOR}=7"))
    ids = records.session.execute(select(PersonIdentifier.scheme, PersonIdentifier.identifier)).all()
    assert ("nysenate", "7") in [tuple(row) for row in ids]
    short = replace(vote(), votes=(VoteRecord(NameRecord("A", (("nysenate", "7"),)), VoteCode.AYE),))
    records.put(look("2025-05-07", f"{cast.SENATOR}=7", roll_calls=(short,)))
    assert records.session.scalars(select(Vote.person_id)).all() == [records.people[cast.SENATOR].id]


def test_a_committee_that_stands_in_for_a_member_is_nobody(records: Records) -> None:
    rules = SponsorRecord(NameRecord("RULES", is_committee=True), SponsorKind.PRIME)
    report = records.put(replace(look("2025-03-04"), sponsors=(rules,)))
    assert (records.names(), report.waiting) == ([("RULES", "2025-03-04", None)], 0)


def test_steps_and_prints_come_once_and_not_beside_what_somebody_noted(records: Records) -> None:
    referred = EventRecord(EventKind.REFERRED, "REFERRED TO CODES", date(2025, 1, 16))
    printed = (PrintRecord("", date(2025, 1, 16)), PrintRecord("A", date(2025, 6, 9)))
    records.put(look("2025-03-04"))
    add_event(
        records.session, OPERATOR, EventKind.REFERRED, "Sent to Codes.", "2025-01-16", "a letter",
        bill_id=records.bill().id,
    )  # fmt: skip
    passed = EventRecord(EventKind.PASSED_CHAMBER, "PASSED SENATE", date(2025, 6, 10))
    for day in ("2025-06-11", "2025-06-12"):
        records.put(look(day, events=(referred, passed), prints=printed))
    assert count(records, BillEvent) == 2
    assert count(records, BillPrint) == 2


def test_a_vote_comes_once_and_a_correction_of_it_is_followed(records: Records) -> None:
    records.put(look("2025-05-07", roll_calls=(vote((cast.SENATOR, VoteCode.AYE), (BROOK, VoteCode.NAY)),)))
    records.put(look("2025-05-09", roll_calls=(vote((cast.SENATOR, VoteCode.NAY), (CRANE, VoteCode.AYE)),)))
    assert count(records, RollCall) == 1
    votes = records.session.execute(select(Vote.printed_name, Vote.code).order_by(Vote.printed_name)).all()
    assert [tuple(row) for row in votes] == [(cast.SENATOR, VoteCode.NAY), (CRANE, VoteCode.AYE)]
    records.put(look("2025-05-08", roll_calls=(vote((cast.SENATOR, VoteCode.AYE)),)))
    assert VoteCode.NAY in records.session.scalars(select(Vote.code)).all(), "an older look corrects nothing"


def test_a_vote_noted_with_totals_alone_gets_its_names(records: Records) -> None:
    records.put(look("2025-05-01"))
    add_roll_call(
        records.session, OPERATOR, records.bill().id, records.upper.id, Stage.COMMITTEE, MAY, "a letter", ayes=1
    )
    records.put(look("2025-05-07", roll_calls=(vote((cast.SENATOR, VoteCode.AYE)),)))
    (row,) = records.session.scalars(select(RollCall)).all()
    assert (row.source, row.committee_id is not None, count(records, Vote)) == ("a letter", True, 1)


def test_a_vote_or_a_step_of_no_day_of_the_session_is_told_and_left_out(records: Records) -> None:
    zero = date(1969, 12, 31)
    step = EventRecord(EventKind.REFERRED, "REFERRED TO CODES", date(1, 1, 1))
    filed = EventRecord(EventKind.INTRODUCED, "PREFILED", date(2024, 12, 4))
    told = look("2025-05-07", roll_calls=(vote((BROOK, VoteCode.AYE), held_on=zero),), events=(step, filed))
    report = records.put(told)
    assert (count(records, RollCall), count(records, Vote)) == (0, 0)
    assert records.session.scalars(select(BillEvent.words)).all() == ["PREFILED"]
    assert ["1969-12-31" in each.what for each in report.problems] == [True, False]
    assert records.put(told).same == 1


def test_who_is_listed_twice_votes_once_and_a_contradiction_is_told(records: Records) -> None:
    listed = vote((cast.SENATOR, VoteCode.AYE), (cast.SENATOR, VoteCode.AYE), (cast.SENATOR, VoteCode.NAY))
    report = records.put(look("2025-05-07", roll_calls=(listed,)))
    assert count(records, Vote) == 1
    assert [cast.SENATOR in problem.what for problem in report.problems] == [True]


def test_a_committee_is_found_by_its_name_or_added(records: Records) -> None:
    there = Committee(
        jurisdiction_id=records.state.jurisdiction.id, chamber_id=records.upper.id, name="Committee on Codes",
        classification="committee",
    )  # fmt: skip
    records.session.add(there)
    records.session.flush()
    calls = (vote((BROOK, VoteCode.AYE)), vote((BROOK, VoteCode.AYE), committee="Rules"))
    records.put(look("2025-05-07", roll_calls=calls))
    ids = records.session.scalars(select(RollCall.committee_id).order_by(RollCall.id)).all()
    assert ids[0] == there.id
    assert records.session.get_one(Committee, ids[1]).name == "Rules"


def links(records: Records) -> list[tuple[date | None, date | None, bool]]:
    rows = records.session.scalars(select(BillLink).where(BillLink.kind == BillLinkKind.SAME_AS).order_by(BillLink.id))
    return [(row.started_on, row.ended_on, row.other_id is not None) for row in rows]


def test_a_companion_is_linked_for_the_days_on_which_the_record_names_it(records: Records) -> None:
    records.put(look("2025-03-01", same_as=("A9",)))
    assert links(records) == [(date(2025, 3, 1), None, False)]
    records.put(look("2025-06-09"), look("2025-08-01", same_as=("A9",)), look("2025-03-01", number="A9"))
    assert links(records) == [
        (date(2025, 3, 1), date(2025, 6, 9), True),
        (date(2025, 8, 1), None, True),
    ]


def test_a_companion_that_somebody_noted_learns_when_it_was_missing(records: Records) -> None:
    records.put(look("2025-02-01"), look("2025-02-01", number="A9"))
    link_bills(
        records.session, OPERATOR, records.bill().id, BillLinkKind.SAME_AS, other_id=records.bill("A9").id,
        source="a letter",
    )  # fmt: skip
    records.put(look("2025-03-01", same_as=("A9",)), look("2025-06-09"), look("2025-08-01", same_as=("A9",)))
    assert links(records) == [(None, date(2025, 6, 9), True), (date(2025, 8, 1), None, True)]


def test_former_selves_are_linked_once_and_found_when_they_come(records: Records) -> None:
    former = LinkRecord(BillLinkKind.PREVIOUS_VERSION, "S7", "2023-2024")
    records.put(look("2025-03-01"))
    with_former = replace(look("2025-03-02"), links=(former,))
    records.put(with_former, replace(with_former, seen_on=date(2025, 3, 3), sha256="other"))
    (row,) = records.session.scalars(select(BillLink)).all()
    assert (row.other_id, row.printed_number) == (None, "S7 2023-2024")
    old = replace(look("2024-03-01", number="S7").session, slug="2023-2024")
    records.put(look("2024-03-01", number="S7", session=old))
    assert row.other_id == records.bill("S7").id


def test_the_id_of_a_bill_elsewhere_finds_it_under_another_number(records: Records) -> None:
    records.put(look("2025-03-01", ids=(("legiscan", "99"),)))
    report = records.put(look("2025-03-02", number="S01", source="legiscan", ids=(("legiscan", "99"),)))
    assert (report.created, report.same) == (0, 1)
    assert count(records, BillIdentifier) == 1


def test_memory_is_for_chunks_and_nothing_is_lost_between_them(records: Records, monkeypatch) -> None:
    monkeypatch.setattr("crm.importers.bills.put.AT_ONCE", 3)
    many = [look("2025-03-04", cast.SENATOR, number=f"S{number}", same_as=(f"A{number}",)) for number in range(1, 11)]
    report = records.put(*many)
    assert (report.created, count(records, BillSnapshot), count(records, Sponsorship)) == (10, 10, 10)
