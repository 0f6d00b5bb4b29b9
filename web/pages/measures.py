"""Measures: what is to become law, where it is carried, how far it has come, and who stands where on it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm.bills.listed import governments_with_measures
from crm.bills.models import Bill
from crm.campaigns.about import ANY
from crm.errors import NotFound
from crm.positions.carrying import carry_measure
from crm.whip.measure import measure_screen
from web.as_of import Asked
from web.deps import Db, Form, Me, text_of
from web.pages.measure_view import view
from web.pages.measures_filters import SORTS, wanted
from web.pages.measures_list import listed
from web.render import go, page, partial, wants_part

router = APIRouter()


@router.get("/measures")
def measures(request: Request, session: Db, me: Me, times: Asked) -> Response:
    """The measures on file, 50 a page; filters, order and the two days are in the address."""
    asked = wanted(request.query_params, times)
    context: dict[str, Any] = {
        "found": listed(session, me.viewer, asked, times),
        "asked": asked,
        "times": times,
        "sorts": SORTS,
    }
    if wants_part(request, "measures"):
        return partial(request, "measures/_rows.html", **context)
    return page(
        request,
        me,
        "measures/list.html",
        nav="measures",
        **context,
        places=governments_with_measures(session),
        any_campaign=ANY,
    )


@router.get("/measures/{slug}")
def measure(request: Request, session: Db, me: Me, asked: Asked, slug: str) -> Response:
    """One measure whole, as of the two days in the address."""
    context = view(measure_screen(session, me.viewer, slug, asked.as_of), asked)
    if wants_part(request, "measure"):
        return partial(request, "measures/_measure.html", **context)
    return page(request, me, "measures/measure.html", nav="measures", **context)


@router.post("/measures/{slug}/carried")
def carried(session: Db, me: Me, form: Form, slug: str) -> Response:
    """Say that a proposed bill carries the measure, and go back to it."""
    typed = text_of(form, "bill")
    bill = session.get(Bill, int(typed)) if typed.isdecimal() and len(typed) < 19 else None
    if bill is None:
        raise NotFound("That bill is not on file.", hint="Open the measure again and use the buttons.")
    done = carry_measure(session, me.viewer, slug, bill)
    return go(f"/measures/{done.measure}", f"{done.bill} carries it from now on: {done.entered} new in the ledger.")
