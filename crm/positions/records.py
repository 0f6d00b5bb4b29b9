"""What the records of the bills that carry a measure tell by now (a constant number of queries)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import Bill, BillEvent, Carries, EventKind, MeasureBill, RollCall, Sponsorship, Vote
from crm.jurisdictions.models import Jurisdiction, LegislativeSession
from crm.jurisdictions.years import years_of
from crm.positions import told
from crm.positions.lapsing import lapses
from crm.positions.models import Position, ShiftReason
from crm.positions.told import BillNamed, Fact

Bills = dict[int, tuple[BillNamed, date | None]]
"""Bills by id, each with the last day of its session."""


@dataclass(frozen=True, slots=True)
class _OnBill:
    """A person's name on a carrying bill, from a day to the day it left (nothing: it stands)."""

    bill: BillNamed
    row: Sponsorship
    person_id: int
    since: date
    until: date | None
    ends_on: date | None

    def stands_on(self, day: date) -> bool:
        """Whether the name stood there on the day: no longer once the bill has died with its session."""
        alive = self.ends_on is None or day <= self.ends_on
        return alive and self.since <= day and (self.until is None or self.until > day)


def carrying(session: Session, measure_id: int) -> tuple[Bills, Bills]:
    """The bills that carry the measure by their own text, and those that do in another way (one query).

    Only the former tell of stances: who sponsors or passes a budget has said nothing of the part that is ours, and a
    rival is another bill.
    """
    rows = session.execute(
        select(Bill, LegislativeSession, Jurisdiction, MeasureBill.carries)
        .join(MeasureBill, MeasureBill.bill_id == Bill.id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .join(Jurisdiction, Jurisdiction.id == LegislativeSession.jurisdiction_id)
        .where(MeasureBill.measure_id == measure_id)
        .order_by(Bill.id)
    )
    own: Bills = {}
    others: Bills = {}
    for bill, sitting, place, carries in rows:
        found = own if carries is Carries.CARRIER else others
        found[bill.id] = (BillNamed.of(bill, sitting, place), _last_day(sitting))
    return own, others


def facts_told(session: Session, measure_id: int, bills: Bills) -> list[Fact]:
    """Every fact about the measure that the records of these bills tell, the earliest first (four queries)."""
    names = list(_names(session, bills))
    facts = [told.sponsored(each.bill, each.row, each.person_id, each.since.isoformat()) for each in names]
    by_person: dict[int, list[_OnBill]] = defaultdict(list)
    for each in names:
        by_person[each.person_id].append(each)
    for each in names:
        # Whoever still stands on another bill of the measure has left nothing but a bill.
        if each.until is not None and not any(other.stands_on(each.until) for other in by_person[each.person_id]):
            facts.append(told.withdrew(each.bill, each.row, each.person_id))
    facts += _votes(session, bills)
    facts += lapses(
        facts,
        _ends(session, bills),
        _heard(session, measure_id),
        lambda person_id, day: any(each.stands_on(day) for each in by_person[person_id]),
        clock.today(),
    )
    # A day to come, such as one a source has mistyped, tells nothing yet.
    unique = {fact.identity: fact for fact in reversed(facts) if _has_come(fact)}
    return sorted(unique.values(), key=_order)


def _has_come(fact: Fact) -> bool:
    day = dates.parse(fact.said)
    return (day.earliest or day.latest or date.min) <= clock.today()


def _order(fact: Fact) -> tuple[date, int, str, int]:
    day = dates.parse(fact.said).latest or date.max
    return day, told.KINDS.index(fact.kind), fact.bill.name, fact.person_id


def _names(session: Session, bills: Bills) -> Iterator[_OnBill]:
    rows = session.scalars(
        select(Sponsorship)
        .where(Sponsorship.bill_id.in_(sorted(bills)), Sponsorship.person_id.is_not(None))
        .order_by(Sponsorship.id)
    )
    for row in rows:
        assert row.person_id is not None
        seen = clock.local(row.first_seen_at).date()
        since = (dates.parse(row.joined).latest if row.joined else None) or seen
        until = dates.parse(row.withdrawn).latest if row.withdrawn else None
        bill, ends_on = bills[row.bill_id]
        yield _OnBill(bill, row, row.person_id, since, until, ends_on)


def _votes(session: Session, bills: Bills) -> list[Fact]:
    rows = session.execute(
        select(RollCall, Vote)
        .join(Vote, Vote.roll_call_id == RollCall.id)
        .where(RollCall.bill_id.in_(sorted(bills)), Vote.person_id.is_not(None))
        .order_by(RollCall.held_on, RollCall.id, Vote.id)
    )
    found = [
        told.voted(bills[roll_call.bill_id][0], roll_call, vote, vote.person_id)
        for roll_call, vote in rows
        if vote.person_id is not None
    ]
    return [fact for fact in found if fact is not None]


def _heard(session: Session, measure_id: int) -> dict[int, list[date]]:
    """The days on which each person said something about the measure in public."""
    found: dict[int, list[date]] = defaultdict(list)
    rows = session.execute(
        select(Position.person_id, Position.said_latest).where(
            Position.measure_id == measure_id,
            Position.made_by == ShiftReason.SAID,
            Position.organization_id.is_(None),
            Position.is_retraction.is_(False),
        )
    )
    for person_id, day in rows:
        found[person_id].append(day)
    return found


def _ends(session: Session, bills: Bills) -> dict[int, date | None]:
    """The last day of each bill's session; nothing where one of its session became law."""
    laws = select(BillEvent.bill_id).where(
        BillEvent.bill_id.in_(sorted(bills)), BillEvent.kind.in_((EventKind.SIGNED, EventKind.LAPSED_INTO_LAW))
    )
    signed = {bills[bill_id][1] for bill_id in session.scalars(laws) if bill_id is not None}
    return {bill_id: None if ends_on in signed else ends_on for bill_id, (_, ends_on) in bills.items()}


def _last_day(sitting: LegislativeSession) -> date | None:
    years = years_of(sitting.slug)
    return sitting.ended_on or (date(years[1], 12, 31) if years else None)
