"""Differences: what a source says against what somebody here corrected; one click takes it, one keeps ours."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm.errors import Conflict, NotFound
from crm.importers.differing import differences, keep, number_of_differences, take
from web.deps import Db, Form, Me, text_of
from web.pages.sign_in import safe_next
from web.pages.wording import CONTACTS
from web.render import go, page

router = APIRouter()


@router.get("/imports/differences")
def listed(request: Request, session: Db, me: Me, decided: str = "") -> Response:
    """The differences that wait, or those decided."""
    return page(
        request,
        me,
        "imports/differences.html",
        nav="imports",
        rows=differences(session, decided=bool(decided)),
        waiting=number_of_differences(session),
        decided=bool(decided),
        offices={kind.value: text for kind, text in CONTACTS.items()},
    )


@router.post("/imports/differences/{difference_id:int}/{answer}")
def settled(session: Db, me: Me, form: Form, difference_id: int, answer: str) -> Response:
    """Take theirs or keep ours, and go back to where it was asked."""
    back = safe_next(text_of(form, "next")) if text_of(form, "next") else "/imports/differences"
    if answer not in ("take", "keep"):
        raise NotFound("There is no such page.", hint="Open the list again and use the buttons.")
    try:
        with session.begin_nested():
            line = (take if answer == "take" else keep)(session, me.viewer, difference_id)
    except Conflict as wrong:
        return go(back, f"{wrong.message} {wrong.hint}", "warn")
    whose = f" of {line.person}" if line.person else ""
    said = f"is now {line.theirs}, as the source has it." if answer == "take" else "stays as it is here."
    return go(back, f"{line.what}{whose} {said}")
