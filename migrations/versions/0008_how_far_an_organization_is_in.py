"""the level of an organization in a coalition, its phone and address"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign_organizations", sa.Column("level", sa.String(), nullable=True))
    op.add_column("organizations", sa.Column("phone", sa.String(), nullable=True))
    op.add_column("organizations", sa.Column("address", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("organizations", "address")
    op.drop_column("organizations", "phone")
    op.drop_column("campaign_organizations", "level")
