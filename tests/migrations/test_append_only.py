"""The database itself keeps the ledger append-only, whoever holds the SQL prompt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from crm import clock
from crm.coalition.models import Visibility
from crm.positions.append_only import LedgerIsAppendOnly
from crm.positions.models import Erasure, Evidence, EvidenceFile, NamelessCount, Position, Ruling
from crm.sessions import Database
from tests import builders

TABLES = ("positions", "evidence", "evidence_files", "rulings", "erasures", "nameless_counts", "audit_entries")


@pytest.fixture
def ledger(database: Database) -> Database:
    """A database with a row in every table that is only added to; the second position is named by an erasure."""
    with database.write() as session:
        state = builders.state(session)
        measure = builders.measure(session, state)
        person = builders.person(session, "Sena Abara")
        kept = builders.position(session, person, measure, "yes")
        erased = builders.position(session, person, measure, "no", condition="If asked.")
        evidence = session.scalars(sa.select(Evidence).where(Evidence.position_id == kept.id)).one()
        session.add_all(
            [
                EvidenceFile(evidence_id=evidence.id, name="a.txt", media_type="text/plain", sha256="0", content=b"a"),
                Ruling(upheld_id=kept.id, overruled_id=erased.id, reason="Heard it.", recorded_at=clock.now()),
                Erasure(position_id=erased.id, reason="A court said so.", recorded_at=clock.now()),
                NamelessCount(
                    measure_id=measure.id,
                    number=30,
                    of_whom="members",
                    did_what="co-sponsored",
                    said="2025-06",
                    said_latest=clock.today(),
                    source="a paper",
                    visibility=Visibility.PUBLIC,
                    recorded_at=clock.now(),
                ),
            ]
        )
    return database


def run(database: Database, statement: str) -> None:
    """Run raw SQL, past all of our code, and commit."""
    with database.engine.connect().execution_options(write=True) as connection:
        connection.execute(sa.text(statement))
        connection.commit()


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_changed(ledger: Database, table: str) -> None:
    column = {"audit_entries": "at", "evidence_files": "name"}.get(table, "recorded_at")
    with pytest.raises(DBAPIError, match="append-only"):
        run(
            ledger,
            f"UPDATE {table} SET {column} = {column}" if table not in ERASABLE else f"UPDATE {table} SET id = id",
        )


ERASABLE = ("positions", "evidence")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_removed(ledger: Database, table: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_no_table_can_be_emptied(ledger: Database, table: str) -> None:
    if ledger.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    ["stance = 'yes'", "said_latest = '2025-01-01'", "recorded_at = '2025-01-01 00:00:00'", "person_id = person_id + 1",
     "words = '(erased)', stance = 'yes'", "visibility = 'private'", "fact_key = 'x'"],
)  # fmt: skip
def test_an_erasure_may_not_change_what_the_entry_counts_as(ledger: Database, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, f"UPDATE positions SET {change} WHERE stance = 'no'")


def test_an_erasure_takes_the_words_of_its_entry_and_leaves_the_stance(ledger: Database) -> None:
    run(ledger, "UPDATE positions SET words = '(erased)', condition = NULL WHERE stance = 'no'")
    run(
        ledger, "UPDATE evidence SET title = NULL, quote = NULL WHERE position_id IN (SELECT position_id FROM erasures)"
    )
    with ledger.read() as session:
        assert session.execute(sa.select(Position.words, Position.stance).order_by(Position.id)).all() == [
            ("Said so.", "yes"),
            ("(erased)", "no"),
        ]


def test_no_other_entry_loses_its_words(ledger: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, "UPDATE positions SET words = '(erased)' WHERE stance = 'yes'")
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, "UPDATE evidence SET title = NULL WHERE position_id NOT IN (SELECT position_id FROM erasures)")


def _by_attribute(entry: Position, database: Database) -> None:
    with database.write() as session:
        session.get_one(Position, entry.id).words = "Never said so."


def _by_delete(entry: Position, database: Database) -> None:
    with database.write() as session:
        session.delete(session.get_one(Position, entry.id))


def _by_bulk_update(entry: Position, database: Database) -> None:
    with database.write() as session:
        session.execute(sa.update(Position).values(words="Never said so."))


def _by_bulk_delete(entry: Position, database: Database) -> None:
    with database.write() as session:
        session.execute(sa.delete(Position))


@pytest.mark.parametrize("attempt", [_by_attribute, _by_delete, _by_bulk_update, _by_bulk_delete])
def test_our_own_code_is_told_in_words_what_to_do_instead(
    ledger: Database, attempt: Callable[[Position, Database], None]
) -> None:
    with ledger.read() as session:
        entry = session.scalars(sa.select(Position).limit(1)).one()
    with pytest.raises(LedgerIsAppendOnly, match="correction or a retraction"):
        attempt(entry, ledger)
