"""``crm demo``: the examples, loaded once however often it is called, and never among people's own work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from crm.accounts.service import add_user
from crm.sessions import Database
from tests.cli.conftest import Crm
from tests.engines import Engine
from tests.examples import put_demo
from tests.seeds.conftest import row_counts


def test_an_empty_place_becomes_a_database_with_the_examples(crm: Crm, empty_database_url: str) -> None:
    ran = crm("--database", empty_database_url, "demo", "--load-only")
    assert (ran.code, ran.out) == (0, "")
    assert (
        crm("--database", empty_database_url, "whip", "new-york-for-all", "--json").json["chambers"][0]["seats"] == 63
    )


def test_loading_twice_changes_nothing_also_where_users_came_since(
    engine_under_test: Engine, database_url: str, crm: Crm, database: Database
) -> None:
    put_demo(engine_under_test, database_url)
    with database.write() as session:
        add_user(session, "ana@example.org", "Ana")
    before = row_counts(database)
    assert crm("demo", "--load-only").code == 0
    assert row_counts(database) == before


def test_where_people_work_already_no_example_is_loaded(crm: Crm, database: Database) -> None:
    with database.write() as session:
        add_user(session, "ana@example.org", "Ana")
    before = row_counts(database)
    ran = crm("demo", "--load-only")
    assert (ran.code, ran.out) == (2, "")
    assert "Choose another one" in ran.err
    assert row_counts(database) == before


@pytest.fixture
def printed_link(tmp_path: Path) -> Iterator[str]:
    """The link that a served demo prints; the server ends with the test."""
    command = [sys.executable, "-c", "import sys; from crm.cli import main; sys.exit(main())"]
    with subprocess.Popen(
        [*command, "--database", f"sqlite:///{tmp_path / 'demo.db'}", "demo", "--port", str(_free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        link = next(line.strip() for line in process.stdout if "/welcome/" in line)
        yield link
        process.terminate()


def test_the_printed_link_lets_a_newcomer_in(printed_link: str) -> None:
    address = printed_link.split("/welcome/", maxsplit=1)[0]
    with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=5), timeout=30) as client:
        assert "Demo administrator" in client.get(printed_link).text
        entered = client.post(printed_link, headers={"Origin": address})
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        assert "Demo administrator" in client.get(f"{address}/").text


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
