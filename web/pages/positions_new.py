"""Record a position: what was said, when, how we know, under which condition, and who may see it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.campaigns.queries import asks_open
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotFound, WhipcountError
from crm.outreach.around import NamedOfficial, named_officials
from crm.outreach.desk import desk
from crm.positions import service
from crm.positions.models import Position
from crm.positions.service import NewPosition
from web.charts.stances import WORDS
from web.deps import Db, Form, Me, SignedIn
from web.pages import positions_draft as draft
from web.pages.official import official_href
from web.pages.official_measure import campaign_about, chosen_measure
from web.pages.positions_words import choices
from web.render import go, page

router = APIRouter()


@router.get("/officials/{slug}/positions/new")
def new(request: Request, session: Db, me: Me, slug: str) -> Response:
    """The form; ``?measure=slug`` names the measure."""
    typed = draft.fresh(request.query_params.get("measure", "").strip())
    return _Screen(session, me, _named(session, slug), typed).shown(request)


@router.post("/officials/{slug}/positions/new")
def record(request: Request, session: Db, me: Me, form: Form, slug: str) -> Response:
    """Enter it; or show the form again, with the error beside its field and everything that was typed."""
    screen = _Screen(session, me, _named(session, slug), draft.sent(form))
    try:
        entry = screen.save()
    except WhipcountError as wrong:
        return screen.shown(request, wrong)
    stance = WORDS[entry.stance.value] if entry.stance else "It"
    assert screen.measure is not None
    return go(official_href(slug, screen.measure.slug, f"p-{entry.id}"), f"{stance} is on record.")


class _Screen:
    """The form with all it offers for what stands in it."""

    def __init__(self, session: Session, me: SignedIn, official: NamedOfficial, typed: draft.Typed) -> None:
        self.session, self.me, self.official, self.typed = session, me, official, typed
        self.desk = desk(session, me.viewer)
        self.measure = chosen_measure(session, self.desk, typed["measure"], official.jurisdictions)
        self.campaign = campaign_about(self.desk, self.measure)
        asks = asks_open(session, me.viewer, self.campaign.id, clock.today()) if self.campaign else ()
        self.asks = tuple(ask for ask in asks if self.measure and ask.measure_id == self.measure.id)

    def save(self) -> Position:
        """Enter the position. Raises what the service raises; then nothing was written."""
        if self.typed["ask"] and self.typed["ask"] not in {str(ask.id) for ask in self.asks}:
            raise InvalidInput("That ask is about another measure.", hint="Choose one that fits.", field="ask")
        new = draft.read_new(self.typed, self.official.id, self.measure, self.campaign, self.desk)
        return entered_once(self.session, self.me.viewer, new)

    def shown(self, request: Request, wrong: WhipcountError | None = None) -> Response:
        """The page, with the error where something was wrong."""
        context: dict[str, Any] = choices()
        measures = {each.slug: each.name for each in self.desk.measures.values()}
        if self.measure is not None:
            self.typed["measure"] = self.measure.slug
            measures.setdefault(self.measure.slug, self.measure.name)
        return page(
            request,
            self.me,
            "positions/new.html",
            nav="officials",
            status=wrong.status if wrong else 200,
            wrong=wrong,
            typed=self.typed,
            official=self.official,
            measure=self.measure,
            campaign=self.campaign,
            measures=sorted(measures.items(), key=lambda each: each[1]),
            asks=self.asks,
            organizations=self.desk.organizations,
            **context,
        )


def entered_once(session: Session, viewer: Viewer, new: NewPosition) -> Position:
    """Record the position; the same form sent twice, even at once, is one entry."""
    try:
        with session.begin_nested():
            return service.record(session, viewer, new)
    except IntegrityError:
        # The other one came first, so this time the entry is there.
        return service.record(session, viewer, new)


def _named(session: Session, slug: str) -> NamedOfficial:
    found = named_officials(session, (slug,), clock.today())
    if not found:
        raise NotFound("This official is not on file.", hint="Look for the name in the list of officials.")
    return found[0]
