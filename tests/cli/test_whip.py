"""``crm whip`` and ``crm shifts``: what programs and people read of a count and of what moved."""

from __future__ import annotations

from datetime import date

import pytest

from crm import clock
from crm.coalition.visibility import OPERATOR
from crm.positions import service
from crm.positions.models import EvidenceKind, ShiftReason
from crm.positions.stance import Stance
from crm.sessions import Database
from tests import builders, cast
from tests.cli.conftest import Crm

ACT = "open-kitchens-act"
STANCES = ("yes", "leaning_yes", "undecided", "leaning_no", "no", "unknown", "vacant")


@pytest.fixture
def told(database: Database) -> Database:
    """In January a senator leaned against and a member was for; in March the senator was, under a condition, for it.

    The senator's first entry was mended in February. A seat of the upper chamber falls vacant in June. The governor,
    who is for it, has no seat.
    """
    with database.write() as session:
        state = builders.state(session)
        upper, lower = state.chambers
        measure = builders.measure(session, state)
        senator, member = builders.person(session, cast.SENATOR), builders.person(session, cast.MEMBER)
        governor, leaver = builders.person(session, cast.GOVERNOR), builders.person(session, "Ivo Brand")
        builders.seat(session, upper, 1, senator)
        builders.seat(session, upper, 2, leaver, to=date(2025, 5, 31))
        builders.seat(session, lower, 1, member)
        builders.post(session, state.jurisdiction, "governor", governor)
        with clock.held_at(date(2025, 1, 20)):
            wrong = builders.position(session, senator, measure, "no", "2025-01-10")
            builders.position(session, member, measure, "yes", "2025-01-12", made_by=ShiftReason.SPONSORED)
            builders.position(session, governor, measure, "yes", "2025-01-12")
            builders.position(session, leaver, measure, "yes", "2025-01-12", hard=False)
        with clock.held_at(date(2025, 2, 1)):
            service.correct(
                session,
                OPERATOR,
                wrong.id,
                service.NewPosition(
                    senator.id,
                    measure.id,
                    Stance.LEANING_NO,
                    "Rather not.",
                    "2025-01-10",
                    (service.NewEvidence(EvidenceKind.CONVERSATION),),
                ),
                "Misheard.",
            )
        with clock.held_at(date(2025, 3, 5)):
            builders.position(session, senator, measure, "yes", "2025-03", condition="Without the fee.")
    return database


def test_each_chamber_is_counted_against_what_it_needs(crm: Crm, told: Database) -> None:
    told_now = crm("whip", ACT, "--said", "2025-04-01", "--json").json
    assert (told_now["measure"], told_now["said"]) == (ACT, "2025-04-01")
    upper, lower = told_now["chambers"]
    assert (upper["jurisdiction"], upper["chamber"], upper["seats"], upper["needed"]) == ("merrow", "upper", 5, 3)
    assert (upper["hard"], upper["soft"], upper["short"]) == (0, 2, 1)
    assert (lower["chamber"], lower["seats"], lower["needed"], lower["hard"], lower["soft"]) == ("lower", 9, 5, 1, 1)
    assert tuple(upper["counts"]) == STANCES
    assert upper["counts"]["yes"] == 2


def test_a_seat_falls_vacant_and_takes_its_yes_out_of_the_count(crm: Crm, told: Database) -> None:
    before, after = (
        crm("whip", ACT, "--said", day, "--json").json["chambers"][0] for day in ("2025-05-31", "2025-06-01")
    )
    assert (before["counts"]["yes"], after["counts"]["yes"]) == (2, 1)
    assert after["counts"]["vacant"] - before["counts"]["vacant"] == 1
    assert after["needed"] == before["needed"]


@pytest.mark.parametrize("said", ["1990-01-01", "2025-01-09", "2025-01-10", "2025-03-31", "2025-06-01", "2099-12-31"])
def test_the_counts_add_up_to_the_seats_at_any_two_times(said: str, crm: Crm, told: Database) -> None:
    for known in ("1990-01-01", "2025-01-20", "2025-02-01", "2025-03-05", "2099-12-31"):
        for chamber in crm("whip", ACT, "--said", said, "--known", known, "--json").json["chambers"]:
            assert sum(chamber["counts"].values()) == chamber["seats"]
            assert chamber["hard"] <= chamber["soft"]


