"""the ids beside printed names, and a key for each roll call

A name that is matched later is found again by the id its source prints; a vote is the same vote whoever tells of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sponsorships", sa.Column("printed_id", sa.String(), nullable=True))
    op.add_column("sponsorships", sa.Column("derived_from", sa.String(), nullable=True))
    op.add_column("votes", sa.Column("printed_id", sa.String(), nullable=True))
    with op.batch_alter_table("roll_calls") as table:
        table.add_column(sa.Column("fact_key", sa.String(), nullable=True))
        table.create_unique_constraint(op.f("uq_roll_calls_fact_key"), ["fact_key"])


def downgrade() -> None:
    with op.batch_alter_table("roll_calls") as table:
        table.drop_constraint(op.f("uq_roll_calls_fact_key"), type_="unique")
        table.drop_column("fact_key")
    op.drop_column("votes", "printed_id")
    op.drop_column("sponsorships", "derived_from")
    op.drop_column("sponsorships", "printed_id")
