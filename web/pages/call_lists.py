"""Call lists: draw one up for a deadline, see why each official is on it, and keep it to work through."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.calling.crew import split
from crm.calling.queries import call_lists
from crm.calling.service import keep
from crm.calling.sheet import CallSheet, call_sheet
from crm.calling.slipped import slips
from crm.campaigns.queries import CampaignLine, campaigns
from crm.errors import InvalidInput, WhipcountError
from crm.jurisdictions.calendar import CurrentDeadline, current_deadlines
from crm.jurisdictions.models import DeadlineKind
from crm.jurisdictions.queries import ChamberRow, chambers_of
from crm.outreach.desk import desk
from crm.positions.as_of import AsOf
from web.as_of import Asked, AskedAsOf
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages import call_lists_address as address
from web.pages.call_lists_address import Address
from web.pages.call_lists_view import GOALS, adds, tiers
from web.pages.outreach import words
from web.render import go, page, partial, wants_part

router = APIRouter()

DEADLINES_OFFERED = 4


@router.get("/call-lists")
def drawn_up(request: Request, session: Db, me: Me, asked: Asked) -> Response:
    """The sheet the address asks for (the viewer's first campaign, its next deadline), and the lists that were kept."""
    return _page(request, session, me, address.given_in(request.query_params), asked)


@router.post("/call-lists")
def kept(request: Request, session: Db, me: Me, form: Form, asked: Asked) -> Response:
    """Keep the sheet as it is now, as a list to work through together."""
    given = address.given_in(form)
    try:
        wanted = address.read(given)
        sheet = _sheet(session, me, given["campaign"], wanted, AsOf.of())
        organization = text_of(form, "organization")
        found = keep(
            session,
            me.viewer,
            sheet,
            text_of(form, "name"),
            organization_id=int(organization) if organization.isascii() and organization.isdecimal() else None,
        )
    except WhipcountError as wrong:
        return _page(request, session, me, given, asked, wrong)
    return go(f"/call-lists/{found.id}", f"{found.name}: {found.rule['rows']} calls.")


def _sheet(session: Session, me: SignedIn, campaign: str, wanted: Address, as_of: AsOf) -> CallSheet:
    return call_sheet(
        session,
        me.viewer,
        campaign,
        as_of,
        deadline=wanted.deadline,
        chamber=wanted.chamber,
        limit=wanted.limit,
        choices=wanted.choices,
    )


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    given: dict[str, str],
    asked: AskedAsOf,
    wrong: WhipcountError | None = None,
) -> Response:
    known = campaigns(session, me.viewer)
    campaign = _chosen(known, given["campaign"])
    sheet, wanted = None, address.blank(given, asked.query)
    if campaign is not None and wrong is None:
        try:
            wanted = address.read(given, asked.query)
            sheet = _sheet(session, me, given["campaign"] or campaign.slug, wanted, asked.as_of)
        except InvalidInput as error:
            wrong = error
    # That the calendar has nothing ahead is no mistake of the reader's.
    status = wrong.status if wrong and any(given.values()) and (given["deadline"] or wrong.field != "deadline") else 200
    context: dict[str, Any] = {
        "sheet": sheet,
        "address": wanted,
        "asked": asked,
        "wrong": wrong,
        "campaign": campaign,
        "reasons": _grouped(sheet),
        "tiers": tiers(sheet.rows) if sheet else [],
        "split": split(row.planned.by if row.planned else None for row in sheet.rows) if sheet else (),
        "adds": adds(sheet.plan.goal if sheet and sheet.plan else None),
        "words": words(),
        "organizations": desk(session, me.viewer).organizations,
        "takes_part": campaign is not None and campaign.takes_part,
    }
    if wants_part(request, "sheet"):
        return partial(request, "call_lists/_sheet.html", status=status, **context)
    kept = call_lists(session, me.viewer)
    return page(
        request,
        me,
        "call_lists/lists.html",
        nav="call-lists",
        status=status,
        **context,
        campaigns=known,
        chambers=_chambers(session, campaign),
        deadlines=_ahead(session, campaign, asked),
        limits=address.LIMITS,
        goals=GOALS,
        kept=kept,
        slips=slips(session, me.viewer, [each.id for each in kept]) if kept else {},
        today=clock.today(),
    )


def _chosen(known: tuple[CampaignLine, ...], slug: str) -> CampaignLine | None:
    """The campaign asked for; else the viewer's first that still runs, else the first there is."""
    named = next((line for line in known if line.slug == slug), None)
    running = (line for line in known if line.ended_on is None or line.ended_on >= clock.today())
    return named or next(running, next(iter(known), None))


def _chambers(session: Session, campaign: CampaignLine | None) -> tuple[ChamberRow, ...]:
    return chambers_of(session, campaign.jurisdiction_id) if campaign else ()


def _ahead(session: Session, campaign: CampaignLine | None, asked: AskedAsOf) -> list[CurrentDeadline]:
    """The next days one may work towards."""
    if campaign is None:
        return []
    deadlines = current_deadlines(session, asked.as_of.known, jurisdiction_id=campaign.jurisdiction_id)
    ahead = [each for each in deadlines if each.falls_on >= asked.said and each.kind is not DeadlineKind.OPENING]
    return ahead[:DEADLINES_OFFERED]


def _grouped(sheet: CallSheet | None) -> list[tuple[str, list[Any]]]:
    """Who is left out, by reason, the most common first."""
    if sheet is None:
        return []
    number = Counter(each.reason for each in sheet.left_out)
    return [(reason, [each for each in sheet.left_out if each.reason == reason]) for reason, _ in number.most_common()]
