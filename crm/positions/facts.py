"""From the public record to the ledger: what a name on a bill, its withdrawal and a vote say about a stance.

Each fact is entered once, however often its record comes in.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, Carries, MeasureBill, RollCall, Sponsorship, Stage, Vote, VoteCode
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.positions.models import EvidenceKind, Position, ShiftReason
from crm.positions.service import NewEvidence, NewPosition, record
from crm.positions.stance import Stance

VOTED: Final = {
    VoteCode.AYE: Stance.YES,
    VoteCode.AYE_WITH_RESERVATIONS: Stance.LEANING_YES,
    VoteCode.NAY: Stance.NO,
}
"""Who was excused, absent or abstained has not said where they stand."""

_WORDS: Final = {
    VoteCode.AYE: "Voted aye",
    VoteCode.AYE_WITH_RESERVATIONS: "Voted aye with reservations",
    VoteCode.NAY: "Voted nay",
}


def enter_sponsorship(session: Session, viewer: Viewer, sponsorship: Sponsorship, measure_id: int) -> Position | None:
    """A name on a bill is a public yes from the day it joined; nothing for a name that is not matched."""
    if sponsorship.person_id is None:
        return None
    bill = session.get_one(Bill, sponsorship.bill_id)
    # Without a day of joining, the name was there on the day on which it was first seen.
    said = sponsorship.joined or f"../{clock.local(sponsorship.first_seen_at).date().isoformat()}"
    return record(
        session,
        viewer,
        NewPosition(
            person_id=sponsorship.person_id,
            measure_id=measure_id,
            stance=Stance.YES,
            words=f"Sponsors {bill.number}.",
            said=said,
            evidence=(NewEvidence(EvidenceKind.SPONSORSHIP, title=sponsorship.source),),
            visibility=Visibility.PUBLIC,
            bill_id=bill.id,
            made_by=ShiftReason.SPONSORED,
            fact_key=f"sponsored:{bill.id}:{sponsorship.person_id}:{sponsorship.joined or ''}",
        ),
    )


def enter_withdrawal(session: Session, viewer: Viewer, sponsorship: Sponsorship, measure_id: int) -> Position | None:
    """A name that left a bill: from that day on nothing is on record, which is not a no.

    Nothing for a name that is not matched. Raises InvalidInput for one that still stands on the bill.
    """
    if sponsorship.person_id is None:
        return None
    if sponsorship.withdrawn is None:
        raise InvalidInput("That name still stands on the bill.", hint="Note first when it left.", field="withdrawn")
    bill = session.get_one(Bill, sponsorship.bill_id)
    return record(
        session,
        viewer,
        NewPosition(
            person_id=sponsorship.person_id,
            measure_id=measure_id,
            stance=Stance.UNKNOWN,
            words=f"No longer sponsors {bill.number}.",
            said=sponsorship.withdrawn,
            evidence=(NewEvidence(EvidenceKind.SPONSORSHIP, title=sponsorship.source),),
            visibility=Visibility.PUBLIC,
            bill_id=bill.id,
            made_by=ShiftReason.SPONSORSHIP_WITHDRAWN,
            fact_key=f"withdrew:{bill.id}:{sponsorship.person_id}:{sponsorship.withdrawn}",
        ),
    )


def enter_votes(session: Session, viewer: Viewer, roll_call: RollCall, measure_id: int) -> tuple[Position, ...]:
    """What the votes of a roll call say about those who cast them; see ``VOTED``. Unmatched names say nothing here."""
    bill = session.get_one(Bill, roll_call.bill_id)
    printed = f"{bill.number}-{roll_call.print_letter}" if roll_call.print_letter else bill.number
    where = "in committee" if roll_call.stage is Stage.COMMITTEE else "on the floor"
    votes = session.scalars(select(Vote).where(Vote.roll_call_id == roll_call.id).order_by(Vote.id)).all()
    return tuple(
        record(
            session,
            viewer,
            NewPosition(
                person_id=vote.person_id,
                measure_id=measure_id,
                stance=VOTED[vote.code],
                words=f"{_WORDS[vote.code]} {where} on {printed}.",
                said=roll_call.held_on.isoformat(),
                evidence=(NewEvidence(EvidenceKind.VOTE, title=roll_call.source),),
                visibility=Visibility.PUBLIC,
                bill_id=bill.id,
                print_letter=roll_call.print_letter,
                made_by=ShiftReason.VOTED,
                fact_key=f"voted:{roll_call.id}:{vote.person_id}",
            ),
        )
        for vote in votes
        if vote.person_id is not None and vote.code in VOTED
    )


def feed_measure(session: Session, viewer: Viewer, measure_id: int) -> None:
    """Enter every fact that the records of the bills that carry the measure tell by now, each once."""
    bills = select(MeasureBill.bill_id).where(
        MeasureBill.measure_id == measure_id, MeasureBill.carries == Carries.CARRIER
    )
    for sponsorship in session.scalars(select(Sponsorship).where(Sponsorship.bill_id.in_(bills))).all():
        enter_sponsorship(session, viewer, sponsorship, measure_id)
        if sponsorship.withdrawn is not None:
            enter_withdrawal(session, viewer, sponsorship, measure_id)
    for roll_call in session.scalars(select(RollCall).where(RollCall.bill_id.in_(bills))).all():
        enter_votes(session, viewer, roll_call, measure_id)
