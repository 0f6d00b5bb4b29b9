"""Errors as pages: what went wrong, and what the reader can do next. Never a traceback."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from crm.errors import WhipcountError
from web.deps import NotSignedIn, cookie_name, settings_of
from web.render import environment
from web.security import HEADERS

_log = logging.getLogger("whipcount")

_PLAIN = {
    404: ("There is no such page.", "Look for it from the start, or search for an official."),
    405: ("This address does not take that.", "Open the page again and use its buttons."),
    413: ("That is too much at once.", "Send less than 2 MB."),
}


_KEYS = re.compile(r"^(/(?:feeds|welcome|digest/stop)/).+")
"""Addresses that are keys themselves: whoever reads the log must not get in by them."""


_BEYOND = re.compile(r"too large to convert to SQLite INTEGER|limit \([0-9]+ digits\) for integer string")
"""How the database and Python say that a number is beyond them."""


def install(app: FastAPI) -> None:
    """Let the application answer every error with a page of its own."""
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    app.add_exception_handler(WhipcountError, _known)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(ValueError, _no_such_number)
    app.add_exception_handler(OverflowError, _no_such_number)
    app.add_exception_handler(DataError, _no_such_number)
    app.add_exception_handler(Exception, _unknown)


def error_page(request: Request, status: int, message: str, hint: str) -> HTMLResponse:
    """The page for an error."""
    theme = request.cookies.get("theme")
    html = environment.get_template("errors/error.html").render(
        request=request,
        status=status,
        message=message,
        hint=hint,
        # Whether the cookie is still good is not asked again: the links of the page lead to the sign-in page if not.
        viewer_name="Menu" if cookie_name(settings_of(request)) in request.cookies else None,
        nav=None,
        flash=[],
        theme=theme if theme in ("light", "dark") else None,
        locale="en",
    )
    return HTMLResponse(html, status)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotSignedIn)
    address = "/sign-in" + ("" if error.next == "/" else "?" + urlencode({"next": error.next}))
    if request.headers.get("hx-request") == "true":
        # A sign-in form inside a part of another page would help nobody: the browser goes there as a whole.
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, WhipcountError)
    return error_page(request, error.status, error.message, error.hint)


async def _unreadable(request: Request, _error: Exception) -> Response:
    return error_page(request, 422, "This address cannot be read.", "Open the page again from its list.")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message, hint = _PLAIN.get(error.status_code, ("This did not work.", "Open the page again."))
    return error_page(request, error.status_code, message, hint)


async def _busy(request: Request, error: Exception) -> Response:
    """SQLite has one writer at a time, and a large import may take longer than a request waits."""
    if "database is locked" not in str(error):
        raise error
    return error_page(
        request,
        503,
        "Something large is being written just now, likely an import.",
        "Nothing of yours was changed. Wait a minute, go back and send it again.",
    )


async def _no_such_number(request: Request, error: Exception) -> Response:
    """A number in an address or a form beyond all that a database counts with: nothing on file has it."""
    out_of_range = getattr(getattr(error, "orig", None), "sqlstate", None) == "22003"
    if not out_of_range and not _BEYOND.search(str(error)):
        raise error
    return error_page(request, 404, "Nothing on file has that number.", "Look for it in its list.")


def _place(path: str) -> str:
    return _KEYS.sub(r"\1…", path)


async def _unknown(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, _place(request.url.path), exc_info=error)
    answer = error_page(
        request,
        500,
        "Something went wrong on the server, and nothing was changed.",
        "Try again; if it happens twice, tell whoever runs this server what you did. The log has the details.",
    )
    # Starlette answers for a fault outside of everything we put around it.
    answer.headers.update(HEADERS | {"Cache-Control": "no-store"})
    return answer
