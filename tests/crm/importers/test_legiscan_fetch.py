"""Asking LegiScan, against a real server on this machine: the key goes along, and stays nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from crm import clock
from crm.errors import InvalidInput
from crm.importers.given import given
from crm.importers.kinds import kind_named
from crm.importers.report import quietly
from crm.models import Base
from crm.sessions import Database
from tests.builders import legiscan as ls
from tests.serving import Said, Serving, serving

KEY = "f3rn-k3y-0f-n0body"
DAY = date(2026, 3, 1)


@pytest.fixture
def server() -> Iterator[Serving]:
    """A server that ends with the test."""
    with serving() as running:
        yield running


def test_a_bill_is_asked_for_with_the_key_which_is_kept_nowhere(
    server: Serving, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CRM_LEGISCAN_KEY", KEY)
    answer = {"status": "OK", "bill": ls.bill(sponsors=(ls.person(1, "Ada Fern"),))}
    server.answers = [Said(body=json.dumps(answer).encode())]
    with (
        clock.held_at(DAY),
        given(kind_named("legiscan"), f"{server.url}/?op=getBill&id=4", quietly) as bring,
        database.write() as session,
    ):
        assert KEY not in bring.path.read_text()
        assert bring.bring(session, quietly).created
    assert server.asked[0].query == {"op": "getBill", "id": "4", "key": KEY}
    with database.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    kept = " ".join(str(value) for row in rows for value in row)
    assert KEY not in kept
    assert "2026-03-01" in kept


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://legiscan.example/?op=getBill&id=4", "is not LegiScan"),
        ("https://api.legiscan.com/?key=abc&op=getBill&id=4", "has a key in it"),
        ("https://api.legiscan.com/?op=getBill&id=4", "CRM_LEGISCAN_KEY is not set"),
    ],
)
def test_the_key_goes_nowhere_else(address: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_LEGISCAN_KEY", raising=False)
    with pytest.raises(InvalidInput, match=says), given(kind_named("legiscan"), address, quietly):
        pass


def test_an_error_of_the_service_is_told(server: Serving, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_LEGISCAN_KEY", KEY)
    server.answers = [Said(body=b'{"status":"ERROR","alert":{"message":"Unknown bill id"}}')]
    with (
        given(kind_named("legiscan"), f"{server.url}/?op=getBill&id=4", quietly) as bring,
        pytest.raises(InvalidInput, match="Unknown bill id"),
        database.write() as session,
    ):
        bring.bring(session, quietly)
