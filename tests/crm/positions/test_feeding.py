"""The ledger follows the records: each fact once, corrected where they tell otherwise, and never against a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, Carries, EventKind, SponsorKind, Sponsorship, Stage, Vote, VoteCode
from crm.bills.service import NewVote, add_event, add_roll_call, add_sponsorship, carry, ensure_bill, withdraw
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions.models import LegislativeSession
from crm.positions import service
from crm.positions.as_of import AsOf
from crm.positions.carrying import carry_measure
from crm.positions.feeding import Fed, feed_measure
from crm.positions.models import Position, ShiftReason
from crm.positions.queries import shifts, standing
from tests import builders, cast
from tests.counting import statements

TODAY = date(2026, 6, 20)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.held_at(TODAY):
        yield


class Scene:
    """A measure carried by a bill of the senate, and a senator."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state = builders.state(session)
        self.measure = builders.measure(session, self.state)
        self.bill = self.another("S1")
        self.senator = builders.person(session, cast.SENATOR)

    def another(self, number: str, sitting: LegislativeSession | None = None) -> Bill:
        """Another bill that carries the measure."""
        sitting = sitting or self.state.legislative_session
        return builders.bill(self.session, sitting, number, chamber=self.state.upper, carries=self.measure)

    def sponsor(self, joined: str | None = "2025-03-04", bill: Bill | None = None) -> Sponsorship:
        return add_sponsorship(
            self.session, OPERATOR, (bill or self.bill).id, cast.SENATOR, SponsorKind.CO, "the record",
            person_id=self.senator.id, joined=joined,
        )  # fmt: skip

    def feed(self) -> Fed:
        return feed_measure(self.session, OPERATOR, self.measure.id)

    def stance(self, day: date) -> str:
        found = standing(self.session, OPERATOR, self.measure.id, AsOf.of(day)).get(self.senator.id)
        return found.stance.value if found else "unknown"

    def entries(self) -> list[Position]:
        return list(self.session.scalars(select(Position).order_by(Position.id)))

    def reasons(self) -> list[tuple[str, str]]:
        found = shifts(self.session, OPERATOR, self.measure.id, date(2019, 1, 1), AsOf.of())
        return [(shift.said, shift.reason.value) for shift in found]


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_what_is_fed_twice_is_entered_once(scene: Scene) -> None:
    scene.sponsor()
    assert (scene.feed(), scene.feed()) == (Fed(entered=1), Fed())


def test_a_fact_is_named_by_what_it_is_and_by_no_number_of_a_row(scene: Scene) -> None:
    scene.sponsor()
    scene.feed()
    (entry,) = scene.entries()
    assert entry.fact_key == (
        f"sponsored:{scene.measure.slug}:{scene.state.jurisdiction.slug}/2025-2026/S1:{scene.senator.slug}:2025-03-04"
    )


def test_an_earlier_day_corrects_the_entry_and_moves_nobody_twice(scene: Scene) -> None:
    row = scene.sponsor("2025-05-01")
    scene.feed()
    row.joined = "2025-03-04"
    assert scene.feed() == Fed(corrected=1)
    assert (scene.stance(date(2025, 3, 3)), scene.stance(date(2025, 3, 4))) == ("unknown", "yes")
    assert scene.reasons() == [("2025-03-04", "sponsored")]
    row.joined = "2025-05-01"
    scene.feed()
    assert (scene.stance(date(2025, 4, 30)), scene.stance(date(2025, 5, 1))) == ("unknown", "yes")


def test_what_the_record_no_longer_shows_is_retracted_and_may_come_back(scene: Scene) -> None:
    row = scene.sponsor()
    scene.feed()
    row.person_id = None
    assert scene.feed() == Fed(retracted=1)
    assert scene.stance(TODAY) == "unknown"
    row.person_id = scene.senator.id
    assert scene.feed() == Fed(entered=1)
    assert scene.stance(TODAY) == "yes"


def test_what_a_person_retracted_or_corrected_stays_so(scene: Scene) -> None:
    scene.sponsor()
    scene.feed()
    service.retract(scene.session, OPERATOR, scene.entries()[0].id, "Another person of that name.")
    assert scene.feed() == Fed()
    assert scene.stance(TODAY) == "unknown"


