"""by whom each call of a planned list is best made"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("call_targets") as table:
        table.add_column(sa.Column("caller_number", KEY, nullable=True))
        table.add_column(sa.Column("caller_id", KEY, nullable=True))
        table.create_foreign_key(op.f("fk_call_targets_caller_id"), "users", ["caller_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("call_targets") as table:
        table.drop_constraint(op.f("fk_call_targets_caller_id"), type_="foreignkey")
        table.drop_column("caller_id")
        table.drop_column("caller_number")
