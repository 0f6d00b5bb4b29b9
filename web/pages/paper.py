"""Lists on paper: a sheet to print, and the form for what comes back."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm.calling.paper_codes import OUTCOME_LETTERS, STANCE_LETTERS
from crm.calling.paper_sheet import PaperOrder, paper_sheet
from web.deps import Db, Me
from web.pages.wording import CALL_OUTCOMES
from web.render import page

router = APIRouter()

LETTERS: Final = tuple((letter, CALL_OUTCOMES[outcome]) for letter, outcome in OUTCOME_LETTERS.items())
STANCES: Final = tuple((letter, stance.label) for letter, stance in STANCE_LETTERS.items())


@router.get("/call-lists/{call_list_id:int}/paper")
def sheet(request: Request, session: Db, me: Me, call_list_id: int, order: str = "calls") -> Response:
    """The sheet, as it is printed; an order nobody knows is that of the calls."""
    chosen = PaperOrder.ROOM if order == PaperOrder.ROOM else PaperOrder.CALLS
    found = paper_sheet(session, me.viewer, call_list_id, chosen)
    return page(request, me, "paper/sheet.html", nav="call-lists", sheet=found, letters=LETTERS, stances=STANCES)