def test_a_bill_that_carries_two_measures_tells_of_both(scene: Scene) -> None:
    other = builders.measure(scene.session, scene.state, "Open Pantries Act")
    carry(scene.session, OPERATOR, other.id, scene.bill.id)
    scene.sponsor()
    assert scene.feed() == feed_measure(scene.session, OPERATOR, other.id) == Fed(entered=1)


def test_an_entry_under_a_key_of_before_is_known_as_the_same_fact(scene: Scene) -> None:
    row = scene.sponsor()
    withdraw(scene.session, OPERATOR, row.id, "2025-05-01")
    call = add_roll_call(
        scene.session, OPERATOR, scene.bill.id, scene.state.upper.id, Stage.FLOOR, date(2025, 4, 1), "the journal",
        votes=[NewVote(cast.SENATOR, VoteCode.AYE, scene.senator.id)],
    )  # fmt: skip
    for key, made_by, said in (
        (f"sponsored:{scene.bill.id}:{scene.senator.id}:2025-03-04", ShiftReason.SPONSORED, "2025-03-04"),
        (f"withdrew:{scene.bill.id}:{scene.senator.id}:2025-05-01", ShiftReason.SPONSORSHIP_WITHDRAWN, "2025-05-01"),
        (f"voted:{call.id}:{scene.senator.id}", ShiftReason.VOTED, "2025-04-01"),
    ):
        stance = "unknown" if made_by is ShiftReason.SPONSORSHIP_WITHDRAWN else "yes"
        builders.position(
            scene.session, scene.senator, scene.measure, stance, said=said, made_by=made_by, fact_key=key,
            bill_id=scene.bill.id,
        )  # fmt: skip
    assert scene.feed() == Fed()


def test_who_stands_on_another_bill_of_the_measure_has_left_no_more_than_a_bill(scene: Scene) -> None:
    row = scene.sponsor()
    scene.sponsor("2025-04-01", scene.another("S2"))
    withdraw(scene.session, OPERATOR, row.id, "2025-05-01")
    scene.feed()
    assert scene.stance(date(2025, 5, 2)) == "yes"


def test_a_withdrawal_counts_until_something_later_says_more(scene: Scene) -> None:
    withdraw(scene.session, OPERATOR, scene.sponsor().id, "2025-05-01")
    builders.position(scene.session, scene.senator, scene.measure, "leaning_yes", said="2025-05-20")
    scene.feed()
    assert [scene.stance(date(2025, 5, day)) for day in (2, 20)] == ["unknown", "leaning_yes"]


def test_a_vehicle_and_a_rival_say_nothing_of_the_measure(scene: Scene) -> None:
    for number, carries in (("S9005", Carries.VEHICLE), ("S8504", Carries.RIVAL)):
        bill = ensure_bill(scene.session, OPERATOR, scene.state.legislative_session.id, number)
        carry(scene.session, OPERATOR, scene.measure.id, bill.id, carries)
        scene.sponsor(bill=bill)
    assert scene.feed() == Fed()


def test_an_aye_on_holding_a_bill_is_a_step_against_it(scene: Scene) -> None:
    add_roll_call(
        scene.session, OPERATOR, scene.bill.id, scene.state.upper.id, Stage.COMMITTEE, date(2025, 4, 1), "the journal",
        motion="Held for Consideration", votes=[NewVote(cast.SENATOR, VoteCode.AYE, scene.senator.id)],
    )  # fmt: skip
    scene.feed()
    assert scene.stance(TODAY) == "leaning_no"
    assert scene.entries()[0].words == "Voted aye in committee on S1 (Held for Consideration)."


def test_a_vote_that_the_record_corrects_is_corrected(scene: Scene) -> None:
    call = add_roll_call(
        scene.session, OPERATOR, scene.bill.id, scene.state.upper.id, Stage.FLOOR, date(2025, 4, 1), "the journal",
        votes=[NewVote(cast.SENATOR, VoteCode.AYE, scene.senator.id)],
    )  # fmt: skip
    scene.feed()
    scene.session.scalars(select(Vote).where(Vote.roll_call_id == call.id)).one().code = VoteCode.NAY
    assert (scene.feed(), scene.feed()) == (Fed(corrected=1), Fed())
    assert scene.stance(TODAY) == "no"


def former(scene: Scene) -> LegislativeSession:
    found = LegislativeSession(jurisdiction_id=scene.state.jurisdiction.id, slug="2023-24", name="2023-24")
    scene.session.add(found)
    scene.session.flush()
    return found


