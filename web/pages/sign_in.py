"""Signing in and out: by password, or by a link that works once."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm.accounts import devices, secrets, service, throttle
from crm.accounts.models import LinkPurpose, User
from crm.accounts.queries import user_of_token
from crm.errors import WhipcountError
from crm.sessions import Database
from web.deps import Form, cookie_name, database_of, settings_of, text_of, with_cookie
from web.render import go, page

router = APIRouter()

_WRONG: Final = "That address and password do not go together."
_WRONG_HINT: Final = "Try again, or ask an administrator for a sign-in link."


@router.get("/sign-in")
def sign_in_form(request: Request, next: str = "/") -> Response:
    """The form; somebody who came from a page goes back to it."""
    return page(request, None, "sign_in/form.html", next=safe_next(next), email="", wrong=None)


@router.post("/sign-in")
def sign_in(request: Request, form: Form) -> Response:
    """Sign a browser in. The slow hash is taken while no transaction is open, so that nobody waits for it."""
    email, next_page = text_of(form, "email"), safe_next(text_of(form, "next"))
    password = str(form.get("password") or "")
    database, address = database_of(request), _address(request)
    try:
        with database.read() as session:
            throttle.check(session, email, address)
            user = service.active_user(session, email)
            password_hash = user.password_hash if user else None
        right = secrets.verify_password(password, password_hash)
        with database.write() as session:
            throttle.note(session, email, address, succeeded=right)
        if not right or user is None:
            return _again(request, email, next_page, f"{_WRONG} {_WRONG_HINT}", 422)
    except WhipcountError as wrong:
        return _again(request, email, next_page, str(wrong), wrong.status)
    return _signed_in(request, database, user.id, next_page)


@router.post("/sign-out")
def sign_out(request: Request, form: Form) -> Response:
    """Sign this browser out; the cookie is worth nothing afterwards, nor is what corridor mode kept on the device.

    ``device`` is the device's name for itself; ``sealed`` says that it keeps entries of somebody else who is signed out
    and has not sent them yet: these stay, closed to everybody but them.
    """
    name = cookie_name(settings_of(request))
    token = request.cookies.get(name)
    if token:
        with database_of(request).write() as session:
            user = user_of_token(session, token)
            if user is not None:
                devices.forget(session, user.user_id, text_of(form, "device"))
            service.end_session(session, token)
    answer = go("/sign-in", "You are signed out.", "info")
    if not text_of(form, "sealed"):
        answer.headers["Clear-Site-Data"] = '"storage"'
    answer.delete_cookie(name, secure=not settings_of(request).insecure_cookies)
    return answer


@router.get("/welcome/{token}")
def welcome(request: Request, token: str) -> Response:
    """What a one-time link opens. It is used by the button, not by opening it: programs look at links before people."""
    with database_of(request).read() as session:
        found = service.welcome(session, token)
    return page(request, None, "sign_in/welcome.html", token=token, **_fields(found), wrong=None)


@router.post("/welcome/{token}")
def use_welcome(request: Request, token: str, form: Form) -> Response:
    """Use the link up, and sign the browser in; where the link asks for it, with a new password."""
    database = database_of(request)
    with database.read() as session:
        found = service.welcome(session, token)
    try:
        password_hash = None
        if found.purpose is LinkPurpose.SET_PASSWORD:
            password_hash = secrets.hash_password(service.checked_password(str(form.get("password") or "")))
        with database.write(user_id=found.user_id, reason="one-time link") as session:
            user = service.use_link(session, token)
            if password_hash is not None:
                service.rename(session, user, text_of(form, "name") or user.name, text_of(form, "email") or user.email)
                service.set_password(session, user, password_hash)
    except WhipcountError as wrong:
        typed = {"name": text_of(form, "name"), "email": text_of(form, "email")}
        return page(
            request,
            None,
            "sign_in/welcome.html",
            status=wrong.status,
            token=token,
            wrong=wrong,
            **(_fields(found) | typed),
        )
    return _signed_in(request, database, found.user_id, "/")


def safe_next(next: str) -> str:
    """``next`` if it is a page of ours, else the start: nobody is led to another site by a link to this one."""
    if not next.startswith("/") or next.startswith(("//", "/\\")) or any(ord(char) < 33 for char in next):
        return "/"
    return next


def _signed_in(request: Request, database: Database, user_id: int, next_page: str) -> Response:
    with database.write(user_id=user_id) as session:
        user = session.get_one(User, user_id)
        token = service.start_session(session, user, request.headers.get("user-agent", ""))
    return with_cookie(request, go(next_page), token)


def _again(request: Request, email: str, next_page: str, wrong: str, status: int) -> Response:
    return page(request, None, "sign_in/form.html", status=status, next=next_page, email=email, wrong=wrong)


def _fields(found: service.Welcome) -> dict[str, Any]:
    return {
        "name": found.name,
        "email": found.email,
        "sets_password": found.purpose is LinkPurpose.SET_PASSWORD,
        "shortest": service.SHORTEST_PASSWORD,
    }


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
