"""``crm serve``: listens where it says, lets the administrator in by a link, and stops when told to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from crm.accounts import service
from crm.accounts.models import LinkPurpose, User
from crm.cli import serve
from crm.sessions import Database, open_database
from tests import builders, cast
from tests.cli.conftest import Crm, contents

HERE = "http://127.0.0.1:8000"


@contextmanager
def _listener() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with _listener() as found:
        return found


def _token(out: str) -> str:
    found = re.search(rf"{HERE}/welcome/(\S+)", out)
    assert found, out
    return found[1]


def test_a_port_in_use_is_told_and_no_link_is_handed_out(crm: Crm, database: Database) -> None:
    before = contents(database)
    with _listener() as taken:
        ran = crm("serve", "--port", taken)
    assert (ran.code, ran.out) == (2, "")
    assert f"Cannot listen on 127.0.0.1, port {taken}" in ran.err
    assert "Choose another with --port." in ran.err
    assert contents(database) == before


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_told(port: str, crm: Crm) -> None:
    ran = crm("serve", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert "--port" in ran.err


def test_an_address_of_another_machine_is_told(crm: Crm, port: int) -> None:
    ran = crm("serve", "--host", "192.0.2.1", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert "Cannot listen on 192.0.2.1" in ran.err


def test_the_first_run_makes_an_administrator_without_a_password(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    serve.print_first_link(database, HERE)
    with database.read() as session:
        found = service.welcome(session, _token(capsys.readouterr().out))
        admin = session.scalars(select(User)).one()
    assert (found.user_id, found.purpose) == (admin.id, LinkPurpose.SET_PASSWORD)
    assert (admin.is_admin, admin.password_hash) == (True, None)


def test_as_long_as_no_administrator_has_a_password_every_run_prints_a_link_to_the_same(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens = []
    for _ in range(2):
        serve.print_first_link(database, HERE)
        tokens.append(_token(capsys.readouterr().out))
    with database.read() as session:
        assert len({service.welcome(session, token).user_id for token in tokens}) == 1
        assert len(session.scalars(select(User.id)).all()) == 1


def test_an_administrator_with_a_password_needs_no_link(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with database.write() as session:
        service.set_password(session, builders.user(session, cast.ROOT, is_admin=True), "a hash")
    before = contents(database)
    serve.print_first_link(database, HERE)
    assert capsys.readouterr().out == ""
    assert contents(database) == before


def test_the_pages_are_served_until_interrupted(tmp_path: Path, port: int) -> None:
    url = f"sqlite:///{tmp_path / 'served.db'}"
    database = open_database(url)
    database.upgrade()
    database.close()
    command = [sys.executable, "-c", "import sys; from crm.cli import main; sys.exit(main())", "--database", url]
    with subprocess.Popen(
        [*command, "serve", "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = []
        for line in iter(process.stdout.readline, ""):
            said.append(line.strip())
            if "Whipcount is served at" in line:
                break
        with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=5), timeout=30) as client:
            answer = client.get(f"http://127.0.0.1:{port}/")
        process.send_signal(signal.SIGINT)
        _rest, complaints = process.communicate()
    assert any(line.startswith(f"http://127.0.0.1:{port}/welcome/") for line in said)
    assert answer.status_code in (200, 303)
    assert "Traceback" not in complaints
    assert process.returncode == 0
