"""One official: reach them, see where they stand and why we think so, log a contact in place."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from crm import clock
from crm.errors import NotFound, WhipcountError
from crm.outreach.around import named_officials
from crm.outreach.desk import desk
from crm.people.queries import official as profile
from web.as_of import Asked
from web.charts.stances import WORDS
from web.deps import Db, Form, Me
from web.pages.official_log import LogForm
from web.pages.official_view import view
from web.pages.sign_in import safe_next
from web.render import go, page

router = APIRouter()


def official_href(slug: str, measure: str | None = None, anchor: str = "") -> str:
    """The address of an official's page, on a measure, at an entry or a card."""
    about = f"?{urlencode({'measure': measure})}" if measure else ""
    return f"/officials/{slug}{about}{'#' + anchor if anchor else ''}"


@router.get("/officials/{slug}")
def official(request: Request, session: Db, me: Me, asked: Asked, slug: str) -> Response:
    """The page, as of the day asked about; a record that was merged leads to the one that stayed."""
    found = profile(session, slug, asked.said)
    if found.slug != slug:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/officials/{found.slug}{query}", 303)
    measure = request.query_params.get("measure", "").strip()
    shown = view(session, me, found, measure, asked, request.query_params)
    return page(request, me, "officials/official.html", nav="officials", **shown)


@router.post("/officials/{slug}/log")
def log(request: Request, session: Db, me: Me, form: Form, asked: Asked, slug: str) -> Response:
    """Log a contact with this official, with what they said; or show the page again with the error and every word."""
    officials = named_officials(session, (slug,), clock.today())
    if not officials:
        raise NotFound("This official is not on file.", hint="Look for the name in the list of officials.")
    sent = LogForm.sent(officials[0], desk(session, me.viewer), form)
    about = sent.draft.topics[0]
    try:
        sent.save(session, me)
    except WhipcountError as wrong:
        found = profile(session, slug, asked.said)
        query = request.query_params
        shown = view(session, me, found, about.measure, asked, query, sent.with_asks(session, me), wrong)
        return page(request, me, "officials/official.html", nav="officials", status=wrong.status, **shown)
    stance = next((said.stance for said in about.said.values() if said.has_stance), None)
    told = f"Logged. {WORDS[stance]} is on record." if stance in WORDS else "Logged."
    back = sent.draft["next"]
    return go(safe_next(back) if back else official_href(slug, about.measure or None), told)
