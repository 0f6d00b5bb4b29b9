"""lobby days: teams, meetings, rooms, and what came of them"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lobby_days",
        sa.Column("id", KEY, nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", KEY, nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column(
            "visibility",
            sa.Enum("private", "coalition", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", KEY, nullable=True),
        sa.CheckConstraint(
            "visibility <> 'coalition' OR campaign_id IS NOT NULL", name=op.f("ck_lobby_days_coalition_has_campaign")
        ),
        sa.CheckConstraint(
            "visibility <> 'private' OR organization_id IS NOT NULL", name=op.f("ck_lobby_days_private_has_owner")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_lobby_days_campaign_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_lobby_days_organization_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f("fk_lobby_days_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_days")),
    )
    op.create_index(op.f("ix_lobby_days_campaign_id"), "lobby_days", ["campaign_id"])
    op.create_index(op.f("ix_lobby_days_held_on"), "lobby_days", ["held_on"])
    op.create_index(op.f("ix_lobby_days_organization_id"), "lobby_days", ["organization_id"])
    op.create_table(
        "lobby_teams",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lobby_day_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["lobby_day_id"], ["lobby_days.id"], name=op.f("fk_lobby_teams_lobby_day_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_teams")),
        sa.UniqueConstraint("lobby_day_id", "name", name=op.f("uq_lobby_teams_lobby_day_id_name")),
    )
    op.create_table(
        "lobby_members",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lobby_team_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lobby_team_id"], ["lobby_teams.id"], name=op.f("fk_lobby_members_lobby_team_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lobby_members_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_members")),
    )
    op.create_index("ix_lobby_members_lobby_team_id", "lobby_members", ["lobby_team_id"])
    op.create_index(op.f("ix_lobby_members_user_id"), "lobby_members", ["user_id"])
    op.create_table(
        "lobby_slots",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lobby_day_id", KEY, nullable=False),
        sa.Column("lobby_team_id", KEY, nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("building", sa.String(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("ask_id", KEY, nullable=True),
        sa.Column("with_staff", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("asked", "agreed", "held", "fell_through", name="slotstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("action_id", KEY, nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_lobby_slots_in_order")),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name=op.f("fk_lobby_slots_action_id")),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name=op.f("fk_lobby_slots_ask_id")),
        sa.ForeignKeyConstraint(["lobby_day_id"], ["lobby_days.id"], name=op.f("fk_lobby_slots_lobby_day_id")),
        sa.ForeignKeyConstraint(["lobby_team_id"], ["lobby_teams.id"], name=op.f("fk_lobby_slots_lobby_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_slots")),
    )
    op.create_index("ix_lobby_slots_lobby_day_id_starts_at", "lobby_slots", ["lobby_day_id", "starts_at"])
    op.create_index(op.f("ix_lobby_slots_lobby_team_id"), "lobby_slots", ["lobby_team_id"])
    op.create_table(
        "lobby_targets",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lobby_slot_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["lobby_slot_id"], ["lobby_slots.id"], name=op.f("fk_lobby_targets_lobby_slot_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_lobby_targets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_targets")),
        sa.UniqueConstraint("lobby_slot_id", "person_id", name=op.f("uq_lobby_targets_lobby_slot_id_person_id")),
    )
    op.create_index(op.f("ix_lobby_targets_person_id"), "lobby_targets", ["person_id"])


def downgrade() -> None:
    op.drop_table("lobby_targets")
    op.drop_table("lobby_slots")
    op.drop_table("lobby_members")
    op.drop_table("lobby_teams")
    op.drop_table("lobby_days")
