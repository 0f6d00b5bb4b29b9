"""The list of officials: who holds an office, where each stands, when each was last spoken to."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm import clock
from crm.outreach.desk import desk
from crm.people.queries import governments, parties
from web.as_of import Asked
from web.deps import Db, Me
from web.pages.officials_filters import SORTS, wanted
from web.pages.officials_list import listed
from web.pages.outreach import words
from web.render import page, partial, wants_part

router = APIRouter()


@router.get("/officials")
def officials(request: Request, session: Db, me: Me, times: Asked) -> Response:
    """Officials in office on the day asked about, 50 a page; filters and order are in the address."""
    offered = desk(session, me.viewer)
    asked = wanted(session, request.query_params, offered, times)
    context: dict[str, Any] = {
        "found": listed(session, me.viewer, asked, times),
        "asked": asked,
        "times": times,
        "sorts": SORTS,
        "words": words(),
        "today": clock.today(),
    }
    if wants_part(request, "officials"):
        return partial(request, "officials/_rows.html", **context)
    return page(
        request,
        me,
        "officials/list.html",
        nav="officials",
        **context,
        places=governments(session),
        parties=parties(session, times.said),
        measures=sorted(offered.measures.values(), key=lambda each: each.name),
    )
