"""The law of merges: joined and taken apart again, every row of every table is what it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import ImportBatch
from crm.bills.models import RollCall, SponsorKind, Sponsorship, Stage, Vote, VoteCode
from crm.calling.models import CallList, CallTarget, Claim, TargetState
from crm.campaigns.models import AskTarget
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.db import Base
from crm.importers.models import NameMatch, SourceDifference
from crm.outreach.models import ActionOfficial, ActionStaff, Channel, FollowUp, OutreachAction, Part, Relationship
from crm.people.joining import person_columns, says_the_same
from crm.people.merge_undo import undo_merge
from crm.people.merging import decide_merge, propose_merge
from crm.people.models import (
    Committee,
    CommitteeRole,
    CommitteeSeat,
    ContactKind,
    ContactPoint,
    Merge,
    MergeState,
    Office,
    Person,
    PersonIdentifier,
    PersonLink,
    PersonName,
    StaffTenure,
    Tenure,
)
from crm.positions.models import Position
from tests.builders import campaigns, law, ledger, people
from tests.builders.scene import Scene

DAY = date(2025, 6, 1)
NOT_COMPARED = {"merges", "audit_entries"}
Make = Callable[["World", Person, int], Any]


class World:
    """A scene with two of everything that people can be tied to."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scene = Scene(session)
        scene = self.scene
        self.people = [people.person(session, name) for name in ("Ann Low", "Anne Low", "Bo Reyes")]
        self.committees = [
            Committee(jurisdiction_id=scene.state.jurisdiction.id, name=name, classification="committee")
            for name in ("Codes", "Rules")
        ]
        self.offices = session.scalars(sa.select(Office).order_by(Office.id).limit(2)).all()
        self.asks = [campaigns.ask(session, scene.campaign) for _ in range(2)]
        self.bill = law.bill(session, scene.state.legislative_session, "S1")
        assert scene.state.upper is not None
        self.roll_call = RollCall(
            bill_id=self.bill.id, chamber_id=scene.state.upper.id, stage=Stage.FLOOR, held_on=DAY, source="a test",
            recorded_at=clock.now(),
        )  # fmt: skip
        private: dict[str, Any] = {"visibility": Visibility.PRIVATE, "organization_id": scene.ours.id}
        self.private = private
        self.lists = [
            CallList(campaign_id=scene.campaign.id, name=name, deadline_on=DAY, rule={}, left_out={},
                     built_at=clock.now(), **private)
            for name in ("tonight", "tomorrow")
        ]  # fmt: skip
        self.actions = [
            OutreachAction(channel=Channel.CALL, notes="", happened="2025-06-01", happened_latest=DAY,
                           recorded_at=clock.now(), **private)
            for _ in range(2)
        ]  # fmt: skip
        session.add_all([*self.committees, self.roll_call, *self.lists, *self.actions])
        session.flush()


def _position(world: World, person: Person, which: int) -> None:
    first = ledger.position(world.session, person, world.scene.measure, ("yes", "no")[which])
    if which:
        ledger.position(
            world.session, person, world.scene.measure, "undecided", corrects_id=first.id, reason_given="Misheard."
        )


def _call_target(world: World, person: Person, which: int) -> list[Any]:
    point = world.session.scalars(sa.select(ContactPoint.id).where(ContactPoint.person_id == person.id)).first()
    target = CallTarget(
        call_list_id=world.lists[which].id, person_id=person.id, rank=person.id, reasons=[], contact_point_id=point,
        state=TargetState.DONE if person.id % 2 else TargetState.WAITING, action_id=world.actions[0].id,
    )  # fmt: skip
    world.session.add(target)
    world.session.flush()
    user = world.scene.users["ada"].id
    return [Claim(call_target_id=target.id, user_id=user, claimed_at=clock.now(), expires_at=clock.now())]


