"""``crm db``, and how errors reach the terminal."""

from __future__ import annotations

from crm import migrate
from tests.cli.conftest import Crm


def test_a_database_at_the_newest_version_passes_the_check(crm: Crm) -> None:
    ran = crm("db", "check")
    assert (ran.code, ran.out) == (0, "")
    assert "newest version" in ran.err


def test_upgrading_twice_is_upgrading_once(crm: Crm) -> None:
    assert crm("db", "upgrade").code == 0
    assert f"Database at version {migrate.newest()}." in crm("db", "upgrade").err


def test_an_empty_database_is_refused_with_what_to_run(crm: Crm, empty_database_url: str) -> None:
    ran = crm("--database", empty_database_url, "db", "check")
    assert (ran.code, ran.out) == (2, "")
    assert "crm db upgrade" in ran.err
    assert "Traceback" not in ran.err


def test_an_address_that_cannot_be_used_is_one_sentence_and_exit_code_2(crm: Crm) -> None:
    ran = crm("--database", "mysql://root@localhost/x", "db", "check")
    assert (ran.code, ran.out) == (2, "")
    assert "Use SQLite or PostgreSQL." in ran.err


def test_an_unknown_command_is_exit_code_2(crm: Crm) -> None:
    assert crm("whipp").code == 2
