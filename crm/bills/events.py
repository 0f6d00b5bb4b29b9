"""What happened to a bill or a measure, and the votes that were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import BillEvent, EventKind, RollCall, Stage, Vote, VoteCode
from crm.bills.noting import complete, may_note
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class NewVote:
    """One member's vote as printed, with the person where they are matched."""

    printed_name: str
    code: VoteCode
    person_id: int | None = None


def add_event(
    session: Session,
    viewer: Viewer,
    kind: EventKind,
    words: str,
    happened: str,
    source: str,
    *,
    measure_id: int | None = None,
    bill_id: int | None = None,
    source_url: str | None = None,
) -> BillEvent:
    """Note a step in the life of a bill or a measure, on an EDTF date; the same one noted again is returned as it is.

    Raises InvalidInput for a step of nothing, without a source, or on a day that has not come.
    """
    may_note(viewer)
    if measure_id is None and bill_id is None:
        raise InvalidInput("Of which measure or bill?", field="measure_id")
    if not source.strip():
        raise InvalidInput("Where is this from?", hint="Name the source.", field="source")
    day = dates.parse(happened, field="happened")
    if day.earliest is not None and day.earliest > clock.today():
        raise InvalidInput("That day has not come yet.", hint="Put it on the calendar.", field="happened")
    there = session.scalar(
        select(BillEvent).where(
            BillEvent.measure_id.is_not_distinct_from(measure_id),
            BillEvent.bill_id.is_not_distinct_from(bill_id),
            BillEvent.kind == kind,
            BillEvent.happened == day.text,
            BillEvent.words == words,
        )
    )
    if there is None:
        capped = day.capped(clock.today())
        assert capped.latest is not None
        there = BillEvent(
            measure_id=measure_id,
            bill_id=bill_id,
            kind=kind,
            words=words,
            happened=capped.text,
            happened_earliest=capped.earliest,
            happened_latest=capped.latest,
            source=source.strip(),
            source_url=source_url,
            recorded_at=clock.now(),
        )
        session.add(there)
        session.flush()
    return there


def add_roll_call(
    session: Session,
    viewer: Viewer,
    bill_id: int,
    chamber_id: int,
    stage: Stage,
    held_on: date,
    source: str,
    *,
    committee_id: int | None = None,
    print_letter: str | None = None,
    motion: str | None = None,
    ayes: int | None = None,
    nays: int | None = None,
    passed: bool | None = None,
    votes: Sequence[NewVote] = (),
) -> RollCall:
    """Note a roll call with the votes where they are known by name; totals alone may be all there is.

    The same roll call (bill, chamber, stage, day, committee, motion) noted again is returned, with its gaps filled:
    names often come after the totals. Votes that are on file stay as they are.
    """
    may_note(viewer)
    there = session.scalar(
        select(RollCall).where(
            RollCall.bill_id == bill_id,
            RollCall.chamber_id == chamber_id,
            RollCall.stage == stage,
            RollCall.held_on == held_on,
            RollCall.committee_id.is_not_distinct_from(committee_id),
            RollCall.motion.is_not_distinct_from(motion),
        )
    )
    if there is None:
        there = RollCall(
            bill_id=bill_id,
            chamber_id=chamber_id,
            committee_id=committee_id,
            stage=stage,
            motion=motion,
            held_on=held_on,
            source=source,
            recorded_at=clock.now(),
        )
        session.add(there)
    complete(there, print_letter=print_letter, ayes=ayes, nays=nays, passed=passed)
    session.flush()
    if votes and session.scalar(select(Vote.id).where(Vote.roll_call_id == there.id).limit(1)) is None:
        session.add_all(
            Vote(roll_call_id=there.id, person_id=vote.person_id, printed_name=vote.printed_name, code=vote.code)
            for vote in votes
        )
        session.flush()
    return there
