"""``crm fetch openleg`` and ``crm import openleg URL`` against a real HTTP server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import openleg as ol
from tests.cli.conftest import Crm, Ran
from tests.serving import Said, Serving, serving

KEY = "s3cret-k3y"


@pytest.fixture
def server() -> Iterator[Serving]:
    """A server that ends with the test."""
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the environment."""
    monkeypatch.setenv("CRM_OPENLEG_KEY", KEY)


def _said(answer: Any, **headers: str) -> Said:
    return Said(body=json.dumps(answer).encode(), headers={"Content-Type": "application/json", **headers})


def _fetch(crm: Crm, server: Serving, folder: Path, *asked: str) -> Ran:
    return crm("fetch", "openleg", *asked, "--into", folder, "--base-url", f"{server.url}/api/3", "--pace", "0")


def _kept(folder: Path) -> str:
    return "".join(file.read_text() for file in folder.rglob("*") if file.is_file())


def test_what_was_fetched_can_be_imported(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.by_path = {"/api/3/bills/2025/S9001": _said(ol.answer(ol.bill()))}
    told = _fetch(crm, server, tmp_path, "s9001-2026", "--json").json
    assert told == {"folder": str(tmp_path), "files": ["S9001-2025.json"], "changed": 1}
    assert server.asked[0].query == {"key": KEY, "view": "no_fulltext"}
    assert crm("import", "openleg", tmp_path, "--json").json["created"] == 1


def test_the_key_is_sent_and_is_nowhere_else(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [_said({**ol.answer(ol.bill()), "self": f"/bills?key={KEY}"}, ETag='"1"')]
    ran = _fetch(crm, server, tmp_path, "S9001-2025", "--json")
    assert server.asked[0].query["key"] == KEY
    assert ran.code == 0
    assert KEY not in ran.out + ran.err + _kept(tmp_path)
    server.answers = [Said(status=403)]
    ran = _fetch(crm, server, tmp_path, "S9001-2025")
    assert (ran.code, ran.out) == (2, "")
    assert "answered 403" in ran.err
    assert KEY not in ran.err + _kept(tmp_path)


def test_what_has_not_changed_is_not_sent_again(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [_said(ol.answer(ol.bill()), ETag='"1"'), Said(status=304)]
    _fetch(crm, server, tmp_path, "S9001-2025")
    before = (tmp_path / "S9001-2025.json").read_bytes()
    assert _fetch(crm, server, tmp_path, "S9001-2025", "--json").json["changed"] == 0
    assert server.asked[1].headers["if-none-match"] == '"1"'
    assert (tmp_path / "S9001-2025.json").read_bytes() == before


def test_a_whole_session_comes_in_pages(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [
        _said(ol.page([ol.bill()], total=2, end=1)),
        _said(ol.page([ol.bill("A9002")], total=2, end=2)),
    ]
    told = _fetch(crm, server, tmp_path, "--session", "2025", "--json").json
    assert told["files"] == ["bills-2025-000001.json", "bills-2025-000002.json"]
    assert [(asked.path, asked.query["offset"], asked.query["full"]) for asked in server.asked] == [
        ("/api/3/bills/2025", "1", "true"),
        ("/api/3/bills/2025", "2", "true"),
    ]
    assert crm("import", "openleg", tmp_path, "--json").json["created"] == 2


def test_since_a_day_only_what_changed_is_asked_for(crm: Crm, server: Serving, tmp_path: Path) -> None:
    changed = [{"id": ol.bill_id("S9001"), "contentType": "BILL"}, {"id": ol.bill_id("S8001", 2023)}]
    server.answers = [_said(ol.page(changed, "update-token list")), _said(ol.answer(ol.bill()))]
    told = _fetch(crm, server, tmp_path, "--session", "2025", "--since", "2025-02-01", "--json").json
    assert told["files"] == ["S9001-2025.json"]
    assert [asked.path for asked in server.asked][1:] == ["/api/3/bills/2025/S9001"]
    assert server.asked[0].path.startswith("/api/3/bills/updates/2025-02-01T00:00:00/")
    assert crm("import", "openleg", tmp_path, "--json").json["created"] == 1


def test_later_is_heeded_and_trouble_outlived(crm: Crm, server: Serving, tmp_path: Path) -> None:
    server.answers = [
        Said(status=429, headers={"Retry-After": "0"}),
        Said(status=503, headers={"Retry-After": "0"}),
        _said(ol.answer(ol.bill())),
    ]
    assert _fetch(crm, server, tmp_path, "S9001-2025").code == 0
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(status=404), "answered 404"),
        (Said(status=429, headers={"Retry-After": "86400"}), "Try again in 24 hours"),
        (Said(status=302, headers={"Location": "https://elsewhere.example/x"}), "another host"),
        (Said(body=b"<html>sign in</html>"), "JSON"),
        (_said({"success": False, "message": "Invalid key"}), "Invalid key"),
        (_said([]), "refused"),
    ],
    ids=["404", "tomorrow", "host", "web-page", "refused", "list"],
)
def test_a_fetch_that_fails_is_one_sentence_and_leaves_what_was_there(
    said: Said, told: str, crm: Crm, server: Serving, tmp_path: Path
) -> None:
    server.answers = [_said(ol.answer(ol.bill()))]
    _fetch(crm, server, tmp_path, "S9001-2025")
    before = (tmp_path / "S9001-2025.json").read_bytes()
    server.answers = [said]
    ran = _fetch(crm, server, tmp_path, "S9001-2025")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "S9001-2025.json").read_bytes() == before


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "Which bills?"),
        (("S9001-2025", "--session", "2025"), "Which bills?"),
        (("S9001",), "names no bill and session"),
        (("X-2025",), "not the number of a bill"),
        (("--session", "1600"), "no year of a session"),
        (("--session", "2025", "--since", "2999-01-01"), "has not come yet"),
        (("S9001-2025", "--since", "2025-01-01"), "goes with --session"),
    ],
)
def test_what_cannot_be_asked_is_not(
    asked: tuple[str, ...], told: str, crm: Crm, server: Serving, tmp_path: Path
) -> None:
    ran = _fetch(crm, server, tmp_path, *asked)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert server.asked == []


