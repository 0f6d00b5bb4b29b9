"""What was on file before imports remembered things stays as it was, on each step down and up again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from crm import clock, migrate
from crm.audit.models import AuditEntry, Change, ImportBatch, ImportedRows
from crm.bills.models import (
    BillIdentifier,
    BillSnapshot,
    RollCall,
    SponsorKind,
    Sponsorship,
    Stage,
    Vote,
    VoteCode,
)
from crm.importers.models import ImportRecipe, ImportUpload, NameMatch, RefreshSource, SourceDifference
from crm.people.models import Merge
from crm.sessions import Database, open_database
from tests import builders, cast

OLD = ("import_batches", "sponsorships", "votes", "roll_calls", "campaign_organizations", "organizations", "people",
       "bills", "audit_entries", "users")  # fmt: skip
"""Tables of before that these migrations change, or that point at what they change."""

NEW = {
    "0004": {"imported_rows", "import_uploads", "import_recipes", "name_matches", "source_differences",
             "refresh_sources", "bill_identifiers", "bill_snapshots"},
    "0006": {"merges"},
    "0007": {"feed_tokens"},
}  # fmt: skip


@pytest.fixture
def full(database_url: str) -> Iterator[Database]:
    """A row, or two, in every table that these migrations touch."""
    database = open_database(database_url)
    with database.write() as session:
        state = builders.state(session)
        measure = builders.measure(session, state)
        ours = builders.organization(session, cast.NEIGHBORS)
        ours.phone, ours.address = "555-0100", "1 Mill Lane"
        builders.campaign(session, measure, [ours])
        user = builders.user(session, cast.ADA)
        one, other = builders.person(session, cast.SENATOR), builders.person(session, cast.OTHER_SENATOR)
        bill = builders.bill(session, state.legislative_session, "S1")
        now: dict[str, Any] = {"recorded_at": clock.now()}
        batch = ImportBatch(kind="a kind", source="a test", started_at=clock.now(), summary={"created": 1})
        batch.user_id, batch.undone_by_id = user.id, user.id
        assert state.upper is not None
        roll_call = RollCall(
            bill_id=bill.id, chamber_id=state.upper.id, stage=Stage.FLOOR, held_on=date(2025, 6, 1), source="a test",
            fact_key="a-key", **now,
        )  # fmt: skip
        session.add_all([batch, roll_call])
        session.flush()
        upload = ImportUpload(
            name="a.csv", sha256="0", size=1, content=b"a", options={}, uploaded_at=clock.now(), batch_id=batch.id
        )
        session.add(upload)
        session.flush()
        session.add_all(
            [
                AuditEntry(at=clock.now(), import_batch_id=batch.id, change=Change.CREATED, table_name="x", row_id=1),
                ImportedRows(batch_id=batch.id, table_name="votes", first_id=1, last_id=2),
                ImportRecipe(name="ours", kind="sheet", headers=["Name"], mapping={}, made_at=clock.now()),
                NameMatch(
                    source="a", printed_name="LOW", folded="low", context_key="", context={}, candidates=[],
                    upload_id=upload.id, batch_id=batch.id, person_id=one.id, proposed_at=clock.now(),
                ),
                SourceDifference(
                    table_name="people", row_id=1, column_name="email", person_id=one.id, theirs="a@example.org",
                    source="a", batch_id=batch.id, seen_at=clock.now(),
                ),
                RefreshSource(kind="a", location="b", added_at=clock.now(), last_batch_id=batch.id),
                BillIdentifier(bill_id=bill.id, scheme="a", identifier="1"),
                BillSnapshot(
                    bill_id=bill.id, source="a", first_seen_on=date(2025, 1, 1), last_seen_on=date(2025, 1, 2),
                    sha256="0", sponsors=[], same_as=[], **now,
                ),
                Sponsorship(
                    bill_id=bill.id, person_id=one.id, printed_name=one.name, printed_id="a:1", derived_from="a",
                    kind=SponsorKind.CO, first_seen_at=clock.now(), source="a test",
                ),
                Vote(
                    roll_call_id=roll_call.id, person_id=one.id, printed_name=one.name, printed_id="a:1",
                    code=VoteCode.AYE,
                ),
                Merge(kept_id=one.id, gone_id=other.id, moved=[], merged_at=clock.now()),
            ]
        )  # fmt: skip
    yield database
    database.close()


def rows(database: Database, columns: dict[str, list[str]]) -> dict[str, list[Any]]:
    """All rows of the tables, in the columns named."""
    with database.engine.connect() as connection:
        return {
            table: [
                tuple(row) for row in connection.execute(sa.text(f"SELECT {', '.join(names)} FROM {table} ORDER BY id"))
            ]
            for table, names in columns.items()
        }


def columns_of(database: Database) -> dict[str, list[str]]:
    inspector = sa.inspect(database.engine)
    return {table: [each["name"] for each in inspector.get_columns(table)] for table in OLD}


@pytest.mark.parametrize("down_to", ["0007", "0006", "0005", "0004", "0003"])
def test_rows_of_before_stay_on_the_way_down_and_up(full: Database, down_to: str) -> None:
    now = columns_of(full)
    with_all = rows(full, now)
    migrate.downgrade(full.engine, down_to)
    then = columns_of(full)
    below = rows(full, then)
    full.upgrade()
    assert rows(full, then) == below
    for table, names in then.items():
        kept = [now[table].index(name) for name in names]
        assert [tuple(row[place] for place in kept) for row in with_all[table]] == below[table], table
        assert below[table], f"{table} is empty here, and proves nothing"


@pytest.mark.parametrize("revision", NEW)
def test_what_came_up_with_a_migration_goes_with_it_and_comes_back_empty(full: Database, revision: str) -> None:
    before = f"{int(revision) - 1:04}"
    migrate.downgrade(full.engine, before)
    assert not NEW[revision] & set(sa.inspect(full.engine).get_table_names())
    full.upgrade()
    counted = rows(full, {table: ["id"] for table in sorted(NEW[revision])})
    assert set(counted) == NEW[revision]
    assert not any(counted.values())


def test_what_is_new_in_old_tables_is_empty_after_coming_back_and_can_be_filled(full: Database) -> None:
    migrate.downgrade(full.engine, "0003")
    full.upgrade()
    with full.write() as session:
        roll_call = session.scalars(sa.select(RollCall)).one()
        sponsorship = session.scalars(sa.select(Sponsorship)).one()
        assert (roll_call.fact_key, sponsorship.printed_id, sponsorship.derived_from) == (None, None, None)
        assert session.scalars(sa.select(ImportBatch.undone_by_id)).one() is None
        roll_call.fact_key = "a-key"


def test_one_vote_is_recorded_once_under_its_key(full: Database) -> None:
    with pytest.raises(DBAPIError), full.write() as session:
        there = session.scalars(sa.select(RollCall)).one()
        session.add(
            RollCall(
                bill_id=there.bill_id, chamber_id=there.chamber_id, stage=Stage.FLOOR, held_on=there.held_on,
                source="another", recorded_at=clock.now(), fact_key=there.fact_key,
            )
        )  # fmt: skip
