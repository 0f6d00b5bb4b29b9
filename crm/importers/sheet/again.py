"""A sheet that was applied before, applied again because a name in it was decided: only what waited comes in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.audit.models import ImportBatch
from crm.campaigns.viewer import viewer_of
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import WhipcountError
from crm.importers.batches import continuing
from crm.importers.bringing import bring
from crm.importers.models import ImportUpload, NameMatch
from crm.importers.report import quietly
from crm.importers.rights import SHEET


def names_decided(session: Session, viewer: Viewer, matches: Sequence[NameMatch]) -> int:
    """Apply the kept sheets in which these names wait, and say how many things came in.

    On behalf of whoever handed a sheet in, with their rights of today: whoever says who is meant need not be of that
    organization. A sheet that was not applied, or was undone, waits for its owner; so does one that can no longer be.
    """
    number = 0
    for upload in _waiting(session, matches):
        try:
            with session.begin_nested(), continuing(session, upload.batch_id or 0):
                report = bring(session, _owner(session, viewer, upload), upload, quietly)
        except WhipcountError:
            continue
        number += report.created + report.updated
    return number


def _waiting(session: Session, matches: Sequence[NameMatch]) -> list[ImportUpload]:
    """The applied sheets in which a name waited, of the organizations whose names these are.

    A name is asked once, for the newest sheet that has it; older ones wait for the same answer.
    """
    named = {match.upload_id for match in matches if match.upload_id is not None}
    whose = set(session.scalars(select(ImportUpload.organization_id).where(ImportUpload.id.in_(sorted(named)))))
    rows = session.execute(
        select(ImportUpload, ImportBatch.summary)
        .join(ImportBatch, ImportBatch.id == ImportUpload.batch_id)
        .where(ImportUpload.kind == SHEET, ImportBatch.undone_at.is_(None))
        .order_by(ImportUpload.id)
    )
    return [
        upload
        for upload, summary in rows
        if upload.organization_id in whose and (upload.id in named or summary.get("waiting"))
    ]


def _owner(session: Session, viewer: Viewer, upload: ImportUpload) -> Viewer:
    if upload.uploaded_by_id is None:
        # Handed in on the command line, by whoever holds the database.
        return OPERATOR
    user = session.get(User, upload.uploaded_by_id)
    if user is None or not user.is_active:
        return viewer
    return viewer_of(session, user.id, is_admin=user.is_admin, today=clock.today())
