"""Asking other servers, against a real HTTP server on this machine; nobody sleeps."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from crm import clock
from crm.errors import InvalidInput
from crm.importers.addresses import require_outside, require_safe
from crm.importers.fetching import Fetcher
from tests.serving import Said, Serving, serving

KEY = "s3cret-k3y"


@pytest.fixture
def server() -> Iterator[Serving]:
    """A server that ends with the test."""
    with serving() as running:
        yield running


class Waits(list[float]):
    """How long somebody would have waited; the time goes on by as much."""

    now = 0.0

    def __call__(self, seconds: float) -> None:
        self.append(seconds)
        self.now += seconds

    def watch(self) -> float:
        """The time on the clock that stands still otherwise."""
        return self.now


@pytest.fixture
def waits() -> Waits:
    """Nothing waited for yet."""
    return Waits()


def test_an_answer_comes_with_what_asks_the_next_time(server: Serving) -> None:
    server.answers = [Said(body=b"{}", headers={"ETag": '"7"', "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT"})]
    with Fetcher() as fetcher:
        found = fetcher.get(f"{server.url}/a", params={"full": "true"})
    assert (found.status, found.content, found.not_modified) == (200, b"{}", False)
    assert (found.etag, found.last_modified) == ('"7"', "Sun, 01 Mar 2026 12:00:00 GMT")
    assert found.url == f"{server.url}/a"
    assert server.asked[0].query == {"full": "true"}
    assert "Whipcount/" in server.asked[0].headers["user-agent"]


def test_what_has_not_changed_is_not_sent_again(server: Serving) -> None:
    server.answers = [Said(status=304)]
    with Fetcher() as fetcher:
        found = fetcher.get(f"{server.url}/a", etag='"7"', last_modified="Sun, 01 Mar 2026 12:00:00 GMT")
    assert (found.not_modified, found.content, found.etag) == (True, b"", '"7"')
    assert server.asked[0].headers["if-none-match"] == '"7"'
    assert server.asked[0].headers["if-modified-since"] == "Sun, 01 Mar 2026 12:00:00 GMT"


def test_later_is_heeded(server: Serving, waits: Waits) -> None:
    server.answers = [Said(status=429, headers={"Retry-After": "7"}), Said(body=b"now")]
    with Fetcher(wait=waits) as fetcher:
        assert fetcher.get(server.url).content == b"now"
    assert waits == [7.0]


def test_later_may_be_a_time_of_day(server: Serving, waits: Waits) -> None:
    server.answers = [Said(status=503, headers={"Retry-After": "Sun, 01 Mar 2026 12:00:30 GMT"}), Said(body=b"now")]
    with clock.held_at(datetime(2026, 3, 1, 12, 0, 20, tzinfo=UTC)), Fetcher(wait=waits) as fetcher:
        assert fetcher.get(server.url).content == b"now"
    assert waits == [10.0]


def test_much_later_is_told_not_waited_for(server: Serving, waits: Waits) -> None:
    server.answers = [Said(status=429, headers={"Retry-After": "3600"})]
    with Fetcher(wait=waits) as fetcher, pytest.raises(InvalidInput, match=r"answered 429.*in 60 minutes"):
        fetcher.get(server.url)
    assert waits == []


def test_a_server_in_trouble_is_asked_again_with_more_and_more_patience(server: Serving, waits: Waits) -> None:
    server.answers = [Said(status=500), Said(status=502), Said(body=b"well again")]
    with Fetcher(wait=waits) as fetcher:
        assert fetcher.get(server.url).content == b"well again"
    assert waits == [1.0, 2.0]


def test_a_server_in_lasting_trouble_is_left_alone_after_four_tries(server: Serving, waits: Waits) -> None:
    server.answers = [Said(status=500)]
    with Fetcher(wait=waits) as fetcher, pytest.raises(InvalidInput, match="answered 500"):
        fetcher.get(server.url)
    assert (len(server.asked), waits) == (4, [1.0, 2.0, 4.0])


def test_what_is_not_there_is_asked_for_once(server: Serving, waits: Waits) -> None:
    server.answers = [Said(status=404)]
    with Fetcher(wait=waits) as fetcher, pytest.raises(InvalidInput, match="answered 404 for /x"):
        fetcher.get(f"{server.url}/x")
    assert (len(server.asked), waits) == (1, [])


def test_half_an_answer_is_none_and_a_whole_one_follows(server: Serving, waits: Waits) -> None:
    server.answers = [Said(body=b"hal", length=100), Said(body=b"whole")]
    with Fetcher(wait=waits) as fetcher:
        assert fetcher.get(server.url).content == b"whole"
    server.answers = [Said(body=b"hal", length=100)]
    with Fetcher(wait=waits) as fetcher, pytest.raises(InvalidInput, match="broke off before its end"):
        fetcher.get(server.url)


def test_requests_keep_their_pace(server: Serving, waits: Waits) -> None:
    with Fetcher(pace=2.5, wait=waits, watch=waits.watch) as fetcher:
        for _ in range(3):
            fetcher.get(server.url)
    assert waits == [2.5, 2.5]


def test_silence_ends(server: Serving, waits: Waits) -> None:
    server.answers = [Said(silent=True)]
    with (
        Fetcher(timeout=0.05, tries=2, wait=waits) as fetcher,
        pytest.raises(InvalidInput, match=r"did not answer within 0\.05 seconds"),
    ):
        fetcher.get(server.url)
    assert len(server.asked) == 2


@pytest.mark.parametrize("packed", [False, True])
def test_too_much_is_refused_packed_or_not(server: Serving, packed: bool) -> None:
    body = b"0" * 100_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    server.answers = [Said(body=gzip.compress(body) if packed else body, headers=headers)]
    with Fetcher(most_bytes=99_999) as fetcher, pytest.raises(InvalidInput, match="sends more than 99999 bytes"):
        fetcher.get(server.url)
    with Fetcher(most_bytes=100_000) as fetcher:
        assert fetcher.get(server.url).content == body


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("https://elsewhere.example/x", "another host"),
        ("http://169.254.169.254/latest", "another host"),
        ("http://127.0.0.1:1/x", "another host"),
        ("/again", "redirects without end"),
    ],
)
def test_nobody_sends_us_elsewhere(server: Serving, to: str, said: str) -> None:
    server.answers = [Said(status=302, headers={"Location": to})]
    with Fetcher() as fetcher, pytest.raises(InvalidInput, match=said):
        fetcher.get(server.url)


def test_another_page_of_the_same_host_is_followed(server: Serving) -> None:
    server.by_path = {"/a": Said(status=302, headers={"Location": "/b"}), "/b": Said(body=b"here")}
    with Fetcher(secrets={"key": KEY}) as fetcher:
        found = fetcher.get(f"{server.url}/a")
    assert (found.content, found.url) == (b"here", f"{server.url}/b")
    assert [request.query for request in server.asked] == [{"key": KEY}] * 2


def test_nobody_answering_is_one_sentence(waits: Waits) -> None:
    with serving() as gone:
        url = gone.url
    with Fetcher(wait=waits) as fetcher, pytest.raises(InvalidInput, match="cannot be reached"):
        fetcher.get(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.org/x", "not an https address"),
        ("file:///etc/passwd", "not an https address"),
        ("what", "not an https address"),
        ("https://[::1/x", "is not an address"),
        ("https://me:word@example.org/", "a name or a password"),
        ("https://10.0.0.7/x", "inside a network"),
        ("https://169.254.169.254/latest/meta-data", "inside a network"),
        ("https://[::ffff:192.168.0.1]/x", "inside a network"),
        ("https://[fd00::1]/x", "inside a network"),
        ("https://0.0.0.0/x", "inside a network"),
    ],
)
def test_what_may_not_be_asked_is_not(url: str, said: str) -> None:
    with Fetcher(tries=1) as fetcher, pytest.raises(InvalidInput, match=said):
        fetcher.get(url)


def test_this_machine_is_asked_only_where_that_is_allowed(server: Serving) -> None:
    with Fetcher(local=False) as fetcher, pytest.raises(InvalidInput, match="this server itself"):
        fetcher.get(server.url)
    assert server.asked == []


def test_a_name_that_changes_its_meaning_is_seen_through() -> None:
    with pytest.raises(InvalidInput, match="inside a network"):
        require_outside(httpx.URL("https://example.org"), peer="192.168.1.9")
    require_outside(httpx.URL("https://example.org"), peer="93.184.215.14")
    require_safe(httpx.URL("https://example.org"))


def test_a_key_is_sent_and_shows_nowhere(server: Serving, waits: Waits, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers = [Said(body=f'{{"next": "/x?key={KEY}"}}'.encode()), Said(status=403), Said(body=b"h", length=9)]
    with Fetcher(secrets={"key": KEY}, headers={"X-Key": KEY}, wait=waits) as fetcher:
        found = fetcher.get(f"{server.url}/a?offset=1")
        assert KEY not in repr(found)
        assert KEY.encode() not in found.content
        for _ in range(2):
            with pytest.raises(InvalidInput) as refused:
                fetcher.get(f"{server.url}/a")
            assert KEY not in str(refused.value)
    assert server.asked[0].query == {"key": KEY, "offset": "1"}
    assert server.asked[0].headers["x-key"] == KEY
    assert "HTTP Request" in caplog.text
    assert KEY not in caplog.text


def test_a_large_file_goes_to_disk_piece_by_piece(server: Serving, tmp_path: Path) -> None:
    server.answers = [Said(body=b"0" * 200_000)]
    told: list[tuple[int, int | None]] = []
    with Fetcher() as fetcher:
        fetcher.save(server.url, tmp_path / "file", on_bytes=lambda done, of: told.append((done, of)))
    assert (tmp_path / "file").stat().st_size == 200_000
    assert told[-1] == (200_000, 200_000)
    with Fetcher() as fetcher, pytest.raises(InvalidInput, match="more than 100000 bytes"):
        fetcher.save(server.url, tmp_path / "file", most_bytes=100_000)
