"""why a caller gave an official back without a call"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claims") as table:
        table.add_column(sa.Column("skipped", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("reason", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("claims") as table:
        table.drop_column("reason")
        table.drop_column("skipped")
