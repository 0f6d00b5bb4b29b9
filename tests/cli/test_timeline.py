"""``crm timeline``: every entry of one person on one measure, with where it is from."""

from __future__ import annotations

from datetime import date

import pytest

from crm import clock
from crm.coalition.visibility import OPERATOR
from crm.positions import service
from crm.sessions import Database
from tests import builders, cast
from tests.cli.conftest import Crm

ACT = "open-kitchens-act"
PROMISED = {
    "id", "stance", "hard", "condition", "words", "said", "said_earliest", "said_latest", "recorded_at", "ask",
    "capacity", "corrects", "retracted", "evidence",
}  # fmt: skip


@pytest.fixture
def told(database: Database) -> Database:
    """A senator was against in spring, as known in June, and for it in June, as known in July."""
    with database.write() as session:
        state = builders.state(session)
        measure = builders.measure(session, state)
        builders.measure(session, state, "Night Bus Act")
        senator = builders.person(session, cast.OTHER_SENATOR)
        builders.seat(session, state.chambers[0], 1, senator)
        with clock.held_at(date(2025, 6, 2)):
            builders.position(session, senator, measure, "no", "2025-04", words="Never [ever]!")
        with clock.held_at(date(2025, 7, 1)):
            builders.position(session, senator, measure, "yes", "../2025-06", hard=False, condition="With a sunset.")
    return database


def test_the_entries_come_oldest_first_with_their_evidence(crm: Crm, told: Database) -> None:
    answer = crm("timeline", "Tomás Peña-Ortiz", "--measure", ACT, "--json").json
    assert (answer["person"], answer["measure"]) == ("tomas-pena-ortiz", ACT)
    first, second = answer["entries"]
    assert set(first) >= PROMISED
    assert (first["stance"], first["said"], first["said_earliest"], first["said_latest"]) == (
        "no",
        "2025-04",
        "2025-04-01",
        "2025-04-30",
    )
    assert (second["stance"], second["hard"], second["condition"]) == ("yes", False, "With a sunset.")
    assert (second["said_earliest"], second["said_latest"]) == (None, "2025-06-30")
    assert set(first["evidence"][0]) >= {"kind", "title", "outlet", "url", "published", "quote"}


@pytest.mark.parametrize(
    ("said", "known", "stances"),
    [
        ("2025-04-29", None, []),
        ("2025-04-30", None, ["no"]),
        ("2025-06-30", None, ["no", "yes"]),
        ("2025-06-30", "2025-06-30", ["no"]),
        ("2025-12-31", "2025-06-01", []),
        (None, "2025-06-02", ["no"]),
    ],
)
def test_both_times_decide_what_is_on_record(
    said: str | None, known: str | None, stances: list[str], crm: Crm, told: Database
) -> None:
    times = [*(("--said", said) if said else ()), *(("--known", known) if known else ())]
    answer = crm("timeline", "tomas-pena-ortiz", "--measure", ACT, *times, "--json").json
    assert [entry["stance"] for entry in answer["entries"]] == stances


def test_a_mended_entry_stays_and_says_what_it_became(crm: Crm, told: Database) -> None:
    wrong = crm("timeline", "tomas-pena-ortiz", "--measure", ACT, "--json").json["entries"][0]
    with told.write() as session:
        gone = service.retract(session, OPERATOR, wrong["id"], "Another senator said it.")
    entries = crm("timeline", "tomas-pena-ortiz", "--measure", ACT, "--json").json["entries"]
    (mended,) = [entry for entry in entries if entry["id"] == wrong["id"]]
    assert (mended["retracted"], mended["corrected_by"]) == (True, gone.id)
    ran = crm("timeline", "tomas-pena-ortiz", "--measure", ACT)
    assert "no longer counts" in ran.out


def test_nothing_on_record_is_an_empty_list(crm: Crm, told: Database) -> None:
    answer = crm("timeline", "tomas-pena-ortiz", "--measure", "night-bus-act", "--json").json
    assert answer == {"person": "tomas-pena-ortiz", "measure": "night-bus-act", "entries": []}


def test_people_read_the_words_as_they_were_said(crm: Crm, told: Database) -> None:
    ran = crm("timeline", "tomas-pena-ortiz", "--measure", ACT)
    assert (ran.code, ran.err) == (0, "")
    assert "Tomás Peña-Ortiz on the Open Kitchens Act" in ran.out
    assert "Never [ever]!" in ran.out
    assert "With a sunset." in ran.out
