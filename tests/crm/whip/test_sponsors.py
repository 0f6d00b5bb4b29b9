"""Sponsors counted as printed and by the seats they hold; each difference is told with what became of the seat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import BillSnapshot, SponsorKind
from crm.bills.service import add_sponsorship, withdraw
from crm.coalition.visibility import OPERATOR
from crm.people.models import Person
from crm.positions.as_of import AsOf
from crm.whip.sponsors import ChamberSponsors, sponsor_counts
from crm.whip.unseated import Why
from tests import builders, cast

TODAY = date(2026, 6, 1)
HEIR = "Uma Crane"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.held_at(TODAY):
        yield


class Scene:
    """A senator on the bill who leaves the seat, and whoever follows."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state = builders.state(session)
        assert self.state.upper is not None
        self.measure = builders.measure(session, self.state)
        self.bill = builders.bill(
            session, self.state.legislative_session, "S1", chamber=self.state.upper, carries=self.measure
        )
        self.senator = builders.person(session, cast.SENATOR)
        builders.seat(session, self.state.upper, 1, self.senator, to=date(2026, 1, 24))
        self.row = self.sponsor(self.senator)

    def sponsor(self, person: Person | None, name: str = "", joined: str = "2025-03-04"):
        return add_sponsorship(
            self.session, OPERATOR, self.bill.id, person.name if person else name, SponsorKind.CO, "the record",
            person_id=person.id if person else None, joined=joined,
        )  # fmt: skip

    def follow(self) -> Person:
        heir = builders.person(self.session, HEIR)
        assert self.state.upper is not None
        builders.seat(self.session, self.state.upper, 1, heir, date(2026, 2, 4))
        return heir

    def count(self, day: date = date(2026, 3, 15)) -> ChamberSponsors:
        (found,) = sponsor_counts(self.session, self.measure.id, AsOf.of(day))
        return found


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_who_holds_the_seat_is_printed_and_seated(scene: Scene) -> None:
    found = scene.count(date(2025, 6, 15))
    assert (len(found.printed), found.seats_held, found.differences) == (1, 1, ())
    assert (found.bills, found.needed, found.seats) == (("S1",), 3, 5)


def test_a_name_that_stays_printed_after_the_seat_is_told_with_who_followed(scene: Scene) -> None:
    scene.follow()
    found = scene.count()
    assert (len(found.printed), found.seats_held) == (1, 0)
    (told,) = found.differences
    assert (told.why, told.left_on, told.successor_listed) == (Why.LEFT, date(2026, 1, 24), False)
    assert told.words == (
        f"{cast.SENATOR} left the seat of District 1 on January 24, 2026, and is still on the list. "
        f"{HEIR} has held it since February 4, 2026, and is not on the list."
    )


def test_a_seat_that_nobody_holds_is_said_to_be_vacant(scene: Scene) -> None:
    assert scene.count().differences[0].words.endswith("It is vacant.")


def test_a_seat_that_changed_hands_after_the_name_left_is_told_beside_the_count(scene: Scene) -> None:
    scene.sponsor(scene.follow(), joined="2026-03-12")
    withdraw(scene.session, OPERATOR, scene.row.id, "2026-03-12")
    found = scene.count()
    assert (len(found.printed), found.seats_held, found.differences) == (1, 1, ())
    (told,) = found.changed_hands
    assert told.words == (
        f"{cast.SENATOR} left the seat of District 1 on January 24, 2026, and is off the list since March 12, 2026. "
        f"{HEIR} has held it since February 4, 2026, and is on the list."
    )


def test_a_name_nobody_is_matched_with_and_one_without_a_seat_are_told_apart(scene: Scene) -> None:
    scene.sponsor(None, "QUENCH")
    scene.sponsor(builders.person(scene.session, "Vic Lowe"))
    coming = builders.person(scene.session, "Ana Ost")
    assert scene.state.upper is not None
    builders.seat(scene.session, scene.state.upper, 2, coming, date(2026, 5, 1))
    scene.sponsor(coming)
    assert {each.name: each.why for each in scene.count().differences} == {
        cast.SENATOR: Why.LEFT, "QUENCH": Why.UNMATCHED, "Vic Lowe": Why.NO_SEAT, "Ana Ost": Why.NOT_YET,
    }  # fmt: skip


def test_entries_without_a_name_are_counted_apart(scene: Scene) -> None:
    scene.session.add(
        BillSnapshot(
            bill_id=scene.bill.id, source="nyc-council", first_seen_on=date(2025, 3, 4), last_seen_on=date(2025, 3, 4),
            sha256="x", sponsors=[["Sena Abara", "prime", None], ["", "co", None], ["", "co", None]], same_as=[],
            recorded_at=clock.now(),
        )
    )  # fmt: skip
    scene.session.flush()
    assert (scene.count().nameless, len(scene.count().printed)) == (2, 1)


def test_a_past_question_knows_no_later_name(scene: Scene) -> None:
    found = sponsor_counts(scene.session, scene.measure.id, AsOf.of(date(2025, 6, 15), date(2025, 6, 15)))
    assert found == () or found[0].printed == ()


def test_a_measure_without_a_bill_has_no_sponsors(session: Session) -> None:
    measure = builders.measure(session, builders.state(session))
    assert sponsor_counts(session, measure.id, AsOf.of()) == ()
