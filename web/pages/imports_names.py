"""Doubtful names: one after the other beside who may be meant, one key for each decision."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.errors import InvalidInput, NotAllowed, NotFound, WhipcountError
from crm.importers.doubts import PAGE, doubt, doubts, next_doubt, number_of_doubts
from crm.importers.matching.review import ask_again, decide, may_decide
from crm.people.finding import find_person
from web.deps import Db, Form, Me, SignedIn, text_of
from web.filters import count
from web.render import go, page

router = APIRouter()

Number = Annotated[int, Query(alias="page")]


@router.get("/imports/names")
def listed(request: Request, session: Db, me: Me, decided: str = "", at: Number = 1) -> Response:
    """The names that wait, or those decided."""
    number = max(1, min(at, 100_000))
    rows = doubts(session, me.viewer, decided=bool(decided), first=(number - 1) * PAGE)
    return page(
        request,
        me,
        "imports/names.html",
        nav="imports",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        number=number,
        decided=bool(decided),
        waiting=number_of_doubts(session, me.viewer),
        may_decide=_may(me),
    )


@router.get("/imports/names/{name_id:int}")
def shown(request: Request, session: Db, me: Me, name_id: int) -> Response:
    """One name beside its candidates."""
    return _page(request, session, me, name_id)


@router.post("/imports/names/{name_id:int}")
def decided(request: Request, session: Db, me: Me, form: Form, name_id: int) -> Response:
    """Say who is meant, and go on to the next."""
    asked = doubt(session, me.viewer, name_id)
    answer = text_of(form, "person")
    try:
        with session.begin_nested():
            if answer == "again":
                ask_again(session, me.viewer, name_id)
                return go(f"/imports/names/{name_id}", "The name waits again.", "info")
            person_id = _person(session, answer, text_of(form, "other"))
            came = decide(session, me.viewer, name_id, person_id)
    except (InvalidInput, NotFound) as wrong:
        return _page(request, session, me, name_id, wrong, text_of(form, "other"))
    session.flush()
    told = f"“{asked.printed_name}” is decided"
    told += f", and {count(came, 'record')} that waited for it came in." if came else "."
    following = next_doubt(session, me.viewer, name_id)
    return go(f"/imports/names/{following}" if following else "/imports/names", told)


def _person(session: Session, answer: str, other: str) -> int | None:
    if answer == "nobody":
        return None
    if answer == "other":
        return find_person(session, other).id
    if not answer.isdecimal():
        raise InvalidInput("Who is meant?", hint="Choose one of the buttons.")
    return int(answer)


def _page(
    request: Request, session: Session, me: SignedIn, name_id: int, wrong: WhipcountError | None = None, other: str = ""
) -> Response:
    found = doubt(session, me.viewer, name_id)
    return page(
        request,
        me,
        "imports/name.html",
        nav="imports",
        status=wrong.status if wrong else 200,
        found=found,
        waiting=number_of_doubts(session, me.viewer),
        next_id=next_doubt(session, me.viewer, name_id),
        may_decide=_may(me),
        wrong=wrong,
        other=other,
    )


def _may(me: SignedIn) -> bool:
    try:
        may_decide(me.viewer)
    except NotAllowed:
        return False
    return True
