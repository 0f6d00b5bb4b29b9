"""What an archive holds: every table is in it, or left out as a secret with the reason why."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, Table

from crm.db import Base

FORMAT: Final = 1
"""The version of the archive's form. It grows when an older Whipcount could no longer read what is written."""

EXPORTED: Final = frozenset(
    {
        # who works here, and together
        "users", "organizations", "organization_contacts", "memberships",
        # what changed, and what came in
        "audit_entries", "import_batches", "imported_rows", "import_uploads", "import_recipes", "name_matches",
        "source_differences", "refresh_sources",
        # where and when law is made
        "jurisdictions", "chambers", "districts", "legislative_sessions", "deadlines",
        # who makes it
        "people", "person_names", "person_identifiers", "person_links", "offices", "tenures", "contact_points",
        "staff_tenures", "committees", "committee_seats", "merge_proposals", "merges",
        # what is to become law
        "measures", "bills", "bill_identifiers", "bill_snapshots", "bill_prints", "bill_links", "measure_bills",
        "sponsorships", "bill_events", "roll_calls", "votes",
        # what is wanted, and of whom
        "campaigns", "campaign_measures", "campaign_organizations", "asks", "ask_targets", "thresholds", "gates",
        "talking_points",
        # the ledger
        "positions", "evidence", "evidence_files", "rulings", "erasures", "nameless_counts",
        # what was done, and what is next
        "outreach_actions", "action_officials", "action_staff", "action_organizations", "action_users",
        "action_topics", "follow_ups", "follow_up_changes", "relationships", "call_lists", "call_targets", "claims",
        "caller_profiles", "caller_districts", "lobby_days", "lobby_teams", "lobby_members", "lobby_slots",
        "lobby_targets", "forecast_numbers",
    }
)  # fmt: skip

SECRET_TABLES: Final = {
    "login_sessions": "Browsers that are signed in, by the hash of their token: worth nothing on another server.",
    "one_time_links": "Links that let somebody in once, by the hash of their token.",
    "sign_in_attempts": "Tries to sign in, kept for a while to slow down guessing.",
    "office_holds": "Who has an official on the line at this moment: over by the time an archive is read.",
    "digest_links": "Links that end the daily e-mail, by the hash of their token: each mail brings a new one.",
    "device_keys": "What opens the notes kept on one person's phone: those phones send them to this server.",
    "feed_tokens": "What a calendar program reads dates with, by the hash of the token; make new ones.",
}
"""Tables that never leave the server, with the reason."""

SECRET_COLUMNS: Final = {
    ("users", "password_hash"): "Whoever has it can try passwords at leisure. Users come back without a password.",
}
"""Columns that never leave the server; all of them may be empty."""


def exported() -> tuple[Table, ...]:
    """The tables of an archive, each after those it refers to. All tables must be mapped."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name in EXPORTED)


def columns_of(table: Table) -> tuple[Column[Any], ...]:
    """The columns of the table that go into an archive, by name."""
    kept = (column for column in table.columns if (table.name, column.name) not in SECRET_COLUMNS)
    return tuple(sorted(kept, key=lambda column: column.name))


def own_references(table: Table) -> tuple[str, ...]:
    """The columns in which a row of the table names another row of the same table."""
    return tuple(
        column.name for column in columns_of(table) if any(key.column.table is table for key in column.foreign_keys)
    )
