"""who has an official on the line, in whatever list, and who calls

A claim names its official, so that one office is held once across all lists.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "office_holds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=True),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_office_holds_claim_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_office_holds_person_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_office_holds_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_holds")),
        sa.UniqueConstraint("person_id", name=op.f("uq_office_holds_person_id")),
    )
    op.create_table(
        "caller_profiles",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("calls_per_hour", KEY, nullable=False),
        sa.Column("digest_hour", KEY, nullable=True),
        sa.Column("digest_sent_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_caller_profiles_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_profiles")),
        sa.UniqueConstraint("user_id", name=op.f("uq_caller_profiles_user_id")),
    )
    op.create_table(
        "caller_districts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_caller_districts_district_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_caller_districts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_districts")),
        sa.UniqueConstraint("user_id", "district_id", name=op.f("uq_caller_districts_user_id_district_id")),
    )
    op.create_index(op.f("ix_caller_districts_district_id"), "caller_districts", ["district_id"])
    with op.batch_alter_table("claims") as table:
        table.add_column(sa.Column("person_id", KEY, nullable=True))
        table.create_foreign_key(op.f("fk_claims_person_id"), "people", ["person_id"], ["id"])
        table.create_index(op.f("ix_claims_person_id"), ["person_id"])
    op.execute(
        "UPDATE claims SET person_id = "
        "(SELECT call_targets.person_id FROM call_targets WHERE call_targets.id = claims.call_target_id)"
    )
    with op.batch_alter_table("call_targets") as table:
        table.add_column(sa.Column("tier", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("gain", sa.Double(), nullable=True))
        table.add_column(sa.Column("call_back_at", INSTANT, nullable=True))
        table.add_column(sa.Column("call_back_to_id", KEY, nullable=True))
        table.create_foreign_key(op.f("fk_call_targets_call_back_to_id"), "users", ["call_back_to_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("call_targets") as table:
        table.drop_constraint(op.f("fk_call_targets_call_back_to_id"), type_="foreignkey")
        for name in ("call_back_to_id", "call_back_at", "gain", "tier"):
            table.drop_column(name)
    with op.batch_alter_table("claims") as table:
        table.drop_index(op.f("ix_claims_person_id"))
        table.drop_constraint(op.f("fk_claims_person_id"), type_="foreignkey")
        table.drop_column("person_id")
    op.drop_table("caller_districts")
    op.drop_table("caller_profiles")
    op.drop_table("office_holds")
