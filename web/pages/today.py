"""Today: the first page of the day. What matters now for whoever is signed in, and what to do about it."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm import clock
from crm.calling.today import Today, today
from crm.digest.promised import call_backs
from crm.importers.refresh.today import sources_today
from crm.lobbying.clashes import clock_words
from crm.lobbying.queries import my_meetings, without_debrief
from crm.outreach.by_when import ByWhen, by_when
from web.deps import Db, Me, SignedIn
from web.filters import count
from web.pages.outreach import words
from web.pages.wording_board import REASONS
from web.render import page

router = APIRouter()

AT_ONCE: Final = 5
"""How many lines of a pile are shown before the rest is folded away."""
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@router.get("/")
def today_page(request: Request, session: Db, me: Me) -> Response:
    """The page."""
    seen = today(session, me.viewer)
    mine, ours = by_when(seen.mine, seen.day), by_when(seen.ours, seen.day)
    return page(
        request,
        me,
        "today/today.html",
        nav="today",
        seen=seen,
        mine=mine,
        ours=ours,
        weekday=_WEEKDAYS[seen.day.weekday()],
        lead=_lead(seen, mine),
        is_lead=bool(me.viewer.lead_organization_ids),
        steps=_steps(seen, me),
        sources=sources_today(session, me.viewer),
        meetings=my_meetings(session, me.viewer, seen.day),
        waiting=without_debrief(session, me.viewer),
        call_backs=call_backs(session, me.viewer, clock.end_of_day(seen.day)),
        now=clock.now(),
        clock=clock_words,
        words=words(),
        reasons=REASONS,
        at_once=AT_ONCE,
    )


def _lead(seen: Today, mine: ByWhen) -> str:
    """The day in one sentence."""
    parts = []
    if mine.overdue:
        parts.append(
            f"{count(len(mine.overdue), 'follow-up')} of yours {'is' if len(mine.overdue) == 1 else 'are'} overdue"
        )
    if mine.today:
        parts.append(f"{len(mine.today)} due today")
    moved = sum(len(each.moves) for each in seen.campaigns)
    if moved:
        parts.append(f"{moved} moved this week")
    return ", ".join(parts)


def _steps(seen: Today, me: SignedIn) -> list[tuple[str, str, bool, str | None]]:
    """What a new server needs, in order: (what, how, whether it is done, where)."""
    if seen.campaigns and me.viewer.organization_ids:
        return []
    return [
        (
            "Look around in an example",
            "Run crm demo on the server: a real campaign’s story, and a training state to practise in.",
            seen.on_file.campaigns,
            None,
        ),
        (
            "Bring in the lawmakers",
            "Run crm import openstates PATH, or crm fetch openstates STATE: seats, offices, phones.",
            seen.on_file.people,
            "/officials" if seen.on_file.people else None,
        ),
        (
            "Add your organization, and let its people in",
            "Only who works for an organization can log what they hear.",
            bool(me.viewer.organization_ids),
            "/organizations",
        ),
    ]
