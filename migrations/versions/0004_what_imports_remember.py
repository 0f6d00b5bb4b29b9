"""what imports remember

Uploads and how they are read, whom a printed name means, what a record showed on which days, where a source differs from
what was corrected here, and which rows came in bulk, so that a batch can be undone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "imported_rows",
        sa.Column("id", KEY, nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("first_id", KEY, nullable=False),
        sa.Column("last_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_imported_rows_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_rows")),
    )
    op.create_index(op.f("ix_imported_rows_batch_id"), "imported_rows", ["batch_id"])
    op.create_table(
        "import_uploads",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", KEY, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("organization_id", KEY, nullable=True),
        sa.Column("uploaded_by_id", KEY, nullable=True),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("batch_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_import_uploads_batch_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_import_uploads_organization_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_import_uploads_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_uploads")),
    )
    op.create_table(
        "import_recipes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("organization_id", KEY, nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("made_by_id", KEY, nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_import_recipes_made_by_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_import_recipes_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_recipes")),
        sa.UniqueConstraint("name", "organization_id", name=op.f("uq_import_recipes_name_organization_id")),
    )
    op.create_table(
        "name_matches",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("printed_id", sa.String(), nullable=True),
        sa.Column("context_key", sa.String(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "matched", "nobody", name="matchstate", native_enum=False, length=40), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("upload_id", KEY, nullable=True),
        sa.Column("batch_id", KEY, nullable=True),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_name_matches_batch_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_name_matches_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_name_matches_person_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["import_uploads.id"], name=op.f("fk_name_matches_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_matches")),
        sa.UniqueConstraint("source", "folded", "context_key", name=op.f("uq_name_matches_source_folded_context_key")),
    )
    op.create_index(op.f("ix_name_matches_person_id"), "name_matches", ["person_id"])
    op.create_index("ix_name_matches_state", "name_matches", ["state"])
    op.create_table(
        "source_differences",
        sa.Column("id", KEY, nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", KEY, nullable=False),
        sa.Column("column_name", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("ours", sa.Text(), nullable=True),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "taken", "kept", name="differencestate", native_enum=False, length=40), nullable=False),
        sa.Column("batch_id", KEY, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_source_differences_batch_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_source_differences_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_source_differences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_differences")),
        sa.UniqueConstraint("table_name", "row_id", "column_name", "theirs", name=op.f("uq_source_differences_table_name_row_id_column_name_theirs")),
    )
    op.create_index(op.f("ix_source_differences_person_id"), "source_differences", ["person_id"])
    op.create_index("ix_source_differences_state", "source_differences", ["state"])
    op.create_table(
        "refresh_sources",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("every_hours", KEY, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("failures", KEY, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("last_run_at", INSTANT, nullable=True),
        sa.Column("last_batch_id", KEY, nullable=True),
        sa.Column("last_result", sa.JSON(), nullable=True),
        sa.Column("added_by_id", KEY, nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_refresh_sources_added_by_id")),
        sa.ForeignKeyConstraint(["last_batch_id"], ["import_batches.id"], name=op.f("fk_refresh_sources_last_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_sources")),
        sa.UniqueConstraint("kind", "location", name=op.f("uq_refresh_sources_kind_location")),
    )
    op.create_table(
        "bill_identifiers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("bill_id", KEY, nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_bill_identifiers_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_identifiers")),
        sa.UniqueConstraint("scheme", "identifier", name=op.f("uq_bill_identifiers_scheme_identifier")),
    )
    op.create_index(op.f("ix_bill_identifiers_bill_id"), "bill_identifiers", ["bill_id"])
    op.create_table(
        "bill_snapshots",
        sa.Column("id", KEY, nullable=False),
        sa.Column("bill_id", KEY, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("first_seen_on", sa.Date(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sponsors", sa.JSON(), nullable=False),
        sa.Column("same_as", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_bill_snapshots_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_snapshots")),
        sa.UniqueConstraint("bill_id", "source", "first_seen_on", name=op.f("uq_bill_snapshots_bill_id_source_first_seen_on")),
    )
    with op.batch_alter_table("import_batches") as table:
        table.add_column(sa.Column("undone_by_id", KEY, nullable=True))
        table.create_foreign_key(op.f("fk_import_batches_undone_by_id"), "users", ["undone_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("import_batches") as table:
        table.drop_constraint(op.f("fk_import_batches_undone_by_id"), type_="foreignkey")
        table.drop_column("undone_by_id")
    op.drop_table("bill_snapshots")
    op.drop_table("bill_identifiers")
    op.drop_table("refresh_sources")
    op.drop_table("source_differences")
    op.drop_table("name_matches")
    op.drop_table("import_recipes")
    op.drop_table("import_uploads")
    op.drop_table("imported_rows")
