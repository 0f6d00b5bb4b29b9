"""SQLite changes a table by copying it; no row that points at it, and no row it points at, may be lost by that."""

from __future__ import annotations

import importlib.util
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from crm import migrate
from crm.sessions import Database
from tests.conftest import CHECKOUT


def test_keys_are_checked_again_after_migrating(database: Database) -> None:
    migrate.downgrade(database.engine, "0003")
    database.upgrade()
    orphan = "INSERT INTO person_names (person_id, name, folded, kind) VALUES (999, 'A', 'a', 'spelling')"
    with pytest.raises(DBAPIError), database.engine.connect().execution_options(write=True) as connection:
        connection.execute(sa.text(orphan))
        connection.commit()


def test_a_migration_that_leaves_a_row_pointing_at_nothing_is_refused(database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL checks its keys itself")
    source = (CHECKOUT / "alembic" / "env.py").read_text()
    check = _function(source, "check_keys")
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF").close()  # type: ignore[union-attr]
        check(ctx=SimpleNamespace(connection=connection))
        connection.execute(
            sa.text("INSERT INTO person_names (person_id, name, folded, kind) VALUES (999, 'A', 'a', 'spelling')")
        )
        with pytest.raises(RuntimeError, match="row 1 of person_names points at a row of people"):
            check(ctx=SimpleNamespace(connection=connection))
        connection.rollback()


def _function(source: str, name: str):  # type: ignore[no-untyped-def]
    """One function of Alembic's entry, which as a whole runs only inside of Alembic."""
    start = source.index(f"def {name}(")
    body = source[start : source.index("\n\n\n", start)]
    spec = importlib.util.spec_from_loader("entry", loader=None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    exec(body, module.__dict__)
    return getattr(module, name)
