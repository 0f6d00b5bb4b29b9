"""A call sheet: whom to call before a deadline, most useful first, each with the reasons, the phone and the ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean
from typing import Any

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.callers import callers_of
from crm.calling.candidates import LeftOut
from crm.calling.crew import crew
from crm.calling.effort import USUAL_PER_HOUR, Choices, effort
from crm.calling.gathering import CallRow, Gathered, gather
from crm.calling.horizon import Horizon
from crm.calling.office_hours import hours_left
from crm.calling.over import Over
from crm.calling.planned import Head, planned
from crm.campaigns.queries import CampaignLine
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.forecast.queries import forecast
from crm.jurisdictions.models import ChamberKind
from crm.names import fold
from crm.positions.as_of import AsOf

__all__ = ["CallRow", "CallSheet", "Choices", "Question", "call_sheet", "redrawn", "rule_of"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a sheet was drawn up for. Without ``choices`` it is the plain ranking."""

    slug: str
    as_of: AsOf
    deadline: date | None
    chamber: ChamberKind | None
    limit: int | None
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The calls of a day. ``more`` were cut off by the limit; ``left_out`` are not called now, each with the reason.

    ``plan`` says what the calls add in all, where they were planned; ``over`` that the measure is law by now. Ranks and
    reasons tell what the viewer knows for whom it was drawn up: to others it is drawn up again (``redrawn``).
    """

    question: Question
    campaign: CampaignLine
    horizon: Horizon
    rows: tuple[CallRow, ...]
    more: int
    left_out: tuple[LeftOut, ...]
    plan: Head | None = None
    over: Over | None = None


def call_sheet(
    session: Session,
    viewer: Viewer,
    slug: str,
    as_of: AsOf,
    *,
    deadline: date | None = None,
    chamber: ChamberKind | None = None,
    limit: int | None = None,
    choices: Choices | None = None,
) -> CallSheet:
    """The officials to call on the day ``as_of.said`` before the ``deadline`` (default: the next adjournment ahead).

    With ``choices`` they are those calls, in that order, which add most to the goal in the time there is; without,
    all are ranked by their stance and what else speaks for them. As known at ``as_of.known``: a sheet for a past day is
    the one that could have been drawn up then. Who holds which office and has which phone is public record, and
    today's. Raises NotFound for an unknown campaign, InvalidInput for a chamber the government has not, a deadline that
    is past, where no deadline is ahead, and where a plan is asked for chambers nobody of whom is on file. At most 24
    queries; 29 for a plan.
    """
    question = Question(slug, as_of, deadline, chamber, limit, choices)
    found = gather(session, viewer, slug, as_of, deadline=deadline, chamber=chamber)
    return _plain(question, found) if choices is None else _planned(session, viewer, question, choices, found)


def redrawn(session: Session, viewer: Viewer, sheet: CallSheet) -> CallSheet:
    """The same sheet as the viewer may know it."""
    asked = sheet.question
    return call_sheet(
        session,
        viewer,
        asked.slug,
        asked.as_of,
        deadline=asked.deadline,
        chamber=asked.chamber,
        limit=asked.limit,
        choices=asked.choices,
    )


def rule_of(sheet: CallSheet) -> dict[str, Any]:
    """What a kept list remembers of how it was drawn up: enough to say it, and to draw it up again."""
    asked, ahead, plan = sheet.question, sheet.horizon, sheet.plan
    return {
        "today": ahead.today.isoformat(),
        "deadline": ahead.day.isoformat(),
        "deadlines": [each.id for each in ahead.deadlines],
        "chambers": sorted(ahead.last_days),
        "chamber": asked.chamber.value if asked.chamber else None,
        "limit": asked.limit,
        "choices": asked.choices.as_rule() if asked.choices else None,
        "goal": plan.goal.value if plan else None,
        "win_before": plan.win_before if plan else None,
        "win_after": plan.win_after if plan else None,
        "plan": list(plan.words) if plan else [],
        "rows": len(sheet.rows),
        "more": sheet.more,
    }


def _plain(question: Question, found: Gathered) -> CallSheet:
    rows = sorted(
        found.rows, key=lambda row: (row.worth.sunk, -row.worth.points, fold(row.candidate.name.rpartition(" ")[2]))
    )
    kept = rows if question.limit is None else rows[: question.limit]
    return CallSheet(
        question=question,
        campaign=found.campaign,
        horizon=found.horizon,
        rows=tuple(replace(row, rank=place) for place, row in enumerate(kept, start=1)),
        more=len(rows) - len(kept),
        left_out=found.left_out,
        over=found.over,
    )


def _planned(session: Session, viewer: Viewer, question: Question, choices: Choices, found: Gathered) -> CallSheet:
    if not any(seat.seat.holder is not None for each in found.boards for seat in each.seats):
        raise InvalidInput(
            "No chamber of this campaign has a member on file.",
            hint="Import the legislature's roster: crm import openstates PATH",
            field="chamber",
        )
    ahead, as_of = found.horizon, question.as_of
    now = clock.local(clock.now()) if as_of.said == clock.today() else None
    callers = callers_of(session, viewer, found.campaign.id, as_of.said)
    hands = crew(found.rows, callers, choices)
    paces = [hand.per_hour for hand in hands]
    per_hour = round(fmean(paces), 1) if paces else USUAL_PER_HOUR
    time = effort(choices, hours_left(ahead.today, ahead.day, now), per_hour, question.limit, paces=paces)
    # Only chambers in which a call still helps: what another decided when it went home is no work of this list.
    boards = [each for each in found.boards if each.chamber_id in ahead.last_days]
    rows, left_out, head = planned(found, forecast(session, viewer, boards, as_of), hands, choices.goal, time)
    return CallSheet(
        question=question,
        campaign=found.campaign,
        horizon=ahead,
        rows=rows,
        more=head.no_time,
        left_out=(*left_out, *found.left_out),
        plan=head,
        over=found.over,
    )
