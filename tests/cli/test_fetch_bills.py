"""``crm fetch openstates-bills`` against a real HTTP server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import openstates_bills as osb
from tests.cli.conftest import Crm, Ran
from tests.serving import Said, Serving, serving

KEY = "s3cret-k3y"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """A server that ends with the test, and a key for it in the environment."""
    monkeypatch.setenv("CRM_OPENSTATES_KEY", KEY)
    with serving() as running:
        yield running


def _said(answer: Any) -> Said:
    return Said(body=json.dumps(answer).encode())


def _fetch(crm: Crm, server: Serving, folder: Path, *asked: str) -> Ran:
    return crm(
        "fetch", "openstates-bills", "NH", "--session", "2025", "--into", folder, "--base-url", server.url,
        "--pace", "0", *asked,
    )  # fmt: skip


def test_bills_and_events_come_page_by_page_and_can_be_imported(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [
        _said(osb.page([osb.bill()], 1, 2)),
        _said(osb.page([osb.bill("SB 902")], 2, 2)),
        _said(osb.page([osb.event()])),
    ]
    told = _fetch(crm, server, tmp_path, "--json").json
    assert told["files"] == ["bills-nh-00001.json", "bills-nh-00002.json", "events-nh-00001.json"]
    assert [(asked.path, asked.query["page"]) for asked in server.asked] == [
        ("/bills", "1"),
        ("/bills", "2"),
        ("/events", "1"),
    ]
    assert server.asked[0].query["jurisdiction"] == "nh"
    assert server.asked[0].query["session"] == "2025"
    assert crm("import", "openstates-bills", tmp_path, "--json").json["created"] == 2


def test_the_key_goes_in_a_header_and_nowhere_else(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [_said(osb.page([osb.bill()]))]
    ran = _fetch(crm, server, tmp_path, "--no-events", "--json")
    assert server.asked[0].headers["x-api-key"] == KEY
    assert KEY not in str(server.asked[0].query)
    kept = "".join(file.read_text() for file in tmp_path.rglob("*") if file.is_file())
    assert KEY not in ran.out + ran.err + kept


def test_since_a_day_only_changes_are_asked_for(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [_said(osb.page([]))]
    told = _fetch(crm, server, tmp_path, "--no-events", "--since", "2025-02-01", "--json").json
    assert told["files"] == ["bills-nh-since-2025-02-01-00001.json"]
    assert server.asked[0].query["updated_since"] == "2025-02-01"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(status=403), "Check the key"),
        (Said(status=429, headers={"Retry-After": "7200"}), "answered 429"),
        (_said({"detail": "no such session"}), "something else than a page"),
    ],
)
def test_a_fetch_that_fails_is_one_sentence(said: Said, told: str, crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [said]
    ran = _fetch(crm, server, tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert KEY not in ran.err


def test_without_a_key_or_a_state_nothing_is_asked(
    crm: Crm, server: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = crm("fetch", "openstates-bills", "atlantis", "--session", "1", "--into", tmp_path, "--base-url", server.url)
    assert "is not a state" in ran.err
    monkeypatch.delenv("CRM_OPENSTATES_KEY")
    assert "CRM_OPENSTATES_KEY is not set" in _fetch(crm, server, tmp_path).err
    assert server.asked == []