def test_without_a_key_nothing_is_asked(
    crm: Crm, server: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRM_OPENLEG_KEY")
    ran = _fetch(crm, server, tmp_path, "S9001-2025")
    assert ran.code == 2
    assert "CRM_OPENLEG_KEY is not set" in ran.err
    assert server.asked == []


def test_an_address_is_fetched_and_brought_in(crm: Crm, server: Serving) -> None:
    server.by_path = {"/api/3/bills/2025/S9001": _said(ol.answer(ol.bill()))}
    url = f"{server.url}/api/3/bills/2025/S9001"
    told = crm("import", "openleg", f"{url}?view=no_fulltext&key=given-key", "--json").json
    assert (told["created"], told["problems"]) == (1, [])
    assert server.asked[0].query == {"view": "no_fulltext", "key": "given-key"}
    listed = crm("imports", "list", "--json")
    assert listed.json["imports"][0]["source"] == url
    assert "given-key" not in listed.out


def test_the_key_of_the_environment_goes_to_no_other_host(crm: Crm, server: Serving) -> None:
    server.answers = [_said(ol.answer(ol.bill()))]
    assert crm("import", "openleg", f"{server.url}/bill", "--dry-run", "--json").json["batch"] is None
    assert server.asked[0].query == {}


def test_an_address_that_cannot_be_had_changes_nothing(crm: Crm, server: Serving) -> None:
    server.answers = [Said(status=404)]
    ran = crm("import", "openleg", f"{server.url}/bill?key=given-key")
    assert (ran.code, ran.out) == (2, "")
    assert "answered 404" in ran.err
    assert "given-key" not in ran.err
    assert crm("imports", "list", "--json").json == {"imports": []}


def test_kinds_that_read_no_addresses_say_which_do(crm: Crm) -> None:
    ran = crm("import", "openstates", "https://example.org/ny.csv")
    assert ran.code == 2
    assert "reads files, no addresses" in ran.err
    assert "openleg" in ran.err
