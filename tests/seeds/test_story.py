"""The story: every fact as its source tells it, and none of it known before its day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.bills.models import Bill, BillEvent, BillPrint, Sponsorship
from crm.bills.queries import find_measure
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, PUBLIC
from crm.jurisdictions.models import ChamberKind
from crm.outreach.models import OutreachAction
from crm.people.finding import find_person
from crm.people.models import Person
from crm.positions import queries
from crm.positions.as_of import AsOf
from crm.positions.models import Evidence, NamelessCount, Position
from crm.positions.stance import Stance
from crm.sessions import Database
from crm.whip.queries import board
from seeds.load import load_story
from tests.seeds.conftest import row_counts

ACT = "new-york-for-all"


def timeline(
    session: Session, person: str, measure: str, said: date | None = None, known: date | None = None
) -> list[tuple[Stance, str, bool]]:
    entries = queries.timeline(
        session, PUBLIC, find_person(session, person).id, find_measure(session, measure).id, AsOf.of(said, known)
    )
    return [(entry.stance, entry.said, entry.hard) for entry in entries]


def test_delgado_leans_against_then_for_then_backs_it_under_a_condition(reading: Session) -> None:
    assert timeline(reading, "antonio-delgado", ACT) == [
        (Stance.LEANING_NO, "2025-06", False),
        (Stance.LEANING_YES, "2025-08", False),
        (Stance.YES, "../2026-01", False),
    ]


def test_each_step_of_delgados_has_its_source_and_the_last_its_condition(reading: Session) -> None:
    entries = queries.timeline(
        reading, PUBLIC, find_person(reading, "antonio-delgado").id, find_measure(reading, ACT).id, AsOf.of()
    )
    assert [len(entry.evidence) for entry in entries] == [1, 1, 1]
    assert all(entry.evidence[0].title.startswith("Overview article") for entry in entries)
    assert entries[0].evidence[0].quote == "blanket rule"
    assert [bool(entry.condition) for entry in entries] == [False, False, True]
    assert "counties" in (entries[2].condition or "")


def test_in_july_2025_nothing_of_delgado_was_known(reading: Session) -> None:
    assert timeline(reading, "antonio-delgado", ACT, date(2025, 6, 30), date(2025, 7, 1)) == []


def test_what_delgado_had_said_by_the_end_of_june_2025_is_known_today(reading: Session) -> None:
    assert timeline(reading, "antonio-delgado", ACT, date(2025, 6, 30)) == [(Stance.LEANING_NO, "2025-06", False)]


@pytest.mark.parametrize(
    ("known", "supporters"),
    [
        (date(2025, 1, 15), set()),
        (date(2025, 1, 16), {"andrew-gounardes"}),
        (date(2025, 6, 13), {"andrew-gounardes", "karines-reyes"}),
        (
            date(2025, 6, 14),
            {"andrew-gounardes", "karines-reyes", "jessica-ramos", "catalina-cruz", "zohran-mamdani"},
        ),
    ],
)
def test_support_is_known_from_the_day_of_its_source(reading: Session, known: date, supporters: set[str]) -> None:
    found = queries.standing(reading, PUBLIC, find_measure(reading, ACT).id, AsOf.of(known, known))
    slugs = set(reading.scalars(select(Person.slug).where(Person.id.in_(list(found)))))
    assert slugs == supporters


def test_hochul_stands_on_two_neighbouring_measures_and_on_the_act_not_at_all(reading: Session) -> None:
    assert timeline(reading, "kathy-hochul", "civil-suits-new-york") == [(Stance.YES, "2026-01-08", True)]
    assert timeline(reading, "kathy-hochul", "dignity-not-detention") == [(Stance.YES, "../2026-01", True)]
    assert timeline(reading, "kathy-hochul", ACT) == []


@pytest.mark.parametrize("leader", ["andrea-stewart-cousins", "carl-heastie"])
def test_leaders_whose_position_no_source_states_have_none(reading: Session, leader: str) -> None:
    assert timeline(reading, leader, ACT) == []


@pytest.mark.parametrize("said", [date(2025, 1, 20), date(2025, 6, 17), date(2025, 12, 31), date(2026, 1, 1), None])
@pytest.mark.parametrize("known", [date(2025, 1, 20), date(2025, 6, 15), date(2026, 2, 1), None])
def test_counts_add_up_to_the_seats_on_every_day(reading: Session, said: date | None, known: date | None) -> None:
    chambers = board(reading, PUBLIC, find_measure(reading, ACT).id, AsOf.of(said, known))
    assert [(each.kind, each.count.seats, each.count.needed) for each in chambers] == [
        (ChamberKind.UPPER, 63, 32),
        (ChamberKind.LOWER, 150, 76),
    ]
    assert [sum(each.count.counts.values()) for each in chambers] == [63, 150]


def test_who_has_no_vote_is_in_no_count(reading: Session) -> None:
    seated = {
        counted.seat.person_id
        for each in board(reading, PUBLIC, find_measure(reading, ACT).id, AsOf.of())
        for counted in each.seats
    }
    for slug in ("antonio-delgado", "kathy-hochul", "jared-kraham", "zohran-mamdani"):
        assert find_person(reading, slug).id not in seated


def test_mamdanis_vote_leaves_the_count_with_his_seat(reading: Session) -> None:
    def votes(said: date) -> int:
        chambers = board(reading, PUBLIC, find_measure(reading, ACT).id, AsOf.of(said))
        return next(each.count.counts[Stance.YES] for each in chambers if each.kind is ChamberKind.LOWER)

    assert votes(date(2025, 12, 31)) - votes(date(2026, 1, 1)) == 1
    assert timeline(reading, "zohran-mamdani", ACT) == [(Stance.YES, "../2025-06", True)]


def test_numbers_without_names_stay_numbers(reading: Session) -> None:
    counts = {
        (row.number, row.said): row.of_whom for row in reading.scalars(select(NamelessCount)) if row.said == "2025-06"
    }
    assert counts == {
        (30, "2025-06"): "Council Members",
        (9, "2025-06"): "members of New York's Congressional delegation",
    }


def test_the_bills_of_four_sessions_carry_the_act_and_the_budget_took_part_of_it(reading: Session) -> None:
    numbers = set(reading.scalars(select(Bill.number)))
    assert {"S7562", "A9586", "S3076", "A2328", "S987", "A5686", "S2235", "A3506", "S9005"} <= numbers
    prints = reading.execute(
        select(Bill.number, BillPrint.letter, BillPrint.printed_on)
        .join(Bill, Bill.id == BillPrint.bill_id)
        .where(Bill.number.in_(["S2235", "A3506"]))
        .order_by(Bill.number, BillPrint.letter)
    ).all()
    assert [tuple(row) for row in prints] == [
        ("A3506", "", date(2025, 1, 28)),
        ("A3506", "A", date(2025, 6, 11)),
        ("A3506", "B", date(2026, 2, 11)),
        ("S2235", "", date(2025, 1, 16)),
        ("S2235", "A", date(2025, 6, 9)),
        ("S2235", "B", date(2026, 2, 9)),
    ]


def test_everything_on_file_names_its_source(reading: Session) -> None:
    assert reading.scalar(select(func.count()).select_from(Position)) == 15
    assert reading.scalars(select(Position.id).where(Position.id.not_in(select(Evidence.position_id)))).all() == []
    for model in (BillEvent, Sponsorship, OutreachAction, NamelessCount):
        assert reading.scalars(select(model.id).where(model.source.is_(None))).all() == []


def test_nothing_in_the_story_is_private_and_nobody_in_it_is_invented(reading: Session) -> None:
    for model in (Position, OutreachAction):
        assert set(reading.scalars(select(model.visibility))) == {Visibility.PUBLIC}
    assert not any(reading.scalars(select(Person.is_invented)))


def test_loading_the_story_twice_changes_nothing(database: Database) -> None:
    load_story(database)
    before = row_counts(database)
    load_story(database)
    assert row_counts(database) == before


def test_the_operator_and_the_public_see_the_same_story(reading: Session) -> None:
    measure_id = find_measure(reading, ACT).id
    assert queries.standing(reading, OPERATOR, measure_id, AsOf.of()) == queries.standing(
        reading, PUBLIC, measure_id, AsOf.of()
    )
