"""Bills that may carry a measure: what the records link to those that do. Proposed, never taken for granted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from crm.bills.models import Bill, BillLink, BillLinkKind, Carries, MeasureBill
from crm.datewords import day
from crm.jurisdictions.models import Chamber, LegislativeSession

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OnFile:
    """A bill that carries the measure, by its own text or in another way."""

    bill_id: int
    number: str
    session: str
    chamber: str | None
    carries: Carries
    part: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Days (both included) on which no record showed a link that it showed before and after."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Proposed:
    """A bill on file that may carry the measure, with the reasons in words and the days its link was missing."""

    bill_id: int
    number: str
    session: str
    chamber: str | None
    reasons: tuple[str, ...]
    missing: tuple[Gap, ...]


def carriers_on_file(session: Session, measure_id: int) -> tuple[OnFile, ...]:
    """The bills that carry the measure, newest session first (one query)."""
    rows = session.execute(
        select(Bill.id, Bill.number, LegislativeSession.slug, Chamber.name, MeasureBill.carries, MeasureBill.part)
        .join(MeasureBill, MeasureBill.bill_id == Bill.id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .outerjoin(Chamber, Chamber.id == Bill.chamber_id)
        .where(MeasureBill.measure_id == measure_id)
        .order_by(LegislativeSession.slug.desc(), Bill.number)
    )
    return tuple(OnFile(*row) for row in rows)


def proposed_carriers(session: Session, measure_id: int) -> tuple[Proposed, ...]:
    """What the records link to the bills that carry the measure, and carries nothing of it yet (two queries).

    Companions ("same as"), former and later selves, substitutes. A rival and a vehicle lead to nothing.
    """
    carried = {each.bill_id: each for each in carriers_on_file(session, measure_id)}
    own = sorted(bill_id for bill_id, each in carried.items() if each.carries is Carries.CARRIER)
    if not own:
        return ()
    told: dict[int, list[tuple[BillLink, str, bool]]] = defaultdict(list)
    others: dict[int, tuple[str, str, str | None]] = {}
    for link, other, sitting, chamber in session.execute(_linked(own)):
        back = link.bill_id == other.id
        here = carried[link.other_id if back else link.bill_id]
        if other.id not in carried:
            told[other.id].append((link, here.number, back))
            others[other.id] = (other.number, sitting, chamber)
    found = [
        Proposed(
            bill_id, number, sitting, chamber, _reasons(told[bill_id]), _missing(link for link, *_ in told[bill_id])
        )
        for bill_id, (number, sitting, chamber) in others.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.session, each.number), reverse=True))


def _linked(own: Sequence[int]) -> Any:
    other: Any = aliased(Bill)
    forth = (BillLink.bill_id.in_(own)) & (BillLink.other_id == other.id)
    back = (BillLink.other_id.in_(own)) & (BillLink.bill_id == other.id)
    return (
        select(BillLink, other, LegislativeSession.slug, Chamber.name)
        .join(other, or_(forth, back))
        .join(LegislativeSession, LegislativeSession.id == other.session_id)
        .outerjoin(Chamber, Chamber.id == other.chamber_id)
        .order_by(BillLink.kind.desc(), BillLink.id)
    )


def _reasons(links: Sequence[tuple[BillLink, str, bool]]) -> tuple[str, ...]:
    words = []
    for link, number, back in links:
        if link.kind is BillLinkKind.SAME_AS:
            words.append(f"the same as {number}")
        elif link.kind is BillLinkKind.PREVIOUS_VERSION:
            words.append(f"{'follows on' if back else 'came before'} {number}")
        else:
            words.append(f"{'was substituted by' if back else 'took the place of'} {number}")
    missing = _missing(link for link, _, _ in links)
    if missing:
        spans = ", ".join(f"{day(gap.first)} to {day(gap.last)}" for gap in missing)
        words.append(f"the record did not say so from {spans}")
    return tuple(dict.fromkeys(words))


def _missing(links: Iterable[BillLink]) -> tuple[Gap, ...]:
    """The days between the stretches on which either bill's record named the other."""
    stood = sorted(
        (link.started_on, link.ended_on or date.max)
        for link in links
        if link.kind is BillLinkKind.SAME_AS and link.started_on is not None
    )
    gaps = []
    reached: date | None = None
    for started_on, ended_on in stood:
        if reached is not None and started_on > reached:
            gaps.append(Gap(reached, started_on - _DAY))
        reached = ended_on if reached is None else max(reached, ended_on)
    if reached is not None and reached != date.max:
        gaps.append(Gap(reached, date.max))
    return tuple(gap for gap in gaps if gap.last != date.max)
