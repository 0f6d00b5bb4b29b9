"""The phone bank: one official at a time, made for a phone held in one hand."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from crm.calling import service, undo_tap
from crm.calling.models import Skip
from crm.calling.queue import queue, take_next
from crm.calling.queue_card import card
from crm.calling.queue_log import Logged, log_call, skip
from crm.errors import InvalidInput, NotAllowed, NotFound, WhipcountError
from crm.outreach.desk import desk
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages import phone_form, phone_view
from web.pages.phone_form import Draft
from web.pages.phone_sessions import PerhapsMe, reads_first, writing
from web.render import go, page, partial

router = APIRouter()


@router.get("/phone")
def phone(request: Request, session: Db, me: Me) -> Response:
    """The card the caller holds in a list, or what is ahead there; without a list, the lists one may call from."""
    chosen = _number(request.query_params.get("list", ""))
    if chosen is None:
        lists = phone_view.open_lists(session, me)
        if len(lists) == 1:
            return RedirectResponse(f"/phone?list={lists[0].id}", 303)
        return page(request, me, "phone/lists.html", nav="call-lists", lists=lists)
    shown = phone_view.screen(
        session,
        me,
        chosen,
        anyway="anyway" in request.query_params,
        again=_number(request.query_params.get("again", "")),
    )
    return page(request, me, "phone/phone.html", nav="call-lists", **shown)


@router.get("/call-lists/{call_list_id:int}/phone")
def phone_of_list(me: Me, call_list_id: int) -> Response:
    """The phone bank of a list, from its page."""
    return RedirectResponse(f"/phone?list={call_list_id}", 303)


@router.post("/phone/next")
@reads_first
def next_card(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Take the next official of the list."""
    chosen = _number(text_of(form, "list"))
    if chosen is None:
        return go("/phone")
    said = None if _take_next(request, session, me, chosen) else "Others were quicker just now. See below who is left."
    return go(f"/phone?list={chosen}", said, "info")


@router.post("/phone/{target_id:int}/log")
@reads_first
def log(request: Request, session: Db, me: PerhapsMe, form: Form, target_id: int) -> Response:
    """Log the call, let the list follow, and go on to the next card. Nothing that was typed is ever lost."""
    draft = phone_form.sent(form)
    if me is None:
        return _to_copy(request, None, draft, NotAllowed("You are signed out."), 401)
    try:
        shown = card(session, me.viewer, target_id)
    except (NotFound, NotAllowed) as wrong:
        return _to_copy(request, me, draft, wrong, wrong.status)
    try:
        contact = phone_form.read(draft, shown, me.user_id, phone_view.measures_of(desk(session, me.viewer), shown))
        with writing(request, session, me) as opened:
            logged = log_call(opened, me.viewer, target_id, contact)
    except NotAllowed as wrong:
        return _to_copy(request, me, draft, wrong, wrong.status)
    except WhipcountError as wrong:
        context = phone_view.around_card(session, me, shown)
        context |= phone_view.card_of(session, me, shown, draft, wrong, anyway=True)
        return page(request, me, "phone/phone.html", nav="call-lists", status=wrong.status, **context)
    if not logged.is_closed:
        _take_next(request, session, me, shown.call_list_id)
    return go(f"/phone?list={shown.call_list_id}", _told(logged), "warn")


@router.post("/phone/{target_id:int}/skip")
@reads_first
def skipped(request: Request, session: Db, me: Me, form: Form, target_id: int) -> Response:
    """Give the official back with a reason, and go on to the next card."""
    shown = card(session, me.viewer, target_id)
    try:
        kind = Skip(text_of(form, "skip"))
    except ValueError:
        return go(f"/phone?list={shown.call_list_id}", "Why is the call skipped? Choose a reason.", "warn")
    try:
        with writing(request, session, me) as opened:
            skip(opened, me.viewer, target_id, kind, text_of(form, "reason"))
    except InvalidInput as wrong:
        return go(f"/phone?list={shown.call_list_id}", f"{wrong.message} {wrong.hint}", "warn")
    _take_next(request, session, me, shown.call_list_id)
    return go(f"/phone?list={shown.call_list_id}", f"{shown.name} is skipped.", "info")


@router.post("/phone/undo")
def undone(session: Db, me: Me, form: Form) -> Response:
    """Take the last tap back: the contact, what came of it, and the official is the caller's again."""
    action_id, chosen = _number(text_of(form, "action")), _number(text_of(form, "list"))
    back = f"/phone?list={chosen}" if chosen is not None else "/phone"
    if action_id is None:
        return go(back)
    try:
        with session.begin_nested():
            done = undo_tap.undo(session, me.viewer, action_id)
    except WhipcountError as wrong:
        return go(back, f"{wrong.message} {wrong.hint}".strip(), "warn")
    if not done.is_theirs:
        return go(back, "Undone. Somebody else has that office by now.", "warn")
    return go(f"/phone?list={done.call_list_id}&again={action_id}", "Undone. The call is yours again.", "info")


@router.post("/phone/claims/{claim_id:int}/renew")
def renewed(request: Request, session: Db, me: Me, claim_id: int) -> Response:
    """Let the lease of an open card begin anew; say so where somebody else has the office by now."""
    kept, wrong = None, None
    try:
        kept = service.renew(session, me.viewer, claim_id)
    except WhipcountError as error:
        wrong = error
    return partial(request, "phone/_lease.html", claim_id=kept.id if kept else claim_id, wrong=wrong, kept=kept)


def _take_next(request: Request, session: Session, me: SignedIn, list_id: int) -> bool:
    """Rank outside of any lock, then take; once more where all that were ready have just been taken by others."""
    for _ in range(2):
        found = queue(session, me.viewer, list_id)
        if found.is_closed or not (found.ready or found.mine):
            return False
        with writing(request, session, me) as opened:
            if take_next(opened, me.viewer, found) is not None:
                return True
    return False


def _told(logged: Logged) -> str | None:
    """What the caller has to know beside that it was logged, which the next page says with the way to undo it."""
    if logged.handed_on:
        said = "Your twenty minutes had run out, and somebody else has this office now. Both entries are kept."
    elif logged.late:
        said = "Your twenty minutes had run out. Your entry is kept all the same."
    else:
        said = ""
    if logged.is_closed:
        said = f"{said} The list was closed in the meantime, so no further call comes from it.".strip()
    return said or None


def _to_copy(request: Request, me: SignedIn | None, draft: Draft, wrong: WhipcountError, status: int) -> Response:
    """Access was withdrawn during the call: say so, and hand back every word."""
    return page(request, me, "phone/copy.html", nav="call-lists", status=status, draft=draft, wrong=wrong)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
