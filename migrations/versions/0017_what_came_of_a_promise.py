"""what came of a promise or a meeting, and the links that end the daily e-mail"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("follow_ups") as table:
        table.add_column(sa.Column("result", sa.Text(), nullable=True))
    with op.batch_alter_table("lobby_slots") as table:
        table.add_column(sa.Column("reason", sa.String(), nullable=True))
    op.create_table(
        "follow_up_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("follow_up_id", KEY, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", KEY, nullable=True),
        sa.Column("former_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("former_owed_by_id", KEY, nullable=True),
        sa.Column("owed_by_id", KEY, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_follow_up_changes_follow_up_id")
        ),
        sa.ForeignKeyConstraint(
            ["former_owed_by_id"], ["users.id"], name=op.f("fk_follow_up_changes_former_owed_by_id")
        ),
        sa.ForeignKeyConstraint(["owed_by_id"], ["users.id"], name=op.f("fk_follow_up_changes_owed_by_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f("fk_follow_up_changes_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_changes")),
    )
    op.create_index(op.f("ix_follow_up_changes_follow_up_id"), "follow_up_changes", ["follow_up_id"])
    op.create_table(
        "digest_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_digest_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_digest_links_token_hash")),
    )
    op.create_index(op.f("ix_digest_links_user_id"), "digest_links", ["user_id"])


def downgrade() -> None:
    op.drop_table("digest_links")
    op.drop_table("follow_up_changes")
    with op.batch_alter_table("lobby_slots") as table:
        table.drop_column("reason")
    with op.batch_alter_table("follow_ups") as table:
        table.drop_column("result")
