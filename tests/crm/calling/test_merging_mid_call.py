"""Two records of one official are joined while callers are at work: no call is cut off, and no office is held twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import holds
from crm.calling.models import CallTarget, Claim, OfficeHold
from crm.calling.queue import queue, take_next
from crm.coalition.visibility import OPERATOR
from crm.errors import Conflict
from crm.outreach.models import Outcome
from crm.people.merge_undo import undo_merge
from crm.people.merging import decide_merge, propose_merge
from crm.people.models import Merge, MergeState, Person
from crm.sessions import Database
from tests.builders import people
from tests.crm.calling.conftest import Calls
from tests.crm.calling.phoning import NOW, caller, listed, log, take
from tests.crm.calling.test_claims_at_once import on_file


def join(session: Session, kept: Person, gone: Person, minutes: float = 0) -> Merge:
    with clock.held_at(NOW + timedelta(minutes=minutes)):
        proposal = propose_merge(session, kept.id, gone.id, "One desk, one name.")
        decide_merge(session, OPERATOR, proposal.id, MergeState.SAME, keep_id=kept.id)
        return session.scalars(select(Merge).order_by(Merge.id.desc()).limit(1)).one()


@pytest.fixture
def twin(session: Session, calls: Calls) -> Person:
    """The speaker once more, under another name."""
    return people.person(session, "Spike A. Hall", phone="(555) 555-0103")


def test_the_record_on_the_line_stays_until_the_call_is_over(session: Session, calls: Calls, twin: Person) -> None:
    vera = caller(session, calls, "Vera Quist")
    claim = take(session, vera, listed(session, calls, vera))
    assert claim is not None
    assert claim.person_id == calls.speaker.id
    with pytest.raises(Conflict, match="Somebody is on the line with Spike Hall just now") as refused:
        join(session, twin, calls.speaker, 1)
    assert refused.value.hint == "Join them when the call is over, at 10:20 AM at the latest."
    log(session, vera, claim, Outcome.BUSY, 2)
    join(session, twin, calls.speaker, 2)
    assert session.get_one(CallTarget, claim.call_target_id).person_id == twin.id
    assert claim.person_id == twin.id
    assert calls.speaker.id not in session.scalars(select(OfficeHold.person_id)).all()


def test_a_lease_that_ran_out_keeps_nobody_from_joining(session: Session, calls: Calls, twin: Person) -> None:
    vera = caller(session, calls, "Vera Quist")
    claim = take(session, vera, listed(session, calls, vera))
    assert claim is not None
    join(session, twin, calls.speaker, 21)
    with clock.held_at(NOW + timedelta(minutes=22)):
        again = holds.renew(session, vera.user_id or 0, claim)
        assert again is not None
        assert (again.person_id, holds.has(session, vera.user_id or 0, twin.id)) == (twin.id, again)


def test_the_other_record_goes_in_the_middle_of_a_call_and_the_card_stays(
    session: Session, calls: Calls, twin: Person
) -> None:
    vera, nils = caller(session, calls, "Vera Quist"), caller(session, calls, "Nils Okoro")
    kept = listed(session, calls, vera)
    claim = take(session, vera, kept)
    assert claim is not None
    with clock.held_at(NOW):
        # Somebody rang the twin yesterday, so that it has a row of its own.
        assert holds.hold(session, nils.user_id or 0, claim.call_target_id, twin.id) is not None
        holds.release(session, nils.user_id or 0, twin.id)
    merge = join(session, calls.speaker, twin, 1)
    with clock.held_at(NOW + timedelta(minutes=2)):
        assert holds.has(session, vera.user_id or 0, calls.speaker.id) == claim
        with pytest.raises(Conflict, match="Somebody is on the line with Spike Hall just now"):
            undo_merge(session, OPERATOR, merge.id)
        holds.release(session, vera.user_id or 0, calls.speaker.id)
        undo_merge(session, OPERATOR, merge.id)
        assert holds.hold(session, nils.user_id or 0, claim.call_target_id, twin.id) is not None
        assert holds.hold(session, vera.user_id or 0, claim.call_target_id, calls.speaker.id) is not None


def test_whoever_reaches_for_a_record_that_has_just_gone_gets_nobody_and_then_the_one_that_stayed(
    session: Session, calls: Calls, twin: Person
) -> None:
    vera = caller(session, calls, "Vera Quist")
    kept = listed(session, calls, vera)
    with clock.held_at(NOW):
        read_before = queue(session, vera, kept.id)
    first = read_before.ready[0]
    join(session, twin, calls.speaker, 1)
    with clock.held_at(NOW + timedelta(minutes=1)):
        assert holds.hold(session, vera.user_id or 0, first.target_id, first.person_id) is None
        assert session.scalars(select(Claim.person_id)).all() == []
        claim = take_next(session, vera, queue(session, vera, kept.id))
    assert claim is not None
    assert claim.person_id == twin.id


@pytest.mark.slow
def test_while_callers_reach_for_records_that_are_being_joined_none_is_held_that_went(database: Database) -> None:
    lists, callers = on_file(database)
    with database.read() as session:
        pairs = session.scalars(select(Person.id).order_by(Person.id)).all()
    both = list(zip(pairs[0:40:2], pairs[1:40:2], strict=True))
    start = Barrier(5)

    def call(number: int) -> int:
        viewer, taken = callers[number], 0
        start.wait()
        for turn in range(25):
            with database.read() as session:
                found = queue(session, viewer, lists[(number + turn) % len(lists)])
            with database.write() as session:
                claim = take_next(session, viewer, found)
                if claim is not None:
                    taken += 1
                    if turn % 3:
                        holds.release(session, viewer.user_id or 0, claim.person_id or 0)
        return taken

    def merge() -> int:
        done = 0
        start.wait()
        for kept_id, gone_id in both:
            try:
                with database.write() as session:
                    proposal = propose_merge(session, kept_id, gone_id, "One desk, one name.")
                    decide_merge(session, OPERATOR, proposal.id, MergeState.SAME, keep_id=kept_id)
                    done += 1
            except Conflict:
                continue
        return done

    with ThreadPoolExecutor(5) as threads:
        work = [threads.submit(call, number) for number in range(4)]
        merged = threads.submit(merge)
        assert all(each.result() for each in work)
        assert merged.result()
    with database.read() as session:
        gone = select(Person.id).where(Person.merged_into_id.is_not(None))
        assert session.scalars(select(OfficeHold).where(OfficeHold.person_id.in_(gone))).all() == []
        assert session.scalars(select(Claim).where(Claim.person_id.in_(gone))).all() == []
        for hold in session.scalars(select(OfficeHold).where(OfficeHold.user_id.is_not(None))):
            claim = session.get_one(Claim, hold.claim_id)
            assert (claim.person_id, claim.user_id) == (hold.person_id, hold.user_id)
            assert claim.released_at is None
