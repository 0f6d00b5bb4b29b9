"""The calendar: what ends when and how sure we are, who sits, what slipped from where; and the forms that keep it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.calling.backward import Backward, backward
from crm.campaigns.queries import campaigns
from crm.datewords import day
from crm.errors import InvalidInput, WhipcountError
from crm.jurisdictions import queries, service
from crm.jurisdictions.rights import keeps_calendar, may_keep_calendar
from crm.outreach.agenda import agenda
from crm.positions.as_of import AsOf
from web.as_of import Asked
from web.deps import Db, Form, Me, SignedIn
from web.pages import calendar_forms as forms
from web.pages import calendar_view as view
from web.pages.calendar_filters import CHAMBERS, Wanted, wanted
from web.pages.wording_board import CERTAINTIES, DEADLINES
from web.render import go, page, partial, wants_part

router = APIRouter()


@router.get("/calendar")
def calendar(request: Request, session: Db, me: Me, times: Asked) -> Response:
    """What lies ahead and what is over, as known on the day in the address; filters are in the address, too."""
    offered, governments = campaigns(session, me.viewer), queries.governments_on_file(session)
    asked = wanted(request.query_params, times, offered, governments)
    found = agenda(session, me.viewer, asked.filters, asked.day, times.as_of.known)
    lines, axis = view.lines(found)
    newest, earlier = view.sessions(found.sessions)
    context: dict[str, Any] = {
        "found": found,
        "asked": asked,
        "today": clock.today(),
        "first": view.first(found),
        "groups": view.ahead(found),
        "past": view.past(found),
        "past_shown": view.PAST_SHOWN,
        "overdue": view.overdue(found),
        "lines": lines,
        "axis": axis,
        "newest_sessions": newest,
        "earlier_sessions": earlier,
        "session_days": view.session_days,
        "kinds": DEADLINES,
        "certainties": CERTAINTIES,
        "may_keep": keeps_calendar(me.viewer),
        "backward": _backward(session, me, asked),
    }
    if wants_part(request, "calendar"):
        return partial(request, "calendar/_calendar.html", **context)
    return page(
        request,
        me,
        "calendar/calendar.html",
        nav="calendar",
        **context,
        campaigns=offered,
        governments=governments,
        chamber_kinds=CHAMBERS,
    )


def _backward(session: Session, me: SignedIn, asked: Wanted) -> tuple[Backward, ...]:
    """What the days left ask of the viewer's campaigns; nothing in a calendar that is looked at from another day."""
    if asked.past or asked.day != clock.today():
        return ()
    filters = asked.filters
    return backward(
        session,
        me.viewer,
        AsOf.of(),
        jurisdiction_id=filters.jurisdiction_id,
        campaign_id=filters.campaign.id if filters.campaign else None,
        chamber=filters.chamber,
    )


@router.get("/calendar/new")
def new(request: Request, session: Db, me: Me, place: str = "") -> Response:
    """The form for a new deadline."""
    may_keep_calendar(me.viewer)
    blank = dict.fromkeys(forms.NEW, "") | {"where": place, "certainty": "announced"}
    return _new(request, session, me, blank)


@router.post("/calendar/new")
def add(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Put a deadline on the calendar."""
    may_keep_calendar(me.viewer)
    typed = forms.typed(form, forms.NEW)
    try:
        where = forms.place(typed, _places(session))
        found = service.add_deadline(
            session,
            me.viewer,
            jurisdiction_id=where.jurisdiction_id,
            chamber_id=where.chamber_id,
            kind=forms.kind(typed),
            name=typed["name"],
            falls_on=forms.falls_on(typed),
            certainty=forms.certainty(typed),
            source=typed["source"],
            source_url=typed["source_url"],
        )
    except InvalidInput as wrong:
        return _new(request, session, me, typed, wrong)
    return go(f"/calendar#d-{found.id}", f"On the calendar: {found.name}, {day(found.falls_on)}.")


@router.get("/calendar/{deadline_id}/move")
def move(request: Request, session: Db, me: Me, deadline_id: int) -> Response:
    """The form that moves a deadline, or makes its day surer."""
    may_keep_calendar(me.viewer)
    found = queries.deadline_in_force(session, deadline_id)
    blank = dict.fromkeys(forms.MOVE, "") | {"falls_on": found.falls_on.isoformat(), "certainty": found.certainty.value}
    return _move(request, me, found, blank)


@router.post("/calendar/{deadline_id}/move")
def reset(request: Request, session: Db, me: Me, form: Form, deadline_id: int) -> Response:
    """Move a deadline; its former day stays on file."""
    may_keep_calendar(me.viewer)
    former = queries.deadline_in_force(session, deadline_id)
    typed = forms.typed(form, forms.MOVE)
    try:
        found = service.reset_deadline(
            session,
            me.viewer,
            deadline_id,
            forms.falls_on(typed),
            typed["source"],
            typed["reason"],
            certainty=forms.certainty(typed),
            source_url=typed["source_url"],
        )
    except InvalidInput as wrong:
        return _move(request, me, former, typed, wrong)
    moved = found.falls_on != former.falls_on
    said = f"Moved to {day(found.falls_on)}: {found.name}." if moved else f"Noted: {found.name}, {day(found.falls_on)}."
    return go(f"/calendar#d-{found.id}", said)


def _places(session: Session) -> list[forms.Place]:
    return forms.places(queries.governments_on_file(session), queries.all_chambers(session))


def _new(
    request: Request, session: Session, me: SignedIn, typed: dict[str, str], wrong: WhipcountError | None = None
) -> Response:
    return page(
        request,
        me,
        "calendar/new.html",
        nav="calendar",
        status=wrong.status if wrong else 200,
        typed=typed,
        wrong=wrong,
        places=[(each.value, each.words) for each in _places(session)],
        kinds=[(kind.value, words) for kind, words in DEADLINES.items()],
        certainties=forms.CERTAINTIES,
    )


def _move(
    request: Request,
    me: SignedIn,
    found: queries.CurrentDeadline,
    typed: dict[str, str],
    wrong: WhipcountError | None = None,
) -> Response:
    return page(
        request,
        me,
        "calendar/move.html",
        nav="calendar",
        status=wrong.status if wrong else 200,
        deadline=found,
        typed=typed,
        wrong=wrong,
        certainties=forms.CERTAINTIES,
        certainty_words=CERTAINTIES,
    )
