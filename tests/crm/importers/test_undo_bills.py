"""Bills are taken out again: sponsors are worked out anew from what other imports brought, and the ledger says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crm.bills.models import (
    Bill,
    BillSnapshot,
    MeasureBill,
    RollCall,
    SponsorKind,
    Sponsorship,
    Stage,
    Vote,
    VoteCode,
)
from crm.coalition.visibility import OPERATOR
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import BillRecord, NameRecord, RollCallRecord, SessionRecord, SponsorRecord, VoteRecord
from crm.importers.undo import undo_batch
from crm.importers.undo_words import UndoReport
from crm.jurisdictions.models import ChamberKind, Jurisdiction
from crm.jurisdictions.places import read_ocd_id, state_ocd_id
from crm.people.models import Person
from crm.positions.as_of import AsOf
from crm.positions.facts import feed_measure
from crm.positions.models import Position
from crm.positions.queries import standing
from crm.sessions import Database
from tests import builders
from tests.crm.importers.conftest import Import
from tests.crm.importers.test_undo import rows_of

JANUARY, MARCH, MAY = (date(2025, month, 1) for month in (1, 3, 5))
YEARS = SessionRecord(
    read_ocd_id(state_ocd_id("zz")), "2025-2026", "2025-26 Regular Session", date(2025, 1, 1), date(2026, 12, 31)
)
ORLA, BRAM = "Orla Finch", "Bram Oduya"


def look(day: date, *names: str, number: str = "S1", **more: Any) -> BillRecord:
    """What the record showed on a day."""
    sponsors = tuple(
        SponsorRecord(NameRecord(name), SponsorKind.CO if place else SponsorKind.PRIME)
        for place, name in enumerate(names)
    )
    return BillRecord(
        "a file", "a-source", YEARS, number, day, f"{number} {day} {names} {more}", ChamberKind.UPPER, title="An act",
        introduced_on=JANUARY, sponsors=sponsors, **more,
    )  # fmt: skip


def put(database: Database, *records: BillRecord) -> int:
    with database.write() as session, batch(session, "a-source", "a test") as report:
        put_bills(session, records, report)
    assert report.problems == []
    return report.batch or 0


def undo(database: Database, number: int) -> UndoReport:
    with database.write() as session:
        return undo_batch(session, OPERATOR, number)


def sponsors(session: Session) -> dict[str, tuple[str | None, str | None]]:
    rows = session.scalars(sa.select(Sponsorship).order_by(Sponsorship.id))
    return {row.printed_name: (row.joined, row.withdrawn) for row in rows}


def stances(session: Session) -> dict[str, str]:
    measure_id = session.scalars(sa.select(MeasureBill.measure_id)).first()
    assert measure_id is not None
    names = {person.id: person.name for person in session.scalars(sa.select(Person))}
    found = standing(session, OPERATOR, measure_id, AsOf.of())
    return {names[person_id]: each.stance for person_id, each in found.items() if each.stance}


@pytest.fixture
def roster(bring: Import) -> None:
    """The invented state's people are on file."""
    bring()


def carried(database: Database) -> None:
    """The bill carries a measure."""
    with database.write() as session:
        measure = builders.measure(session, session.scalars(sa.select(Jurisdiction).order_by(Jurisdiction.id)).first())
        bill = session.scalars(sa.select(Bill)).one()
        session.add(MeasureBill(measure_id=measure.id, bill_id=bill.id, recorded_at=bill.recorded_at))
        session.flush()
        feed_measure(session, OPERATOR, measure.id)


def test_bills_that_nothing_hangs_on_go_with_all_they_brought(roster: None, database: Database) -> None:
    with database.read() as session:
        before = rows_of(session)
    vote = RollCallRecord(Stage.FLOOR, MAY, ChamberKind.UPPER, (VoteRecord(NameRecord(ORLA), VoteCode.AYE),))
    told = undo(database, put(database, look(JANUARY, ORLA), look(MAY, ORLA, BRAM, roll_calls=(vote,))))
    with database.read() as session:
        assert rows_of(session) == before
    assert told.stays == ()


