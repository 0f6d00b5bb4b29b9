"""the ledger is append-only in the database too

A bulk UPDATE slips past the ORM's listener, and somebody with a SQL prompt past all of our code. The one exception:
an entry named in ``erasures`` may lose its words, and nothing else.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSERT_ONLY = ("rulings", "erasures", "nameless_counts", "evidence_files", "audit_entries")

# table -> (the entry an erasure names, columns an erasure may change)
ERASABLE = {
    "positions": ("id", {"words", "condition", "reason_given"}),
    "evidence": ("position_id", {"title", "outlet", "url", "quote", "witnesses"}),
}


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]


def _erasing(table: str, same: str) -> str:
    """The SQL condition under which an UPDATE is a legal erasure; ``same`` is the dialect's null-safe equality."""
    entry, erasable = ERASABLE[table]
    kept = [
        f"NEW.{name} {same} OLD.{name}" for name in _columns(table) if name not in erasable
    ]
    return f"EXISTS (SELECT 1 FROM erasures e WHERE e.position_id = OLD.{entry}) AND " + " AND ".join(kept)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _upgrade_sqlite()


def _upgrade_sqlite() -> None:
    for table in (*ERASABLE, *INSERT_ONLY):
        unless = f"WHEN NOT ({_erasing(table, 'IS')})" if table in ERASABLE else ""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {unless} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")


def _upgrade_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION whipcount_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
        """
    )
    for table in INSERT_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION whipcount_refuse()"
        )
    for table in ERASABLE:
        op.execute(
            f"""
            CREATE FUNCTION whipcount_{table}_update() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {_erasing(table, 'IS NOT DISTINCT FROM')} THEN RETURN NEW; END IF;
                RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation';
            END $$
            """
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION whipcount_{table}_update()"
        )
    for table in (*ERASABLE, *INSERT_ONLY):
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION whipcount_refuse()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION whipcount_refuse()"
        )



def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in (*ERASABLE, *INSERT_ONLY):
        for what in ("update", "delete", *(("truncate",) if postgresql else ())):
            op.execute(f"DROP TRIGGER {table}_no_{what}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        for table in ERASABLE:
            op.execute(f"DROP FUNCTION whipcount_{table}_update()")
        op.execute("DROP FUNCTION whipcount_refuse()")
