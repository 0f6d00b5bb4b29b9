"""an entry of the ledger follows its person where two records become one

Two records of one person are joined with all history, and the join can be undone. The ledger's rows stay as they are,
ids and instants included; only whose they are may change, and only from the record that a row of ``merges`` says is gone
to the one it says is kept, or back where it says that the merge was undone. The database holds that line, as it does
for erasures: everything else about an entry still never changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ERASABLE = {"words", "condition", "reason_given"}


def _others_same(may_change: set[str], same: str) -> str:
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns("positions")]
    return " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in columns if name not in may_change)


def _erasing(same: str) -> str:
    return f"EXISTS (SELECT 1 FROM erasures e WHERE e.position_id = OLD.id) AND {_others_same(ERASABLE, same)}"


def _following(same: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM merges m WHERE"
        " (m.undone_at IS NULL AND m.gone_id = OLD.person_id AND m.kept_id = NEW.person_id)"
        " OR (m.undone_at IS NOT NULL AND m.kept_id = OLD.person_id AND m.gone_id = NEW.person_id))"
        f" AND {_others_same({'person_id'}, same)}"
    )


def upgrade() -> None:
    _allow(_erasing, _following)


def downgrade() -> None:
    _allow(_erasing)


def _allow(*conditions) -> None:
    """Let an UPDATE of positions through under one of these conditions, and no other."""
    if op.get_bind().dialect.name == "postgresql":
        legal = " OR ".join(f"({condition('IS NOT DISTINCT FROM')})" for condition in conditions)
        op.execute(
            f"""
            CREATE OR REPLACE FUNCTION whipcount_positions_update() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {legal} THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'positions is append-only' USING ERRCODE = 'integrity_constraint_violation';
            END $$
            """
        )
        return
    legal = " OR ".join(f"({condition('IS')})" for condition in conditions)
    op.execute("DROP TRIGGER positions_no_update")
    op.execute(
        f"CREATE TRIGGER positions_no_update BEFORE UPDATE ON positions WHEN NOT ({legal})"
        " BEGIN SELECT RAISE(ABORT, 'positions is append-only'); END"
    )