def test_what_was_known_then_is_still_told_so(crm: Crm, told: Database) -> None:
    def no(known: str) -> tuple[int, int]:
        counts = crm("whip", ACT, "--said", "2025-02-20", "--known", known, "--json").json["chambers"][0]["counts"]
        return counts["no"], counts["leaning_no"]

    assert (no("2025-01-19"), no("2025-01-20"), no("2025-01-31"), no("2025-02-01")) == ((0, 0), (1, 0), (1, 0), (0, 1))


@pytest.mark.parametrize("word", ["lower", "LOWER", " lower "])
def test_one_chamber_alone_can_be_asked_for(word: str, crm: Crm, told: Database) -> None:
    (only,) = crm("whip", ACT, "--chamber", word, "--json").json["chambers"]
    assert only["chamber"] == "lower"
    assert crm("whip", ACT, "--chamber", "unicameral", "--json").json["chambers"] == []


def test_people_read_a_table(crm: Crm, told: Database) -> None:
    ran = crm("whip", "Open Kitchens Act", "--said", "2025-04-01")
    assert (ran.code, ran.err) == (0, "")
    assert "Open Kitchens Act, as said by 2025-04-01" in ran.out
    assert "2 of 3" in ran.out
    assert "1 of 5" in ran.out


def test_what_moved_is_told_with_from_to_and_why(crm: Crm, told: Database) -> None:
    moved = crm("shifts", ACT, "--since", "2025-01-01", "--json").json["shifts"]
    assert [(s["person"], s["from"], s["to"], s["reason"]) for s in moved] == [
        ("mo-lindqvist", "unknown", "yes", "sponsored"),
        ("gwen-hale", "unknown", "yes", "said"),
        ("ivo-brand", "unknown", "yes", "said"),
        ("sena-abara", "no", "leaning_no", "corrected"),
        ("sena-abara", "leaning_no", "yes", "said"),
    ]
    last = moved[-1]
    assert (last["said"], last["condition"], last["evidence"][0]["kind"]) == (
        "2025-03",
        "Without the fee.",
        "public_statement",
    )
    assert last["recorded_at"].startswith("2025-03-05")
    assert isinstance(last["person_id"], int)


def test_what_moved_before_the_day_is_left_out(crm: Crm, told: Database) -> None:
    moved = crm("shifts", ACT, "--since", "2025-02-15", "--json").json["shifts"]
    assert [(s["person"], s["to"]) for s in moved] == [("sena-abara", "yes")]
    assert crm("shifts", ACT, "--since", "2026-01-01", "--json").json == {"shifts": []}


def test_what_had_moved_as_known_then(crm: Crm, told: Database) -> None:
    moved = crm("shifts", ACT, "--since", "2025-01-01", "--known", "2025-01-25", "--json").json["shifts"]
    assert ("sena-abara", "no", "said") in [(s["person"], s["to"], s["reason"]) for s in moved]
    assert "leaning_no" not in [s["to"] for s in moved]


def test_people_read_what_moved(crm: Crm, told: Database) -> None:
    ran = crm("shifts", ACT, "--since", "2025-01-01")
    assert ran.code == 0
    assert "what moved since 2025-01-01" in ran.out
    assert "Leaning no" in ran.out
    assert cast.SENATOR in ran.out


def test_a_retraction_moves_the_answer_back(crm: Crm, told: Database) -> None:
    (entry,) = crm("timeline", "mo-lindqvist", "--measure", ACT, "--json").json["entries"]
    with told.write() as session, clock.held_at(date(2025, 4, 1)):
        service.retract(session, OPERATOR, entry["id"], "It was somebody else.")
    moved = crm("shifts", ACT, "--since", "2025-04-01", "--json").json["shifts"]
    assert [(s["person"], s["from"], s["to"], s["reason"]) for s in moved] == [
        ("mo-lindqvist", "yes", "unknown", "retracted")
    ]
    assert crm("whip", ACT, "--chamber", "lower", "--json").json["chambers"][0]["counts"]["yes"] == 0
