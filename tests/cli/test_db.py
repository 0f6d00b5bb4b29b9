"""``crm db upgrade`` and ``crm db check``."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from crm import migrate
from crm.sessions import Database
from tests.cli.conftest import Crm, contents


def _run(database: Database, *statements: str) -> None:
    with database.engine.connect().execution_options(write=True) as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
        connection.commit()


def test_a_database_at_the_newest_version_passes_the_check(crm: Crm) -> None:
    ran = crm("db", "check")
    assert (ran.code, ran.out) == (0, "")
    assert "at the newest version, and whole" in ran.err


def test_the_check_can_be_read_by_programs(crm: Crm) -> None:
    told = crm("db", "check", "--json").json
    assert (told["version"], told["whole"], told["findings"]) == (migrate.newest(), True, [])


def test_upgrading_twice_is_upgrading_once(crm: Crm) -> None:
    assert crm("db", "upgrade").code == 0
    assert f"Database at version {migrate.newest()}." in crm("db", "upgrade").err


def test_upgrading_an_empty_database_makes_its_tables(crm: Crm, empty_database_url: str) -> None:
    ran = crm("--database", empty_database_url, "db", "upgrade")
    assert (ran.code, ran.out) == (0, "")
    assert "was empty" in ran.err
    assert crm("--database", empty_database_url, "db", "check").code == 0


def test_an_older_database_is_told_to_upgrade_and_then_serves(crm: Crm, database: Database) -> None:
    migrate.downgrade(database.engine, "0001")
    ran = crm("whip", "anything")
    assert (ran.code, ran.out) == (2, "")
    assert "is at version 0001" in ran.err
    assert "Run: crm db upgrade" in ran.err
    assert "was 0001" in crm("db", "upgrade").err
    assert crm("db", "check").code == 0


def test_a_missing_trigger_is_found(crm: Crm, database: Database) -> None:
    on = " ON positions" if database.engine.dialect.name == "postgresql" else ""
    _run(database, f"DROP TRIGGER positions_no_update{on}")
    ran = crm("db", "check", "--json")
    assert ran.code == 2
    assert "positions is no longer append-only" in ran.out
    assert "positions_no_update" in ran.err


def test_a_missing_table_is_found(crm: Crm, database: Database) -> None:
    _run(database, "DROP TABLE sign_in_attempts")
    ran = crm("db", "check")
    assert ran.code == 2
    assert "The table sign_in_attempts is missing." in ran.err


def test_rows_that_point_at_nothing_are_found(crm: Crm, database: Database) -> None:
    if database.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL lets nobody write such a row")
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        connection.rollback()
        driver.executescript(
            "PRAGMA foreign_keys=OFF; INSERT INTO person_links (person_id, url) VALUES (77, 'https://example.org');"
        )
    ran = crm("db", "check")
    assert ran.code == 2
    assert "1 rows of person_links point at rows that are not there." in ran.err


def test_the_check_changes_nothing(crm: Crm, database: Database) -> None:
    before = contents(database)
    crm("db", "check")
    assert contents(database) == before
