"""What routes are given: a session of the right kind, who is signed in, the posted fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from crm import clock
from crm.accounts.queries import user_of_token
from crm.campaigns.viewer import viewer_of
from crm.coalition.visibility import Viewer
from crm.config import Settings
from crm.sessions import Database

_READING = frozenset({"GET", "HEAD"})
_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Response])


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, and on whose behalf pages are read and written."""

    user_id: int
    name: str
    email: str
    is_admin: bool
    locale: str
    viewer: Viewer


class NotSignedIn(Exception):
    """The page is for people who are signed in; ``next`` is where they wanted to go."""

    def __init__(self, next: str) -> None:
        super().__init__(next)
        self.next = next


def database_of(request: Request) -> Database:
    """The application's database."""
    found: Database = request.app.state.database
    return found


def settings_of(request: Request) -> Settings:
    """The application's settings."""
    found: Settings = request.app.state.settings
    return found


def cookie_name(settings: Settings) -> str:
    """``__Host-`` binds the cookie to this very host, and needs https."""
    return "whipcount" if settings.insecure_cookies else "__Host-whipcount"


def with_cookie(request: Request, answer: Response, token: str) -> Response:
    """The same answer, which also signs the browser in with the token."""
    settings = settings_of(request)
    answer.set_cookie(
        cookie_name(settings),
        token,
        max_age=settings.session_days * 86400,
        httponly=True,
        samesite="lax",
        secure=not settings.insecure_cookies,
    )
    return answer


def looks_only(endpoint: _Endpoint) -> _Endpoint:
    """Mark a route that is sent a form and changes nothing: it reads, and keeps nobody from writing."""
    endpoint.looks_only = True  # type: ignore[attr-defined]
    return endpoint


def get_session(request: Request) -> Iterator[Session]:
    """A reading session for pages, a writing one for everything else; committed before the answer is sent."""
    database = database_of(request)
    looks = request.method in _READING or getattr(request.scope.get("endpoint"), "looks_only", False)
    opened = database.read() if looks else database.write()
    with opened as session:
        yield session


Db = Annotated[Session, Depends(get_session, scope="function")]


def signed_in(request: Request, session: Db) -> SignedIn:
    """Who is signed in. Raises NotSignedIn, which leads to the sign-in page and back."""
    token = request.cookies.get(cookie_name(settings_of(request)))
    user = user_of_token(session, token) if token else None
    if user is None:
        raise NotSignedIn(_here(request))
    session.info["user_id"] = user.user_id
    viewer = viewer_of(session, user.user_id, is_admin=user.is_admin, today=clock.today())
    return SignedIn(user.user_id, user.name, user.email, user.is_admin, user.locale, viewer)


Me = Annotated[SignedIn, Depends(signed_in)]


async def posted(request: Request) -> FormData:
    """The posted fields."""
    return await request.form()


Form = Annotated[FormData, Depends(posted)]


def text_of(form: FormData, name: str) -> str:
    """One posted field as text without space around it; "" where it is missing."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _here(request: Request) -> str:
    """The page to come back to. What was posted cannot be sent again, so that leads to the page it was posted from."""
    if request.method in _READING:
        return quote(request.url.path, safe="/") + (f"?{request.url.query}" if request.url.query else "")
    return "/"
