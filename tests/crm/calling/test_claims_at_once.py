"""16 callers at once on lists that overlap: no office is ever held twice, and no lease is left without an end."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import select

from crm import clock
from crm.calling import holds
from crm.calling.models import CallList, CallTarget, Claim, OfficeHold
from crm.calling.queue import Queue, queue, take_next
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.sessions import Database
from tests.builders import campaigns, law, people, states, users

CALLERS, OFFICIALS, LISTS, CLAIMS = 16, 60, 5, 5_000
EACH = CLAIMS // CALLERS + 1
BEGIN = datetime(2025, 6, 13, 14, tzinfo=UTC)
STEP = timedelta(seconds=45)
"""The clock goes on by so much with each claim of anybody: a lease runs out while some thirty others are taken."""


def on_file(database: Database) -> tuple[list[int], list[Viewer]]:
    """Two campaigns, five lists of forty out of sixty officials, sixteen callers who work for both organizations."""
    random = Random(5)
    with database.write() as session:
        where = states.state(session)
        neighbors, clinic = (campaigns.organization(session, name) for name in ("Neighbors", "Clinic"))
        both = [
            campaigns.campaign(session, law.measure(session, where, name), [organization], name=name)
            for name, organization in (("Open Kitchens Act", neighbors), ("Clean Water Act", clinic))
        ]
        officials = [
            people.person(session, f"Official {number}", phone="(555) 555-0100") for number in range(OFFICIALS)
        ]
        lists = []
        for number in range(LISTS):
            kept = CallList(
                campaign_id=both[number % 2].id, organization_id=(neighbors, clinic)[number % 2].id,
                visibility=Visibility.COALITION, name=f"List {number}", deadline_on=date(2025, 6, 17), rule={},
                left_out={}, built_at=BEGIN,
            )  # fmt: skip
            session.add(kept)
            session.flush()
            session.add_all(
                CallTarget(call_list_id=kept.id, person_id=person.id, rank=rank, reasons=[])
                for rank, person in enumerate(random.sample(officials, 40), start=1)
            )
            lists.append(kept.id)
        callers = [
            users.viewer_of(neighbors, clinic, campaigns=tuple(both), user=users.user(session, f"Caller{number} Quist"))
            for number in range(CALLERS)
        ]
        return lists, callers


@pytest.mark.slow
def test_of_5000_claims_by_16_callers_no_two_hold_one_office_and_none_is_orphaned(database: Database) -> None:
    lists, callers = on_file(database)
    ticks, start = count(), Barrier(CALLERS)

    def work(number: int) -> int:
        random, viewer, seen = Random(number), callers[number], dict[int, Queue]()
        me = viewer.user_id or 0
        made: set[int] = set()
        start.wait()
        while len(made) < EACH:
            chosen = random.choice(lists)
            # Sixteen clocks that never quite agree: each is read once for what is done under it.
            with clock.held_at(BEGIN + next(ticks) * STEP + timedelta(milliseconds=random.randrange(900))):
                if chosen not in seen or random.random() < 0.03:
                    with database.read() as session:
                        seen[chosen] = queue(session, viewer, chosen)
                with database.write() as session:
                    claim = take_next(session, viewer, seen[chosen])
                    if claim is None:
                        del seen[chosen]
                        continue
                    made.add(claim.id)
                    happens = random.random()
                    if happens < 0.6:
                        holds.release(session, me, claim.person_id or 0)
                    elif happens < 0.65:
                        holds.renew(session, me, claim)
                    # The rest runs out by itself, or begins anew where the caller comes back in time.
        return len(made)

    with ThreadPoolExecutor(CALLERS) as threads:
        assert sum(threads.map(work, range(CALLERS))) >= CLAIMS
    held_once(database)
    none_orphaned(database)


def held_once(database: Database) -> None:
    """From the trail: of one person no two claims overlap at any instant, in whatever lists."""
    trail: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    with database.read() as session:
        claims = session.scalars(select(Claim)).all()
        assert len(claims) >= CLAIMS
        for claim in claims:
            assert claim.person_id is not None
            trail[claim.person_id].append((claim.claimed_at, holds.ended_at(claim)))
    for spans in trail.values():
        for (_, ended), (begun, _) in pairwise(sorted(spans)):
            assert ended <= begun


def none_orphaned(database: Database) -> None:
    """A hold names the claim that is open, an open claim is the one its office's hold names, and both end together."""
    with database.read() as session:
        holding = {row.person_id: row for row in session.scalars(select(OfficeHold))}
        claims = {claim.id: claim for claim in session.scalars(select(Claim))}
        latest: dict[int, Claim] = {}
        for claim in sorted(claims.values(), key=lambda claim: (claim.claimed_at, claim.id)):
            latest[claim.person_id or 0] = claim
        for person_id, row in holding.items():
            assert row.claim_id == latest[person_id].id
            named = claims[row.claim_id]
            assert (row.user_id is None) == (named.released_at is not None)
            if row.user_id is not None:
                assert (named.user_id, named.expires_at) == (row.user_id, row.expires_at)
        assert set(holding) == set(latest)
