"""The web front end: one application over one database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio.to_thread
from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from crm.config import Settings, get_settings
from crm.importers.running import Runs
from crm.sessions import Database, open_database
from web import errors
from web.pages import ROUTERS
from web.render import HERE
from web.security import SameOriginOnly, SecurityHeaders

LARGEST_FORM: Final = 2_000_000
"""Bytes. Forms carry words; the import page, which takes files, has a limit of its own."""


def create_app(database: Database, settings: Settings | None = None) -> FastAPI:
    """The application over ``database``, whose tables must be at the newest version."""
    settings = settings or get_settings()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # More threads than connections would only wait for each other (measured: a pool of 8 serves best).
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.pool_size
        yield

    app = FastAPI(
        title="Whipcount",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        max_body_size=LARGEST_FORM,
    )
    app.state.database = database
    app.state.settings = settings
    app.state.runs = Runs(database.write)
    app.mount("/static", _Static(directory=HERE / "static"), name="static")
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    errors.install(app)
    app.add_middleware(SameOriginOnly)
    app.add_middleware(SecurityHeaders)
    return app


def from_environment() -> FastAPI:
    """The application over the configured database; ``crm serve`` names this function to the server.

    Raises InvalidInput, saying what to run, where the tables are not at the newest version.
    """
    database = open_database()
    database.require_current()
    return create_app(database)


class _Static(StaticFiles):
    """Files of ours; their addresses carry the hash of their content, so they may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if b"v=" in scope.get("query_string", b""):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer
