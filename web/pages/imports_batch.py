"""One import: what it did, what it could not use, and undoing it after a look at what will go."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.errors import Conflict, NotAllowed
from crm.importers.history import one_import
from crm.importers.undo import may_undo, undo_batch
from crm.importers.undo_words import UndoReport
from web.deps import Db, Me, SignedIn
from web.pages.wording_imports import kind_name
from web.render import go, page

router = APIRouter()


@router.get("/imports/{batch_id:int}")
def shown(request: Request, session: Db, me: Me, batch_id: int) -> Response:
    """What the import did."""
    return _page(request, session, me, batch_id)


@router.post("/imports/{batch_id:int}/look")
def would(request: Request, session: Db, me: Me, batch_id: int) -> Response:
    """What undoing would do: it is done and taken back."""
    one_import(session, me.viewer, batch_id)
    with session.begin_nested() as look:
        report = undo_batch(session, me.viewer, batch_id)
        look.rollback()
    session.expire_all()
    return _page(request, session, me, batch_id, report)


@router.post("/imports/{batch_id:int}/undo")
def undone(session: Db, me: Me, batch_id: int) -> Response:
    """Undo it."""
    one_import(session, me.viewer, batch_id)
    try:
        with session.begin_nested():
            report = undo_batch(session, me.viewer, batch_id)
    except Conflict as wrong:
        return go(f"/imports/{batch_id}", f"{wrong.message} {wrong.hint}", "warn")
    return go(f"/imports/{batch_id}", f"Import {batch_id} is undone. {' '.join(report.sentences[:4])}")


def _page(
    request: Request, session: Session, me: SignedIn, batch_id: int, report: UndoReport | None = None
) -> Response:
    found = one_import(session, me.viewer, batch_id)
    refused: NotAllowed | None = None
    try:
        may_undo(session, me.viewer, batch_id)
    except NotAllowed as wrong:
        refused = wrong
    return page(
        request,
        me,
        "imports/batch.html",
        nav="imports",
        found=found,
        line=found.line,
        kind_name=kind_name,
        refused=refused,
        report=report,
    )
