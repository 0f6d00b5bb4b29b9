"""Whether a database is whole: its tables, its references, and the triggers that keep the ledger append-only."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, inspect, text

from crm.audit.models import AuditEntry
from crm.db import Base
from crm.positions.append_only import LEDGER
from crm.sessions import Database

GUARDED = (*(model.__tablename__ for model in LEDGER), AuditEntry.__tablename__)
"""Tables of which the database itself refuses to change or remove a row."""


def findings(database: Database) -> tuple[str, ...]:
    """What is wrong with the database, a sentence each; nothing for one that is whole.

    Its tables must be at the newest version: raises InvalidInput as ``require_current`` does.
    """
    database.require_current()
    with database.engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        missing = [table.name for table in Base.metadata.sorted_tables if table.name not in names]
        found = [f"The table {name} is missing." for name in missing]
        if connection.dialect.name == "sqlite":
            found += _faults(connection)
        return (*found, *_unguarded(connection, missing))


def _faults(connection: Connection) -> list[str]:
    """What SQLite itself finds; PostgreSQL leaves neither to us."""
    said = connection.execute(text("PRAGMA integrity_check(5)")).scalars().all()
    found = [f"SQLite finds: {line}." for line in said if line != "ok"]
    lost = Counter(row[0] for row in connection.execute(text("PRAGMA foreign_key_check")))
    return found + [f"{number} rows of {table} point at rows that are not there." for table, number in lost.items()]


def _unguarded(connection: Connection, missing: list[str]) -> list[str]:
    verbs = ["update", "delete"]
    on_file = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.dialect.name == "postgresql":
        verbs.append("truncate")
        on_file = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    there = set(connection.execute(text(on_file)).scalars())
    return [
        f"The table {table} is no longer append-only: its trigger {table}_no_{verb} is missing or off."
        for table in GUARDED
        if table not in missing
        for verb in verbs
        if f"{table}_no_{verb}" not in there
    ]
