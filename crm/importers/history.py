"""What came in, as far as a viewer may know: public records all, an organization's sheets its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from crm.accounts.models import User
from crm.audit.models import ImportBatch
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer
from crm.errors import NotFound
from crm.importers.models import ImportUpload
from crm.importers.rights import SHEET, sees_upload

PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import. ``upload_id`` only where the viewer may see the file itself."""

    id: int
    kind: str
    source: str
    organization: str | None
    who: str | None
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    created: int
    updated: int
    same: int
    waiting: int
    problems: int
    upload_id: int | None


@dataclass(frozen=True, slots=True)
class OneImport:
    """An import with all it has to say."""

    line: ImportLine
    merge_proposals: int
    problems: tuple[dict[str, str], ...]


def imports(session: Session, viewer: Viewer, *, first: int = 0, size: int = PAGE) -> tuple[ImportLine, ...]:
    """The imports the viewer may know of, the newest first: one more than ``size`` where there are more (one query)."""
    query = _lines(viewer).order_by(ImportBatch.id.desc()).offset(first).limit(size + 1)
    return tuple(ImportLine(*row) for row in session.execute(query))


def one_import(session: Session, viewer: Viewer, batch_id: int) -> OneImport:
    """The import with its problems. Raises NotFound, also for one the viewer may not know of."""
    row = session.execute(
        _lines(viewer).add_columns(ImportBatch.summary).where(ImportBatch.id == batch_id)
    ).one_or_none()
    if row is None:
        raise NotFound("That import is not on file.", hint="Look for it on the page Import.")
    *line, summary = row
    return OneImport(
        ImportLine(*line),
        merge_proposals=int(summary.get("merge_proposals", 0)),
        problems=tuple(_problem(each) for each in summary.get("problems", ())),
    )


def _lines(viewer: Viewer) -> Select[Any]:
    return (
        select(
            ImportBatch.id,
            ImportBatch.kind,
            ImportBatch.source,
            Organization.name,
            User.name,
            ImportBatch.started_at,
            ImportBatch.finished_at,
            ImportBatch.undone_at,
            *(func.coalesce(ImportBatch.summary[name].as_integer(), 0) for name in ("created", "updated", "same")),
            func.coalesce(ImportBatch.summary["waiting"].as_integer(), 0),
            func.coalesce(func.json_array_length(ImportBatch.summary["problems"]), 0),
            ImportUpload.id,
        )
        .outerjoin(User, User.id == ImportBatch.user_id)
        .outerjoin(
            ImportUpload,
            and_(ImportUpload.id == ImportBatch.summary["upload"].as_integer(), sees_upload(viewer)),
        )
        .outerjoin(Organization, Organization.id == ImportUpload.organization_id)
        .where(_known_to(viewer))
    )


def _known_to(viewer: Viewer) -> ColumnElement[bool]:
    """Public records are everybody's; of a sheet know those who see its file, or who brought it in without one."""
    if viewer.sees_all:
        return true()
    mine = and_(ImportBatch.user_id == viewer.user_id, ImportBatch.summary["upload"].as_integer().is_(None))
    return or_(ImportBatch.kind != SHEET, ImportUpload.id.is_not(None), mine)


def _problem(each: Any) -> dict[str, str]:
    return {name: str(each.get(name, "")) for name in ("where", "what", "hint")}
