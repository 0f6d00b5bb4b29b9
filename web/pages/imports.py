"""Import: hand in files or text, see what came in, what waits for somebody."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.errors import WhipcountError
from crm.importers.differing import number_of_differences
from crm.importers.doubts import number_of_doubts
from crm.importers.guessing import guess
from crm.importers.history import PAGE, imports
from crm.importers.kinds import KINDS
from crm.importers.rights import SHEET, brings_records, organizations_of
from crm.importers.uploads import LARGEST as LARGEST_UPLOAD
from crm.importers.uploads import keep_upload, megabytes, size_of, uploads_open
from web.deps import Db, Me, SignedIn
from web.pages.imports_form import MOST, Handed, HandedIn, as_uploads
from web.pages.wording_imports import kind_name
from web.render import go, page

router = APIRouter()


@router.get("/imports")
def listed(request: Request, session: Db, me: Me, page: int = 1) -> Response:
    """The form, what was handed in, what came in."""
    return _page(request, session, me, number=max(1, min(page, 100_000)))


@router.post("/imports", max_body_size=MOST)
def hand_in(request: Request, handed: Handed, session: Db, me: Me) -> Response:
    """Keep what was handed in, and go on to look at it; several tables are each looked at for themselves."""
    if handed.wrong is not None:
        return _page(request, session, me, handed=handed, wrong=handed.wrong)
    apart = all(guess(name, content).kind == SHEET for name, content in handed.files)
    uploads = as_uploads(handed.files, apart=apart)
    try:
        with session.begin_nested():
            kept = [
                keep_upload(session, me.viewer, name, content, organization_id=handed.organization)
                for name, content in uploads
            ]
    except WhipcountError as wrong:
        return _page(request, session, me, handed=handed, wrong=wrong)
    if len(kept) == 1:
        return go(f"/imports/uploads/{kept[0].id}")
    return go("/imports#open", f"{len(kept)} tables are here: look at one after the other.")


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    *,
    number: int = 1,
    handed: HandedIn | None = None,
    wrong: WhipcountError | None = None,
) -> Response:
    viewer, today = me.viewer, clock.today()
    rows = imports(session, viewer, first=(number - 1) * PAGE)
    ours, records = organizations_of(session, viewer, today), brings_records(viewer)
    context: dict[str, Any] = {
        "rows": rows[:PAGE],
        "number": number,
        "more": len(rows) > PAGE,
        "open": uploads_open(session, viewer),
        "doubts": number_of_doubts(session, viewer),
        "differences": number_of_differences(session),
        "ours": ours,
        "brings_records": records,
        "may_hand_in": bool(ours) or records,
        "kinds": [kind for kind in KINDS.values() if kind.name != SHEET],
        "kind_name": kind_name,
        "largest": megabytes(LARGEST_UPLOAD),
        "size_of": size_of,
        "pasted": handed.pasted if handed else "",
        "chosen": handed.organization if handed else None,
        "wrong": wrong,
    }
    return page(request, me, "imports/list.html", nav="imports", status=wrong.status if wrong else 200, **context)