def _contact_point(world: World, person: Person, which: int) -> list[Any]:
    point = ContactPoint(
        person_id=person.id, kind=ContactKind.DISTRICT, phone=f"555-010{which}", name=person.name if which else None,
        source="a test", recorded_at=clock.now(), verified_on=DAY if person.id % 2 else None,
    )  # fmt: skip
    world.session.add(point)
    world.session.flush()
    world.actions[which].contact_point_id = point.id
    return [
        SourceDifference(table_name="contact_points", row_id=point.id, column_name="phone", person_id=person.id,
                         theirs=theirs, source="a file", seen_at=clock.now())
        for theirs in ("555-0177", str(person.id))
    ]  # fmt: skip


MAKERS: dict[str, Make] = {
    "person_names": lambda w, p, n: [PersonName(person_id=p.id, name=f"A. Low {n}", folded=f"a low {n}")],
    "person_identifiers": lambda w, p, n: [PersonIdentifier(person_id=p.id, scheme="x", identifier=f"{p.id}-{n}")],
    "person_links": lambda w, p, n: [PersonLink(person_id=p.id, url=f"https://example.org/{n}", note=p.name)],
    "tenures": lambda w, p, n: [
        Tenure(person_id=p.id, office_id=w.offices[n].id, started_on=DAY, party=p.name if p.id % 2 else None,
               ballot_lines=[p.name] if p.id % 2 else [], recorded_at=clock.now())
    ],
    "contact_points": _contact_point,
    "committee_seats": lambda w, p, n: [
        CommitteeSeat(committee_id=w.committees[n].id, person_id=p.id, printed_name=p.name, role=CommitteeRole.CHAIR)
    ],
    "staff_tenures.person_id": lambda w, p, n: [
        StaffTenure(person_id=p.id, boss_id=w.scene.senator.id, title=str(n), source="a list")
    ],
    "staff_tenures.boss_id": lambda w, p, n: [
        StaffTenure(person_id=w.scene.senator.id, boss_id=p.id, title=str(n), source="a list")
    ],
    "positions": _position,
    "sponsorships": lambda w, p, n: [
        Sponsorship(bill_id=w.bill.id, person_id=p.id, printed_name=p.name, kind=SponsorKind.CO, source="a test",
                    first_seen_at=clock.now())
    ],
    "votes": lambda w, p, n: [
        Vote(roll_call_id=w.roll_call.id, person_id=p.id, printed_name=p.name, code=VoteCode.AYE)
    ],
    "ask_targets": lambda w, p, n: [AskTarget(ask_id=w.asks[n].id, person_id=p.id, added_on=DAY, reason=p.name)],
    "action_officials": lambda w, p, n: [
        ActionOfficial(action_id=w.actions[n].id, person_id=p.id, part=Part.SPOKE if p.id % 2 else Part.TARGET)
    ],
    "action_staff.staff_id": lambda w, p, n: [
        ActionStaff(action_id=w.actions[n].id, staff_id=p.id, printed_name=p.name)
    ],
    "action_staff.boss_id": lambda w, p, n: [ActionStaff(action_id=w.actions[n].id, printed_name="X", boss_id=p.id)],
    "follow_ups": lambda w, p, n: [FollowUp(person_id=p.id, what=str(n), recorded_at=clock.now(), **w.private)],
    "relationships": lambda w, p, n: [
        Relationship(person_id=p.id, kind="has met", strength=n + 1, recorded_at=clock.now(), **w.private)
    ],
    "call_targets": _call_target,
    "name_matches": lambda w, p, n: [
        NameMatch(source="a test", printed_name="LOW", folded="low", context_key=f"{p.id}-{n}", context={},
                  candidates=[], state="matched", person_id=p.id, proposed_at=clock.now())
    ],
}  # fmt: skip
"""Table (and column, where there are two) -> what makes one of its rows."""


def test_what_may_stand_once_for_a_person_is_known_to_say_the_same_in_every_table() -> None:
    """Also in tables that have no maker here yet: else the database would refuse the merge."""
    for table, column in person_columns():
        for constraint in table.constraints:
            if isinstance(constraint, sa.UniqueConstraint) and column.name in constraint.columns:
                others = {other.name for other in constraint.columns} - {column.name}
                assert set(says_the_same(table, column) or ()) == others, table.name


