"""What imports need to remember: uploads, recipes, matched names, differences, sources that are refreshed."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key, line, short, text, word


class MatchState(enum.StrEnum):
    """What is known of a printed name: somebody must look, it is this person, it is nobody on file."""

    WAITING = "waiting"
    MATCHED = "matched"
    NOBODY = "nobody"


class DifferenceState(enum.StrEnum):
    """What was decided where a source differs from what we corrected."""

    WAITING = "waiting"
    TAKEN = "taken"
    KEPT = "kept"


class ImportUpload(Base):
    """A file somebody handed in, kept so that it can be mapped, applied, and applied again once names are matched."""

    __tablename__ = "import_uploads"

    id: Mapped[key]
    name: Mapped[line]
    sha256: Mapped[short]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kind: Mapped[short | None]
    options: Mapped[dict[str, Any]]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))


class ImportRecipe(Base):
    """How a sheet of this make is read: which column is what. ``headers`` are the column names it was made for."""

    __tablename__ = "import_recipes"
    __table_args__ = (UniqueConstraint("name", "organization_id"),)

    id: Mapped[key]
    name: Mapped[line]
    kind: Mapped[short]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    headers: Mapped[list[str]]
    mapping: Mapped[dict[str, Any]]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]


class NameMatch(Base):
    """A name as a source prints it, and whom it means. Decided once, remembered for every later import.

    ``context_key`` tells apart who is meant by where the name stands: jurisdiction, chamber, district, years.
    ``candidates`` are ``{"person_id", "score", "reason"}``, the likeliest first; scores run from 0 to 1.
    """

    __tablename__ = "name_matches"
    __table_args__ = (
        UniqueConstraint("source", "folded", "context_key"),
        Index("ix_name_matches_state", "state"),
    )

    id: Mapped[key]
    source: Mapped[short]
    printed_name: Mapped[line]
    folded: Mapped[line]
    printed_id: Mapped[short | None]
    context_key: Mapped[line]
    context: Mapped[dict[str, Any]]
    candidates: Mapped[list[Any]]
    state: Mapped[MatchState] = mapped_column(word(MatchState), default=MatchState.WAITING)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("import_uploads.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class SourceDifference(Base):
    """A source says something else than what somebody here corrected or verified. Ours stays until it is taken."""

    __tablename__ = "source_differences"
    __table_args__ = (
        UniqueConstraint("table_name", "row_id", "column_name", "theirs"),
        Index("ix_source_differences_state", "state"),
    )

    id: Mapped[key]
    table_name: Mapped[short]
    row_id: Mapped[int]
    column_name: Mapped[short]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    ours: Mapped[text | None]
    theirs: Mapped[text]
    source: Mapped[line]
    state: Mapped[DifferenceState] = mapped_column(word(DifferenceState), default=DifferenceState.WAITING)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    seen_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class RefreshSource(Base):
    """A source that ``crm refresh`` asks again: a folder or an address, how often, and how it went last."""

    __tablename__ = "refresh_sources"
    __table_args__ = (UniqueConstraint("kind", "location"),)

    id: Mapped[key]
    kind: Mapped[short]
    location: Mapped[text]
    every_hours: Mapped[int] = mapped_column(default=24)
    is_on: Mapped[bool] = mapped_column(default=True)
    etag: Mapped[line | None]
    last_modified: Mapped[line | None]
    failures: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    last_run_at: Mapped[datetime | None]
    last_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    last_result: Mapped[dict[str, Any] | None]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime]
