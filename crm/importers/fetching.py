"""Asking other servers, politely: who we are is said, what has not changed is not sent again, and "later" is heeded.

Everything that leaves this server for a public record goes through ``Fetcher``: over HTTPS, to the host that was named
and no other, never to an address inside a network, with keys that end up in no file, message or log.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Final

import httpx

from crm import clock
from crm.errors import InvalidInput
from crm.importers.addresses import is_proxied, require_outside, require_safe, without_query

UNCHANGED: Final = "Nothing was changed; try again later."
MOST_BYTES: Final = 50_000_000
"""Of one answer kept in memory, once unpacked."""

_AGAIN = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = 3
_LONGEST_WAIT = 120.0
_HIDDEN = b"[key]"

Params = Mapping[str, str | list[str]]
"""What is asked, as the query of the address; a list is asked as many times as it is long."""

OnBytes = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. ``etag`` and ``last_modified`` are for asking the next time; ``url`` is without its query.

    ``not_modified``: it is as it was when these two were given, and ``content`` is empty.
    """

    status: int
    content: bytes = field(repr=False)
    etag: str | None
    last_modified: str | None
    not_modified: bool
    url: str = ""
    content_type: str = ""


class _Later(Exception):
    """The server asks for patience, or the line broke: ``after`` seconds (nothing: as we see fit), why."""

    def __init__(self, why: InvalidInput, after: float | None = None) -> None:
        super().__init__(why.message)
        self.why = why
        self.after = after


