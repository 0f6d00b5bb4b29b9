"""What somebody says of themselves as a caller: languages, where they live, how many calls they make in an hour."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.calling.callers import LANGUAGES, MOST_PER_HOUR, homes, profile_of, set_profile
from crm.errors import InvalidInput
from web.deps import Db, Form, Me, SignedIn, text_of
from web.render import go, page

router = APIRouter()


@router.get("/settings/calling")
def shown(request: Request, session: Db, me: Me) -> Response:
    """The form, with what was said before."""
    return _page(request, session, me)


@router.post("/settings/calling")
def saved(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Keep what is said."""
    typed = {
        "languages": [str(each) for each in form.getlist("languages")],
        "calls_per_hour": text_of(form, "calls_per_hour"),
        "districts": [str(each) for each in form.getlist("districts") if each],
    }
    try:
        set_profile(
            session,
            me.viewer,
            languages=typed["languages"],
            calls_per_hour=_number(str(typed["calls_per_hour"]), "calls_per_hour"),
            district_ids=[_number(each, "districts") for each in typed["districts"]],
        )
    except InvalidInput as wrong:
        return _page(request, session, me, wrong, typed)
    return go("/settings", "Call lists know how you call from now on.")


def _number(text: str, field: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InvalidInput(f"“{text}” is no number.", hint="Type it in digits, such as 8.", field=field)
    return int(text)


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    wrong: InvalidInput | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:
    profile = profile_of(session, me.user_id)
    said = {
        "languages": list(profile.languages),
        "calls_per_hour": profile.calls_per_hour,
        "districts": [str(each) for each in profile.district_ids],
    }
    return page(
        request,
        me,
        "settings/calling.html",
        status=wrong.status if wrong else 200,
        wrong=wrong,
        said=typed or said,
        languages=list(LANGUAGES.items()),
        homes=homes(session, me.viewer),
        most=MOST_PER_HOUR,
    )
