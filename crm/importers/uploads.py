"""Files handed in: kept as they came, so that they can be looked at, mapped, applied, and applied again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from crm import clock
from crm.accounts.models import User
from crm.audit.models import ImportBatch
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.importers.guessing import guess
from crm.importers.kinds import KINDS
from crm.importers.models import ImportUpload
from crm.importers.rights import SHEET, brings_records, may_change, organizations_of, sees_upload

LARGEST: Final = 40_000_000
"""Bytes. Whole sessions of a legislature come packed in a tenth of it; what is larger is imported on the server."""


@dataclass(frozen=True, slots=True)
class UploadLine:
    """An upload in a list. ``applied``: it has come in, and the import was not undone since."""

    id: int
    name: str
    kind: str | None
    size: int
    organization: str | None
    who: str | None
    uploaded_at: datetime
    failed: str | None


def keep_upload(
    session: Session, viewer: Viewer, name: str, content: bytes, *, organization_id: int | None = None
) -> ImportUpload:
    """Keep a file as it came, with a guess of its kind.

    It belongs to ``organization_id``, by default to the viewer's only organization; an administrator without one keeps
    it for the administrators. Raises InvalidInput for a file that is empty or too large, or when it is not clear whose
    it is; NotAllowed for a viewer who may bring in nothing.
    """
    if not content:
        raise InvalidInput("There is nothing in it.", hint="Choose a file that is not empty.", field="file")
    if len(content) > LARGEST:
        raise too_large(len(content))
    found = guess(name, content)
    upload = ImportUpload(
        name=clean_name(name),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        kind=found.kind,
        options={"why": found.why},
        organization_id=_whose(session, viewer, organization_id),
        uploaded_by_id=viewer.user_id,
        uploaded_at=clock.now(),
    )
    session.add(upload)
    session.flush()
    return upload


def too_large(size: int) -> InvalidInput:
    """The answer to a file over the limit."""
    return InvalidInput(
        f"The file has {megabytes(size)} MB; up to {megabytes(LARGEST)} MB are taken here.",
        hint="Pack it as .zip or split it; or have it imported on the server: crm import KIND PATH.",
        field="file",
    )


def megabytes(size: int) -> str:
    """The size in millions of bytes, with one digit below ten."""
    return f"{size / 1e6:.0f}" if size >= 10e6 else f"{size / 1e6:.1f}"


def size_of(size: int) -> str:
    """The size in words: "812 bytes", "12 KB", "3.4 MB"."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{megabytes(size)} MB"


def clean_name(name: str) -> str:
    """The last part of a file's name, without control characters, at most 200 characters; never empty."""
    last = re.split(r"[/\\]", name.strip())[-1]
    return re.sub(r"[\x00-\x1f\x7f]+", " ", last).strip()[-200:] or "unnamed"


def find_upload(session: Session, viewer: Viewer, upload_id: int, *, content: bool = False) -> ImportUpload:
    """The upload, with its ``content`` where that is asked for. Raises NotFound, also for those who may not see it."""
    query = select(ImportUpload).where(ImportUpload.id == upload_id, sees_upload(viewer))
    found = session.scalar(query.options(undefer(ImportUpload.content)) if content else query)
    if found is None:
        raise NotFound("That upload is not on file.", hint="Look for it on the page Import.")
    return found


def upload_to_change(session: Session, viewer: Viewer, upload_id: int) -> ImportUpload:
    """The upload, for somebody who may change it. Raises NotFound, and NotAllowed for those who may only see it."""
    upload = find_upload(session, viewer, upload_id)
    may_change(session, viewer, upload, clock.today())
    return upload


def change_kind(session: Session, viewer: Viewer, upload_id: int, kind: str) -> ImportUpload:
    """Say what kind of import the upload is; what was looked at before is forgotten.

    Raises InvalidInput, Conflict, and NotAllowed for those who may only see it.
    """
    upload = upload_to_change(session, viewer, upload_id)
    if kind not in {*KINDS, SHEET}:
        raise InvalidInput("That is no kind of import.", hint="Choose one of the list.", field="kind")
    if upload.batch_id is not None:
        raise Conflict("This file has come in already.", hint="To read it as another kind, hand it in again.")
    if kind != upload.kind:
        upload.kind = kind
        upload.options = {"why": "You chose it."}
        session.flush()
    return upload


def set_options(upload: ImportUpload, **options: Any) -> None:
    """Note something of the upload; what is None is forgotten."""
    kept = {**upload.options, **options}
    upload.options = {name: value for name, value in kept.items() if value is not None}


def drop_upload(session: Session, viewer: Viewer, upload_id: int) -> None:
    """Throw an upload away that never came in. Raises NotFound, NotAllowed, and Conflict for one that did."""
    upload = upload_to_change(session, viewer, upload_id)
    if upload.batch_id is not None:
        raise Conflict("This file has come in.", hint="Undo the import instead; the file stays with it.")
    session.delete(upload)
    session.flush()


def uploads_open(session: Session, viewer: Viewer) -> tuple[UploadLine, ...]:
    """What was handed in and has not come in yet, the newest first (one query)."""
    rows = session.execute(
        select(ImportUpload, Organization.name, User.name)
        .outerjoin(Organization, Organization.id == ImportUpload.organization_id)
        .outerjoin(User, User.id == ImportUpload.uploaded_by_id)
        .where(ImportUpload.batch_id.is_(None), sees_upload(viewer))
        .order_by(ImportUpload.id.desc())
        .limit(20)
    )
    return tuple(
        UploadLine(
            id=upload.id,
            name=upload.name,
            kind=upload.kind,
            size=upload.size,
            organization=organization,
            who=who,
            uploaded_at=upload.uploaded_at,
            failed=_failure(upload),
        )
        for upload, organization, who in rows
    )


def came_before(session: Session, viewer: Viewer, upload: ImportUpload) -> tuple[int, datetime] | None:
    """(batch number, instant) of the newest import of exactly this file that stands, if there is one to be seen."""
    row = session.execute(
        select(ImportBatch.id, ImportBatch.started_at)
        .join(ImportUpload, ImportUpload.batch_id == ImportBatch.id)
        .where(
            ImportUpload.sha256 == upload.sha256,
            ImportUpload.id != upload.id,
            ImportBatch.undone_at.is_(None),
            sees_upload(viewer),
        )
        .order_by(ImportBatch.id.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _whose(session: Session, viewer: Viewer, organization_id: int | None) -> int | None:
    ours = [found for found, _ in organizations_of(session, viewer, clock.today())]
    if organization_id is not None:
        if organization_id not in ours:
            raise NotAllowed(
                "You do not bring in sheets for that organization.", hint="Choose one in which you are an organizer."
            )
        return organization_id
    if len(ours) == 1 and not viewer.sees_all:
        return ours[0]
    if ours and not viewer.sees_all:
        raise InvalidInput(
            "For which of your organizations is it?", hint="What is private in it is seen by that one alone.",
            field="organization",
        )  # fmt: skip
    if not brings_records(viewer):
        raise NotAllowed(
            "Files are handed in by the organizers of an organization.", hint="Ask the lead of your organization."
        )
    return None


def _failure(upload: ImportUpload) -> str | None:
    run = upload.options.get("run") or {}
    return run.get("message") if run.get("state") == "failed" else None
