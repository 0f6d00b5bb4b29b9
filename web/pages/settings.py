"""One's own account: name, password, where one is signed in. Administrators see who signs in here, and invite."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm.accounts import queries, secrets, service
from crm.accounts.models import LinkPurpose, User
from crm.errors import InvalidInput, NotAllowed, WhipcountError
from web.deps import Db, Form, Me, SignedIn, text_of, with_cookie
from web.render import go, page

router = APIRouter()


@router.get("/settings")
def settings_page(request: Request, session: Db, me: Me) -> Response:
    """The account of whoever is signed in."""
    return _page(request, session, me)


@router.post("/settings/name")
def change_name(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Change one's name and address."""
    try:
        service.rename(session, session.get_one(User, me.user_id), text_of(form, "name"), text_of(form, "email"))
    except WhipcountError as wrong:
        return _page(request, session, me, wrong=wrong, typed={k: text_of(form, k) for k in ("name", "email")})
    return go("/settings", "Saved.")


@router.post("/settings/password")
def change_password(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Set a password, knowing the old one where there is one. Every browser is signed out, and this one in again."""
    user = session.get_one(User, me.user_id)
    try:
        if user.password_hash is not None:
            _check_old(form, user.password_hash)
        password_hash = secrets.hash_password(service.checked_password(str(form.get("password") or "")))
    except WhipcountError as wrong:
        return _page(request, session, me, wrong=wrong)
    service.set_password(session, user, password_hash)
    token = service.start_session(session, user, request.headers.get("user-agent", ""))
    return with_cookie(request, go("/settings", "The password is set. All your other browsers are signed out."), token)


@router.post("/settings/invite")
def invite(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Add a user, and show the link that lets them in once. It is shown here alone, and kept nowhere."""
    if not me.is_admin:
        raise NotAllowed("Only an administrator adds users.", hint="Ask whoever runs this server.")
    typed = {"invite_name": text_of(form, "name"), "invite_email": text_of(form, "email")}
    try:
        user = service.add_user(session, typed["invite_email"], typed["invite_name"])
    except WhipcountError as wrong:
        return _page(request, session, me, invite_wrong=wrong, typed=typed)
    token = service.new_link(session, user, LinkPurpose.SET_PASSWORD)
    return _page(request, session, me, link=f"{request.base_url}welcome/{token}", invited=user.name)


@router.post("/settings/link/{user_id}")
def new_link(request: Request, session: Db, me: Me, user_id: int) -> Response:
    """A fresh link for a user who lost the way in."""
    if not me.is_admin:
        raise NotAllowed("Only an administrator hands out links.", hint="Ask whoever runs this server.")
    user = session.get(User, user_id)
    if user is None or not user.is_active:
        raise InvalidInput("That user cannot sign in.", hint="Reload the page.")
    token = service.new_link(session, user, LinkPurpose.SET_PASSWORD)
    return _page(request, session, me, link=f"{request.base_url}welcome/{token}", invited=user.name)


def _check_old(form: Form, password_hash: str) -> None:
    if not secrets.verify_password(str(form.get("old") or ""), password_hash):
        raise InvalidInput("That is not your password.", hint="Type the one you use now.", field="old")


def _page(
    request: Request,
    session: Db,
    me: SignedIn,
    *,
    wrong: WhipcountError | None = None,
    invite_wrong: WhipcountError | None = None,
    typed: dict[str, str] | None = None,
    link: str | None = None,
    invited: str | None = None,
) -> Response:
    failed = wrong or invite_wrong
    fields = {"name": me.name, "email": me.email, "invite_name": "", "invite_email": ""}
    return page(
        request,
        me,
        "settings/account.html",
        status=failed.status if failed else 200,
        typed=fields | (typed or {}),
        wrong=wrong,
        invite_wrong=invite_wrong,
        has_password=session.get_one(User, me.user_id).password_hash is not None,
        shortest=service.SHORTEST_PASSWORD,
        browsers=queries.browsers(session, me.user_id),
        users=queries.users(session) if me.is_admin else (),
        link=link,
        invited=invited,
    )
