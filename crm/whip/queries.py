"""The board: a measure's count in every chamber of its jurisdiction, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, BillPrint, Measure, MeasureBill
from crm.campaigns.models import Campaign, Threshold, ThresholdKind
from crm.coalition.visibility import Viewer
from crm.jurisdictions.majority import needed_to_override, needed_to_pass
from crm.jurisdictions.models import Chamber, ChamberKind, Jurisdiction
from crm.people.rosters import ChamberRoster, rosters_of_chambers
from crm.positions.as_of import AsOf
from crm.positions.freshness import is_due
from crm.positions.queries import Standing, standing
from crm.whip.count import Count, CountedSeat, count, count_seat


@dataclass(frozen=True, slots=True)
class ChamberBoard:
    """One chamber's count with its seats. ``comfort`` is the lead's own number above the rule, with its reason."""

    chamber_id: int
    jurisdiction: str
    kind: ChamberKind
    name: str
    member_title: str
    member_abbreviation: str
    count: Count
    needed_to_override: int
    comfort: tuple[int, str] | None
    seats: tuple[CountedSeat, ...]
    roster: ChamberRoster


def board(
    session: Session,
    viewer: Viewer,
    measure_id: int,
    as_of: AsOf,
    chamber: ChamberKind | None = None,
    *,
    stands: Mapping[int, Standing] | None = None,
    campaign_id: int | None = None,
) -> tuple[ChamberBoard, ...]:
    """The count of each chamber of the measure's jurisdiction, upper house first; only ``chamber`` where one is named.

    Governors, lieutenant governors and mayors sit in no chamber and are in no count. Holders of seats are those of the
    day ``as_of.said``: who sat where is public record, not knowledge of ours. The numbers a lead set are those of the
    campaign, where one is given. Seven queries; six for a caller who has the ``stands`` of the same question at hand.
    """
    chambers = _chambers(session, measure_id, chamber)
    if not chambers:
        return ()
    rosters = rosters_of_chambers(session, [row.id for row, _ in chambers])
    if stands is None:
        stands = standing(session, viewer, measure_id, as_of)
    prints = newest_prints(session, measure_id, as_of)
    thresholds = _thresholds(session, measure_id, campaign_id, as_of)
    return tuple(
        _board(row, jurisdiction, rosters[row.id], stands, prints, thresholds, as_of.said)
        for row, jurisdiction in chambers
    )


def newest_prints(session: Session, measure_id: int, as_of: AsOf) -> dict[int, str]:
    """The newest print (letter, "" for the first) of each bill that carries the measure, by bill id. One query."""
    rows = session.execute(
        select(Bill.id, BillPrint.letter)
        .join(MeasureBill, MeasureBill.bill_id == Bill.id)
        .join(BillPrint, BillPrint.bill_id == Bill.id)
        .where(
            MeasureBill.measure_id == measure_id,
            (BillPrint.printed_on.is_(None)) | (BillPrint.printed_on <= as_of.said),
            BillPrint.recorded_at <= as_of.known,
        )
        .order_by(Bill.id, BillPrint.letter)
    )
    return {bill_id: letter for bill_id, letter in rows}  # noqa: C416 - the last letter of a bill wins


def due(standing: Standing, prints: Mapping[int, str], on: date) -> bool:
    """Whether a position is due for a new ask on a day: given on an earlier print, or too old for its evidence."""
    newest = prints.get(standing.bill_id) if standing.bill_id is not None else None
    earlier = newest is not None and standing.print_letter is not None and standing.print_letter < newest
    return is_due(standing.said_latest, standing.kinds, on, earlier_print=earlier)


def _chambers(session: Session, measure_id: int, kind: ChamberKind | None) -> list[tuple[Chamber, Jurisdiction]]:
    query = (
        select(Chamber, Jurisdiction)
        .join(Jurisdiction, Jurisdiction.id == Chamber.jurisdiction_id)
        .join(Measure, Measure.jurisdiction_id == Jurisdiction.id)
        .where(Measure.id == measure_id)
    )
    if kind is not None:
        query = query.where(Chamber.kind == kind)
    order = list(ChamberKind)
    return sorted(
        ((row, jurisdiction) for row, jurisdiction in session.execute(query)),
        key=lambda pair: order.index(pair[0].kind),
    )


def _thresholds(
    session: Session, measure_id: int, campaign_id: int | None, as_of: AsOf
) -> dict[tuple[int, ThresholdKind], Any]:
    """The thresholds in force: the newest of a kind for a chamber."""
    whose = Campaign.measure_id == measure_id if campaign_id is None else Campaign.id == campaign_id
    rows = session.execute(
        select(Threshold.chamber_id, Threshold.kind, Threshold.votes, Threshold.reason)
        .join(Campaign, Campaign.id == Threshold.campaign_id)
        .where(whose, Threshold.recorded_at <= as_of.known)
        .order_by(Threshold.recorded_at, Threshold.id)
    )
    return {(row.chamber_id, row.kind): row for row in rows}


def _board(
    chamber: Chamber,
    jurisdiction: Jurisdiction,
    roster: ChamberRoster,
    stands: Mapping[int, Standing],
    prints: Mapping[int, str],
    thresholds: Mapping[tuple[int, ThresholdKind], Any],
    day: date,
) -> ChamberBoard:
    counted = []
    today = min(day, clock.today())
    for seat in roster.seats_on(day):
        stand = stands.get(seat.person_id) if seat.person_id is not None else None
        counted.append(count_seat(seat, stand, due=stand is not None and due(stand, prints, today)))
    set_by_lead = thresholds.get((chamber.id, ThresholdKind.PASS))
    comfort = thresholds.get((chamber.id, ThresholdKind.COMFORT))
    return ChamberBoard(
        chamber_id=chamber.id,
        jurisdiction=jurisdiction.slug,
        kind=chamber.kind,
        name=chamber.name,
        member_title=chamber.member_title,
        member_abbreviation=chamber.member_abbreviation,
        count=count(counted, set_by_lead.votes if set_by_lead else needed_to_pass(chamber)),
        needed_to_override=needed_to_override(chamber),
        comfort=(comfort.votes, comfort.reason) if comfort else None,
        seats=tuple(counted),
        roster=roster,
    )
