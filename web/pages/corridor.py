"""What corridor mode asks of the server: who is there, the key of the device, the lists, and entries to take in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from crm.accounts import devices
from crm.calling.corridor import walk
from crm.calling.queries import call_lists
from web.deps import Db, Form, Me, text_of
from web.pages import corridor_entry
from web.pages.corridor_json import JsonRoute
from web.pages.corridor_view import line_json, walk_json
from web.render import go, page

router = APIRouter(route_class=JsonRoute)
pages = APIRouter()

UNLOCKED_HOURS = 24
"""How long a device opens what it keeps without hearing from the server: one day in the corridors, and no more."""


@router.get("/corridor/me")
def who(me: Me) -> Response:
    """Who is signed in."""
    return JSONResponse({"owner": me.user_id, "name": me.name})


@router.post("/corridor/key")
def key(request: Request, session: Db, me: Me, form: Form) -> Response:
    """The key of what the person keeps on this device; 410 for a device that is to forget it."""
    secret = devices.key_of(session, me.user_id, text_of(form, "device"), request.headers.get("user-agent", ""))
    return JSONResponse({"owner": me.user_id, "name": me.name, "key": secret, "hours": UNLOCKED_HOURS})


@router.post("/corridor/forget")
def forget(session: Db, me: Me, form: Form) -> Response:
    """Destroy the key of what the person keeps on this device."""
    devices.forget(session, me.user_id, text_of(form, "device"))
    return JSONResponse({"forgotten": True})


@router.get("/corridor/lists")
def lists(session: Db, me: Me) -> Response:
    """The open lists that the viewer may see."""
    found = [line_json(line) for line in call_lists(session, me.viewer) if line.closed_at is None]
    return JSONResponse({"owner": me.user_id, "lists": found})


@router.get("/corridor/lists/{call_list_id:int}")
def one(session: Db, me: Me, call_list_id: int) -> Response:
    """A list with its doors, as the viewer may know it."""
    return JSONResponse({"owner": me.user_id, "list": walk_json(walk(session, me.viewer, call_list_id))})


@router.post("/corridor/entries")
def entry(session: Db, me: Me, form: Form) -> Response:
    """Take one entry in. Sent again, it is answered as it was, and written once."""
    return JSONResponse(corridor_entry.keep(session, me, form))


@pages.get("/corridor/devices")
def listed(request: Request, session: Db, me: Me) -> Response:
    """The devices that keep lists of one's own."""
    return page(request, me, "corridor/devices.html", devices=devices.devices(session, me.user_id))


@pages.post("/corridor/devices/{device_id:int}/forget")
def forget_one(session: Db, me: Me, device_id: int) -> Response:
    """Let one of the devices forget, wherever it is."""
    devices.forget_by_id(session, me.user_id, device_id)
    return go("/corridor/devices", "Its key is destroyed: what is still on that device opens for nobody.", "info")
