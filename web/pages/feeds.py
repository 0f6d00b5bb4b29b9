"""Calendar feeds: one's own links that calendar programs read, and what they read there."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from crm import clock
from crm.accounts import feeds
from crm.accounts.feeds import Answer, Reader
from crm.campaigns.viewer import viewer_of
from crm.errors import WhipcountError
from crm.exporters.events import tag_of
from crm.exporters.feeds import feed
from crm.exporters.formats import ABOUT, Format
from web.deps import Db, Form, Me, SignedIn, database_of, text_of
from web.render import go, page

router = APIRouter()

_REFUSED: Final = {
    Answer.UNKNOWN: (404, "There is no such calendar. Whoever uses it can make a new link under “Your account”."),
    Answer.TOO_MANY: (429, "That is too often. A calendar changes a few times a day at most."),
}


@router.api_route("/feeds/{token}.ics", methods=["GET", "HEAD"])
def read(request: Request, token: str) -> Response:
    """The calendar of whoever made the link, as they may see it today. Nobody signs in here: the link is the key."""
    database = database_of(request)
    address = request.client.host if request.client else "unknown"
    with database.read() as session:
        found = feeds.reader_of(session, token, address)
        content = b""
        if isinstance(found, Reader):
            viewer = viewer_of(session, found.user_id, is_admin=found.is_admin, today=clock.today())
            content = feed(session, viewer)
    if isinstance(found, Answer):
        if found is Answer.UNKNOWN:
            with database.write() as session:
                feeds.note_guess(session, address)
        return _refused(found)
    with database.write() as session:
        feeds.note_read(session, found)
    # No store of others may keep it, and one's own program asks each time: a link taken back is so at once.
    headers = {"ETag": tag_of(content), "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if _has_it(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=ABOUT[Format.ICS].media_type, headers=headers)


@router.get("/settings/feeds")
def listed(request: Request, session: Db, me: Me) -> Response:
    """One's own links, and the form for a new one."""
    return _page(request, session, me)


@router.post("/settings/feeds")
def make(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Make a link, and show it: here alone, and never again."""
    label = text_of(form, "label")
    try:
        token = feeds.new_feed(session, me.user_id, label)
    except WhipcountError as wrong:
        return _page(request, session, me, wrong=wrong, label=label)
    return _page(request, session, me, link=f"{request.base_url}feeds/{token}.ics", made=label)


@router.post("/settings/feeds/{feed_id:int}/revoke")
def revoke(session: Db, me: Me, feed_id: int) -> Response:
    """Take a link back: whoever still has it reads nothing more."""
    label = feeds.revoke_feed(session, me.user_id, feed_id)
    return go("/settings/feeds", f"Taken back: {label}. Programs that use the link get nothing more.", "info")


def _refused(answer: Answer) -> Response:
    status, words = _REFUSED[answer]
    again = {"Retry-After": str(int(feeds.WINDOW.total_seconds()))} if answer is Answer.TOO_MANY else {}
    return PlainTextResponse(words + "\n", status, headers=again)


def _has_it(asked: str, tag: str) -> bool:
    """Whether the program holds this very calendar; servers in between mark tags as weak when they compress."""
    return any(each.strip().removeprefix("W/") in (tag, "*") for each in asked.split(","))


def _page(
    request: Request,
    session: Db,
    me: SignedIn,
    *,
    wrong: WhipcountError | None = None,
    label: str = "",
    link: str | None = None,
    made: str = "",
) -> Response:
    return page(
        request,
        me,
        "settings/feeds.html",
        status=wrong.status if wrong else 200,
        feeds=feeds.feeds(session, me.user_id),
        wrong=wrong,
        label=label,
        link=link,
        webcal="webcal" + link[link.index(":") :] if link else None,
        made=made,
        longest=feeds.LONGEST_LABEL,
    )
