"""The meetings of a lobby day: planned in a form, agreed to or fallen through by a button."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from crm import clock
from crm.campaigns.queries import asks_open
from crm.errors import InvalidInput, NotFound, WhipcountError
from crm.lobbying import queries, slots
from crm.lobbying.doors import door_of
from crm.lobbying.lines import Meeting
from crm.lobbying.models import SlotState
from crm.lobbying.queries import WholeDay
from crm.lobbying.slots import NewMeeting
from crm.outreach import around
from crm.people.queries import OfficialPage
from web.deps import Db, Form, Me, SignedIn, text_of
from web.form_values import chosen_id
from web.pages.lobby_days_view import STATES, WEEKDAYS, words
from web.pages.officials_found import look
from web.render import go, page
from web.trying import trying

router = APIRouter()

_FIELDS: Final = ("find", "starts_at", "ends_at", "team", "building", "room", "ask", "with_staff", "notes", "state")
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::\d\d)?")


@dataclass(slots=True)
class Draft:
    """A meeting as it stands in the form, with the officials by their slugs."""

    plain: dict[str, str]
    officials: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.plain[name]


@router.get("/lobby-days/{day_id:int}/meetings/new")
def new(request: Request, session: Db, me: Me, day_id: int) -> Response:
    """The form for a new one; ``?team=`` names who goes, ``?official=`` whom to meet."""
    given = request.query_params
    draft = Draft(
        dict.fromkeys(_FIELDS, "") | {name: given[name].strip() for name in _FIELDS if name in given},
        list(dict.fromkeys(given.getlist("official"))),
    )
    return _form(request, session, me, queries.lobby_day(session, me.viewer, day_id), None, draft)


@router.post("/lobby-days/{day_id:int}/meetings/new")
def add(request: Request, session: Db, me: Me, form: Form, day_id: int) -> Response:
    """Put it on the plan, or show the form again with an official more or less."""
    day, draft = queries.lobby_day(session, me.viewer, day_id), _sent(form)
    if text_of(form, "do") != "save":
        return _form(request, session, me, day, None, draft, found=look(session, draft))
    with trying(session) as tried:
        made = slots.add_meeting(session, me.viewer, day_id, _read(session, draft)).id
    if tried.wrong:
        return _form(request, session, me, day, None, draft, wrong=tried.wrong)
    return go(f"/lobby-days/{day_id}#m-{made}", "The meeting is on the plan.")


@router.get("/lobby-days/meetings/{slot_id:int}/edit")
def edit(request: Request, session: Db, me: Me, slot_id: int) -> Response:
    """The form to change it."""
    found, day = queries.meeting(session, me.viewer, slot_id)
    return _form(request, session, me, day, found, _draft(found))


@router.post("/lobby-days/meetings/{slot_id:int}/edit")
def change(request: Request, session: Db, me: Me, form: Form, slot_id: int) -> Response:
    """Change it, or show the form again with an official more or less."""
    (found, day), draft = queries.meeting(session, me.viewer, slot_id), _sent(form)
    if text_of(form, "do") != "save":
        return _form(request, session, me, day, found, draft, found=look(session, draft))
    with trying(session) as tried:
        slots.change_meeting(session, me.viewer, slot_id, _read(session, draft))
    if tried.wrong:
        return _form(request, session, me, day, found, draft, wrong=tried.wrong)
    return go(f"/lobby-days/{day.line.id}#m-{slot_id}", "Saved.")


@router.post("/lobby-days/meetings/{slot_id:int}/fell-through")
def fell_through(request: Request, session: Db, me: Me, form: Form, slot_id: int) -> Response:
    """It did not take place, and why."""
    (found, day), reason = queries.meeting(session, me.viewer, slot_id), text_of(form, "reason")
    with trying(session) as tried:
        slots.fall_through(session, me.viewer, slot_id, reason)
    if tried.wrong:
        return _form(request, session, me, day, found, _draft(found), wrong=tried.wrong, reason=reason)
    return go(f"/lobby-days/{day.line.id}#m-{slot_id}", f"{STATES[SlotState.FELL_THROUGH]}.", "info")


@router.post("/lobby-days/meetings/{slot_id:int}/{verb}")
def slot_verb(session: Db, me: Me, slot_id: int, verb: str) -> Response:
    """An office agreed, is asked again; or the meeting leaves the plan."""
    if verb == "remove":
        day = slots.remove_meeting(session, me.viewer, slot_id)
        return go(f"/lobby-days/{day.id}", "The meeting is off the plan.", "info")
    if verb not in (SlotState.AGREED.value, SlotState.ASKED.value):
        raise NotFound("There is no such page.", hint="Open the lobby day again and use its buttons.")
    slot = slots.set_state(session, me.viewer, slot_id, SlotState(verb))
    return go(f"/lobby-days/{slot.lobby_day_id}#m-{slot_id}", f"{STATES[slot.state]}.", "info")


def _draft(found: Meeting) -> Draft:
    plain = {
        "find": "",
        "starts_at": f"{found.starts_at:%H:%M}",
        "ends_at": f"{found.ends_at:%H:%M}" if found.ends_at else "",
        "team": str(found.team_id or ""),
        "building": found.building or "",
        "room": found.room or "",
        "ask": str(found.ask_id or ""),
        "with_staff": found.with_staff or "",
        "notes": found.notes,
        "state": found.state.value if found.state in (SlotState.ASKED, SlotState.AGREED) else "",
    }
    return Draft(plain, [each.slug for each in found.targets])


def _sent(form: FormData) -> Draft:
    officials = [str(value) for value in form.getlist("official")] + [text_of(form, "add")]
    kept = [slug for slug in dict.fromkeys(officials) if slug and slug != text_of(form, "drop")]
    draft = Draft({name: text_of(form, name) for name in _FIELDS}, kept)
    if text_of(form, "add"):
        draft.plain["find"] = ""
    return draft


def _read(session: Session, draft: Draft) -> NewMeeting:
    officials = around.named_officials(session, draft.officials, clock.today())
    if not draft["starts_at"]:
        raise InvalidInput("When does it begin?", hint="Write it as 14:30.", field="starts_at")
    starts_at = _time(draft["starts_at"], "starts_at")
    assert starts_at is not None
    return NewMeeting(
        starts_at=starts_at,
        ends_at=_time(draft["ends_at"], "ends_at"),
        person_ids=tuple(each.id for each in officials),
        team_id=chosen_id(draft["team"], "team"),
        building=draft["building"],
        room=draft["room"],
        ask_id=chosen_id(draft["ask"], "ask"),
        with_staff=draft["with_staff"],
        notes=draft["notes"],
        state=SlotState.AGREED if draft["state"] == SlotState.AGREED.value else SlotState.ASKED,
    )


def _time(text: str, name: str) -> time | None:
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if not found:
        raise InvalidInput(f"“{text}” is no time of day.", hint="Write it as 14:30.", field=name)
    return time(int(found[1]), int(found[2]))


def _form(
    request: Request,
    session: Session,
    me: SignedIn,
    day: WholeDay,
    slot: Meeting | None,
    draft: Draft,
    *,
    wrong: WhipcountError | None = None,
    found: OfficialPage | None = None,
    reason: str = "",
) -> Response:
    officials = around.named_officials(session, draft.officials, clock.today())
    if officials and not draft["room"] and not draft["building"] and slot is None:
        door = door_of(session, officials[0].id)
        if door is not None:
            draft.plain |= {"room": door.number, "building": door.building}
    context: dict[str, Any] = {
        "line": day.line,
        "slot": slot,
        "draft": draft,
        "wrong": wrong,
        "reason": reason,
        "found": found,
        "officials": officials,
        "teams": [(team.id, team.name) for team in day.teams],
        "asks": [
            (each.id, each.words) for each in asks_open(session, me.viewer, day.line.campaign_id, day.line.held_on)
        ],
        "buildings": sorted({each.building for each in day.meetings if each.building}),
        "may_plan": day.may_plan,
        "weekdays": WEEKDAYS,
    }
    status = wrong.status if wrong else 200
    return page(request, me, "lobbying/meeting.html", nav="outreach", status=status, **context, **words())
