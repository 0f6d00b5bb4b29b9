"""The campaign board whole: all that its page shows, in a constant number of queries however many seats there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from crm import clock
from crm.bills.carriers import CarrierBill, carriers
from crm.campaigns.gates import GateLine, gates
from crm.campaigns.queries import CampaignLine, campaign_line, campaigns, organizations
from crm.coalition.visibility import Viewer
from crm.jurisdictions.calendar import current_deadlines
from crm.positions.as_of import AsOf
from crm.positions.queries import CountLine, counts_without_names, shifts, standing, steps
from crm.positions.shifts import Step
from crm.whip.keyholders import KeyHolder, key_holders
from crm.whip.moves import Move, Turn, moves, turns
from crm.whip.queries import ChamberBoard, board
from crm.whip.series import SeriesPoint, series
from crm.whip.sittings import Sitting, sittings

USUAL_SINCE = timedelta(days=14)
"""How far "what moved" looks back unless the reader says otherwise: two weekly meetings."""
LEAD_IN = timedelta(days=14)
"""The river begins a little before the first entry, so that its first rise is seen."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Whose knowledge is counted beside what is public: the viewer's organizations, and the campaign's where in it."""

    own: tuple[str, ...]
    partners: tuple[str, ...]
    in_coalition: bool


@dataclass(frozen=True, slots=True)
class ChamberScreen:
    """One chamber of the board. ``series`` and ``turns`` reach to the last day that was known, beyond the day asked."""

    board: ChamberBoard
    sitting: Sitting
    series: tuple[SeriesPoint, ...]
    turns: tuple[Turn, ...]
    sponsors: int | None
    counts: tuple[CountLine, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """The board of one campaign. ``toward`` and ``away``: moves of seats; ``last_move``: the latest, of any time."""

    campaign: CampaignLine
    campaigns: tuple[CampaignLine, ...]
    as_of: AsOf
    since: date
    knowledge: Knowledge
    bills: tuple[CarrierBill, ...]
    chambers: tuple[ChamberScreen, ...]
    moves: tuple[Move, ...]
    toward: int
    away: int
    last_move: date | None
    gates: tuple[GateLine, ...]
    key_holders: tuple[KeyHolder, ...]
    counts: tuple[CountLine, ...]


def screen(session: Session, viewer: Viewer, slug: str, as_of: AsOf, since: date | None = None) -> Screen:
    """The board of the campaign ``slug`` as of ``as_of``, with what moved from ``since`` (default: two weeks) on.

    Raises NotFound for an unknown campaign. 25 queries at most.
    """
    known = campaigns(session, viewer)
    campaign = campaign_line(session, known, slug)
    measure_id, day = campaign.measure_id, as_of.said
    since = since or day - USUAL_SINCE
    stands = standing(session, viewer, measure_id, as_of)
    boards = board(session, viewer, measure_id, as_of, stands=stands, campaign_id=campaign.id)
    bills = carriers(session, measure_id, as_of)
    counts = counts_without_names(session, viewer, measure_id, as_of)
    # The river runs on to the last day we knew of, so that a reader who looks back sees what came then.
    last = max(day, min(clock.today(), clock.local(as_of.known).date()))
    river = steps(session, viewer, measure_id, AsOf(last, as_of.known))
    moved = moves(shifts(session, viewer, measure_id, since, as_of, known_steps=river), boards)
    seated = {seat.seat.person_id for each in boards for seat in each.seats if seat.seat.person_id is not None}
    chambers = _chambers(session, campaign, boards, as_of, river, last, bills, counts)
    return Screen(
        campaign=campaign,
        campaigns=known,
        as_of=as_of,
        since=since,
        knowledge=_knowledge(session, viewer, campaign.id),
        bills=bills,
        chambers=chambers,
        moves=moved,
        toward=sum(move.shift.direction > 0 for move in moved if move.chamber_id),
        away=sum(move.shift.direction < 0 for move in moved if move.chamber_id),
        last_move=max((turn.day for each in chambers for turn in each.turns if turn.day <= day), default=None),
        gates=gates(session, viewer, campaign.id, day),
        key_holders=key_holders(session, viewer, campaign.id, day, stands, seated),
        counts=tuple(count for count in counts if count.chamber_id is None),
    )


def _chambers(
    session: Session,
    campaign: CampaignLine,
    boards: Iterable[ChamberBoard],
    as_of: AsOf,
    river: list[Step],
    last: date,
    bills: Iterable[CarrierBill],
    counts: Iterable[CountLine],
) -> tuple[ChamberScreen, ...]:
    boards = tuple(boards)
    ids = [each.chamber_id for each in boards]
    deadlines = current_deadlines(session, as_of.known, jurisdiction_id=campaign.jurisdiction_id)
    sits = sittings(deadlines, ids, campaign.jurisdiction_id, as_of.said)
    on_bills = _sponsors(bills)
    start = min((step.said_latest for step in river), default=last) - LEAD_IN
    return tuple(
        ChamberScreen(
            board=each,
            sitting=sits[each.chamber_id],
            series=series(each.roster, river, start, last) if river else (),
            turns=tuple(turns(each.roster, river, last)),
            sponsors=on_bills.get(each.chamber_id),
            counts=tuple(count for count in counts if count.chamber_id == each.chamber_id),
        )
        for each in boards
    )


def _sponsors(bills: Iterable[CarrierBill]) -> Mapping[int, int]:
    """Names on the chamber's bill; where several bills carry the measure, on the one with the most."""
    found: dict[int, int] = {}
    for bill in bills:
        if bill.chamber_id is not None and bill.sponsors:
            found[bill.chamber_id] = max(bill.sponsors, found.get(bill.chamber_id, 0))
    return found


def _knowledge(session: Session, viewer: Viewer, campaign_id: int) -> Knowledge:
    """A past board is shown with the viewer's rights of today, so the partners are today's as well."""
    partners = organizations(session, campaign_id, clock.today())
    return Knowledge(
        own=tuple(each.name for each in partners if each.id in viewer.organization_ids),
        partners=tuple(each.name for each in partners if each.id not in viewer.organization_ids),
        in_coalition=viewer.sees_all or campaign_id in viewer.campaign_ids,
    )
