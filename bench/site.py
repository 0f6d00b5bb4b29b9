"""The application in this process, with somebody signed in: what is measured without a network between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from sqlalchemy import Engine

from crm.accounts.queries import first_administrator
from crm.accounts.service import start_session
from crm.config import Settings
from crm.sessions import Database, open_database
from web.app import create_app
from web.deps import cookie_name

SETTINGS = Settings(insecure_cookies=True)
HOST = "http://whipcount.test"


def sign_in(url: str) -> dict[str, str]:
    """The cookies of the demo's administrator, signed in to the database at ``url``."""
    database = open_database(url)
    try:
        return _cookies(database)
    finally:
        database.close()


@asynccontextmanager
async def open_site(url: str) -> AsyncIterator[tuple[httpx.AsyncClient, Engine]]:
    """A signed-in client of the application over the database at ``url``, and the engine it reads through."""
    database = open_database(url)
    app = create_app(database, SETTINGS)
    try:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app), base_url=HOST, cookies=_cookies(database), trust_env=False
            ) as client,
        ):
            yield client, database.engine
    finally:
        database.close()


def _cookies(database: Database) -> dict[str, str]:
    with database.write(reason="benchmark") as session:
        user = first_administrator(session)
        if user is None:
            raise SystemExit("Nobody administers this database: load it with crm demo --load-only.")
        return {cookie_name(SETTINGS): start_session(session, user, "bench")}
