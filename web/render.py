"""Answers: whole pages, parts of them for htmx, and the way on after something was done."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from web.deps import SignedIn
from web.filters import FILTERS

HERE: Final = Path(__file__).parent
FLASH: Final = "flash"
_KINDS: Final = ("good", "info", "warn", "error")


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """The address of a file of ours, with the hash of what is in it: it may be kept for a year and never be stale."""
    content = (HERE / "static" / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:10]}"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.globals["static"] = static
    return made


environment: Final = _environment()


def page(
    request: Request, me: SignedIn | None, template: str, *, nav: str | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """A whole page. What was said by the action before it is shown once."""
    said = _flash(request)
    html = environment.get_template(template).render(
        request=request,
        me=me,
        viewer_name=me.name if me else None,
        nav=nav,
        flash=said,
        theme=_theme(request),
        locale=me.locale if me else "en",
        **context,
    )
    answer = HTMLResponse(html, status)
    if FLASH in request.cookies:
        answer.delete_cookie(FLASH)
    return answer


def partial(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A part of a page, for htmx to put in place."""
    return HTMLResponse(environment.get_template(template).render(request=request, **context), status)


def wants_part(request: Request, target: str) -> bool:
    """Whether htmx asks for the part of the page with the id ``target`` rather than for the page."""
    if request.headers.get("hx-request") != "true":
        return False
    # htmx 4 names the target as "tag#id", htmx 2 as the bare id.
    return request.headers.get("hx-target", "").rpartition("#")[2] == target


def go(url: str, said: str | None = None, kind: str = "good") -> Response:
    """On to another page of ours, which shows ``said`` once."""
    answer = RedirectResponse(url, 303)
    if said:
        packed = base64.urlsafe_b64encode(json.dumps([kind, said]).encode()).decode()
        answer.set_cookie(FLASH, packed, max_age=60, httponly=True, samesite="lax")
    return answer


def _flash(request: Request) -> list[tuple[str, str]]:
    packed = request.cookies.get(FLASH)
    if not packed:
        return []
    try:
        kind, said = json.loads(base64.urlsafe_b64decode(packed))
    except (ValueError, TypeError):
        # Somebody spoiled it; a page must not fail for that, and for ever.
        return []
    return [(kind, said)] if kind in _KINDS and isinstance(said, str) else []


def _theme(request: Request) -> str | None:
    theme = request.cookies.get("theme")
    return theme if theme in ("light", "dark") else None
