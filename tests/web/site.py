"""The application driven from a test: requests in, answers out, and how many statements an answer took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI
from sqlalchemy import event

from crm.accounts import service
from crm.accounts.models import User
from crm.config import Settings
from crm.importers.running import Runs
from crm.sessions import Database
from web.app import create_app

HOST = "http://whipcount.test"
Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Site:
    """Somebody at the application. Redirects are not followed; posts come from our own pages.

    Requests run on the portal's loop, in a thread of its own: a browser test before this one may have left a running
    loop in the thread of the tests.
    """

    database: Database
    app: FastAPI
    portal: BlockingPortal
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to opening the address. Headers are written with "_" for "-"."""
        return self.send("GET", path, None, headers)

    def post(self, path: str, fields: Fields | None = None, **headers: str) -> httpx.Response:
        """The answer to sending a form; a field with several values is a list."""
        return self.send("POST", path, dict(fields or {}), {"sec_fetch_site": "same-origin", **headers})

    def upload(self, path: str, files: Sequence[tuple[str, bytes]], **fields: str) -> httpx.Response:
        """The answer to sending a form with files, each a name and its content, as ``file``."""
        sent = [("file", (name, content)) for name, content in files]
        return self.send("POST", path, fields, {"sec_fetch_site": "same-origin"}, sent)

    @property
    def signed_out(self) -> Site:
        """The same application, and nobody signed in."""
        return replace(self, cookies={})

    @property
    def apart(self) -> Site:
        """The same over an application of its own, to which a test may add something."""
        return replace(self, app=create_app(self.database, self.app.state.settings))

    def as_user(self, user_id: int) -> Site:
        """The same application, and this user signed in."""
        with self.database.write() as session:
            token = service.start_session(session, session.get_one(User, user_id), "tests")
        return replace(self, cookies={"whipcount": token})

    def send(self, method: str, path: str, data: Any, headers: Mapping[str, str], files: Any = None) -> httpx.Response:
        """The answer to a request with these headers alone."""

        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=self.cookies) as client:
                return await client.request(
                    method,
                    path,
                    data=data,
                    files=files,
                    headers={name.replace("_", "-"): text for name, text in headers.items()},
                )

        return self.portal.call(once)


_APPS: WeakKeyDictionary[Database, FastAPI] = WeakKeyDictionary()


def site_over(database: Database, portal: BlockingPortal) -> Site:
    """The application over the database, and nobody signed in.

    Of one database it is the same application, its state new: FastAPI works routes out at the first request, and takes
    longer for that than for most answers.
    """
    if database not in _APPS:
        _APPS[database] = create_app(database, Settings(insecure_cookies=True))
    app = _APPS[database]
    app.state.settings, app.state.runs = Settings(insecure_cookies=True), Runs(database.write)
    return Site(database, app, portal)


@contextmanager
def _statements(database: Database) -> Any:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def statements_of(site: Site, path: str) -> list[str]:
    """The SQL statements it takes to answer the address."""
    with _statements(site.database) as seen:
        site.get(path)
    return seen


def queries_of(site: Site, path: str) -> int:
    """How many SQL statements it takes to answer the address. The answer must be a page."""
    with _statements(site.database) as seen:
        answer = site.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return len(seen)
