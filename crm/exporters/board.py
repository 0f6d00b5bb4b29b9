"""The board of a campaign: the count of each chamber, the seats behind it, and what moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from crm.campaigns.queries import find_campaign
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.exporters import evidence
from crm.exporters.asked import TIMES, Asked, Filter
from crm.exporters.tables import Table, Value, columns
from crm.jurisdictions.models import ChamberKind
from crm.positions.queries import shifts
from crm.whip.count import CountedSeat, SeatStance
from crm.whip.moves import Move, moves
from crm.whip.narrowing import holder_of, seats_asked_for
from crm.whip.queries import ChamberBoard, board
from crm.whip.screen import USUAL_SINCE

_CAMPAIGN: Final = Filter("campaign", "The campaign, by short name.", required=True)
BOTH: Final = "both"
BOARD_FILTERS: Final = (
    _CAMPAIGN,
    Filter("seats", "Only the seats of one chamber: upper, lower or unicameral."),
    Filter("stance", "Only seats of this stance: yes, leaning_yes, ..., unknown, vacant."),
    Filter("party", "Only this party."),
    Filter("marked", "Only seats that are: for, hard, soft, due, contested."),
    Filter("q", "A member's name, or a district."),
    Filter("sort", "In order of district, name, party, stance or said."),
    Filter("order", "desc: the other way round."),
    *TIMES,
)
COUNT_FILTERS: Final = (_CAMPAIGN, *TIMES)
SHIFTS_FILTERS: Final = (
    _CAMPAIGN,
    Filter("since", "From this day on (YYYY-MM-DD); else the last two weeks."),
    *TIMES,
)
_SEATS: Final = columns(
    *("chamber: Chamber", "district: District", "person: Short name", "member: Member", "party: Party"),
    *("stance: Stance", "hard: Hard", "condition: On the condition", "due: Due for a new ask"),
    *("contested: Reports differ", "said: Said", "said_latest: Said by", "words: In their words"),
    dates="said_latest",
)
_COUNTS: Final = columns(
    *("jurisdiction: Government", "chamber: Chamber", "name: Name", "seats: Seats", "needed: Needed", "hard: Hard yes"),
    *("soft: With soft", "short: Short", *(f"{each}: {each.replace('_', ' ').capitalize()}" for each in SeatStance)),
    *("hard_due: Hard yes due for a new ask", "contested: Reports differ", "override: Needed to override"),
    numbers=" ".join(("seats needed hard soft short hard_due contested override", *SeatStance)),
)
_MOVES: Final = columns(
    *("day: Day", "person: Short name", "name: Name", "chamber: Chamber", "seat: Seat", "before: From", "after: To"),
    *("toward: Toward us", "reason: Reason", "words: In their words", "condition: On the condition", "said: Said"),
    *("recorded_at: Recorded", "evidence: Evidence", "urls: Addresses of the evidence"),
    numbers="toward",
    dates="day",
    instants="recorded_at",
)


def board_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """Every seat of the campaign's chambers that is asked for. Raises InvalidInput and NotFound as the page does."""
    campaign, boards = _boards(session, viewer, asked)
    if asked.text("order") not in ("", "asc", "desc"):
        raise InvalidInput("Seats go one way or the other.", hint="Use one of: asc, desc.", field="order")
    kind = None if asked.text("seats") == BOTH else asked.word(ChamberKind, "seats")
    rows = [
        _seat(each, seat)
        for each in boards
        if kind in (None, each.kind)
        for seat in seats_asked_for(
            each.seats,
            stance=asked.text("stance"),
            party=asked.text("party"),
            marked=asked.text("marked"),
            text=asked.text("q"),
            sort=asked.text("sort"),
            descending=asked.text("order") == "desc",
        )
    ]
    return Table(f"board-{campaign}", "Seats", asked.as_of.said, _SEATS, rows, asked.given)


def count_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The count of each chamber, in a row. Raises NotFound for an unknown campaign."""
    campaign, boards = _boards(session, viewer, asked)
    rows = [_count(each) for each in boards]
    return Table(f"count-{campaign}", "Count", asked.as_of.said, _COUNTS, rows, asked.given)


def shifts_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """What moved since a day, newest first. Raises NotFound for an unknown campaign."""
    campaign, boards = _boards(session, viewer, asked)
    as_of = asked.as_of
    since = asked.day("since") or as_of.said - USUAL_SINCE
    measure_id = find_campaign(session, campaign).measure_id
    moved = moves(shifts(session, viewer, measure_id, since, as_of), boards)
    return Table(f"moved-{campaign}", "What moved", as_of.said, _MOVES, _moves(moved), asked.given)


def _boards(session: Session, viewer: Viewer, asked: Asked) -> tuple[str, tuple[ChamberBoard, ...]]:
    campaign = find_campaign(session, asked.text("campaign"))
    return campaign.slug, board(session, viewer, campaign.measure_id, asked.as_of, campaign_id=campaign.id)


def _seat(chamber: ChamberBoard, seat: CountedSeat) -> tuple[Value, ...]:
    holder, stands = seat.seat.holder, seat.standing
    return (
        chamber.name,
        seat.seat.district_name,
        holder.slug if holder else None,
        holder_of(seat),
        seat.seat.party,
        seat.stance.value,
        seat.hard,
        stands.condition if stands else None,
        seat.due,
        seat.contested,
        stands.said if stands else None,
        stands.said_latest if stands else None,
        stands.words if stands else None,
    )


def _count(chamber: ChamberBoard) -> tuple[Value, ...]:
    total = chamber.count
    return (
        chamber.jurisdiction,
        chamber.kind.value,
        chamber.name,
        total.seats,
        total.needed,
        total.hard,
        total.soft,
        total.short,
        *(total.counts[stance] for stance in SeatStance),
        total.hard_due,
        total.contested,
        chamber.needed_to_override,
    )


def _moves(moved: tuple[Move, ...]) -> Iterator[tuple[Value, ...]]:
    for move in moved:
        shift = move.shift
        yield (
            move.day,
            shift.person,
            shift.name,
            move.chamber,
            move.seat,
            shift.before.value,
            shift.after.value,
            shift.direction,
            shift.reason.value,
            shift.words,
            shift.condition,
            shift.said,
            shift.recorded_at,
            evidence.told(shift.evidence),
            evidence.addresses(shift.evidence),
        )
