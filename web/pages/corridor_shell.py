"""Corridor mode's shell: a page without anybody's data in it, and the worker that keeps it on the device."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from functools import lru_cache
from typing import Final

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from crm.outreach.models import Channel, Outcome
from web.deps import Me
from web.pages import wording
from web.render import HERE, environment, static

router = APIRouter()
mimetypes.add_type("application/manifest+json", ".webmanifest")

SHELL: Final = "/corridor/shell"
STYLES: Final = ("tokens", "base", "layout", "forms", "components", "pages/corridor")
SCRIPTS: Final = (
    "app", "corridor-store", "corridor-leaving", "corridor-send", "corridor-form", "corridor-view", "corridor",
)  # fmt: skip
ICONS: Final = ("img/mark.svg", "img/corridor.svg", "img/corridor-192.png", "img/corridor-512.png")
CHANNELS: Final = ((Channel.LOBBY_VISIT, "In person"), (Channel.CALL, "By phone"))
OUTCOMES: Final = (
    (Outcome.REACHED_MEMBER, "Spoke with the member"),
    (Outcome.REACHED_STAFF, "Spoke with staff"),
    (Outcome.LEFT_MESSAGE, "Left a note"),
    (Outcome.NO_ANSWER, "Nobody there"),
    (Outcome.CALL_BACK, "Come back later"),
    (Outcome.REFUSED, "Refused to talk"),
    (Outcome.WRONG_NUMBER, "Wrong number"),
)
"""What can happen at a door or on the phone; "Wrong number" is offered for the phone alone."""


@router.get("/corridor")
def opened(_me: Me) -> Response:
    """The shell, for who is signed in; on a device that was here before, the worker answers in place of the server."""
    return HTMLResponse(_shell())


@router.get(SHELL)
def shell() -> Response:
    """The shell by itself, for the worker to keep. There is nobody's data in it, so nobody has to be signed in."""
    return HTMLResponse(_shell())


@router.get("/sw.js")
def worker() -> Response:
    """The worker, told which files make up the shell: a change in any of them is a new version in place of the old."""
    text = (HERE / "static" / "sw.js").read_text()
    kept = {"version": _version(text), "shell": SHELL, "files": list(_files())}
    return Response(f"const KEPT = {json.dumps(kept)};\n{text}", media_type="text/javascript")


@lru_cache(maxsize=1)
def _shell() -> str:
    return environment.get_template("corridor/shell.html").render(
        styles=[static(f"css/{name}.css") for name in STYLES],
        scripts=[static(f"js/{name}.js") for name in SCRIPTS],
        channels=[(each.value, text) for each, text in CHANNELS],
        outcomes=[(each.value, text) for each, text in OUTCOMES],
        visibilities=[(each.value, text) for each, (text, _) in wording.VISIBILITIES.items()],
    )


def _files() -> tuple[str, ...]:
    return (
        *(static(f"css/{name}.css") for name in STYLES),
        *(static(f"js/{name}.js") for name in SCRIPTS),
        *(static(name) for name in ICONS),
        static("manifest.webmanifest"),
    )


def _version(text: str) -> str:
    whole = "\n".join((text, _shell(), *_files()))
    return hashlib.sha256(whole.encode()).hexdigest()[:12]
