"""What holds for every command, and what the story's commands must show, run as a newcomer runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer.main
from sqlalchemy import select

from crm import clock
from crm.bills.queries import find_measure
from crm.cli.app import app
from crm.coalition.visibility import OPERATOR
from crm.people.finding import find_person
from crm.people.models import Person
from crm.people.seats import SeatState
from crm.positions.as_of import AsOf
from crm.sessions import open_database
from crm.whip.count import SeatStance
from crm.whip.queries import ChamberBoard, board
from tests.cli.conftest import Crm, Ran, contents, run_crm
from tests.conftest import CHECKOUT
from tests.engines import Engine
from tests.examples import put_demo

ACT = "new-york-for-all"
READING = {
    "whip": (ACT,),
    "shifts": (ACT, "--since", "2025-01-01"),
    "sponsors": (ACT, "--said", "2025-06-15"),
    "carriers": (ACT,),
    "timeline": ("antonio-delgado", "--measure", ACT),
    "forecast": (ACT, "--said", "2025-06-15"),
    "call-list": (ACT, "--deadline", "2025-06-17", "--today", "2025-06-13"),
    "imports list": (),
    **{f"export {name}": () for name in ("officials", "positions", "outreach", "follow-ups", "call-lists")},
    **{f"export {name}": () for name in ("organizations", "measures", "calendar", "imports", "lobby-days")},
    **{
        f"export {name}": (ACT,)
        for name in ("board", "count", "shifts", "forecast", "bills", "sponsors", "roll-calls", "votes")
    },
    "export calls": ("--campaign", ACT, "--deadline", "2025-06-17", "--said", "2025-06-13", "--known", "2025-06-13"),
    "export call-list": ("1",),
    "imports show": (),
    "merges list": (),
    "sources list": (),
    "user list": (),
    "db check": (),
}
"""Commands that only look, with what they need to be told."""
CHANGING = {
    "log", "demo", "serve", "merges decide", "merges find", "merges undo", "imports undo", "import openstates",
    "fetch openstates", "user add", "user link", "user off", "db upgrade", "db backup", "db restore",
    "export archive", "import archive", "refresh", "sources add", "sources remove", "sources on", "sources off",
    "import openleg", "import openstates-bills", "import congress", "import nyc-council", "import legiscan",
    "import ny-bills", "carry", "fetch openleg", "fetch openstates-bills", "import sheet", "digest send",
}  # fmt: skip


def _commands(group: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    group = group or typer.main.get_command(app)
    for word, command in group.commands.items():
        whole = f"{name} {word}".strip()
        if hasattr(command, "commands"):
            yield from _commands(command, whole)
        else:
            yield whole, command


def test_every_command_is_known_to_these_tests() -> None:
    assert {name for name, _ in _commands()} == set(READING) | CHANGING


@pytest.mark.parametrize(
    ("name", "command"), list(_commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_says_what_it_does_and_what_its_options_are_for(name: str, command: Any) -> None:
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name}: {parameter.name}"


Run = Callable[..., Ran]


def _outside(url: str, *arguments: str) -> Ran:
    """A command as a process of its own, on the database that the environment names."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from crm.cli import main; sys.exit(main())", *arguments],
        env={**os.environ, "CRM_DATABASE_URL": url, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def demo(engine_under_test: Engine) -> Iterator[tuple[Run, str]]:
    """Commands on a database that ``crm demo`` has filled, and its address."""
    with engine_under_test.copy() as url:
        put_demo(engine_under_test, url)
        yield partial(run_crm, url), url


@pytest.fixture(scope="module")
def with_roster(demo: tuple[Run, str], shared_data: Path) -> tuple[Run, str]:
    """The same with New York's real roster. What held before it came in holds after."""
    run, url = demo
    assert run("import", "openstates", shared_data / "openstates-people" / "ny").code == 0
    return run, url


@pytest.mark.parametrize("name", READING)
def test_a_reading_command_prints_json_and_nothing_else(name: str, demo: tuple[Run, str]) -> None:
    run, _ = demo
    ran = run(*name.split(), *READING[name], "--json")
    assert isinstance(ran.json, dict)


@pytest.mark.parametrize("name", READING)
def test_a_reading_command_prints_for_people_too(name: str, demo: tuple[Run, str]) -> None:
    run, _ = demo
    ran = run(*name.split(), *READING[name])
    assert ran.code == 0
    assert ran.out or ran.err
    with pytest.raises(ValueError):
        json.loads(ran.out)


def test_looking_changes_nothing(demo: tuple[Run, str]) -> None:
    run, url = demo
    database = open_database(url)
    before = contents(database)
    for name, options in READING.items():
        run(*name.split(), *options, "--json")
    assert contents(database) == before
    database.close()


def test_a_warning_does_not_get_into_the_json(crm: Crm, tmp_path: Path) -> None:
    """An unknown role is a problem told on standard error; standard output stays JSON."""
    folder = tmp_path / "zz" / "legislature"
    folder.mkdir(parents=True)
    (folder / "Bo.yml").write_text(
        "id: ocd-person/00000000-0000-4000-8000-000000000001\nname: Bo Reyes\nroles:\n"
        "- type: astrologer\n  jurisdiction: ocd-jurisdiction/country:us/state:zz/government\n"
    )
    ran = crm("import", "openstates", tmp_path / "zz", "--json")
    assert ran.json["created"] == 1
    assert "astrologer" in ran.err


@pytest.mark.parametrize("command", ["whip new-york-for-all", "timeline antonio-delgado --measure new-york-for-all"])
def test_from_outside_it_is_the_same(command: str, demo: tuple[Run, str]) -> None:
    run, url = demo
    asked = (*command.split(), "--known", "2026-02-01", "--json")
    ran = _outside(url, *asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == run(*asked).out


def test_from_outside_a_bad_date_is_one_sentence(demo: tuple[Run, str]) -> None:
    _, url = demo
    ran = _outside(url, "whip", ACT, "--said", "2025-13")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "crm: “2025-13” is not a day. Write it as 2026-01-08.\n"


def _entries(run: Run, *times: str) -> list[dict[str, Any]]:
    answer = run("timeline", "antonio-delgado", "--measure", ACT, *times, "--json").json
    assert (answer["person"], answer["measure"]) == ("antonio-delgado", ACT)
    found: list[dict[str, Any]] = answer["entries"]
    return found


def test_delgado_moves_from_against_to_for_under_a_condition_each_step_with_its_source(demo: tuple[Run, str]) -> None:
    run, _ = demo
    first, second, third = _entries(run)
    assert (first["stance"], first["said"]) == ("leaning_no", "2025-06")
    assert (second["stance"], second["said"]) == ("leaning_yes", "2025-08")
    assert (third["stance"], third["hard"]) == ("yes", False)
    assert "count" in third["condition"]
    assert "contracts" in third["condition"]
    for entry in (first, second, third):
        assert entry["evidence"]
        assert all(each["title"] or each["outlet"] for each in entry["evidence"])


def test_in_july_2025_nothing_of_delgado_was_on_record_and_today_his_june_is(demo: tuple[Run, str]) -> None:
    run, _ = demo
    assert _entries(run, "--said", "2025-06-30", "--known", "2025-07-01") == []
    assert [entry["stance"] for entry in _entries(run, "--said", "2025-06-30")] == ["leaning_no"]


@pytest.mark.parametrize(
    "name", ["Lt. Gov. Delgado", "DELGADO, Antonio", "Antonio Delgádo", "Lieutenant Governor Delgado"]
)
def test_delgado_is_found_by_any_of_his_names(name: str, demo: tuple[Run, str]) -> None:
    run, _ = demo
    assert run("timeline", name, "--measure", ACT, "--json").json["person"] == "antonio-delgado"


@pytest.mark.parametrize(
    "times",
    [
        (),
        ("--said", "2025-01-20"),
        ("--said", "2025-06-17", "--known", "2025-06-15"),
        ("--said", "2025-12-31"),
        ("--said", "2026-01-01"),
        ("--said", "2030-01-01"),
        ("--known", "2025-01-01"),
        ("--said", "1999-12-31", "--known", "1999-12-31"),
    ],
    ids=" ".join,
)
def test_new_york_has_63_seats_and_150_and_the_counts_add_up_at_any_time(
    times: tuple[str, ...], demo: tuple[Run, str]
) -> None:
    run, _ = demo
    upper, lower = run("whip", ACT, *times, "--json").json["chambers"]
    assert (upper["jurisdiction"], upper["chamber"], upper["seats"], upper["needed"]) == ("new-york", "upper", 63, 32)
    assert (lower["jurisdiction"], lower["chamber"], lower["seats"], lower["needed"]) == ("new-york", "lower", 150, 76)
    assert sum(upper["counts"].values()) == 63
    assert sum(lower["counts"].values()) == 150


def _boards(url: str) -> tuple[ChamberBoard, ...]:
    database = open_database(url)
    with database.read() as session:
        found = board(session, OPERATOR, find_measure(session, ACT).id, AsOf.of())
    database.close()
    return found


def test_who_has_no_vote_is_in_no_count(demo: tuple[Run, str]) -> None:
    _, url = demo
    counted = {each.seat.person_id for chamber in _boards(url) for each in chamber.seats}
    database = open_database(url)
    with database.read() as session:
        voteless = {
            find_person(session, slug).id
            for slug in ("antonio-delgado", "kathy-hochul", "jared-kraham", "zohran-mamdani")
        }
    database.close()
    assert not counted & voteless


def test_with_the_roster_every_seat_is_held_by_somebody(with_roster: tuple[Run, str]) -> None:
    _, url = with_roster
    seats = [each.seat for chamber in _boards(url) for each in chamber.seats]
    assert [seat.state for seat in seats].count(SeatState.HELD) == 213
    assert len({seat.person_id for seat in seats}) == 213


@pytest.mark.parametrize("name", ["Sen. Jessica Ramos", "Sen. Ramos", "Catalina Cruz", "Asm. Cruz"])
def test_with_the_roster_ramos_and_cruz_still_stand_at_yes(name: str, with_roster: tuple[Run, str]) -> None:
    run, url = with_roster
    answer = run("timeline", name, "--measure", ACT, "--json").json
    assert answer["person"] in ("jessica-ramos", "catalina-cruz")
    assert answer["entries"][-1]["stance"] == "yes"
    stands = {
        each.seat.holder.slug: each.stance for chamber in _boards(url) for each in chamber.seats if each.seat.holder
    }
    assert stands[answer["person"]] is SeatStance.YES


def test_with_the_roster_mamdani_is_one_person_and_his_successors_stance_unknown(with_roster: tuple[Run, str]) -> None:
    _, url = with_roster
    database = open_database(url)
    with database.read() as session:
        named = session.scalars(
            select(Person.slug).where(Person.name.like("%Mamdani%"), Person.merged_into_id.is_(None))
        ).all()
    database.close()
    assert named == ["zohran-mamdani"]
    (lower,) = [chamber for chamber in _boards(url) if chamber.seats and len(chamber.seats) == 150]
    (seat,) = [each for each in lower.seats if each.seat.district_name == "36"]
    assert seat.seat.holder is not None
    assert seat.seat.holder.slug != "zohran-mamdani"
    assert seat.stance is SeatStance.UNKNOWN


def test_a_newcomer_logs_a_contact_on_the_example(demo: tuple[Run, str]) -> None:
    run, _ = demo
    told = run("log", "Sen. Jessica Ramos", "--outcome", "reached_staff", "--json").json
    assert (told["person"], told["visibility"]) == ("jessica-ramos", "private")


def test_the_roster_comes_in_once_however_often_and_the_examples_as_well(
    with_roster: tuple[Run, str], shared_data: Path
) -> None:
    run, _ = with_roster
    again = run("import", "openstates", shared_data / "openstates-people" / "ny", "--json").json
    assert (again["created"], again["updated"], again["merge_proposals"]) == (0, 0, 0)
    before = run("whip", ACT, "--said", clock.today(), "--json").json["chambers"]
    assert run("demo", "--load-only").code == 0
    assert run("whip", ACT, "--said", clock.today(), "--json").json["chambers"] == before
