"""Two records that may be one person: a lead says which, on the page of either."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from crm.errors import Conflict, NotFound
from crm.people.merging import decide_merge, surviving_slug
from crm.people.models import MergeState
from web.deps import Db, Me
from web.render import go

router = APIRouter()

_ANSWERS: Final = {
    "same": (MergeState.SAME, "They are one record now, with all that either knew."),
    "different": (MergeState.DIFFERENT, "They stay two records."),
}


@router.post("/merges/{proposal_id:int}/{answer}")
def decided(session: Db, me: Me, proposal_id: int, answer: str) -> Response:
    """Settle the proposal, and go on to the record that stayed."""
    if answer not in _ANSWERS:
        raise NotFound("There is no such page.", hint="Open the official again and use the buttons.")
    state, said = _ANSWERS[answer]
    slug = surviving_slug(session, proposal_id)
    try:
        with session.begin_nested():
            decide_merge(session, me.viewer, proposal_id, state)
    except Conflict as wrong:
        return go(f"/officials/{slug}", f"{wrong.message} {wrong.hint}", "warn")
    return go(f"/officials/{surviving_slug(session, proposal_id)}", said)
