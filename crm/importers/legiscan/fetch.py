"""Asking LegiScan's API. The key comes from the environment, goes along with the question, and stays nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx

from crm import clock
from crm.errors import InvalidInput
from crm.importers.fetching import Fetcher
from crm.importers.json_files import parse_json
from crm.importers.keys import LEGISCAN, key_of
from crm.importers.legiscan.source import SHOWN_ON
from crm.importers.report import Progress

_HOSTS: Final = frozenset({"api.legiscan.com", "127.0.0.1", "localhost", "::1"})
"""Where the key may be sent: to LegiScan, and to a stand-in on this machine."""
_MOST: Final = 200_000_000


def fetch_address(address: str, folder: Path, progress: Progress, *, fetcher: Callable[..., Fetcher] = Fetcher) -> Path:
    """Ask LegiScan, keep the answer as a file in ``folder``, and return it.

    Raises InvalidInput for an address of another host, one with a key in it, a missing key, and as fetching does.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise InvalidInput(f"“{address[:80]}” is not an address.", hint="Begin it with https://.") from None
    if url.host not in _HOSTS:
        raise InvalidInput(
            f"{url.host} is not LegiScan.", hint="Give an address of https://api.legiscan.com, or download the file."
        )
    if "key" in url.params:
        raise InvalidInput(
            "The address has a key in it, which would stay in the record of the import.",
            hint=f"Take it out of the address and set {LEGISCAN}.",
        )
    operation = url.params.get("op", "answer")
    progress(f"Asking LegiScan ({operation})", 0, None)
    with fetcher(secrets={"key": key_of(LEGISCAN)}, most_bytes=_MOST, pace=1.0) as asking:
        content = asking.get(address).content
    if content[:2] != b"PK":
        # A data set that comes raw is an archive; every other answer is told of when it was true.
        content = _dated(content)
    file = (
        folder
        / f"legiscan-{operation if operation.isalnum() else 'answer'}{'.zip' if content[:2] == b'PK' else '.json'}"
    )
    file.write_bytes(content)
    return file


def _dated(content: bytes) -> bytes:
    answer = parse_json(content, "LegiScan's answer")
    if isinstance(answer, dict):
        answer[SHOWN_ON] = clock.today().isoformat()
    return json.dumps(answer).encode()
