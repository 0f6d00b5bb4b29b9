"""The forecast of a campaign: every seat with its chance, and what one step of its holder would add."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.exporters.asked import TIMES, Asked, Filter
from crm.exporters.tables import Table, Value, columns
from crm.forecast.queries import ChamberForecast, SeatForecast
from crm.forecast.screen import screen
from crm.jurisdictions.models import ChamberKind
from crm.whip.narrowing import holder_of

FILTERS: Final = (
    Filter("campaign", "The campaign, by short name.", required=True),
    Filter("chamber", "Only one chamber: upper, lower or unicameral."),
    *TIMES,
)
_SEATS: Final = columns(
    *("chamber: Chamber", "district: District", "person: Short name", "member: Member", "party: Party"),
    *("stance: Stance", "hard: Hard", "chance: Chance of a yes", "step: A step adds to it"),
    *("swing: A step adds to winning", "reasons: Why"),
    numbers="chance step swing",
)


def forecast_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """Every seat of the campaign's chambers with its forecast. Raises InvalidInput and NotFound as the page does."""
    found = screen(session, viewer, asked.text("campaign"), asked.as_of, asked.word(ChamberKind, "chamber"))
    rows = [_seat(each, seat) for each in found.forecast.chambers for seat in each.seats]
    return Table(f"forecast-{found.campaign.slug}", "Forecast", asked.as_of.said, _SEATS, rows, asked.given)


def _seat(chamber: ChamberForecast, seat: SeatForecast) -> tuple[Value, ...]:
    held, holder = seat.seat.seat, seat.seat.seat.holder
    return (
        chamber.chamber.name,
        held.district_name,
        holder.slug if holder else None,
        holder_of(seat.seat),
        held.party,
        seat.seat.stance.value,
        seat.seat.hard,
        round(seat.chance.value, 6),
        round(seat.step, 6),
        round(seat.swing, 9),
        seat.chance.reasons,
    )