def test_the_same_bills_again_give_the_same_again(roster: None, database: Database) -> None:
    looks = (look(JANUARY, ORLA), look(MARCH, ORLA, BRAM), look(MAY, BRAM))
    first = put(database, *looks)
    with database.read() as session:
        before, then = rows_of(session, ids=False), sponsors(session)
    undo(database, first)
    put(database, *looks)
    with database.read() as session:
        assert sponsors(session) == then
        after = rows_of(session, ids=False)
    for table in before:
        if table not in ("sponsorships", "bill_events"):
            assert after[table] == before[table], table


def test_without_the_later_look_who_had_left_is_there_again(roster: None, database: Database) -> None:
    put(database, look(JANUARY, ORLA, BRAM))
    with database.read() as session:
        before = sponsors(session)
        kept = rows_of(session)["bill_snapshots"]
    later = put(database, look(MAY, ORLA))
    with database.read() as session:
        assert sponsors(session)[BRAM][1] is not None
    told = undo(database, later)
    with database.read() as session:
        assert sponsors(session) == before
        assert rows_of(session)["bill_snapshots"] == kept
    assert told.bills_worked_out_anew == 1


def test_a_bill_that_a_later_import_looked_at_stays_with_what_that_one_saw(roster: None, database: Database) -> None:
    first = put(database, look(JANUARY, ORLA))
    put(database, look(MAY, ORLA, BRAM))
    told = undo(database, first)
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Bill)) == 1
        assert session.scalars(sa.select(BillSnapshot.first_seen_on)).all() == [MAY]
        assert set(sponsors(session)) == {ORLA, BRAM}
        assert sponsors(session)[ORLA][0] == MAY.isoformat(), "nothing on file says she was there before"
    assert any(each.table == "bills" for each in told.stays)


def test_a_look_that_only_made_a_run_longer_is_undone(roster: None, database: Database) -> None:
    put(database, look(JANUARY, ORLA))
    with database.read() as session:
        before = rows_of(session)["bill_snapshots"]
    undo(database, put(database, look(MAY, ORLA)))
    with database.read() as session:
        assert rows_of(session)["bill_snapshots"] == before


def test_the_ledger_follows_and_comes_back_with_the_same_bills(roster: None, database: Database) -> None:
    looks = (look(JANUARY, ORLA), look(MAY, BRAM))
    put(database, look(JANUARY, number="S1"))
    carried(database)
    second = put(database, *looks)
    with database.read() as session:
        stood = stances(session)
    assert stood[BRAM] == "yes"
    told = undo(database, second)
    assert told.retracted >= 2
    with database.read() as session:
        assert stances(session) == {}
    put(database, *looks)
    with database.read() as session:
        assert stances(session) == stood
        keys = session.scalars(sa.select(Position.fact_key).where(Position.stance == "yes")).all()
        assert any(key and key.endswith("#2") for key in keys)


def test_what_an_earlier_import_told_stands_again_where_a_later_one_is_undone(roster: None, database: Database) -> None:
    put(database, look(JANUARY, ORLA, BRAM))
    carried(database)
    with database.read() as session:
        before = stances(session)
    later = put(database, look(MAY, ORLA))
    with database.read() as session:
        assert stances(session)[BRAM] == "unknown"
    undo(database, later)
    with database.read() as session:
        assert stances(session) == before
        assert before[BRAM] == "yes"


def test_votes_go_and_come_back(roster: None, database: Database) -> None:
    put(database, look(JANUARY))
    carried(database)
    vote = RollCallRecord(Stage.FLOOR, MAY, ChamberKind.UPPER, (VoteRecord(NameRecord(ORLA), VoteCode.NAY),))
    second = put(database, look(MAY, roll_calls=(vote,)))
    with database.read() as session:
        assert stances(session) == {ORLA: "no"}
    undo(database, second)
    with database.read() as session:
        assert stances(session) == {}
        assert session.scalar(sa.select(sa.func.count()).select_from(Vote)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(RollCall)) == 0
    put(database, look(MAY, roll_calls=(vote,)))
    with database.read() as session:
        assert stances(session) == {ORLA: "no"}
