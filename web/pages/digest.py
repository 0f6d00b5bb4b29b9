"""The daily e-mail: one's hour, a try, and the link that ends it, which asks nobody to sign in."""

from __future__ import annotations

from datetime import time
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.digest import hours, links
from crm.digest.sending import send_one
from crm.errors import InvalidInput, WhipcountError
from crm.lobbying.clashes import clock_words
from crm.mail import mail_server
from web.deps import Db, Form, Me, SignedIn, database_of, looks_only, settings_of, text_of
from web.render import go, page

router = APIRouter()

HOURS: Final = [("", "No daily e-mail"), *((str(hour), clock_words(time(hour))) for hour in range(24))]


@router.get("/settings/digest")
def shown(request: Request, session: Db, me: Me) -> Response:
    """One's hour, and what such a mail holds."""
    return _page(request, session, me)


@router.post("/settings/digest")
def choose(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Choose the hour, or none."""
    text = text_of(form, "hour")
    try:
        if text and not (text.isascii() and text.isdecimal() and len(text) < 3):
            raise InvalidInput("No clock has that hour.", hint="Choose one of the list.", field="hour")
        wish = hours.set_hour(session, me.user_id, int(text) if text else None)
    except WhipcountError as wrong:
        return _page(request, session, me, wrong=wrong)
    if wish.hour is None:
        return go("/settings/digest", "No daily e-mail comes any more.", "info")
    first = "tomorrow" if wish.sent_on == clock.today() else "today"
    return go("/settings/digest", f"The next one comes {first}, at {clock_words(time(wish.hour))}.")


@router.post("/settings/digest/try")
@looks_only
def send_now(request: Request, session: Db, me: Me) -> Response:
    """Send one now. The mail server is spoken with while nobody is kept from writing."""
    database = database_of(request)
    try:
        server = mail_server(settings_of(request))
        done = send_one(database.read, lambda: database.write(me.user_id), server, me.user_id)
    except WhipcountError as wrong:
        return _page(request, session, me, tried=wrong)
    return go("/settings/digest", f"It is on its way to {done.email}.")


@router.get("/digest/stop/{token}")
def stop_form(request: Request, session: Db, token: str) -> Response:
    """Whose mails the link ends. Looking ends nothing: mail programs open links before people do."""
    return page(
        request, None, "settings/digest_stop.html", ending=links.ending(session, token), token=token, done=False
    )


@router.post("/digest/stop/{token}")
def stop(request: Request, session: Db, token: str) -> Response:
    """End them: by the button of the page, or by the mail program's own (RFC 8058)."""
    return page(request, None, "settings/digest_stop.html", ending=links.stop(session, token), token=token, done=True)


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    *,
    wrong: WhipcountError | None = None,
    tried: WhipcountError | None = None,
) -> Response:
    failed = wrong or tried
    try:
        mail_server(settings_of(request))
        missing = None
    except InvalidInput as told:
        missing = told
    wish = hours.wish_of(session, me.user_id)
    return page(
        request,
        me,
        "settings/digest.html",
        status=failed.status if failed else 200,
        wish=wish,
        hours=HOURS,
        at=clock_words(time(wish.hour)) if wish.hour is not None else "",
        zone=str(clock.zone()),
        wrong=wrong,
        tried=tried,
        missing=missing,
        today=clock.today(),
    )