def test_a_bill_that_died_with_its_session_carries_no_name_into_the_next(scene: Scene) -> None:
    scene.sponsor("2023-02-01", scene.another("S7", former(scene)))
    scene.feed()
    assert [scene.stance(day) for day in (date(2024, 12, 31), date(2025, 1, 1))] == ["yes", "unknown"]
    assert scene.reasons() == [("2023-02-01", "sponsored"), ("2025-01-01", "lapsed")]


def vote(scene: Scene, bill: Bill, day: date) -> None:
    add_roll_call(
        scene.session, OPERATOR, bill.id, scene.state.upper.id, Stage.FLOOR, day, "the journal",
        votes=[NewVote(cast.SENATOR, VoteCode.NAY, scene.senator.id)],
    )  # fmt: skip


def test_a_vote_of_a_session_that_is_over_is_history_as_well(scene: Scene) -> None:
    vote(scene, scene.another("S7", former(scene)), date(2024, 5, 1))
    scene.feed()
    assert [scene.stance(day) for day in (date(2024, 12, 31), date(2025, 1, 1))] == ["no", "unknown"]


def test_nothing_lapses_of_a_measure_that_became_law(scene: Scene) -> None:
    bill = scene.another("S7", former(scene))
    vote(scene, bill, date(2024, 5, 1))
    add_event(scene.session, OPERATOR, EventKind.SIGNED, "Signed.", "2024-06-01", "the journal", bill_id=bill.id)
    scene.feed()
    assert scene.stance(date(2025, 1, 1)) == "no"


def test_a_name_goes_from_one_session_into_the_next_only_where_it_stands_again(scene: Scene) -> None:
    old = former(scene)
    older = LegislativeSession(jurisdiction_id=scene.state.jurisdiction.id, slug="2021-22", name="2021-22")
    scene.session.add(older)
    scene.session.flush()
    scene.sponsor("2022-01-01", scene.another("S6", older))
    scene.sponsor("2023-01-01", scene.another("S7", old))
    scene.feed()
    assert [scene.stance(date(year, 1, 2)) for year in (2023, 2024, 2025)] == ["yes", "yes", "unknown"]


def test_a_name_does_not_lapse_that_said_more_by_then(scene: Scene) -> None:
    scene.sponsor("2023-02-01", scene.another("S7", former(scene)))
    builders.position(
        scene.session, scene.senator, scene.measure, "yes", said="2024-05-01", visibility="public", organization_id=None
    )
    scene.feed()
    assert scene.stance(date(2025, 1, 1)) == "yes"


def test_many_facts_take_as_many_questions_as_few_where_nothing_is_new(scene: Scene) -> None:
    for number in range(3):
        person = builders.person(scene.session, f"Member {number}")
        add_sponsorship(
            scene.session, OPERATOR, scene.bill.id, person.name, SponsorKind.CO, "r", person_id=person.id,
            joined="2025-03-04",
        )  # fmt: skip
    scene.feed()
    with statements(scene.session) as few:
        scene.feed()
    for number in range(3, 30):
        person = builders.person(scene.session, f"Member {number}")
        add_sponsorship(
            scene.session, OPERATOR, scene.bill.id, person.name, SponsorKind.CO, "r", person_id=person.id,
            joined="2025-03-04",
        )  # fmt: skip
    scene.feed()
    with statements(scene.session) as many:
        scene.feed()
    assert len(many) == len(few)


def test_to_say_that_a_bill_carries_a_measure_tells_the_ledger_at_once(scene: Scene) -> None:
    bill = ensure_bill(scene.session, OPERATOR, scene.state.legislative_session.id, "S44")
    scene.sponsor(bill=bill)
    carried = carry_measure(scene.session, OPERATOR, scene.measure.slug, bill)
    assert (carried.entered, scene.stance(TODAY)) == (1, "yes")
    assert carry_measure(scene.session, OPERATOR, scene.measure.slug, bill, Carries.RIVAL).entered == 0


def test_the_facts_of_a_bill_that_is_a_rival_after_all_are_taken_back(scene: Scene) -> None:
    scene.sponsor()
    scene.feed()
    carry_measure(scene.session, OPERATOR, scene.measure.slug, scene.bill, Carries.RIVAL)
    assert scene.stance(TODAY) == "unknown"
    assert scene.session.scalar(select(func.count()).select_from(Position)) == 2
