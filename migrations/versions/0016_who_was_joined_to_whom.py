"""who was joined to a record is found without reading everybody

The database asks it of each person that undoing an import removes: with every person of a large import read for every
other one, that took the square of their number.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_people_merged_into_id"), "people", ["merged_into_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_people_merged_into_id"), table_name="people")
