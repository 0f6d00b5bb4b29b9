"""when it was learned that a name left a bill, and that two bills go together

"What did we know then?" needs the instant at which each was recorded. What is on file already counts as known from the
day on which the name, or the bill, was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sponsorships", sa.Column("withdrawn_seen_at", INSTANT, nullable=True))
    op.execute("UPDATE sponsorships SET withdrawn_seen_at = first_seen_at WHERE withdrawn IS NOT NULL")
    with op.batch_alter_table("sponsorships") as table:
        table.create_check_constraint(
            op.f("ck_sponsorships_withdrawal_is_known"), "(withdrawn IS NULL) = (withdrawn_seen_at IS NULL)"
        )
    op.add_column("bill_links", sa.Column("recorded_at", INSTANT, nullable=True))
    op.execute(
        "UPDATE bill_links SET recorded_at = (SELECT bills.recorded_at FROM bills WHERE bills.id = bill_links.bill_id)"
    )
    with op.batch_alter_table("bill_links") as table:
        table.alter_column("recorded_at", existing_type=INSTANT, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("bill_links") as table:
        table.drop_column("recorded_at")
    with op.batch_alter_table("sponsorships") as table:
        table.drop_constraint(op.f("ck_sponsorships_withdrawal_is_known"), type_="check")
        table.drop_column("withdrawn_seen_at")
