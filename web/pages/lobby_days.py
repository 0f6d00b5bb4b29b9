"""Lobby days: which there are, one with its plan, the sheet each team takes along; planning one, and its teams."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from crm import clock, dates
from crm.coalition.models import Visibility
from crm.errors import InvalidInput, NotFound, WhipcountError
from crm.lobbying import queries, service
from crm.outreach.desk import desk
from web.deps import Db, Form, Me, SignedIn, text_of
from web.form_values import chosen_id, one_of
from web.pages import wording
from web.pages.lobby_days_view import BY, WEEKDAYS, By, clashing, groups, numbers, unled, words
from web.render import go, page
from web.trying import trying

router = APIRouter()

_FIELDS = ("name", "campaign", "held_on", "place", "notes", "organization", "visibility")


@router.get("/lobby-days")
def listed(request: Request, session: Db, me: Me) -> Response:
    """All of them: those ahead, the next one first; those that are over, newest first."""
    found, today = queries.lobby_days(session, me.viewer), clock.today()
    return page(
        request,
        me,
        "lobbying/list.html",
        nav="outreach",
        ahead=[each for each in reversed(found) if each.held_on >= today and not each.cancelled_at],
        over=[each for each in found if each.held_on < today and not each.cancelled_at],
        cancelled=[each for each in found if each.cancelled_at],
        waiting=queries.without_debrief(session, me.viewer),
        may_plan=bool(me.viewer.organization_ids),
        today=today,
        weekdays=WEEKDAYS,
        **words(),
    )


@router.get("/lobby-days/new")
def new(request: Request, session: Db, me: Me) -> Response:
    """The form for a new one."""
    return _form(request, session, me)


@router.post("/lobby-days/new")
def add(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Plan a new one."""
    typed = {name: text_of(form, name) for name in _FIELDS}
    with trying(session) as tried:
        campaign = next((each for each in desk(session, me.viewer).campaigns if each.slug == typed["campaign"]), None)
        if campaign is None or not campaign.takes_part:
            raise InvalidInput("For which campaign?", hint="Choose one of yours.", field="campaign")
        made = service.add_day(
            session,
            me.viewer,
            campaign.id,
            typed["name"],
            _day(typed["held_on"]),
            place=typed["place"],
            notes=typed["notes"],
            organization_id=chosen_id(typed["organization"], "organization"),
            visibility=(
                one_of(Visibility, typed["visibility"], "visibility", "Who may see it?")
                if typed["visibility"]
                else None
            ),
        ).id
    if tried.wrong:
        return _form(request, session, me, wrong=tried.wrong, typed=typed)
    return go(f"/lobby-days/{made}", "The day is on file. Now its teams, and their meetings.")


@router.get("/lobby-days/{day_id:int}")
def shown(request: Request, session: Db, me: Me, day_id: int) -> Response:
    """The plan; ``?by=team`` or ``?by=room`` for another order."""
    return _page(request, session, me, day_id)


@router.get("/lobby-days/{day_id:int}/sheet")
def sheet(request: Request, session: Db, me: Me, day_id: int) -> Response:
    """What the teams take along: a page for each, with room to write."""
    found = queries.lobby_day(session, me.viewer, day_id)
    return page(
        request, me, "lobbying/sheet.html", nav="outreach", found=found, line=found.line,
        groups=groups(found, By.TEAM), teams={team.name: team for team in found.teams}, weekdays=WEEKDAYS, **words(),
    )  # fmt: skip


@router.get("/lobby-days/{day_id:int}/edit")
def edit(request: Request, session: Db, me: Me, day_id: int) -> Response:
    """The form to change it, or to call it off."""
    line = queries.lobby_day(session, me.viewer, day_id).line
    typed = {"name": line.name, "held_on": line.held_on.isoformat(), "place": line.place or "", "notes": line.notes}
    return _form(request, session, me, day_id=day_id, typed=typed)


@router.post("/lobby-days/{day_id:int}/edit")
def change(request: Request, session: Db, me: Me, form: Form, day_id: int) -> Response:
    """Change what it is called, when and where it is."""
    typed = {name: text_of(form, name) for name in ("name", "held_on", "place", "notes")}
    with trying(session) as tried:
        service.change_day(
            session,
            me.viewer,
            day_id,
            name=typed["name"],
            held_on=_day(typed["held_on"]),
            place=typed["place"],
            notes=typed["notes"],
        )
    if tried.wrong:
        return _form(request, session, me, day_id=day_id, wrong=tried.wrong, typed=typed)
    return go(f"/lobby-days/{day_id}", "Saved.")


