"""The forecast of a campaign: the chance of enough votes, whose step would help most, and every number behind it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.errors import InvalidInput, WhipcountError
from crm.forecast import service
from crm.forecast.screen import screen
from web.as_of import Asked, AskedAsOf, asked_as_of
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages import forecast_view as view
from web.render import go, page

router = APIRouter()

_BLANK = {"name": "", "value": "", "weight": "", "reason": ""}


@router.get("/campaigns/{slug}/forecast")
def forecast(request: Request, session: Db, me: Me, asked: Asked, slug: str) -> Response:
    """The forecast as of the two days in the address."""
    return _page(request, session, me, asked, slug)


@router.post("/campaigns/{slug}/forecast/{name}")
def set_number(request: Request, session: Db, me: Me, form: Form, slug: str, name: str) -> Response:
    """Set a number of the forecast, and its weight where it has one, with the reason."""
    typed = {field: text_of(form, field) for field in ("value", "weight", "reason")}
    try:
        value = view.number(name, typed["value"])
        weight = view.plain(typed["weight"], "weight") if typed["weight"] else None
        service.set_number(session, me.viewer, name, value, typed["reason"], weight=weight)
    except InvalidInput as wrong:
        return _page(request, session, me, asked_as_of(request), slug, wrong, {"name": name, **typed})
    return go(f"/campaigns/{slug}/forecast#n-{name}", "The number is set, and counts in every forecast from now on.")


@router.post("/campaigns/{slug}/forecast/{name}/as-stated")
def put_back(session: Db, me: Me, slug: str, name: str) -> Response:
    """Let the stated number count again."""
    service.put_back(session, me.viewer, name)
    return go(f"/campaigns/{slug}/forecast#n-{name}", "The stated number counts again.")


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    asked: AskedAsOf,
    slug: str,
    wrong: WhipcountError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    found = screen(session, me.viewer, slug, asked.as_of)
    context: dict[str, Any] = {
        "campaign": found.campaign,
        "asked": asked,
        "today": clock.today(),
        "known": asked.known or clock.today(),
        "win": view.together(found),
        "chambers": [view.chamber(each, found, asked) for each in found.forecast.chambers],
        "groups": view.groups(found),
        "may_set": found.may_set and not asked.past,
        "wrong": wrong,
        "typed": {**_BLANK, **(typed or {})},
        "blank": _BLANK,
    }
    return page(request, me, "forecast/forecast.html", nav="board", status=wrong.status if wrong else 200, **context)
