"""Routes that a script asks: answers in JSON, errors as well, each a sentence and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse, Response

from crm.errors import WhipcountError
from web.deps import NotSignedIn


class JsonRoute(APIRoute):
    """A route whose known errors are JSON: 401 for nobody signed in, else the error's own status."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the errors it raises turned into answers. What was begun is undone before that."""
        plain = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await plain(request)
            except NotSignedIn:
                return _no(401, "You are signed out.", "Sign in again; what is on this device stays until then.", None)
            except WhipcountError as wrong:
                return _no(wrong.status, wrong.message, wrong.hint, wrong.field)

        return answered


def _no(status: int, message: str, hint: str, field: str | None) -> JSONResponse:
    return JSONResponse({"message": message, "hint": hint, "field": field}, status)
