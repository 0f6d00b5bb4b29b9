"""Names nobody was sure of: noted for somebody to decide, and then their sponsorships, votes and stances follow."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from crm.bills.models import SponsorKind, Sponsorship, Stage, Vote, VoteCode
from crm.coalition.visibility import OPERATOR
from crm.importers.bills.matched import names_decided
from crm.importers.bills.records import NameRecord, RollCallRecord, VoteRecord
from crm.importers.matching.review import decide
from crm.importers.models import MatchState, NameMatch
from crm.jurisdictions.models import ChamberKind
from tests import builders
from tests.builders.looks import look
from tests.crm.importers.bills.conftest import BROOK, Records


def doubtful(records: Records) -> NameMatch:
    """Two senators are called Brook; the bill prints no more than that."""
    records.people["Ana Brook"] = builders.person(records.session, "Ana Brook")
    builders.seat(records.session, records.upper, 4, records.people["Ana Brook"])
    vote = RollCallRecord(
        Stage.FLOOR, date(2025, 5, 6), ChamberKind.UPPER, (VoteRecord(NameRecord("BROOK"), VoteCode.AYE),)
    )
    report = records.put(look("2025-03-04", "BROOK", roll_calls=(vote,)))
    assert report.waiting == 1
    return records.session.scalars(select(NameMatch)).one()


def test_a_name_that_two_bear_waits_for_somebody_to_decide(records: Records) -> None:
    asked = doubtful(records)
    assert (asked.state, asked.source, len(asked.candidates)) == (MatchState.WAITING, "ny-bills", 2)
    assert records.session.scalars(select(Sponsorship.person_id)).all() == [None]


def test_once_decided_its_sponsorships_votes_and_stances_follow(records: Records) -> None:
    asked = doubtful(records)
    records.carried("S1")
    decide(records.session, OPERATOR, asked.id, records.people[BROOK].id)
    names_decided(records.session, OPERATOR, [asked])
    ours = records.people[BROOK].id
    assert records.session.scalars(select(Sponsorship.person_id)).all() == [ours]
    assert records.session.scalars(select(Vote.person_id)).all() == [ours]
    assert records.stances("2025-03-05") == {BROOK: "yes"}


def test_the_decision_holds_for_the_next_import(records: Records) -> None:
    decide(records.session, OPERATOR, doubtful(records).id, records.people[BROOK].id)
    records.put(look("2025-04-04", "BROOK", number="S2"))
    rows = records.session.scalars(select(Sponsorship.person_id).where(Sponsorship.kind == SponsorKind.PRIME))
    assert set(rows) == {records.people[BROOK].id}
