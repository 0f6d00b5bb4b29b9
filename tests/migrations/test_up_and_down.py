"""Every migration goes up and comes back, on an empty database and on one with rows in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from crm import migrate
from crm.db import Base, open_engine
from crm.positions.models import Evidence, Position
from crm.sessions import Database, open_database
from tests import builders

REVISIONS = [script.revision for script in ScriptDirectory.from_config(migrate.configuration()).walk_revisions()][::-1]


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[sa.Engine]:
    opened = open_engine(empty_database_url)
    yield opened
    opened.dispose()


def _tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_goes_up_and_comes_back_to_the_same_tables(engine: sa.Engine, revision: str) -> None:
    before = REVISIONS[REVISIONS.index(revision) - 1] if revision != REVISIONS[0] else "base"
    if before != "base":
        migrate.upgrade(engine, before)
    tables = _tables(engine)
    for _ in range(2):
        migrate.upgrade(engine, revision)
        assert migrate.current(engine) == revision
        migrate.downgrade(engine, before)
        assert _tables(engine) == tables


def test_nothing_is_left_after_the_way_down(engine: sa.Engine) -> None:
    migrate.upgrade(engine)
    migrate.downgrade(engine, "base")
    assert _tables(engine) == set()


def test_the_migrations_make_the_tables_the_models_describe(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_check_constraints_are_those_of_the_models(database: Database) -> None:
    """Autogenerate does not look at check constraints."""
    inspector = sa.inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        declared = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert {c["name"] for c in inspector.get_check_constraints(table.name)} == declared, table.name


def test_rows_survive_every_migration_that_has_a_way_back(database_url: str) -> None:
    """Down to the first migration, which is the last that has these tables, and up again."""
    database = open_database(database_url)
    with database.write() as session:
        state = builders.state(session)
        entry = builders.position(session, builders.person(session, "Sena Abara"), builders.measure(session, state))
    rows = _ledger(database)
    migrate.downgrade(database.engine, REVISIONS[0])
    migrate.upgrade(database.engine)
    assert _ledger(database) == rows
    assert rows[0][0] == entry.id
    database.close()


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    database.upgrade()
    database.require_current()


def test_a_failed_migration_leaves_the_database_as_it_was(engine: sa.Engine) -> None:
    """A table that is in the way stops the first migration; nothing of it may stay."""
    with engine.connect().execution_options(write=True) as connection:
        connection.execute(sa.text("CREATE TABLE votes (id INTEGER)"))
        connection.commit()
    with pytest.raises(sa.exc.DBAPIError):
        migrate.upgrade(engine)
    assert _tables(engine) == {"votes"}


def _ledger(database: Database) -> list[sa.Row]:
    with database.read() as session:
        return [*session.execute(sa.select(Position.__table__)), *session.execute(sa.select(Evidence.__table__))]
