"""``crm fetch openstates`` against a real HTTP server on this machine."""

from __future__ import annotations

import io
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crm.errors import InvalidInput
from crm.importers.openstates import fetch
from crm.importers.openstates.fetch import fetch_state
from tests.cli.conftest import Crm

FIXTURE = Path(__file__).parents[1] / "fixtures" / "openstates" / "zz"


def _archive(state: str = "ny", extra: dict[str, bytes] | None = None) -> bytes:
    """An archive as the project's host packs it, with the invented people as those of ``state``."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for file in sorted(FIXTURE.rglob("*.yml")):
            tar.add(file, f"people-main/data/{state}/{file.relative_to(FIXTURE)}")
        for name, content in (extra or {}).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


@dataclass
class Answer:
    """What the server says next. ``length`` is what it claims to send; ``silent`` keeps it waiting."""

    status: int = 200
    body: bytes = b""
    length: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False


class Server:
    """A server whose next answer a test chooses."""

    def __init__(self) -> None:
        self.answer = Answer()
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                said = outer.answer
                if said.silent:
                    outer.over.wait(20)
                    return
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.body) if said.length is None else said.length))
                self.end_headers()
                self.wfile.write(said.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that ends with the test."""
    running = Server()
    yield running
    running.close()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_was_fetched_can_be_imported(crm: Crm, server: Server, tmp_path: Path) -> None:
    server.answer = Answer(body=_archive())
    told = crm("fetch", "openstates", "NY", "--into", tmp_path, "--base-url", server.url, "--json").json
    assert told == {"folder": str(tmp_path / "ny")}
    assert _files(tmp_path / "ny") == _files(FIXTURE)
    assert crm("import", "openstates", tmp_path / "ny", "--json").json["created"] == 9
    assert [entry.name for entry in tmp_path.iterdir()] == ["ny"]


def test_fetching_again_replaces_the_former_download(crm: Crm, server: Server, tmp_path: Path) -> None:
    server.answer = Answer(body=_archive())
    for _ in range(2):
        assert crm("fetch", "openstates", "ny", "--into", tmp_path, "--base-url", server.url).code == 0
        (tmp_path / "ny" / "legislature" / "old.yml").write_text("old\n")
    assert crm("fetch", "openstates", "ny", "--into", tmp_path, "--base-url", server.url).code == 0
    assert _files(tmp_path / "ny") == _files(FIXTURE)


WHOLE = _archive()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=404, body=b"no"), "answered 404"),
        (Answer(status=500, body=b"no"), "answered 500"),
        (Answer(body=WHOLE[: len(WHOLE) // 2], length=len(WHOLE)), "broke off before its end"),
        (Answer(body=WHOLE[: len(WHOLE) // 2]), "no whole archive"),
        (Answer(body=b"<html>sign in</html>"), "no whole archive"),
        (Answer(body=_archive("ca")), "holds no files of “ny”"),
        (Answer(body=_archive(extra={"people-main/data/ny/retired/x.yml": b"id: ocd-per"})), "retired/x.yml"),
        (Answer(status=302, headers={"Location": "https://elsewhere.example/x"}), "another host"),
        (Answer(status=302, headers={"Location": "/again"}), "redirects without end"),
        (Answer(silent=True), "did not answer within"),
    ],
    ids=["404", "500", "truncated", "half-archive", "web-page", "other-state", "half-file", "host", "loop", "time-out"],
)
def test_a_download_that_fails_is_one_sentence_and_changes_nothing(
    answer: Answer, said: str, crm: Crm, server: Server, tmp_path: Path
) -> None:
    kept = tmp_path / "ny" / "legislature" / "kept.yml"
    kept.parent.mkdir(parents=True)
    kept.write_text("kept\n")
    server.answer = answer
    patience = ("--timeout", "0.1") if answer.silent else ()
    ran = crm("fetch", "openstates", "ny", "--into", tmp_path, "--base-url", server.url, *patience)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert _files(tmp_path) == {"ny/legislature/kept.yml": b"kept\n"}


def test_a_name_that_leads_out_of_the_folder_is_left_out(crm: Crm, server: Server, tmp_path: Path) -> None:
    server.answer = Answer(body=_archive(extra={"people-main/data/ny/../../../out.yml": b"id: 1\n"}))
    assert crm("fetch", "openstates", "ny", "--into", tmp_path / "in", "--base-url", server.url).code == 0
    assert not list(tmp_path.glob("**/out.yml"))


@pytest.mark.parametrize("bound", ["MOST_BYTES", "MOST_FILES"])
def test_a_download_that_unpacks_beyond_all_measure_is_refused(
    bound: str, monkeypatch: pytest.MonkeyPatch, server: Server, tmp_path: Path
) -> None:
    extra = {f"people-main/data/ca/{number}.yml": b"0" * 600_000 for number in range(40)}
    server.answer = Answer(body=_archive(extra=extra))
    assert fetch_state("ny", tmp_path, base_url=server.url) == tmp_path / "ny"
    monkeypatch.setattr(fetch, bound, {"MOST_BYTES": 20_000_000, "MOST_FILES": 30}[bound])
    with pytest.raises(InvalidInput, match="holds more than"):
        fetch_state("ny", tmp_path, base_url=server.url)
    assert _files(tmp_path / "ny") == _files(FIXTURE)


def test_nobody_answering_is_one_sentence(crm: Crm, tmp_path: Path) -> None:
    gone = Server()
    gone.close()
    ran = crm("fetch", "openstates", "ny", "--into", tmp_path, "--base-url", gone.url)
    assert ran.code == 2
    assert "cannot be reached" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("atlantis",), "is not a state"),
        (("ny", "--base-url", "http://example.org"), "is not an https address"),
        (("ny", "--base-url", "what"), "is not an https address"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], said: str, crm: Crm, tmp_path: Path) -> None:
    ran = crm("fetch", "openstates", *arguments, "--into", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_folder_of_something_else_is_not_replaced(crm: Crm, server: Server, tmp_path: Path) -> None:
    (tmp_path / "ny").mkdir()
    (tmp_path / "ny" / "diary.txt").write_text("mine\n")
    server.answer = Answer(body=WHOLE)
    ran = crm("fetch", "openstates", "ny", "--into", tmp_path, "--base-url", server.url)
    assert ran.code == 2
    assert "no earlier download" in ran.err
    assert _files(tmp_path) == {"ny/diary.txt": b"mine\n"}
