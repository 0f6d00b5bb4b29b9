"""One upload: what it is, what it would do, and bringing it in while the page shows how far it is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, NotAllowed, WhipcountError
from crm.importers.kinds import KINDS
from crm.importers.models import ImportUpload
from crm.importers.rights import SHEET, may_bring, may_change
from crm.importers.running import APPLY, PREVIEW, Run, Runs, came_in, is_begun
from crm.importers.uploads import came_before, change_kind, drop_upload, find_upload, size_of
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages.imports_sheet_view import sheet_view
from web.pages.wording_imports import SHEET_NAME, kind_name
from web.render import go, page, partial

router = APIRouter()


def runs_of(request: Request) -> Runs:
    """The imports that this application runs."""
    found: Runs = request.app.state.runs
    return found


@router.get("/imports/uploads/{upload_id:int}")
def shown(request: Request, session: Db, me: Me, upload_id: int, all: str = "") -> Response:
    """The upload: its kind, what it would do, how far it is. ``all``: every column of a wide sheet is listed."""
    upload, run = _found(request, session, me, upload_id)
    return upload_page(request, session, me, upload, run=run, show_all=bool(all))


@router.get("/imports/uploads/{upload_id:int}/progress")
def progress(request: Request, session: Db, me: Me, upload_id: int) -> Response:
    """How far it is: a page, or its part that asks again. When it has ended, the reader goes to what came of it."""
    upload, run = _found(request, session, me, upload_id)
    ends_at = f"/imports/{upload.batch_id}" if run is None and came_in(upload) else f"/imports/uploads/{upload_id}"
    if request.headers.get("hx-request") != "true":
        return go(ends_at) if run is None else upload_page(request, session, me, upload, run=run)
    answer = partial(request, "imports/_progress.html", upload=upload, run=run)
    if run is None:
        answer.headers["HX-Redirect"] = ends_at
    return answer


@router.post("/imports/uploads/{upload_id:int}/kind")
def changed(request: Request, session: Db, me: Me, form: Form, upload_id: int) -> Response:
    """Say what kind of import it is."""
    try:
        change_kind(session, me.viewer, upload_id, text_of(form, "kind"))
    except WhipcountError as wrong:
        return _again(request, session, me, upload_id, wrong)
    return go(f"/imports/uploads/{upload_id}")


@router.post("/imports/uploads/{upload_id:int}/preview")
def preview(request: Request, session: Db, me: Me, form: Form, upload_id: int) -> Response:
    """Read it and take all back, to see what it would do."""
    return start(request, session, me, upload_id, PREVIEW, text_of(form, "after"))


@router.post("/imports/uploads/{upload_id:int}/apply")
def apply(request: Request, session: Db, me: Me, form: Form, upload_id: int) -> Response:
    """Bring it in. A second click finds it done or under way."""
    return start(request, session, me, upload_id, APPLY, text_of(form, "after"))


@router.post("/imports/uploads/{upload_id:int}/drop")
def dropped(session: Db, me: Me, upload_id: int) -> Response:
    """Throw it away."""
    drop_upload(session, me.viewer, upload_id)
    return go("/imports", "The file is gone; nothing of it had come in.", "info")


def start(request: Request, session: Session, me: SignedIn, upload_id: int, what: str, after: str) -> Response:
    """Start the run; the page then shows how far it is."""
    here = f"/imports/uploads/{upload_id}"
    try:
        runs_of(request).start(session, me.viewer, upload_id, what, int(after) if after.isdecimal() else None)
    except Conflict as wrong:
        upload = find_upload(session, me.viewer, upload_id)
        if upload.batch_id is not None and what == APPLY:
            return go(f"/imports/{upload.batch_id}", "It has come in; once is enough.", "info")
        return go(here, f"{wrong.message} {wrong.hint}", "info")
    # Not the page itself: a small file has come in before the browser asks for it.
    return go(f"{here}/progress")


def upload_page(
    request: Request,
    session: Session,
    me: SignedIn,
    upload: ImportUpload,
    *,
    run: Run | None = None,
    wrong: WhipcountError | None = None,
    view: dict[str, Any] | None = None,
    show_all: bool = False,
) -> Response:
    """The page of an upload; ``run`` and ``view`` are its run and its mapping, where those are at hand already."""
    viewer = me.viewer
    run = run or runs_of(request).running(upload.id)
    noted = upload.options.get("run") or {}
    sheet = upload.kind == SHEET
    refused = _refusal(session, me, upload)
    if sheet and view is None and run is None and refused is None:
        view = sheet_view(session, viewer, upload, show_all=show_all)
    kinds = [(SHEET, SHEET_NAME), *((kind.name, kind.title) for kind in KINDS.values() if kind.name != SHEET)]
    return page(
        request,
        me,
        "imports/upload.html",
        nav="imports",
        status=wrong.status if wrong else 200,
        upload=upload,
        kinds=kinds,
        kind_name=kind_name,
        kind=KINDS.get(upload.kind or ""),
        sheet=sheet,
        why=upload.options.get("why"),
        size=size_of(upload.size),
        run=run,
        failed=noted if noted.get("state") == "failed" and run is None else None,
        lost=is_begun(upload) and run is None,
        preview=upload.options.get("preview"),
        before=came_before(session, viewer, upload) if upload.batch_id is None else None,
        refused=refused,
        may_change=may_change_upload(session, viewer, upload),
        wrong=wrong,
        **(view or {}),
    )


def _again(request: Request, session: Session, me: SignedIn, upload_id: int, wrong: WhipcountError) -> Response:
    return upload_page(request, session, me, find_upload(session, me.viewer, upload_id), wrong=wrong)


def _found(request: Request, session: Session, me: SignedIn, upload_id: int) -> tuple[ImportUpload, Run | None]:
    """The upload, and its run if one is at it."""
    upload = find_upload(session, me.viewer, upload_id)
    run = runs_of(request).running(upload_id)
    if run is None and is_begun(upload):
        # It ended after this request began to read, and what came of it is seen by reading anew.
        session.rollback()
        upload = find_upload(session, me.viewer, upload_id)
    return upload, run


def may_change_upload(session: Session, viewer: Viewer, upload: ImportUpload) -> bool:
    """Whether the viewer is offered to change it."""
    try:
        may_change(session, viewer, upload, clock.today())
    except NotAllowed:
        return False
    return True


def _refusal(session: Session, me: SignedIn, upload: ImportUpload) -> NotAllowed | None:
    """Why the reader may not bring it in as what it is, if that is so."""
    if upload.kind is None:
        return None
    try:
        may_bring(session, me.viewer, upload, clock.today())
    except NotAllowed as wrong:
        return wrong
    return None
