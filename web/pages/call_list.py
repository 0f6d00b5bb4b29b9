"""One call list: the officials in order, who is at it, what is done, and the way to each log form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.calling import service
from crm.calling.crew import split
from crm.calling.over import over
from crm.calling.queries import KeptList, TargetLine, call_list
from crm.calling.slipped import rebuild, slips
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, NotFound
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages.call_lists_view import TIERS, adds
from web.pages.outreach import words
from web.render import go, page, partial, wants_part

router = APIRouter()

_VERBS: dict[str, Callable[[Session, Viewer, int], Any]] = {
    "take": service.take,
    "give-back": service.give_back,
    "set-aside": service.set_aside,
    "put-back": service.put_back,
}


@router.get("/call-lists/{call_list_id:int}")
def shown(request: Request, session: Db, me: Me, call_list_id: int) -> Response:
    """The list as it stands now."""
    context = _context(call_list(session, me.viewer, call_list_id))
    if wants_part(request, "calls"):
        return partial(request, "call_lists/_calls.html", **context)
    slip = slips(session, me.viewer, [call_list_id]).get(call_list_id)
    context |= {
        "slip": slip,
        "over": over(session, me.viewer, call_list_id, moved_ahead=slip is not None and slip.ahead),
        "may_close": context["line"].organization_id in me.viewer.organization_ids,
    }
    return page(request, me, "call_lists/list.html", nav="call-lists", **context)


@router.post("/call-lists/{call_list_id:int}/rebuild")
def rebuilt(session: Db, me: Me, form: Form, call_list_id: int) -> Response:
    """Draw the list up again for the day its deadline has moved to."""
    made = rebuild(session, me.viewer, call_list_id, close_old=text_of(form, "close") == "1")
    return go(f"/call-lists/{made.id}", f"{made.name} is drawn up again: {made.rule['rows']} calls.")


@router.post("/call-lists/{call_list_id:int}/targets/{target_id:int}/{verb}")
def changed(request: Request, session: Db, me: Me, call_list_id: int, target_id: int, verb: str) -> Response:
    """Take an official, give them back, set them aside, put them back."""
    if verb not in _VERBS:
        raise NotFound("There is no such page.", hint="Open the call list again and use its buttons.")
    said = None
    try:
        _VERBS[verb](session, me.viewer, target_id)
    except Conflict as wrong:
        said = f"{wrong.message} {wrong.hint}"
    return _again(request, session, me, call_list_id, target_id, said)


@router.post("/call-lists/{call_list_id:int}/{verb}")
def closed(session: Db, me: Me, call_list_id: int, verb: str) -> Response:
    """Close the list, or open it again."""
    if verb not in ("close", "open"):
        raise NotFound("There is no such page.", hint="Open the call list again and use its buttons.")
    found = service.close(session, me.viewer, call_list_id, closed=verb == "close")
    if verb == "close":
        return go("/call-lists", f"{found.name} is closed.")
    return go(f"/call-lists/{call_list_id}", f"{found.name} is open again.")


def _again(
    request: Request, session: Session, me: SignedIn, call_list_id: int, target_id: int, said: str | None
) -> Response:
    if wants_part(request, "calls"):
        context = _context(call_list(session, me.viewer, call_list_id))
        return partial(request, "call_lists/_calls.html", **context, said=said)
    return go(f"/call-lists/{call_list_id}#call-{target_id}", said, "warn")


def _context(found: KeptList) -> dict[str, Any]:
    line = found.line
    waiting = [each for each in found.targets if each.done is None and not each.set_aside]
    return {
        "found": found,
        "line": line,
        "waiting": waiting,
        "tried": [each for each in found.targets if each.done is not None and not each.done.reached],
        "reached": [each for each in found.targets if each.done is not None and each.done.reached],
        "split": split(each.by for each in found.targets),
        "aside": [each for each in found.targets if each.set_aside and each.done is None],
        "log_href": lambda target: _log_href(found, target),
        "official_href": lambda target: f"/officials/{target.slug}?{urlencode({'measure': found.measure_slug})}",
        "words": words(),
        "adds": adds(found.goal),
        "tiers": TIERS,
    }


def _log_href(found: KeptList, target: TargetLine) -> str:
    """The log form on the official's page, filled in with the phone and the ask; it leads back to the list."""
    fields = {
        "measure": found.measure_slug,
        "phone": target.phone.id if target.phone else "",
        "ask": target.ask_id or "",
        "next": f"/call-lists/{found.line.id}",
    }
    return f"/officials/{target.slug}?{urlencode({name: value for name, value in fields.items() if value})}#log"
