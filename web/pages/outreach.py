"""Outreach: the log of contacts, one contact whole, and what is owed after it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.coalition.queries import organizations
from crm.errors import NotFound, WhipcountError
from crm.outreach import around, queries, service
from crm.outreach.contact import Owed
from crm.outreach.desk import desk
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages import wording
from web.pages.contact_reading import due_day
from web.pages.outreach_filters import wanted
from web.render import go, page, partial, wants_part
from web.trying import trying

router = APIRouter()


@router.get("/outreach")
def contacts(request: Request, session: Db, me: Me) -> Response:
    """Contacts, newest first, 50 a page; all filters are in the address."""
    offered = desk(session, me.viewer)
    groups = organizations(session, clock.today())
    asked = wanted(session, request.query_params, offered, groups)
    found = queries.recent(session, me.viewer, asked.filters, asked.page)
    context: dict[str, Any] = {
        "found": found,
        "asked": asked,
        "words": words(),
        "names": {each.id: each.name for each in offered.campaigns},
        "shortened": 220,
    }
    if wants_part(request, "contacts"):
        return partial(request, "outreach/_contacts.html", **context)
    return page(
        request,
        me,
        "outreach/list.html",
        nav="outreach",
        **context,
        campaigns=offered.campaigns,
        organizations=groups,
        measures=sorted(offered.measures.values(), key=lambda each: each.name),
        people=around.colleagues(session, me.viewer, clock.today()),
        is_empty=not found.total and not asked.filtered and not _any(session, me),
    )


@router.get("/outreach/{action_id}")
def contact(request: Request, session: Db, me: Me, action_id: int) -> Response:
    """One contact with all that came of it."""
    return _contact_page(request, session, me, action_id)


@router.post("/outreach/{action_id}/retract")
def retract(request: Request, session: Db, me: Me, form: Form, action_id: int) -> Response:
    """Take a contact back, with a reason; it stays on file, marked."""
    reason = text_of(form, "reason")
    with trying(session) as tried:
        service.retract_contact(session, me.viewer, action_id, reason)
    if tried.wrong:
        return _contact_page(request, session, me, action_id, wrong=tried.wrong, typed={"reason": reason})
    return go(f"/outreach/{action_id}", "The contact is taken back, and what it had put on record.", "info")


@router.post("/outreach/{action_id}/follow-ups")
def owe(request: Request, session: Db, me: Me, form: Form, action_id: int) -> Response:
    """Note something owed after a contact."""
    typed = {name: text_of(form, name) for name in ("what", "due")}
    with trying(session) as tried:
        owed = Owed(what=typed["what"], due_on=due_day(typed["due"], "due"))
        service.add_follow_up(session, me.viewer, owed, action_id=action_id)
    if tried.wrong:
        return _contact_page(request, session, me, action_id, wrong=tried.wrong, typed=typed)
    return go(f"/outreach/{action_id}", "Noted.")


def _contact_page(
    request: Request,
    session: Session,
    me: SignedIn,
    action_id: int,
    *,
    wrong: WhipcountError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    line = queries.contact(session, me.viewer, action_id)
    if line is None:
        raise NotFound("That contact is not on file.", hint="It may be behind another organization's wall.")
    offered = desk(session, me.viewer)
    return page(
        request,
        me,
        "outreach/contact.html",
        nav="outreach",
        status=wrong.status if wrong else 200,
        line=line,
        campaign=next((each for each in offered.campaigns if each.id == line.campaign_id), None),
        mine=line.organization_id in me.viewer.organization_ids,
        words=words(),
        wrong=wrong,
        typed={"reason": "", "what": "", "due": ""} | (typed or {}),
        today=clock.today(),
    )


def _any(session: Session, me: SignedIn) -> bool:
    return queries.recent(session, me.viewer, size=1).total > 0


def words() -> dict[str, dict[str, str]]:
    """What the stored words of a contact are called, for the templates."""
    return {
        "channels": {each.value: text for each, text in wording.CHANNELS.items()},
        "outcomes": {each.value: text for each, text in wording.OUTCOMES.items()},
        "visibilities": {each.value: text for each, (text, _why) in wording.VISIBILITIES.items()},
        "seen_by": {each.value: why for each, (_text, why) in wording.VISIBILITIES.items()},
    }