@router.post("/lobby-days/{day_id:int}/{verb}")
def day_verb(request: Request, session: Db, me: Me, form: Form, day_id: int, verb: str) -> Response:
    """Call it off, let it take place after all; or add a team."""
    if verb == "teams":
        with trying(session) as tried:
            service.add_team(session, me.viewer, day_id, text_of(form, "team"))
        if tried.wrong:
            return _again(request, session, me, day_id, tried.wrong, form)
        return go(f"/lobby-days/{day_id}#teams")
    if verb not in ("cancel", "restore"):
        raise NotFound("There is no such page.", hint="Open the lobby day again and use its buttons.")
    found = service.cancel_day(session, me.viewer, day_id, cancelled=verb == "cancel")
    said = f"{found.name} is called off. Its plan stays." if verb == "cancel" else f"{found.name} takes place."
    return go(f"/lobby-days/{day_id}", said, "info")


@router.post("/lobby-days/{day_id:int}/teams/{team_id:int}/{verb}")
def team_verb(request: Request, session: Db, me: Me, form: Form, day_id: int, team_id: int, verb: str) -> Response:
    """Add somebody to a team, or dissolve it."""
    if verb not in ("members", "remove"):
        raise NotFound("There is no such page.", hint="Open the lobby day again and use its buttons.")
    with trying(session) as tried:
        if verb == "members":
            service.add_member(
                session,
                me.viewer,
                team_id,
                user_id=chosen_id(text_of(form, "user"), "user"),
                printed_name=text_of(form, "printed_name"),
            )
        else:
            service.remove_team(session, me.viewer, team_id)
    if tried.wrong:
        return _again(request, session, me, day_id, tried.wrong, form, team_id)
    return go(f"/lobby-days/{day_id}#teams")


@router.post("/lobby-days/{day_id:int}/members/{member_id:int}/{verb}")
def member_verb(session: Db, me: Me, day_id: int, member_id: int, verb: str) -> Response:
    """Let somebody lead their team, or stay at home."""
    verbs = {"lead": service.let_lead, "remove": service.remove_member}
    if verb not in verbs:
        raise NotFound("There is no such page.", hint="Open the lobby day again and use its buttons.")
    verbs[verb](session, me.viewer, member_id)
    return go(f"/lobby-days/{day_id}#teams")


def _again(
    request: Request,
    session: Session,
    me: SignedIn,
    day_id: int,
    wrong: WhipcountError,
    form: FormData,
    team_id: int | None = None,
) -> Response:
    """The plan, with what was wrong at its form and what was typed there."""
    typed = {name: text_of(form, name) for name in ("team", "printed_name", "user")}
    return _page(request, session, me, day_id, wrong=wrong, wrong_team=team_id, typed=typed)


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    day_id: int,
    *,
    wrong: WhipcountError | None = None,
    wrong_team: int | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    found = queries.lobby_day(session, me.viewer, day_id)
    by = next((each for each in By if each.value == request.query_params.get("by")), By.TIME)
    changes = found.may_plan and not found.line.cancelled_at
    return page(
        request,
        me,
        "lobbying/day.html",
        nav="outreach",
        status=wrong.status if wrong else 200,
        found=found,
        line=found.line,
        by=by,
        orders=BY,
        groups=groups(found, by),
        numbers=numbers(found),
        clashing=clashing(found),
        unled=unled(found),
        changes=changes,
        users=queries.may_go(session, me.viewer, day_id) if changes else (),
        seen_by=wording.VISIBILITIES[found.line.visibility][0],
        weekdays=WEEKDAYS,
        wrong=wrong,
        wrong_team=wrong_team,
        typed={"team": "", "printed_name": "", "user": ""} | (typed or {}),
        today=clock.today(),
        **words(),
    )


def _form(
    request: Request,
    session: Session,
    me: SignedIn,
    *,
    day_id: int | None = None,
    wrong: WhipcountError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    offered = desk(session, me.viewer)
    context: dict[str, Any] = {
        "day_id": day_id,
        "wrong": wrong,
        "typed": dict.fromkeys(_FIELDS, "") | (typed or {}),
        "campaigns": [(each.slug, each.name) for each in offered.campaigns if each.takes_part and not each.ended],
        "organizations": offered.organizations,
        "visibilities": [
            (each.value, *wording.VISIBILITIES[each]) for each in (Visibility.COALITION, Visibility.PRIVATE)
        ],
        "line": queries.lobby_day(session, me.viewer, day_id).line if day_id else None,
    }
    return page(request, me, "lobbying/edit.html", nav="outreach", status=wrong.status if wrong else 200, **context)


def _day(text: str) -> Any:
    if not text:
        raise InvalidInput("On which day?", hint="Choose it.", field="held_on")
    return dates.parse_day(text, field="held_on")
