"""From the public record to the ledger, one record at a time: a name on a bill, its withdrawal, a roll call.

Each fact is entered once, however often its record comes in. ``feed_measure`` enters all of a measure.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, Measure, RollCall, Sponsorship, Vote
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.jurisdictions.models import Jurisdiction, LegislativeSession
from crm.people.models import Person
from crm.positions import told
from crm.positions.fact_keys import facts_on_file
from crm.positions.feeding import Fed, feed_measure
from crm.positions.models import Position
from crm.positions.service import record
from crm.positions.told import VOTED, BillNamed, Fact

__all__ = ["VOTED", "Fed", "enter_sponsorship", "enter_votes", "enter_withdrawal", "feed_measure"]


def enter_sponsorship(session: Session, viewer: Viewer, sponsorship: Sponsorship, measure_id: int) -> Position | None:
    """A name on a bill is a public yes from the day it joined; nothing for a name that is not matched."""
    if sponsorship.person_id is None:
        return None
    seen = clock.local(sponsorship.first_seen_at).date().isoformat()
    fact = told.sponsored(_named(session, sponsorship.bill_id), sponsorship, sponsorship.person_id, seen)
    old = f"sponsored:{sponsorship.bill_id}:{sponsorship.person_id}:{sponsorship.joined or ''}"
    return _enter(session, viewer, measure_id, {old: fact})[0]


def enter_withdrawal(session: Session, viewer: Viewer, sponsorship: Sponsorship, measure_id: int) -> Position | None:
    """A name that left a bill: from that day on nothing is on record, which is not a no.

    Nothing for a name that is not matched. Raises InvalidInput for one that still stands on the bill.
    """
    if sponsorship.person_id is None:
        return None
    if sponsorship.withdrawn is None:
        raise InvalidInput("That name still stands on the bill.", hint="Note first when it left.", field="withdrawn")
    fact = told.withdrew(_named(session, sponsorship.bill_id), sponsorship, sponsorship.person_id)
    old = f"withdrew:{sponsorship.bill_id}:{sponsorship.person_id}:{sponsorship.withdrawn}"
    return _enter(session, viewer, measure_id, {old: fact})[0]


def enter_votes(session: Session, viewer: Viewer, roll_call: RollCall, measure_id: int) -> tuple[Position, ...]:
    """What the votes of a roll call say about those who cast them; see ``VOTED``. Unmatched names say nothing here."""
    bill = _named(session, roll_call.bill_id)
    votes = session.scalars(select(Vote).where(Vote.roll_call_id == roll_call.id).order_by(Vote.id)).all()
    facts: dict[str, Fact] = {}
    for vote in votes:
        if vote.person_id is not None and (fact := told.voted(bill, roll_call, vote, vote.person_id)) is not None:
            facts[f"voted:{roll_call.id}:{vote.person_id}"] = fact
    return _enter(session, viewer, measure_id, facts)


def _named(session: Session, bill_id: int) -> BillNamed:
    bill = session.get_one(Bill, bill_id)
    sitting = session.get_one(LegislativeSession, bill.session_id)
    return BillNamed.of(bill, sitting, session.get_one(Jurisdiction, sitting.jurisdiction_id))


def _enter(session: Session, viewer: Viewer, measure_id: int, facts: dict[str, Fact]) -> tuple[Position, ...]:
    """Enter the facts that are not in the ledger under the key of today, nor under that of before (they come by it)."""
    measure = session.get_one(Measure, measure_id).slug
    people = {fact.person_id for fact in facts.values()}
    slugs = {row.id: row.slug for row in session.execute(select(Person.id, Person.slug).where(Person.id.in_(people)))}
    named = {old: fact.key(measure, slugs.get(fact.person_id, "")) for old, fact in facts.items()}
    there = facts_on_file(session, [*facts, *named.values()])
    entered = []
    for old, fact in facts.items():
        before = there[old].entry_id
        known = session.get(Position, before) if before is not None else None
        if known is None or known.measure_id != measure_id:
            now = there[named[old]]
            key = now.free_key or named[old]
            known = (
                session.get_one(Position, now.entry_id)
                if now.entry_id is not None
                else record(session, viewer, fact.position(measure_id, key))
            )
        entered.append(known)
    return tuple(entered)
