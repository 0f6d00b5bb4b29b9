"""numbers of the forecast that an administrator set"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forecast_numbers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_forecast_numbers_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_numbers")),
        sa.UniqueConstraint("name", name=op.f("uq_forecast_numbers_name")),
    )


def downgrade() -> None:
    op.drop_table("forecast_numbers")
