"""Sources that are asked again: administrators add them, stop them, run one now, forget one."""

from __future__ import annotations

import logging
from typing import Final

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from crm.errors import NotAllowed, NotFound, WhipcountError
from crm.importers.refresh import sources
from crm.importers.refresh.run import refresh
from crm.sessions import Database
from web.deps import Db, Form, Me, SignedIn, database_of, text_of
from web.render import go, page

router = APIRouter()

PAGE: Final = "/settings/sources"
PACES: Final = ((24, "every day"), (6, "every 6 hours"), (1, "every hour"), (168, "every week"), (720, "every 30 days"))
_log = logging.getLogger("whipcount")


@router.get(PAGE)
def listed(request: Request, session: Db, me: Me) -> Response:
    """Every source, how it went, and the form for another."""
    return _page(request, session, me)


@router.post(PAGE)
def add(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Add a source; nothing is asked of it yet."""
    typed = {name: text_of(form, name) for name in ("kind", "location", "every_hours")}
    pace = int(typed["every_hours"]) if typed["every_hours"].isdecimal() else 0
    try:
        with session.begin_nested():
            added = sources.add_source(session, me.viewer, typed["kind"], typed["location"], pace)
    except NotAllowed:
        raise
    except WhipcountError as wrong:
        return _page(request, session, me, wrong=wrong, typed=typed)
    return go(PAGE, f"{sources.title_of(added.kind)} is on file. Run it now, or leave it to the timer.")


@router.post(PAGE + "/{source_id:int}/{verb}")
def changed(request: Request, session: Db, me: Me, source_id: int, verb: str) -> Response:
    """Switch a source on or off, forget it, or run it now."""
    if verb == "run":
        return _started(request, session, me, source_id)
    if verb == "remove":
        sources.remove_source(session, me.viewer, source_id)
        return go(PAGE, "Forgotten. What came in from it stays.", "info")
    if verb not in ("on", "off"):
        raise NotFound("There is no such page.", hint="Open the sources again and use the buttons.")
    found = sources.switch_source(session, me.viewer, source_id, on=verb == "on")
    return go(PAGE, f"{sources.title_of(found.kind)} is {'on, and due' if verb == 'on' else 'off'}.", "info")


def _started(request: Request, session: Db, me: SignedIn, source_id: int) -> Response:
    """The way back to the page; the source is run once the answer is sent, for some take minutes."""
    _only_administrators(me)
    found = sources.find_source(session, source_id)
    if any(line.is_running for line in sources.sources(session, me.viewer)):
        return go(PAGE, "Another source is being refreshed just now. Wait for it to end.", "warn")
    answer = go(PAGE, f"{sources.title_of(found.kind)} is being refreshed. Reload the page to see how it went.", "info")
    answer.background = BackgroundTask(_run, database_of(request), source_id, me.user_id)
    return answer


def _run(database: Database, source_id: int, user_id: int) -> None:
    try:
        refresh(lambda **about: database.write(user_id, **about), source_id=source_id)
    except WhipcountError as wrong:
        # Somebody was quicker, or has removed it: nothing of this run is on the page.
        _log.info("source %s was not refreshed: %s", source_id, wrong)


def _only_administrators(me: SignedIn) -> None:
    if not me.is_admin:
        raise NotAllowed("Only an administrator changes the sources.", hint="Ask whoever runs this server.")


def _page(
    request: Request,
    session: Db,
    me: SignedIn,
    *,
    wrong: WhipcountError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    _only_administrators(me)
    return page(
        request,
        me,
        "settings/sources.html",
        status=wrong.status if wrong else 200,
        sources=sources.sources(session, me.viewer),
        kinds=[(kind.name, kind.title) for kind in sources.kinds()],
        paces=[(str(hours), words) for hours, words in PACES],
        pace_words=dict(PACES),
        wrong=wrong,
        typed={"kind": "", "location": "", "every_hours": "24"} | (typed or {}),
    )
