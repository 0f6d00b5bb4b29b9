"""What cannot be used is one clear sentence that names it and says what to do, exit code 2, and nothing changed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from crm.config import get_settings
from crm.sessions import Database
from tests import builders, cast
from tests.cli.conftest import Crm, Ran, contents


@pytest.fixture
def told(database: Database) -> Database:
    """A database in which somebody stands somewhere."""
    with database.write() as session:
        state = builders.state(session)
        measure = builders.measure(session, state)
        senator = builders.person(session, cast.SENATOR)
        builders.seat(session, state.chambers[0], 1, senator)
        builders.position(session, senator, measure)
        builders.campaign(session, measure)
    return database


def _is_one_sentence(ran: Ran, *names: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("crm: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    for name in names:
        assert name in ran.err


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("whip", "open-kitchens-act", "--said", "2025-13"), ("2025-13", "2026-01-08")),
        (("whip", "open-kitchens-act", "--known", "yesterday"), ("yesterday",)),
        (("whip", "open-kitchens-act", "--chamber", "attic"), ("attic", "upper, lower")),
        (("whip", "open-kitchen-act", "--json"), ("open-kitchen-act", "Did you mean open-kitchens-act?")),
        (("whip", ""), ("No measure",)),
        (("shifts", "open-kitchens-act", "--since", "2025-02-30"), ("2025-02-30",)),
        (("shifts", "nothing-of-the-kind", "--since", "2025-01-01"), ("nothing-of-the-kind",)),
        (("timeline", "sena-abara", "--measure", "no-such-act"), ("no-such-act",)),
        (("timeline", "nobody", "--measure", "open-kitchens-act"), ("nobody",)),
        (("timeline", "sena-abara", "--measure", "open-kitchens-act", "--said", "soon"), ("soon",)),
        (("timeline", "[bold]nobody[/]\x1b[31m", "--measure", "open-kitchens-act"), ("[bold]nobody[/]",)),
        (("call-list", "no-such-campaign", "--json"), ("no-such-campaign",)),
        (("import", "openstates", "/no/such/folder"), ("/no/such/folder does not exist",)),
        (("user", "link", "nobody@example.org"), ("nobody@example.org", "crm user list")),
        (("user", "add", "no-address", "--name", "Ada"), ("name@example.org",)),
        (("user", "add", "ada@example.org", "--name", "Ada", "--organization", "none"), ("none",)),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_a_value_that_cannot_be_is_named_and_changes_nothing(
    arguments: tuple[str, ...], names: tuple[str, ...], crm: Crm, told: Database
) -> None:
    before = contents(told)
    ran = crm(*arguments)
    _is_one_sentence(ran, *names)
    assert "\x1b" not in ran.err
    assert contents(told) == before


@pytest.mark.parametrize(
    "arguments",
    [("whip",), ("whip", "x", "--no-such-option"), ("log",), ("user", "add", "a@b", "--name", "A", "--role", "queen")],
    ids=" ".join,
)
def test_a_command_that_is_written_wrongly_says_how_it_is_written(arguments: tuple[str, ...], crm: Crm) -> None:
    ran = crm(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage:" in ran.err
    assert "Traceback" not in ran.err


def _not_there(folder: Path) -> str:
    return str(folder / "none.db")


def _text(folder: Path) -> str:
    file = folder / "diary.txt"
    file.write_text("call back, and then some more to make it long enough\n" * 50)
    return str(file)


def _folder(folder: Path) -> str:
    return str(folder)


def _below_a_file(folder: Path) -> str:
    (folder / "file").write_text("")
    return str(folder / "file" / "x.db")


@pytest.mark.parametrize("make", [_not_there, _text, _folder, _below_a_file])
@pytest.mark.parametrize("arguments", [("whip", "x", "--json"), ("db", "check"), ("serve",)], ids=" ".join)
def test_a_file_that_is_no_database_is_named_and_left_as_it_is(
    make: Callable[[Path], str], arguments: tuple[str, ...], crm: Crm, tmp_path: Path
) -> None:
    path = make(tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    _is_one_sentence(crm("--database", f"sqlite:///{path}", *arguments), path)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("arguments", [("whip", "x"), ("db", "upgrade"), ("demo", "--load-only")], ids=" ".join)
def test_a_database_from_the_future_is_not_touched(arguments: tuple[str, ...], crm: Crm, told: Database) -> None:
    with told.engine.connect().execution_options(write=True) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    before = contents(told)
    _is_one_sentence(crm(*arguments), "at version 9999", "newer Whipcount", str(told.engine.url.database))
    assert contents(told) == before


@pytest.mark.parametrize("arguments", [("whip", "x"), ("db", "upgrade"), ("demo", "--load-only")], ids=" ".join)
def test_another_programs_tables_are_not_touched(arguments: tuple[str, ...], crm: Crm, empty_database_url: str) -> None:
    engine = sa.create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE recipes (name TEXT)"))
    _is_one_sentence(crm("--database", empty_database_url, *arguments), "holds tables of something else")
    assert sa.inspect(engine).get_table_names() == ["recipes"]
    engine.dispose()


@pytest.mark.parametrize("arguments", [("whip", "x", "--json"), ("db", "upgrade"), ("db", "check")], ids=" ".join)
@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("postgresql://ada:secret@127.0.0.1:1/whip", ("whip on 127.0.0.1:1", "refused")),
        ("postgresql://ada:secret@127.0.0.1:port/whip", ("postgresql://user@host/name",)),
        ("postgresql+nosuch://ada:secret@127.0.0.1/whip", ("postgresql://user@host/name",)),
        ("mysql://root:secret@localhost/x", ("Use SQLite or PostgreSQL.",)),
        ("sqlite://", ("sqlite:///file.db",)),
        ("whipcount.db", ("sqlite:///file.db",)),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence_without_its_password(
    url: str, names: tuple[str, ...], arguments: tuple[str, ...], crm: Crm
) -> None:
    ran = crm("--database", url, *arguments)
    _is_one_sentence(ran, *names)
    assert "secret" not in ran.err


@pytest.mark.parametrize(("name", "value"), [("CRM_POOL_SIZE", "many"), ("CRM_TIME_ZONE", "Moon/Crater")])
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    try:
        _is_one_sentence(crm("db", "check"), name)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


@pytest.fixture
def puzzling(told: Database) -> Database:
    """The database with a word in it that no version of ours has written: the code is not prepared for it."""
    with told.engine.connect().execution_options(write=True) as connection:
        connection.execute(sa.text("UPDATE chambers SET kind = 'the [old] attic' WHERE kind = 'upper'"))
        connection.commit()
    return told


@pytest.mark.usefixtures("puzzling")
def test_a_fault_of_ours_is_a_sentence_and_exit_code_1(crm: Crm) -> None:
    ran = crm("whip", "open-kitchens-act", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "LookupError" in ran.err
    assert "the [old] attic" in ran.err
    assert "crm --debug" in ran.err


@pytest.mark.usefixtures("puzzling")
@pytest.mark.parametrize("way", ["option", "environment"])
def test_where_it_happened_is_shown_to_whoever_asks(way: str, crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "environment":
        monkeypatch.setenv("CRM_DEBUG", "1")
    ran = crm(*(("--debug",) if way == "option" else ()), "whip", "open-kitchens-act")
    assert ran.code == 1
    assert re.search(r"Traceback(.|\n)*whip\.py(.|\n)*crm: This is a fault", ran.err)


def test_a_reader_who_stops_early_is_no_error(database_url: str, told: Database) -> None:
    """``crm ... | head -1``: the pipe closes before all is written."""
    command = [
        sys.executable,
        "-c",
        "import sys; from crm.cli import main; sys.exit(main())",
        "--database",
        database_url,
    ]
    with subprocess.Popen(
        [*command, "whip", "open-kitchens-act", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
