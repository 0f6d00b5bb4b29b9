"""the whole model"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jurisdictions",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("country", "state", "county", "city", name="jurisdictionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("abbreviation", sa.String(length=8), nullable=True),
        sa.Column("ocd_id", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["jurisdictions.id"], name="fk_jurisdictions_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_jurisdictions"),
        sa.UniqueConstraint("ocd_id", name="uq_jurisdictions_ocd_id"),
        sa.UniqueConstraint("slug", name="uq_jurisdictions_slug"),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "c3",
                "c4",
                "pac",
                "union",
                "party",
                "public_defender",
                "government",
                "informal",
                "unknown",
                name="organizationkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
        sa.UniqueConstraint("slug", name="uq_organizations_slug"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=True),
        sa.Column("family_name", sa.String(), nullable=True),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("birth_date", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["people.id"], name="fk_people_merged_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("slug", name="uq_people_slug"),
    )
    op.create_index("ix_people_sort_name", "people", ["sort_name"], unique=False)
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("who_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_who_at", "sign_in_attempts", ["who_hash", "at"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_table(
        "chambers",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("upper", "lower", "unicameral", name="chamberkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("member_title", sa.String(), nullable=False),
        sa.Column("member_abbreviation", sa.String(), nullable=False),
        sa.Column("pass_num", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("pass_den", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("override_num", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("override_den", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("rule_source", sa.String(), nullable=True),
        sa.Column("roster_as_of", sa.Date(), nullable=True),
        sa.CheckConstraint("seats > 0", name=op.f("ck_chambers_seats_positive")),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdictions.id"], name="fk_chambers_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chambers"),
        sa.UniqueConstraint("jurisdiction_id", "kind", name="uq_chambers_jurisdiction_id_kind"),
    )
    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_import_batches_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_import_batches"),
    )
    op.create_table(
        "legislative_sessions",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_special", sa.Boolean(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name="fk_legislative_sessions_jurisdiction_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_legislative_sessions"),
        sa.UniqueConstraint("jurisdiction_id", "slug", name="uq_legislative_sessions_jurisdiction_id_slug"),
    )
    op.create_table(
        "login_sessions",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_login_sessions_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_login_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_login_sessions_token_hash"),
    )
    op.create_index("ix_login_sessions_user_id", "login_sessions", ["user_id"], unique=False)
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdictions.id"], name="fk_measures_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        sa.UniqueConstraint("slug", name="uq_measures_slug"),
    )
    op.create_index("ix_measures_jurisdiction_id", "measures", ["jurisdiction_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "role", sa.Enum("lead", "organizer", "volunteer", name="role", native_enum=False, length=40), nullable=False
        ),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_memberships_organization_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_memberships_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_organization_id", "memberships", ["organization_id"], unique=False)
    op.create_index(
        "ix_memberships_user_id_organization_id", "memberships", ["user_id", "organization_id"], unique=False
    )
    op.create_table(
        "merge_proposals",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("other_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "same", "different", name="mergestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.CheckConstraint("person_id < other_id", name=op.f("ck_merge_proposals_in_order")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name="fk_merge_proposals_decided_by_id"),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_merge_proposals_other_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_merge_proposals_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_merge_proposals"),
        sa.UniqueConstraint("person_id", "other_id", name="uq_merge_proposals_person_id_other_id"),
    )
    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("sign_in", "set_password", name="linkpurpose", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_one_time_links_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_one_time_links"),
        sa.UniqueConstraint("token_hash", name="uq_one_time_links_token_hash"),
    )
    op.create_index("ix_one_time_links_user_id", "one_time_links", ["user_id"], unique=False)
    op.create_table(
        "organization_contacts",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_organization_contacts_organization_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organization_contacts"),
    )
    op.create_index(
        "ix_organization_contacts_organization_id", "organization_contacts", ["organization_id"], unique=False
    )
    op.create_table(
        "person_identifiers",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_identifiers_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_identifiers"),
        sa.UniqueConstraint("scheme", "identifier", name="uq_person_identifiers_scheme_identifier"),
    )
    op.create_index("ix_person_identifiers_person_id", "person_identifiers", ["person_id"], unique=False)
    op.create_table(
        "person_links",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_links_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_links"),
        sa.UniqueConstraint("person_id", "url", name="uq_person_links_person_id_url"),
    )
    op.create_table(
        "person_names",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("spelling", "nickname", "former", name="namekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_names_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_names"),
        sa.UniqueConstraint("person_id", "name", name="uq_person_names_person_id_name"),
    )
    op.create_index("ix_person_names_folded", "person_names", ["folded"], unique=False)
    op.create_table(
        "staff_tenures",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("boss_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["boss_id"], ["people.id"], name="fk_staff_tenures_boss_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_staff_tenures_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_tenures"),
    )
    op.create_index("ix_staff_tenures_boss_id", "staff_tenures", ["boss_id"], unique=False)
    op.create_index("ix_staff_tenures_person_id", "staff_tenures", ["person_id"], unique=False)
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.Column("import_batch_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "change",
            sa.Enum("created", "updated", "deleted", name="change", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["import_batch_id"], ["import_batches.id"], name="fk_audit_entries_import_batch_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_audit_entries_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"], unique=False)
    op.create_index("ix_audit_entries_import_batch_id", "audit_entries", ["import_batch_id"], unique=False)
    op.create_index("ix_audit_entries_table_name_row_id", "audit_entries", ["table_name", "row_id"], unique=False)
    op.create_table(
        "bills",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("session_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("introduced_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_bills_chamber_id"),
        sa.ForeignKeyConstraint(["session_id"], ["legislative_sessions.id"], name="fk_bills_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bills"),
        sa.UniqueConstraint("session_id", "number", name="uq_bills_session_id_number"),
    )
    op.create_index("ix_bills_chamber_id", "bills", ["chamber_id"], unique=False)
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("lead_organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_organization_id"], ["organizations.id"], name="fk_campaigns_lead_organization_id"
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_campaigns_measure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("slug", name="uq_campaigns_slug"),
    )
    op.create_index("ix_campaigns_measure_id", "campaigns", ["measure_id"], unique=False)
    op.create_table(
        "committees",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("parent_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("classification", sa.String(), nullable=False),
        sa.Column("outside_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_committees_chamber_id"),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdictions.id"], name="fk_committees_jurisdiction_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["committees.id"], name="fk_committees_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_committees"),
        sa.UniqueConstraint("outside_id", name="uq_committees_outside_id"),
    )
    op.create_index(
        "ix_committees_jurisdiction_id_chamber_id", "committees", ["jurisdiction_id", "chamber_id"], unique=False
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("session_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "adjournment",
                "committee",
                "introduction",
                "budget",
                "special_session",
                "opening",
                "other",
                name="deadlinekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum("predicted", "announced", "acted", name="certainty", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("replaces_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_deadlines_chamber_id"),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdictions.id"], name="fk_deadlines_jurisdiction_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_deadlines_recorded_by_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["deadlines.id"], name="fk_deadlines_replaces_id"),
        sa.ForeignKeyConstraint(["session_id"], ["legislative_sessions.id"], name="fk_deadlines_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deadlines"),
        sa.UniqueConstraint("replaces_id", name="uq_deadlines_replaces_id"),
    )
    op.create_index("ix_deadlines_chamber_id", "deadlines", ["chamber_id"], unique=False)
    op.create_index("ix_deadlines_falls_on", "deadlines", ["falls_on"], unique=False)
    op.create_index("ix_deadlines_jurisdiction_id", "deadlines", ["jurisdiction_id"], unique=False)
    op.create_table(
        "districts",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("on_map", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_districts_seats_positive")),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_districts_chamber_id"),
        sa.PrimaryKeyConstraint("id", name="pk_districts"),
        sa.UniqueConstraint("chamber_id", "name", name="uq_districts_chamber_id_name"),
    )
    op.create_table(
        "asks",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("print_letter", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "cosponsor",
                "vote_yes",
                "committee_vote",
                "bring_to_floor",
                "sign",
                "speak",
                "special_session",
                "override",
                "soften",
                name="askkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_asks_bill_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_asks_campaign_id"),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_asks_chamber_id"),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_asks_measure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_asks"),
    )
    op.create_index("ix_asks_campaign_id", "asks", ["campaign_id"], unique=False)
    op.create_table(
        "bill_events",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "introduced",
                "amended",
                "referred",
                "reported",
                "passed_chamber",
                "passed",
                "delivered",
                "signed",
                "vetoed",
                "lapsed_into_law",
                "enacted_in_part",
                "challenged_in_court",
                "court_ruling",
                "stalled",
                "announced",
                "other",
                name="eventkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("happened_earliest", sa.Date(), nullable=True),
        sa.Column("happened_latest", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("measure_id IS NOT NULL OR bill_id IS NOT NULL", name=op.f("ck_bill_events_of_something")),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_bill_events_bill_id"),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_bill_events_measure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bill_events"),
    )
    op.create_index("ix_bill_events_bill_id", "bill_events", ["bill_id"], unique=False)
    op.create_index(
        "ix_bill_events_measure_id_happened_latest", "bill_events", ["measure_id", "happened_latest"], unique=False
    )
    op.create_table(
        "bill_links",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("other_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("printed_number", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("same_as", "previous_version", "substituted_by", name="billlinkkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint("other_id IS NOT NULL OR printed_number IS NOT NULL", name=op.f("ck_bill_links_names_the_other")),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_bill_links_bill_id"),
        sa.ForeignKeyConstraint(["other_id"], ["bills.id"], name="fk_bill_links_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bill_links"),
    )
    op.create_index("ix_bill_links_bill_id", "bill_links", ["bill_id"], unique=False)
    op.create_index("ix_bill_links_other_id", "bill_links", ["other_id"], unique=False)
    op.create_table(
        "bill_prints",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_bill_prints_bill_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bill_prints"),
        sa.UniqueConstraint("bill_id", "letter", name="uq_bill_prints_bill_id_letter"),
    )
    op.create_table(
        "call_lists",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("deadline_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("built_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum("private", "coalition", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["built_by_id"], ["users.id"], name="fk_call_lists_built_by_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_call_lists_campaign_id"),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name="fk_call_lists_deadline_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_call_lists_organization_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call_lists"),
    )
    op.create_index("ix_call_lists_campaign_id", "call_lists", ["campaign_id"], unique=False)
    op.create_index("ix_call_lists_organization_id", "call_lists", ["organization_id"], unique=False)
    op.create_table(
        "campaign_measures",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_measures_campaign_id"),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_campaign_measures_measure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_measures"),
        sa.UniqueConstraint("campaign_id", "measure_id", name="uq_campaign_measures_campaign_id_measure_id"),
    )
    op.create_index("ix_campaign_measures_measure_id", "campaign_measures", ["measure_id"], unique=False)
    op.create_table(
        "campaign_organizations",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("agreement", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_organizations_campaign_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_campaign_organizations_organization_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_organizations"),
        sa.UniqueConstraint(
            "campaign_id",
            "organization_id",
            "joined_on",
            name="uq_campaign_organizations_campaign_id_organization_id_joined_on",
        ),
    )
    op.create_index(
        "ix_campaign_organizations_organization_id", "campaign_organizations", ["organization_id"], unique=False
    )
    op.create_table(
        "committee_seats",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("committee_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "co-chair",
                "vice-chair",
                "ranking member",
                "member",
                "other",
                name="committeerole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("printed_role", sa.String(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["committee_id"], ["committees.id"], name="fk_committee_seats_committee_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_committee_seats_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_committee_seats"),
    )
    op.create_index("ix_committee_seats_committee_id", "committee_seats", ["committee_id"], unique=False)
    op.create_index("ix_committee_seats_person_id", "committee_seats", ["person_id"], unique=False)
    op.create_table(
        "measure_bills",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "carries",
            sa.Enum("carrier", "vehicle", "rival", name="carries", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_measure_bills_bill_id"),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_measure_bills_measure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measure_bills"),
        sa.UniqueConstraint("measure_id", "bill_id", name="uq_measure_bills_measure_id_bill_id"),
    )
    op.create_index("ix_measure_bills_bill_id", "measure_bills", ["bill_id"], unique=False)
    op.create_table(
        "nameless_counts",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("number", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("of_whom", sa.String(), nullable=False),
        sa.Column("did_what", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_earliest", sa.Date(), nullable=True),
        sa.Column("said_latest", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fact_key", sa.String(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum("private", "coalition", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_nameless_counts_bill_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_nameless_counts_campaign_id"),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_nameless_counts_chamber_id"),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_nameless_counts_measure_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_nameless_counts_organization_id"),
        sa.PrimaryKeyConstraint("id", name="pk_nameless_counts"),
        sa.UniqueConstraint("fact_key", name="uq_nameless_counts_fact_key"),
    )
    op.create_index("ix_nameless_counts_measure_id", "nameless_counts", ["measure_id"], unique=False)
    op.create_index("ix_nameless_counts_organization_id", "nameless_counts", ["organization_id"], unique=False)
    op.create_table(
        "offices",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("kind", sa.Enum("seat", "post", name="officekind", native_enum=False, length=40), nullable=False),
        sa.Column("jurisdiction_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("district_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "power",
            sa.Enum("votes", "signs", "floor", "speaks", "executes", name="power", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("power_note", sa.Text(), nullable=True),
        sa.CheckConstraint("(kind = 'seat') = (district_id IS NOT NULL)", name=op.f("ck_offices_seat_has_district")),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_offices_chamber_id"),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name="fk_offices_district_id"),
        sa.ForeignKeyConstraint(["jurisdiction_id"], ["jurisdictions.id"], name="fk_offices_jurisdiction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offices"),
        sa.UniqueConstraint("district_id", name="uq_offices_district_id"),
        sa.UniqueConstraint("jurisdiction_id", "role", "chamber_id", name="uq_offices_jurisdiction_id_role_chamber_id"),
    )
    op.create_index("ix_offices_chamber_id", "offices", ["chamber_id"], unique=False)
    op.create_index("ix_offices_jurisdiction_id", "offices", ["jurisdiction_id"], unique=False)
    op.create_table(
        "relationships",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("strength", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("private", "coalition", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.CheckConstraint("strength BETWEEN 1 AND 5", name=op.f("ck_relationships_strength_in_scale")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_relationships_campaign_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_relationships_organization_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_relationships_person_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_relationships_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relationships"),
    )
    op.create_index("ix_relationships_organization_id", "relationships", ["organization_id"], unique=False)
    op.create_index("ix_relationships_person_id", "relationships", ["person_id"], unique=False)
    op.create_table(
        "roll_calls",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("print_letter", sa.String(), nullable=True),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("committee_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("stage", sa.Enum("committee", "floor", name="stage", native_enum=False, length=40), nullable=False),
        sa.Column("motion", sa.String(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("ayes", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("nays", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_roll_calls_bill_id"),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_roll_calls_chamber_id"),
        sa.ForeignKeyConstraint(["committee_id"], ["committees.id"], name="fk_roll_calls_committee_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roll_calls"),
    )
    op.create_index("ix_roll_calls_bill_id", "roll_calls", ["bill_id"], unique=False)
    op.create_table(
        "sponsorships",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("prime", "co", "multi", name="sponsorkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("joined", sa.String(), nullable=True),
        sa.Column("withdrawn", sa.String(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_sponsorships_bill_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sponsorships_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sponsorships"),
    )
    op.create_index("ix_sponsorships_bill_id_person_id", "sponsorships", ["bill_id", "person_id"], unique=False)
    op.create_index("ix_sponsorships_person_id", "sponsorships", ["person_id"], unique=False)
    op.create_table(
        "thresholds",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pass", "override", "comfort", name="thresholdkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("votes", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_thresholds_campaign_id"),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_thresholds_chamber_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_thresholds_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_thresholds"),
    )
    op.create_index("ix_thresholds_campaign_id_chamber_id", "thresholds", ["campaign_id", "chamber_id"], unique=False)
    op.create_table(
        "ask_targets",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("ask_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("office_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (office_id IS NULL)", name=op.f("ck_ask_targets_person_or_office")),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name="fk_ask_targets_ask_id"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_ask_targets_office_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_ask_targets_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ask_targets"),
    )
    op.create_index("ix_ask_targets_ask_id", "ask_targets", ["ask_id"], unique=False)
    op.create_index("ix_ask_targets_office_id", "ask_targets", ["office_id"], unique=False)
    op.create_index("ix_ask_targets_person_id", "ask_targets", ["person_id"], unique=False)
    op.create_table(
        "contact_points",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("office_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "capitol",
                "district",
                "primary",
                "capitol-mail",
                "district-mail",
                "campaign",
                "home",
                name="contactkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("fax", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("wrong_since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_contact_points_office_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_contact_points_person_id"),
        sa.ForeignKeyConstraint(["verified_by_id"], ["users.id"], name="fk_contact_points_verified_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_points"),
    )
    op.create_index("ix_contact_points_person_id", "contact_points", ["person_id"], unique=False)
    op.create_table(
        "gates",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("chamber_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("place", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "committee",
                "rules",
                "leader",
                "floor",
                "other_house",
                "executive",
                name="gatekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("committee_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "state",
            sa.Enum("ahead", "at", "passed", "blocked", name="gatestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("state_since", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_gates_campaign_id"),
        sa.ForeignKeyConstraint(["chamber_id"], ["chambers.id"], name="fk_gates_chamber_id"),
        sa.ForeignKeyConstraint(["committee_id"], ["committees.id"], name="fk_gates_committee_id"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_gates_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gates"),
        sa.UniqueConstraint("campaign_id", "chamber_id", "place", name="uq_gates_campaign_id_chamber_id_place"),
    )
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("ask_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("bill_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("print_letter", sa.String(), nullable=True),
        sa.Column(
            "stance",
            sa.Enum(
                "yes",
                "leaning_yes",
                "undecided",
                "leaning_no",
                "no",
                "unknown",
                name="stance",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "capacity",
            sa.Enum("officeholder", "candidate", name="capacity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "made_by",
            sa.Enum(
                "said", "sponsored", "sponsorship_withdrawn", "voted", name="shiftreason", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_earliest", sa.Date(), nullable=True),
        sa.Column("said_latest", sa.Date(), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("corrects_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("is_retraction", sa.Boolean(), nullable=False),
        sa.Column("reason_given", sa.Text(), nullable=True),
        sa.Column("fact_key", sa.String(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum("private", "coalition", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.CheckConstraint(
            "stance IS NULL OR stance IN ('yes', 'leaning_yes', 'undecided', 'leaning_no', 'no', 'unknown')",
            name=op.f("ck_positions_stance_on_scale"),
        ),
        sa.CheckConstraint(
            "visibility <> 'coalition' OR campaign_id IS NOT NULL", name=op.f("ck_positions_coalition_has_campaign")
        ),
        sa.CheckConstraint(
            "visibility <> 'private' OR organization_id IS NOT NULL", name=op.f("ck_positions_private_has_owner")
        ),
        sa.CheckConstraint("(stance IS NULL) = is_retraction", name=op.f("ck_positions_stance_unless_retraction")),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT is_retraction", name=op.f("ck_positions_retraction_corrects")),
        sa.CheckConstraint(
            "corrects_id IS NULL OR reason_given IS NOT NULL", name=op.f("ck_positions_correction_has_reason")
        ),
        sa.CheckConstraint("said_earliest IS NULL OR said_earliest <= said_latest", name=op.f("ck_positions_said_in_order")),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name="fk_positions_ask_id"),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name="fk_positions_bill_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_positions_campaign_id"),
        sa.ForeignKeyConstraint(["corrects_id"], ["positions.id"], name="fk_positions_corrects_id"),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_positions_measure_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_positions_organization_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_positions_person_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_positions_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sa.UniqueConstraint("corrects_id", name="uq_positions_corrects_id"),
        sa.UniqueConstraint("fact_key", name="uq_positions_fact_key"),
    )
    op.create_index("ix_positions_campaign_id", "positions", ["campaign_id"], unique=False)
    op.create_index("ix_positions_organization_id", "positions", ["organization_id"], unique=False)
    op.create_index("ix_positions_person", "positions", ["person_id", "measure_id", "said_latest"], unique=False)
    op.create_index("ix_positions_recorded_at", "positions", ["recorded_at"], unique=False)
    op.create_index(
        "ix_positions_stance_as_of",
        "positions",
        ["measure_id", "person_id", "said_latest", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "talking_points",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("ask_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("script", "argument", "objection", name="pointkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("stance", sa.String(), nullable=True),
        sa.Column("place", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name="fk_talking_points_ask_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_talking_points_campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_talking_points"),
    )
    op.create_index("ix_talking_points_campaign_id", "talking_points", ["campaign_id"], unique=False)
    op.create_table(
        "tenures",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("office_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("party", sa.String(), nullable=True),
        sa.Column("ballot_lines", sa.JSON(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR started_on IS NULL OR started_on <= ended_on", name=op.f("ck_tenures_in_order")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name="fk_tenures_office_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_tenures_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tenures"),
    )
    op.create_index("ix_tenures_office_id_started_on", "tenures", ["office_id", "started_on"], unique=False)
    op.create_index("ix_tenures_person_id", "tenures", ["person_id"], unique=False)
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("roll_call_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "aye",
                "nay",
                "aye_with_reservations",
                "excused",
                "absent",
                "abstained",
                name="votecode",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_votes_person_id"),
        sa.ForeignKeyConstraint(["roll_call_id"], ["roll_calls.id"], name="fk_votes_roll_call_id"),
        sa.PrimaryKeyConstraint("id", name="pk_votes"),
    )
    op.create_index("ix_votes_person_id", "votes", ["person_id"], unique=False)
    op.create_index("ix_votes_roll_call_id", "votes", ["roll_call_id"], unique=False)
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("position_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name="fk_erasures_position_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_erasures_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
        sa.UniqueConstraint("position_id", name="uq_erasures_position_id"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("position_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "public_statement",
                "sponsorship",
                "vote",
                "letter",
                "conversation",
                "staff",
                "third_party",
                name="evidencekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_firm", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.String(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("witnesses", sa.JSON(), nullable=False),
        sa.Column("verified_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name="fk_evidence_position_id"),
        sa.ForeignKeyConstraint(["verified_by_id"], ["users.id"], name="fk_evidence_verified_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_position_id", "evidence", ["position_id"], unique=False)
    op.create_table(
        "outreach_actions",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "call",
                "meeting",
                "lobby_visit",
                "letter",
                "email",
                "text",
                "social",
                "rally",
                "event",
                "testimony",
                name="channel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "reached_member",
                "reached_staff",
                "left_message",
                "no_answer",
                "busy",
                "call_back",
                "wrong_number",
                "refused",
                "held",
                "sent",
                "cancelled",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("happened_earliest", sa.Date(), nullable=True),
        sa.Column("happened_latest", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("contact_point_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("unnamed_people", sa.String(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_reason", sa.Text(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum("private", "coalition", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.CheckConstraint(
            "visibility <> 'coalition' OR campaign_id IS NOT NULL", name=op.f("ck_outreach_actions_coalition_has_campaign")
        ),
        sa.CheckConstraint(
            "visibility <> 'private' OR organization_id IS NOT NULL", name=op.f("ck_outreach_actions_private_has_owner")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_outreach_actions_campaign_id"),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_points.id"], name="fk_outreach_actions_contact_point_id"
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_outreach_actions_organization_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_outreach_actions_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outreach_actions"),
        sa.UniqueConstraint("client_key", name="uq_outreach_actions_client_key"),
    )
    op.create_index(
        "ix_outreach_actions_campaign_id_happened_latest",
        "outreach_actions",
        ["campaign_id", "happened_latest"],
        unique=False,
    )
    op.create_index("ix_outreach_actions_happened_latest", "outreach_actions", ["happened_latest"], unique=False)
    op.create_index("ix_outreach_actions_organization_id", "outreach_actions", ["organization_id"], unique=False)
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("upheld_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("overruled_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["overruled_id"], ["positions.id"], name="fk_rulings_overruled_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_rulings_recorded_by_id"),
        sa.ForeignKeyConstraint(["upheld_id"], ["positions.id"], name="fk_rulings_upheld_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rulings"),
        sa.UniqueConstraint("overruled_id", name="uq_rulings_overruled_id"),
    )
    op.create_table(
        "action_officials",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("action_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column(
            "part",
            sa.Enum("target", "attended", "sent", "spoke", name="part", native_enum=False, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name="fk_action_officials_action_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_action_officials_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action_officials"),
        sa.UniqueConstraint("person_id", "action_id", name="uq_action_officials_person_id_action_id"),
    )
    op.create_index("ix_action_officials_action_id", "action_officials", ["action_id"], unique=False)
    op.create_table(
        "action_organizations",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("action_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name="fk_action_organizations_action_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_action_organizations_organization_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action_organizations"),
        sa.UniqueConstraint("action_id", "organization_id", name="uq_action_organizations_action_id_organization_id"),
    )
    op.create_index(
        "ix_action_organizations_organization_id", "action_organizations", ["organization_id"], unique=False
    )
    op.create_table(
        "action_staff",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("action_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("staff_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("boss_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name="fk_action_staff_action_id"),
        sa.ForeignKeyConstraint(["boss_id"], ["people.id"], name="fk_action_staff_boss_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["people.id"], name="fk_action_staff_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action_staff"),
    )
    op.create_index("ix_action_staff_action_id", "action_staff", ["action_id"], unique=False)
    op.create_table(
        "action_topics",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("action_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("measure_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("ask_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("position_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name="fk_action_topics_action_id"),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name="fk_action_topics_ask_id"),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name="fk_action_topics_measure_id"),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name="fk_action_topics_position_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action_topics"),
        sa.UniqueConstraint("position_id", name="uq_action_topics_position_id"),
    )
    op.create_index("ix_action_topics_action_id", "action_topics", ["action_id"], unique=False)
    op.create_index("ix_action_topics_measure_id", "action_topics", ["measure_id"], unique=False)
    op.create_table(
        "action_users",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("action_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name="fk_action_users_action_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_action_users_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action_users"),
        sa.UniqueConstraint("action_id", "user_id", name="uq_action_users_action_id_user_id"),
    )
    op.create_index("ix_action_users_user_id", "action_users", ["user_id"], unique=False)
    op.create_table(
        "call_targets",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("call_list_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("ask_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("contact_point_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("rank", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "skipped", name="targetstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("action_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name="fk_call_targets_action_id"),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name="fk_call_targets_ask_id"),
        sa.ForeignKeyConstraint(["call_list_id"], ["call_lists.id"], name="fk_call_targets_call_list_id"),
        sa.ForeignKeyConstraint(["contact_point_id"], ["contact_points.id"], name="fk_call_targets_contact_point_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_call_targets_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call_targets"),
        sa.UniqueConstraint("call_list_id", "person_id", name="uq_call_targets_call_list_id_person_id"),
    )
    op.create_index("ix_call_targets_list_rank", "call_targets", ["call_list_id", "rank"], unique=False)
    op.create_index("ix_call_targets_person_id", "call_targets", ["person_id"], unique=False)
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("evidence_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name="fk_evidence_files_evidence_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_files"),
    )
    op.create_index("ix_evidence_files_evidence_id", "evidence_files", ["evidence_id"], unique=False)
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("action_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("campaign_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("person_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("owed_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum("private", "coalition", "public", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["outreach_actions.id"], name="fk_follow_ups_action_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_follow_ups_campaign_id"),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name="fk_follow_ups_done_by_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_follow_ups_organization_id"),
        sa.ForeignKeyConstraint(["owed_by_id"], ["users.id"], name="fk_follow_ups_owed_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_follow_ups_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
    )
    op.create_index("ix_follow_ups_action_id", "follow_ups", ["action_id"], unique=False)
    op.create_index("ix_follow_ups_organization_id", "follow_ups", ["organization_id"], unique=False)
    op.create_index("ix_follow_ups_owed_by_id_done_at", "follow_ups", ["owed_by_id", "done_at"], unique=False)
    op.create_index("ix_follow_ups_person_id", "follow_ups", ["person_id"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("call_target_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("user_id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_target_id"], ["call_targets.id"], name="fk_claims_call_target_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_claims_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_call_target_id_expires_at", "claims", ["call_target_id", "expires_at"], unique=False)
    op.create_index("ix_claims_user_id", "claims", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_claims_user_id", table_name="claims")
    op.drop_index("ix_claims_call_target_id_expires_at", table_name="claims")
    op.drop_table("claims")
    op.drop_index("ix_follow_ups_person_id", table_name="follow_ups")
    op.drop_index("ix_follow_ups_owed_by_id_done_at", table_name="follow_ups")
    op.drop_index("ix_follow_ups_organization_id", table_name="follow_ups")
    op.drop_index("ix_follow_ups_action_id", table_name="follow_ups")
    op.drop_table("follow_ups")
    op.drop_index("ix_evidence_files_evidence_id", table_name="evidence_files")
    op.drop_table("evidence_files")
    op.drop_index("ix_call_targets_person_id", table_name="call_targets")
    op.drop_index("ix_call_targets_list_rank", table_name="call_targets")
    op.drop_table("call_targets")
    op.drop_index("ix_action_users_user_id", table_name="action_users")
    op.drop_table("action_users")
    op.drop_index("ix_action_topics_measure_id", table_name="action_topics")
    op.drop_index("ix_action_topics_action_id", table_name="action_topics")
    op.drop_table("action_topics")
    op.drop_index("ix_action_staff_action_id", table_name="action_staff")
    op.drop_table("action_staff")
    op.drop_index("ix_action_organizations_organization_id", table_name="action_organizations")
    op.drop_table("action_organizations")
    op.drop_index("ix_action_officials_action_id", table_name="action_officials")
    op.drop_table("action_officials")
    op.drop_table("rulings")
    op.drop_index("ix_outreach_actions_organization_id", table_name="outreach_actions")
    op.drop_index("ix_outreach_actions_happened_latest", table_name="outreach_actions")
    op.drop_index("ix_outreach_actions_campaign_id_happened_latest", table_name="outreach_actions")
    op.drop_table("outreach_actions")
    op.drop_index("ix_evidence_position_id", table_name="evidence")
    op.drop_table("evidence")
    op.drop_table("erasures")
    op.drop_index("ix_votes_roll_call_id", table_name="votes")
    op.drop_index("ix_votes_person_id", table_name="votes")
    op.drop_table("votes")
    op.drop_index("ix_tenures_person_id", table_name="tenures")
    op.drop_index("ix_tenures_office_id_started_on", table_name="tenures")
    op.drop_table("tenures")
    op.drop_index("ix_talking_points_campaign_id", table_name="talking_points")
    op.drop_table("talking_points")
    op.drop_index("ix_positions_stance_as_of", table_name="positions")
    op.drop_index("ix_positions_recorded_at", table_name="positions")
    op.drop_index("ix_positions_person", table_name="positions")
    op.drop_index("ix_positions_organization_id", table_name="positions")
    op.drop_index("ix_positions_campaign_id", table_name="positions")
    op.drop_table("positions")
    op.drop_table("gates")
    op.drop_index("ix_contact_points_person_id", table_name="contact_points")
    op.drop_table("contact_points")
    op.drop_index("ix_ask_targets_person_id", table_name="ask_targets")
    op.drop_index("ix_ask_targets_office_id", table_name="ask_targets")
    op.drop_index("ix_ask_targets_ask_id", table_name="ask_targets")
    op.drop_table("ask_targets")
    op.drop_index("ix_thresholds_campaign_id_chamber_id", table_name="thresholds")
    op.drop_table("thresholds")
    op.drop_index("ix_sponsorships_person_id", table_name="sponsorships")
    op.drop_index("ix_sponsorships_bill_id_person_id", table_name="sponsorships")
    op.drop_table("sponsorships")
    op.drop_index("ix_roll_calls_bill_id", table_name="roll_calls")
    op.drop_table("roll_calls")
    op.drop_index("ix_relationships_person_id", table_name="relationships")
    op.drop_index("ix_relationships_organization_id", table_name="relationships")
    op.drop_table("relationships")
    op.drop_index("ix_offices_jurisdiction_id", table_name="offices")
    op.drop_index("ix_offices_chamber_id", table_name="offices")
    op.drop_table("offices")
    op.drop_index("ix_nameless_counts_organization_id", table_name="nameless_counts")
    op.drop_index("ix_nameless_counts_measure_id", table_name="nameless_counts")
    op.drop_table("nameless_counts")
    op.drop_index("ix_measure_bills_bill_id", table_name="measure_bills")
    op.drop_table("measure_bills")
    op.drop_index("ix_committee_seats_person_id", table_name="committee_seats")
    op.drop_index("ix_committee_seats_committee_id", table_name="committee_seats")
    op.drop_table("committee_seats")
    op.drop_index("ix_campaign_organizations_organization_id", table_name="campaign_organizations")
    op.drop_table("campaign_organizations")
    op.drop_index("ix_campaign_measures_measure_id", table_name="campaign_measures")
    op.drop_table("campaign_measures")
    op.drop_index("ix_call_lists_organization_id", table_name="call_lists")
    op.drop_index("ix_call_lists_campaign_id", table_name="call_lists")
    op.drop_table("call_lists")
    op.drop_table("bill_prints")
    op.drop_index("ix_bill_links_other_id", table_name="bill_links")
    op.drop_index("ix_bill_links_bill_id", table_name="bill_links")
    op.drop_table("bill_links")
    op.drop_index("ix_bill_events_measure_id_happened_latest", table_name="bill_events")
    op.drop_index("ix_bill_events_bill_id", table_name="bill_events")
    op.drop_table("bill_events")
    op.drop_index("ix_asks_campaign_id", table_name="asks")
    op.drop_table("asks")
    op.drop_table("districts")
    op.drop_index("ix_deadlines_jurisdiction_id", table_name="deadlines")
    op.drop_index("ix_deadlines_falls_on", table_name="deadlines")
    op.drop_index("ix_deadlines_chamber_id", table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index("ix_committees_jurisdiction_id_chamber_id", table_name="committees")
    op.drop_table("committees")
    op.drop_index("ix_campaigns_measure_id", table_name="campaigns")
    op.drop_table("campaigns")
    op.drop_index("ix_bills_chamber_id", table_name="bills")
    op.drop_table("bills")
    op.drop_index("ix_audit_entries_table_name_row_id", table_name="audit_entries")
    op.drop_index("ix_audit_entries_import_batch_id", table_name="audit_entries")
    op.drop_index("ix_audit_entries_at", table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_index("ix_staff_tenures_person_id", table_name="staff_tenures")
    op.drop_index("ix_staff_tenures_boss_id", table_name="staff_tenures")
    op.drop_table("staff_tenures")
    op.drop_index("ix_person_names_folded", table_name="person_names")
    op.drop_table("person_names")
    op.drop_table("person_links")
    op.drop_index("ix_person_identifiers_person_id", table_name="person_identifiers")
    op.drop_table("person_identifiers")
    op.drop_index("ix_organization_contacts_organization_id", table_name="organization_contacts")
    op.drop_table("organization_contacts")
    op.drop_index("ix_one_time_links_user_id", table_name="one_time_links")
    op.drop_table("one_time_links")
    op.drop_table("merge_proposals")
    op.drop_index("ix_memberships_user_id_organization_id", table_name="memberships")
    op.drop_index("ix_memberships_organization_id", table_name="memberships")
    op.drop_table("memberships")
    op.drop_index("ix_measures_jurisdiction_id", table_name="measures")
    op.drop_table("measures")
    op.drop_index("ix_login_sessions_user_id", table_name="login_sessions")
    op.drop_table("login_sessions")
    op.drop_table("legislative_sessions")
    op.drop_table("import_batches")
    op.drop_table("chambers")
    op.drop_table("users")
    op.drop_index("ix_sign_in_attempts_who_at", table_name="sign_in_attempts")
    op.drop_table("sign_in_attempts")
    op.drop_index("ix_people_sort_name", table_name="people")
    op.drop_table("people")
    op.drop_table("organizations")
    op.drop_table("jurisdictions")
