"""``crm call-list``: whom to call before a deadline, and why."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from crm import dates
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
    today: Annotated[
        str | None, typer.Option("--today", metavar="DAY", help="Draw it up as on this day, as known then.")
    ] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")] = False,
) -> None:
    """List the officials to call before a deadline, most useful first, each with reasons, phone and ask."""
    if json and csv:
        raise InvalidInput("JSON and CSV cannot both be printed.", hint="Choose --json or --csv.")
    day = dates.parse_day(today, field="today") if today else None
    until = dates.parse_day(deadline, field="deadline") if deadline else None
    kind = chamber_kind(chamber)
    with context.reading() as (session, viewer):
        sheet = call_sheet(session, viewer, campaign, AsOf.of(day, day), deadline=until, chamber=kind, limit=limit)
    if json:
        context.print_json(_sheet(sheet))
    elif csv:
        sys.stdout.writelines(csv_lines(sheet_as_table(sheet)))
    else:
        _print(sheet)


def _sheet(sheet: CallSheet) -> dict[str, Any]:
    ahead = sheet.horizon
    return {
        "campaign": sheet.campaign.slug,
        "today": ahead.today,
        "deadline": ahead.day,
        "deadlines": [{"name": each.name, "chamber": each.chamber, "source": each.source} for each in ahead.deadlines],
        "rows": [_row(row) for row in sheet.rows],
        "more": sheet.more,
        "left_out": [
            {"person": each.slug, "name": each.name, "reason": each.reason} for each in sheet.left_out
        ],
    }  # fmt: skip


def _row(row: CallRow) -> dict[str, Any]:
    who, last = row.candidate, row.last
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
        "reasons": list(row.worth.reasons),
        "points": row.worth.points,
        "sinks": row.worth.sunk,
    }


def _print(sheet: CallSheet) -> None:
    rows = [
        (
            row.rank,
            row.candidate.name,
            row.candidate.office,
            f"{row.phone.number} ({row.phone.office})" if row.phone else "none on file",
            row.stance.label,
            " ".join(row.worth.reasons),
            row.asked.ask.words if row.asked.ask else "",
        )
        for row in sheet.rows
    ]
    ahead = sheet.horizon
    title = f"{sheet.campaign.name}: calls on {ahead.today}, before {ahead.day}"
    context.print_table(title, ("", "Who", "Office", "Phone", "Stance", "Why", "Ask"), rows)
    if sheet.more:
        context.notes.print(f"{sheet.more} more: raise --limit to see them.")
    if sheet.left_out:
        context.notes.print(f"{len(sheet.left_out)} are not called now: --json says who and why.")
