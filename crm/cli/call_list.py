"""``crm call-list``: whom to call before a deadline, and why."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated, Any

import typer

from crm import dates
from crm.calling.crew import split
from crm.calling.effort import Choices, read_choices
from crm.calling.sharing import By
from crm.calling.sheet import CallRow, CallSheet, call_sheet
from crm.cli import context
from crm.cli.whip import JsonOption, chamber_kind
from crm.errors import InvalidInput
from crm.exporters.as_csv import csv_lines
from crm.exporters.call_lists import sheet_as_table
from crm.positions.as_of import AsOf


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("call-list")(call_list)


def call_list(
    campaign: Annotated[str, typer.Argument(help="The campaign's short name, such as new-york-for-all.")],
    chamber: Annotated[str | None, typer.Option(help="Only one chamber: upper, lower or unicameral.")] = None,
    deadline: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day to work towards; default: the next adjournment.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="No more calls than this.")] = None,
    hours: Annotated[
        float | None, typer.Option(help="Plan the calls that add most in so many hours of each caller.")
    ] = None,
    callers: Annotated[int | None, typer.Option(help="So many callers (1 unless you say otherwise).")] = None,
    calls: Annotated[int | None, typer.Option(help="Plan the so many calls that add most.")] = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="win|votes|stance", help="Plan for the chance of winning or expected votes, or rank by stance."
        ),
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DAY", help="Draw it up as on this day, as known then.")
    ] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")] = False,
) -> None:
    """List the officials to call before a deadline, most useful first, each with reasons, phone and ask.

    With --hours, --calls or --goal the calls are planned: those that add most, in tiers, each with what it adds.
    """
    if json and csv:
        raise InvalidInput("JSON and CSV cannot both be printed.", hint="Choose --json or --csv.")
    day = dates.parse_day(today, field="today") if today else None
    until = dates.parse_day(deadline, field="deadline") if deadline else None
    kind = chamber_kind(chamber)
    choices = _choices(goal, hours, callers, calls)
    with context.reading() as (session, viewer):
        sheet = call_sheet(
            session, viewer, campaign, AsOf.of(day, day), deadline=until, chamber=kind, limit=limit, choices=choices
        )
    if json:
        context.print_json(_sheet(sheet))
    elif csv:
        sys.stdout.writelines(csv_lines(sheet_as_table(sheet)))
    else:
        _print(sheet)


def _choices(goal: str | None, hours: float | None, callers: int | None, calls: int | None) -> Choices | None:
    """What a plan is to add to, and the time for it; nothing where the plain ranking is asked for."""
    if all(each is None for each in (goal, hours, callers, calls)):
        return None
    if callers is not None and hours is None:
        raise InvalidInput("Callers without hours make no time.", hint="Add --hours.", field="hours")
    chosen = read_choices(goal or "")
    return chosen and replace(chosen, hours=hours, callers=1 if callers is None else callers, calls=calls)


def _sheet(sheet: CallSheet) -> dict[str, Any]:
    ahead, plan = sheet.horizon, sheet.plan
    return {
        "campaign": sheet.campaign.slug,
        "today": ahead.today,
        "deadline": ahead.day,
        "deadlines": [{"name": each.name, "chamber": each.chamber, "source": each.source} for each in ahead.deadlines],
        "over": sheet.over.words if sheet.over else None,
        "goal": plan.goal if plan else None,
        "win_before": plan.win_before if plan else None,
        "win_after": plan.win_after if plan else None,
        "votes_before": plan.votes_before if plan else None,
        "votes_after": plan.votes_after if plan else None,
        "plan": list(plan.words) if plan else [],
        "callers": [{"number": by.number, "who": by.who, "calls": calls} for by, calls in _split(sheet)],
        "rows": [_row(row) for row in sheet.rows],
        "more": sheet.more,
        "left_out": [
            {"person": each.slug, "name": each.name, "reason": each.reason} for each in sheet.left_out
        ],
    }  # fmt: skip


def _row(row: CallRow) -> dict[str, Any]:
    who, last, planned = row.candidate, row.last, row.planned
    return {
        "rank": row.rank,
        "person": who.slug,
        "name": who.name,
        "office": who.office,
        "party": who.party,
        "chamber": who.chamber,
        "phone": row.phone.number if row.phone else None,
        "phone_office": row.phone.office if row.phone else None,
        "stance": row.stance,
        "hard": who.standing.hard if who.standing else False,
        "ask": row.asked.ask.words if row.asked.ask else None,
        "ask_kind": row.asked.ask.kind if row.asked.ask else None,
        "before": row.before,
        "last_contact": {"day": last.day, "channel": last.channel, "outcome": last.outcome, "by": last.organization}
        if last
        else None,
        "tier": planned.tier if planned else None,
        "gain": planned.gain if planned else None,
        "minutes": planned.minutes if planned else None,
        "best_by": {"number": planned.by.number, "who": planned.by.who, "why": planned.by.why}
        if planned and planned.by
        else None,
        "lost_without": planned.lost_without if planned else None,
        "reasons": list(row.worth.reasons),
        "points": row.worth.points,
        "sinks": row.worth.sunk,
    }


def _split(sheet: CallSheet) -> tuple[tuple[By, int], ...]:
    return split(row.planned.by if row.planned else None for row in sheet.rows)


def _print(sheet: CallSheet) -> None:
    shares = _split(sheet)
    rows = [
        (
            row.rank,
            row.candidate.name,
            row.candidate.office,
            *([row.planned.by.who if row.planned and row.planned.by else ""] if shares else []),
            f"{row.phone.number} ({row.phone.office})" if row.phone else "none on file",
            row.stance.label,
            " ".join((*row.worth.reasons, *([row.planned.lost_without] if row.planned else []))),
            row.asked.ask.words if row.asked.ask else "",
        )
        for row in sheet.rows
    ]
    ahead = sheet.horizon
    if sheet.over:
        context.notes.print(context.plain(f"{sheet.over.words} {sheet.over.hint}"))
    for said in sheet.plan.words if sheet.plan else ():
        context.notes.print(context.plain(said))
    if shares:
        context.notes.print(context.plain(f"By whom: {', '.join(f'{by.who} {calls}' for by, calls in shares)}."))
    title = f"{sheet.campaign.name}: calls on {ahead.today}, before {ahead.day}"
    by_whom = ["By whom"] if shares else []
    context.print_table(title, ("", "Who", "Office", *by_whom, "Phone", "Stance", "Why", "Ask"), rows)
    if sheet.more:
        more = "there is no time for them." if sheet.plan else "raise --limit to see them."
        context.notes.print(f"{sheet.more} more: {more}")
    if sheet.left_out:
        context.notes.print(f"{len(sheet.left_out)} are not called now: --json says who and why.")
