"""One upload brought in, whatever its kind: what the import page runs, for a look or for good."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import ImportBatch
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, WhipcountError
from crm.importers.kinds import kind_named
from crm.importers.models import ImportUpload
from crm.importers.report import ImportReport, Progress, without
from crm.importers.rights import SHEET, may_bring
from crm.importers.sheet.applying import apply_sheet
from crm.importers.sheet_desk import mapping_kept, table_of
from crm.importers.unpacking import lay_out

_UPLOAD: Final = "the upload"


def bring(session: Session, viewer: Viewer, upload: ImportUpload, progress: Progress) -> ImportReport:
    """Write what the upload holds into the session, as one batch that names the upload; nothing is committed.

    Raises NotAllowed, and InvalidInput as the reader of its kind does; then nothing may be committed.
    """
    may_bring(session, viewer, upload, clock.today())
    report = _bring_sheet(session, viewer, upload, progress) if upload.kind == SHEET else _bring_records(
        session, upload, progress
    )  # fmt: skip
    batch = session.get_one(ImportBatch, report.batch)
    batch.source = upload.name
    # The batch leads back to the upload, and so to whose it is.
    batch.summary = {**batch.summary, "problems": report.summary()["problems"], "upload": upload.id}
    upload.batch_id = batch.id
    session.flush()
    return report


def _bring_records(session: Session, upload: ImportUpload, progress: Progress) -> ImportReport:
    if upload.kind is None:
        raise InvalidInput("What kind of import is it?", hint="Choose one of the list.", field="kind")
    kind = kind_named(upload.kind)
    with tempfile.TemporaryDirectory(prefix="whipcount-import-") as temporary:
        folder = Path(temporary).resolve()
        try:
            report = kind.bring(session, lay_out(upload.name, upload.content, folder), progress)
        except WhipcountError as wrong:
            message, hint = (without(folder, text, _UPLOAD) for text in (wrong.message, wrong.hint))
            raise type(wrong)(message, hint=hint) from None
        report.without(folder, _UPLOAD)
    return report


def _bring_sheet(session: Session, viewer: Viewer, upload: ImportUpload, progress: Progress) -> ImportReport:
    table = table_of(upload)
    mapping = mapping_kept(session, viewer, upload, table)
    return apply_sheet(session, viewer, table, mapping, source=upload.name, upload_id=upload.id, progress=progress)