class _QueryLeftOut(logging.Filter):
    """httpx logs whole addresses; some services want their key in the query."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_query(value) if isinstance(value, httpx.URL) else value for value in record.args
            )
        return True


logging.getLogger("httpx").addFilter(_QueryLeftOut())


class Fetcher:
    """One client for one source: its keys, its pace (seconds from one request to the next), its patience.

    ``secrets`` are added to the query, ``headers`` sent along; neither is shown, kept or logged. ``tries`` counts all
    attempts at one address. ``local``: an address on this machine may be asked. ``wait`` and ``watch`` are the
    clock's, so that tests need not sleep.
    """

    def __init__(
        self,
        *,
        secrets: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30.0,
        most_bytes: int = MOST_BYTES,
        pace: float = 0.0,
        tries: int = 4,
        local: bool = True,
        wait: Callable[[float], object] = time.sleep,
        watch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._secrets = dict(secrets or {})
        self._hide = [value.encode() for value in (*self._secrets.values(), *(headers or {}).values()) if value]
        self._headers = {"User-Agent": _who(), **(headers or {})}
        self._timeout, self._most_bytes, self._pace, self._tries = timeout, most_bytes, pace, max(1, tries)
        self._local, self._wait, self._watch = local, wait, watch
        self._asked: float | None = None
        self._client: httpx.Client | None = None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        params: Params | None = None,
    ) -> Fetched:
        """The answer to ``url``, or word that it is still what ``etag`` or ``last_modified`` named.

        Raises InvalidInput, in one sentence without any key, for whatever goes wrong.
        """
        pieces = bytearray()
        found = self._patiently(url, params, _conditions(etag, last_modified), pieces, self._most_bytes, None)
        content = bytes(pieces)
        for secret in self._hide:
            content = content.replace(secret, _HIDDEN)
        return _fetched(found, content, etag)

    def save(
        self,
        url: str,
        file: Path,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        most_bytes: int = MOST_BYTES,
        on_bytes: OnBytes | None = None,
    ) -> Fetched:
        """Write the bytes at ``url`` into ``file``, as sent; ``on_bytes(done, of)`` is told of every piece.

        The answer comes without content, and so does the file where nothing has changed since ``etag`` and
        ``last_modified``. Raises InvalidInput as ``get`` does; the file is then not whole.
        """
        # An encoding on the way would hide that an archive was cut.
        headers = {"Accept-Encoding": "identity", **_conditions(etag, last_modified)}
        with file.open("wb") as opened:
            return _fetched(self._patiently(url, None, headers, opened, most_bytes, on_bytes), b"", etag)

    def _patiently(
        self,
        url: str,
        params: Params | None,
        headers: Mapping[str, str],
        sink: bytearray | IO[bytes],
        most: int,
        on_bytes: OnBytes | None,
    ) -> httpx.Response:
        for left in range(self._tries - 1, -1, -1):
            _empty(sink)
            try:
                return self._ask(url, params, headers, sink, most, on_bytes)
            except _Later as later:
                pause = later.after if later.after is not None else 2.0 ** (self._tries - 1 - left)
                if not left:
                    raise later.why from None
                if pause > _LONGEST_WAIT:
                    raise InvalidInput(later.why.message, hint=f"Try again in {_spell(pause)}.") from None
                self._wait(pause)
        raise AssertionError("the last try answers or raises")

    def _ask(
        self,
        url: str,
        params: Params | None,
        headers: Mapping[str, str],
        sink: bytearray | IO[bytes],
        most: int,
        on_bytes: OnBytes | None,
    ) -> httpx.Response:
        address = _address(url, params)
        home = (address.host, address.port)
        try:
            for _ in range(_REDIRECTS + 1):
                require_safe(address, local=self._local)
                require_outside(address, local=self._local)
                self._keep_pace()
                asked = address.copy_merge_params(self._secrets) if self._secrets else address
                with self._opened().stream("GET", asked, headers=dict(headers)) as answer:
                    if answer.next_request is None:
                        self._take(answer, sink, most, on_bytes)
                        return answer
                    address = answer.next_request.url
                    if (address.host, address.port) != home:
                        raise InvalidInput(f"{home[0]} sends us to another host ({address.host}).", hint=UNCHANGED)
        except httpx.TimeoutException:
            what = f"{home[0]} did not answer within {self._timeout:g} seconds."
            raise _Later(InvalidInput(what, hint=UNCHANGED)) from None
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError):
            what = f"The download from {home[0]} broke off before its end."
            raise _Later(InvalidInput(what, hint=UNCHANGED)) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise InvalidInput(
                f"{home[0]} cannot be reached.", hint="Check the network; nothing was changed."
            ) from None
        raise InvalidInput(f"{home[0]} redirects without end.", hint=UNCHANGED)

    def _take(self, answer: httpx.Response, sink: bytearray | IO[bytes], most: int, on_bytes: OnBytes | None) -> None:
        """Let the body of a good answer into the sink. Raises ``_Later`` or InvalidInput for any other answer."""
        status, host = answer.status_code, answer.url.host
        stream = answer.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not is_proxied(answer.url):
            require_outside(answer.url, local=self._local, peer=str(peer[0]))
        if status == httpx.codes.NOT_MODIFIED:
            return
        if status != httpx.codes.OK:
            refused = InvalidInput(f"{host} answered {status} for {answer.url.path}.", hint=_hint(status))
            if status in _AGAIN:
                raise _Later(refused, _retry_after(answer.headers.get("Retry-After", "")))
            raise refused
        length = answer.headers.get("Content-Length", "")
        total = int(length) if length.isdecimal() else None
        until = self._watch() + 20 * self._timeout
        done = 0
        for piece in answer.iter_bytes() if isinstance(sink, bytearray) else answer.iter_raw():
            done += len(piece)
            if done > most:
                raise InvalidInput(f"{host} sends more than {most} bytes.", hint=UNCHANGED)
            if self._watch() > until:
                raise InvalidInput(f"{host} sends too slowly.", hint=UNCHANGED)
            if isinstance(sink, bytearray):
                sink += piece
            else:
                sink.write(piece)
            if on_bytes is not None:
                on_bytes(done, total)

    def _keep_pace(self) -> None:
        if self._asked is not None and self._pace:
            left = self._asked + self._pace - self._watch()
            if left > 0:
                self._wait(left)
        self._asked = self._watch()

    def _opened(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(timeout=self._timeout, headers=self._headers, follow_redirects=False)
        return self._client


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in conditions.items() if value}


def _fetched(found: httpx.Response, content: bytes, etag: str | None) -> Fetched:
    return Fetched(
        status=found.status_code,
        content=content,
        etag=found.headers.get("ETag") or (etag if found.status_code == httpx.codes.NOT_MODIFIED else None),
        last_modified=found.headers.get("Last-Modified"),
        not_modified=found.status_code == httpx.codes.NOT_MODIFIED,
        url=without_query(found.url),
        content_type=found.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
    )


def _who() -> str:
    try:
        number = version("whipcount")
    except PackageNotFoundError:
        number = "0"
    return f"Whipcount/{number} (campaign records; asks when told to, or by its timer)"


def _address(url: str, params: Params | None) -> httpx.URL:
    try:
        address = httpx.URL(url)
        return address.copy_merge_params(dict(params)) if params else address
    except httpx.InvalidURL:
        raise InvalidInput(f"“{url[:80]}” is not an address.", hint="Give one that begins with https://.") from None


def _empty(sink: bytearray | IO[bytes]) -> None:
    if isinstance(sink, bytearray):
        sink.clear()
    else:
        sink.seek(0)
        sink.truncate()


def _retry_after(value: str) -> float | None:
    """Seconds from "120" or from an HTTP date; nothing for what is neither."""
    value = value.strip()
    if value.isdecimal():
        return float(value[:9])
    with contextlib.suppress(ValueError, TypeError):
        then = parsedate_to_datetime(value)
        then = then if then.tzinfo else then.replace(tzinfo=UTC)
        return max(0.0, (then - clock.now()).total_seconds())
    return None


def _spell(seconds: float) -> str:
    return f"{round(seconds / 60)} minutes" if seconds < 7200 else f"{round(seconds / 3600)} hours"


def _hint(status: int) -> str:
    if status in (401, 403):
        return "Check the key, and whether it may ask this; nothing was changed."
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return "That was as much as this key may ask for now; nothing was changed. Try again later."
    if status in _AGAIN:
        return UNCHANGED
    return "Check the address (--base-url); nothing was changed."
