"""``crm forecast``: how likely it is that a campaign's measure passes, and whose step would help most."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crm.cli import context
from crm.cli.whip import JsonOption, KnownOption, SaidOption, as_of, chamber_kind
from crm.forecast.queries import ChamberForecast, NumberLine, SeatForecast
from crm.forecast.screen import Screen, screen
from crm.forecast.words import percent, points
from crm.whip.narrowing import holder_of

SHOWN = 12
"""Seats that are shown to people; JSON has all."""


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("forecast")(forecast)


def forecast(
    campaign: Annotated[str, typer.Argument(help="The campaign's short name, such as new-york-for-all.")],
    chamber: Annotated[str | None, typer.Option(help="Only one chamber: upper, lower or unicameral.")] = None,
    said: SaidOption = None,
    known: KnownOption = None,
    json: JsonOption = False,
) -> None:
    """Tell the chance of enough votes in each chamber, what it rests on, and whose step would help most."""
    question, kind = as_of(said, known), chamber_kind(chamber)
    with context.reading() as (session, viewer):
        found = screen(session, viewer, campaign, question, kind)
    if json:
        context.print_json(_json(found))
    else:
        _print(found)


def _json(found: Screen) -> dict[str, Any]:
    as_of = found.forecast.as_of
    return {
        "campaign": found.campaign.slug,
        "measure": found.campaign.measure_slug,
        "said": as_of.said,
        "known": as_of.known,
        "win": found.forecast.win,
        "chambers": [_chamber(each) for each in found.forecast.chambers],
        "numbers": [_number(each) for each in found.numbers],
    }


def _chamber(each: ChamberForecast) -> dict[str, Any]:
    return {
        "chamber": each.chamber.kind,
        "name": each.chamber.name,
        "seats": len(each.seats),
        "needed": each.needed,
        "win": each.win,
        "expected": each.expected,
        "low": each.low,
        "high": each.high,
        "totals": list(each.totals.chances),
        "by_seat": [_seat(seat) for seat in each.seats],
    }


def _seat(seat: SeatForecast) -> dict[str, Any]:
    holder = seat.seat.seat.holder
    return {
        "district": seat.seat.seat.district_name,
        "person": holder.slug if holder else None,
        "name": holder_of(seat.seat),
        "stance": seat.seat.stance,
        "hard": seat.seat.hard,
        "standpoint": seat.chance.standpoint,
        "chance": seat.chance.value,
        "step": seat.step,
        "swing": seat.swing,
        "reasons": list(seat.chance.reasons),
    }


def _number(line: NumberLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "words": line.words,
        "value": line.value,
        "stated": line.stated,
        "weight": line.weight,
        "yes": line.seen.yes if line.seen else None,
        "votes": line.seen.votes if line.seen else None,
        "learned": line.learned,
        "reason": line.reason,
    }


def _print(found: Screen) -> None:
    whole = found.forecast
    if whole.win is None:
        context.notes.print("No chamber is on file: import the legislature's roster to forecast its votes.")
        return
    rows = [
        (each.chamber.name, percent(each.win), each.needed, f"{each.expected:.1f}", f"{each.low} to {each.high}",
         len(each.seats))
        for each in whole.chambers
    ]  # fmt: skip
    columns = ("Chamber", "Chance", "Votes needed", "Expected", "8 times of 10", "Seats")
    context.print_table(f"{found.campaign.name}, as said by {whole.as_of.said}", columns, rows)
    if len(whole.chambers) > 1:
        context.notes.print(f"All chambers: {percent(whole.win)}, their votes taken as independent.")
    steps = [
        (holder_of(seat.seat), each.chamber.name, seat.seat.seat.district_name, percent(seat.chance.value, 0),
         points(seat.swing), " ".join(seat.chance.reasons))
        for each in whole.chambers
        for seat in each.by_swing[:SHOWN]
    ]  # fmt: skip
    context.print_table(
        "Whose step would help most", ("Who", "Chamber", "District", "Yes now", "A step adds", "Why"), steps
    )
