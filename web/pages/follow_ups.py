"""What is owed: the pile of one's own and of one's organization, and one follow-up with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams
from starlette.responses import Response

from crm import clock, dates
from crm.errors import InvalidInput, WhipcountError
from crm.outreach import handing, service
from crm.outreach.desk import Desk, desk
from crm.outreach.pile import Which, Whose, owed, pile
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages import wording
from web.pages.sign_in import safe_next
from web.render import go, page
from web.trying import trying

router = APIRouter()

WHOSE: Final = {Whose.MINE: "Owed by me", Whose.OURS: "By my organization"}
WHICH: Final = {Which.OPEN: "Open", Which.OVERDUE: "Overdue", Which.WEEK: "This week", Which.DONE: "Done"}
_AS_EXPORTED: Final = {
    Which.OPEN: {},
    Which.OVERDUE: {"due": "overdue"},
    Which.WEEK: {"within": "7"},
    Which.DONE: {"due": "done"},
}
"""How the export calls what the page shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address. A word that means nothing asks for nothing."""

    whose: Whose
    which: Which
    campaign: str
    page: int

    def href(self, **changes: str) -> str:
        """The address with some filters changed; without those that ask for nothing."""
        words = {"whose": self.whose.value, "which": self.which.value, "campaign": self.campaign} | changes
        usual = {"whose": Whose.MINE.value, "which": Which.OPEN.value, "campaign": "", "page": "1"}
        given = {name: text for name, text in words.items() if text != usual[name]}
        return "/follow-ups" + (f"?{urlencode(given)}" if given else "")

    @property
    def export(self) -> str:
        """The same filters as the export takes them."""
        mine = {"mine": "yes"} if self.whose is Whose.MINE else {}
        return urlencode(mine | _AS_EXPORTED[self.which] | ({"campaign": self.campaign} if self.campaign else {}))


@router.get("/follow-ups")
def listed(request: Request, session: Db, me: Me) -> Response:
    """The pile; all filters are in the address."""
    offered = desk(session, me.viewer)
    asked = _asked(request.query_params, offered)
    campaign_id = next((each.id for each in offered.campaigns if each.slug == asked.campaign), None)
    found = pile(session, me.viewer, asked.whose, asked.which, clock.today(), campaign_id=campaign_id, page=asked.page)
    return page(
        request,
        me,
        "follow_ups/list.html",
        nav="outreach",
        asked=asked,
        found=found,
        whose=WHOSE,
        which=WHICH,
        campaigns=[each for each in offered.campaigns if each.takes_part],
        here=asked.href(page=str(found.page)),
        today=clock.today(),
    )


@router.get("/follow-ups/{follow_up_id:int}")
def shown(request: Request, session: Db, me: Me, follow_up_id: int) -> Response:
    """One follow-up: what is owed, what was changed about it, what came of it."""
    return _page(request, session, me, follow_up_id)


@router.post("/follow-ups/{follow_up_id:int}/done")
def done(request: Request, session: Db, me: Me, form: Form, follow_up_id: int) -> Response:
    """Tick a follow-up off, with what came of it where that is told, and go back to where it was ticked."""
    typed = {"result": text_of(form, "result")}
    with trying(session) as tried:
        found = service.complete_follow_up(session, me.viewer, follow_up_id, typed["result"])
        said = f"Done: {found.what}"
    if tried.wrong:
        return _page(request, session, me, follow_up_id, wrong=tried.wrong, typed=typed)
    return go(safe_next(text_of(form, "next")), said)


@router.post("/follow-ups/{follow_up_id:int}/move")
def move(request: Request, session: Db, me: Me, form: Form, follow_up_id: int) -> Response:
    """Let it be due on another day, for a reason."""
    typed = {name: text_of(form, name) for name in ("due", "reason")}
    with trying(session) as tried:
        due_on = dates.parse_day(typed["due"], field="due") if typed["due"] else None
        handing.move_follow_up(session, me.viewer, follow_up_id, due_on, typed["reason"])
    if tried.wrong:
        return _page(request, session, me, follow_up_id, wrong=tried.wrong, typed=typed)
    return go(f"/follow-ups/{follow_up_id}", "It has its new day.")


@router.post("/follow-ups/{follow_up_id:int}/hand-over")
def hand_over(request: Request, session: Db, me: Me, form: Form, follow_up_id: int) -> Response:
    """Let a colleague owe it."""
    typed = {"to": text_of(form, "to"), "why": text_of(form, "why")}
    with trying(session) as tried:
        if not (typed["to"].isascii() and typed["to"].isdecimal()) or len(typed["to"]) > 9:
            raise InvalidInput("To whom?", hint="Choose a colleague.", field="to")
        handing.hand_over(session, me.viewer, follow_up_id, int(typed["to"]), typed["why"])
    if tried.wrong:
        return _page(request, session, me, follow_up_id, wrong=tried.wrong, typed=typed)
    return go(f"/follow-ups/{follow_up_id}", "It is handed over.")


def _asked(query: QueryParams, offered: Desk) -> Asked:
    whose = next((each for each in Whose if each.value == query.get("whose")), Whose.MINE)
    which = next((each for each in Which if each.value == query.get("which")), Which.OPEN)
    slug = query.get("campaign", "")
    number = query.get("page", "")
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    return Asked(whose, which, slug if any(each.slug == slug for each in offered.campaigns) else "", at)


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    follow_up_id: int,
    *,
    wrong: WhipcountError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    found = owed(session, me.viewer, follow_up_id, clock.today())
    due = found.line.due_on.isoformat() if found.line.due_on else ""
    offered = desk(session, me.viewer)
    return page(
        request,
        me,
        "follow_ups/one.html",
        nav="outreach",
        status=wrong.status if wrong else 200,
        found=found,
        line=found.line,
        campaign=next((each for each in offered.campaigns if each.id == found.line.campaign_id), None),
        seen_by=wording.VISIBILITIES[found.visibility][0],
        wrong=wrong,
        typed={"due": due, "reason": "", "to": "", "why": "", "result": ""} | (typed or {}),
        today=clock.today(),
    )
