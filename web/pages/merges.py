"""Records that may be one person: shown side by side, decided by a lead, taken apart again; also on either's page."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm.errors import Conflict, NotFound
from crm.people.duplicates import likely_pairs, propose_likely
from crm.people.merge_list import number_waiting, past_merges, waiting_pairs
from crm.people.merge_rights import joins_records, may_join
from crm.people.merge_undo import undo_merge
from crm.people.merging import decide_merge, surviving_slug
from crm.people.models import MergeState
from web.deps import Db, Form, Me, text_of
from web.render import go, page

router = APIRouter()

PAGE: Final = 20
_LIST: Final = "/merges"
_ANSWERS: Final = {
    "same": (MergeState.SAME, "They are one record now, with all that either knew."),
    "different": (MergeState.DIFFERENT, "They stay two records."),
}


@router.get("/merges")
def listed(request: Request, session: Db, me: Me, number: int = 1) -> Response:
    """The pairs that wait, side by side; how many more look alike; what was joined before."""
    number = max(1, number)
    waiting = number_waiting(session)
    may = joins_records(me.viewer)
    return page(
        request,
        me,
        "merges/list.html",
        nav="officials",
        pairs=waiting_pairs(session, first=(number - 1) * PAGE, size=PAGE),
        waiting=waiting,
        number=number,
        pages=-(-waiting // PAGE),
        more=len(likely_pairs(session)) if may else 0,
        past=past_merges(session),
        may_join=may,
    )


@router.post("/merges/look")
def looked(session: Db, me: Me) -> Response:
    """Put every pair that looks alike on the list."""
    may_join(me.viewer)
    found = propose_likely(session)
    return go(_LIST, f"{found} {'pair is' if found == 1 else 'pairs are'} on the list now. Nothing was joined.")


@router.post("/merges/{merge_id:int}/undo")
def taken_apart(session: Db, me: Me, merge_id: int) -> Response:
    """Take a merge back."""
    try:
        with session.begin_nested():
            undo_merge(session, me.viewer, merge_id)
    except Conflict as wrong:
        return go(_LIST, f"{wrong.message} {wrong.hint}", "warn")
    return go(_LIST, "They are two records again, each with what was its own. The pair waits for a decision.")


@router.post("/merges/{proposal_id:int}/{answer}")
def decided(session: Db, me: Me, form: Form, proposal_id: int, answer: str) -> Response:
    """Settle the proposal, and go on: to the list it was decided on, or to the record that stayed."""
    if answer not in _ANSWERS:
        raise NotFound("There is no such page.", hint="Open the official again and use the buttons.")
    state, said = _ANSWERS[answer]
    keep = text_of(form, "keep")
    back = _LIST if text_of(form, "back") == "list" else None
    slug = surviving_slug(session, proposal_id)
    try:
        with session.begin_nested():
            decide_merge(session, me.viewer, proposal_id, state, keep_id=int(keep) if keep.isdecimal() else None)
    except Conflict as wrong:
        return go(back or f"/officials/{slug}", f"{wrong.message} {wrong.hint}", "warn")
    return go(back or f"/officials/{surviving_slug(session, proposal_id)}", said)
