"""One copy of the template on PostgreSQL: emptying it, and putting kept rows into it.

Both set triggers aside for the one transaction: those of the ledger hold against everybody who may not do that.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg

_LARGE = 16 * 8192
"""Bytes up to which a table is small: row by row it is emptied ten times quicker than as a whole."""
_REPLICA = "SET LOCAL session_replication_role = replica"


class Content(NamedTuple):
    """Rows as COPY writes them, by table, and how far each sequence has counted."""

    rows: dict[str, bytes]
    counted: dict[str, int]


class Copy:
    """A copy of the template, with a connection of its own to look at it."""

    def __init__(self, name: str, connection: psycopg.Connection[Any]) -> None:
        self.name = name
        self.connection = connection
        self._schema = self._objects()
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        filled = (f"(SELECT '{name}', pg_relation_size('{name}') FROM {name} LIMIT 1)" for (name,) in tables)
        self._filled = " UNION ALL ".join(filled).encode()

    def is_as_new(self) -> bool:
        """Whether it could be made what it was: the tables it began with, nothing in them, all numbers from 1 on."""
        try:
            # Whoever a test left in the middle of something would hold what is to be emptied.
            self.connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if self._objects() != self._schema:
                return False
            with self.connection.transaction():
                self._empty()
        except psycopg.Error:
            return False
        return True

    def content(self) -> Content:
        """What it holds."""
        rows = {}
        for table in self._sizes():
            with self.connection.cursor().copy(f"COPY {table} TO STDOUT".encode()) as out:
                rows[table] = b"".join(bytes(part) for part in out)
        counted = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
        return Content(rows, dict(self.connection.execute(counted).fetchall()))

    def put(self, content: Content) -> None:
        """Let it hold that; it must be empty."""
        with self.connection.transaction():
            self.connection.execute(_REPLICA)
            for table, rows in content.rows.items():
                with self.connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as into:
                    into.write(rows)
            for sequence, value in content.counted.items():
                self.connection.execute("SELECT setval(%s::regclass, %s)", (sequence, value))

    def _sizes(self) -> dict[str, int]:
        """The bytes of each table that has rows."""
        return dict(self.connection.execute(self._filled).fetchall())

    def _empty(self) -> None:
        sizes = self._sizes()
        clear = [f"DELETE FROM {table}" for table, size in sizes.items() if size <= _LARGE]
        if large := ", ".join(table for table, size in sizes.items() if size > _LARGE):
            clear.append(f"TRUNCATE {large} CASCADE")
        if clear:
            self.connection.execute("; ".join([_REPLICA, *clear]).encode())
        self.connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
            " FROM pg_sequences WHERE last_value IS NOT NULL"
        )

    def _objects(self) -> list[Any]:
        return self.connection.execute(
            "SELECT (SELECT max(version_num) FROM alembic_version), (SELECT count(*) FROM pg_trigger),"
            " (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_constraint),"
            " (SELECT count(*) FROM pg_attribute)"
        ).fetchall()