def test_every_row_made_here_is_of_a_table_that_moves() -> None:
    moving = {table.name for table, _ in person_columns()} | {"positions"}
    assert {name.split(".")[0] for name in MAKERS} <= moving


def build(session: Session, rows: list[tuple[str, int, int]]) -> World:
    world = World(session)
    for name, whose, which in dict.fromkeys(rows):
        for row in MAKERS[name](world, world.people[whose], which) or ():
            session.add(row)
        session.flush()
    return world


def everything(session: Session) -> dict[str, list[Any]]:
    session.flush()
    return {
        table.name: [tuple(row) for row in session.execute(sa.select(table).order_by(table.c.id))]
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_COMPARED
    }


ROWS = st.lists(
    st.tuples(st.sampled_from(sorted(MAKERS)), st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=24
)
ALL = [(name, whose, which) for name in MAKERS for whose in range(3) for which in range(2)]
LAW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)


@LAW
@given(rows=ROWS, keep=st.integers(0, 1), third=st.booleans())
@example(rows=ALL, keep=0, third=True)
@example(rows=ALL, keep=1, third=False)
def test_joined_and_taken_apart_everything_is_what_it_was(
    database: Any, rows: list[tuple[str, int, int]], keep: int, third: bool
) -> None:
    with database.write() as session, clock.held_at(DAY):
        world = build(session, rows)
        first, second, other = world.people
        if third:
            earlier = propose_merge(session, second.id, other.id, "A test.")
            decide_merge(session, OPERATOR, earlier.id, MergeState.SAME, keep_id=second.id)
        else:
            propose_merge(session, first.id, other.id, "A test.")
            propose_merge(session, second.id, other.id, "A test.")
        proposal = propose_merge(session, first.id, second.id, "Both are called Low.")
        before = everything(session)
        kept = world.people[keep]
        decide_merge(session, OPERATOR, proposal.id, MergeState.SAME, keep_id=kept.id)
        gone = world.people[1 - keep]
        pointing = [
            f"{table.name}.{column.name}"
            for table, column in person_columns()
            if session.scalar(sa.select(sa.func.count()).select_from(table).where(column == gone.id))
        ]
        assert pointing == []
        assert session.scalar(sa.select(sa.func.count()).where(Position.person_id == gone.id)) == 0
        merge_id = session.scalars(sa.select(Merge.id).order_by(Merge.id.desc()).limit(1)).one()
        undo_merge(session, OPERATOR, merge_id)
        after = everything(session)
        for table, was in before.items():
            assert after[table] == was, table
        session.rollback()


@LAW
@given(rows=ROWS, since=ROWS)
def test_what_came_since_stays_with_the_record_that_was_kept(
    database: Any, rows: list[tuple[str, int, int]], since: list[tuple[str, int, int]]
) -> None:
    with database.write() as session, clock.held_at(DAY):
        world = build(session, rows)
        kept, gone, _ = world.people
        proposal = propose_merge(session, kept.id, gone.id, "Both are called Low.")
        decide_merge(session, OPERATOR, proposal.id, MergeState.SAME, keep_id=kept.id)
        session.add(ImportBatch(kind="a mark", source="", started_at=clock.now() + timedelta(days=1), summary={}))
        new = {name for name, _, _ in since} & {"positions", "follow_ups", "relationships", "sponsorships", "votes"}
        counts = {name: _about(session, name, kept.id) for name in new}
        for name in sorted(new):
            for row in MAKERS[name](world, kept, 0) or ():
                session.add(row)
        session.flush()
        moved = session.scalars(sa.select(Merge)).one().moved
        theirs = {name: sum(step["table"] == name and "column" in step for step in moved) for name in new}
        undo_merge(session, OPERATOR, session.scalars(sa.select(Merge.id)).one())
        for name in new:
            assert _about(session, name, kept.id) == counts[name] - theirs[name] + 1, name
            assert _about(session, name, gone.id) == theirs[name], name
        session.rollback()


def _about(session: Session, table: str, person_id: int) -> int:
    column = Base.metadata.tables[table].c.person_id
    return session.scalar(sa.select(sa.func.count()).where(column == person_id)) or 0
